//! A bucket of load balancer logs, and threads that take what arrives.

use std::collections::BTreeMap;
use std::io::Read;
use std::sync::Mutex;
use std::time::Duration;

use why502_s3::client::{MemoryClient, ObjectClient};
use why502_s3::{
    Arrival, Arrivals, Config, Content, Location, Next, Patience, S3, S3Error, Window, Wish,
};

pub(crate) const BUCKET: &str = "logs";
pub(crate) const REGION: &str = "AWSLogs/123456789012/elasticloadbalancing/eu-west-1/";
/// 2026-11-22T10:00:00Z.
pub(crate) const TEN: i64 = 1_795_341_600;

/// Everything that was taken.
#[derive(Debug, Default)]
pub(crate) struct Taken {
    pub(crate) objects: BTreeMap<String, Vec<u8>>,
    pub(crate) failed: Vec<(String, S3Error)>,
    pub(crate) left: Vec<(String, String)>,
}

/// The key of a five-minute log that ends so many minutes after ten.
pub(crate) fn key(minute: u32, name: &str) -> String {
    let (hour, minute) = (10 + minute / 60, minute % 60);
    let day = "2026/11/22/123456789012_elasticloadbalancing_eu-west-1_app.shop.0123456789abcdef";
    format!("{REGION}{day}_20261122T{hour:02}{minute:02}Z_10.0.0.1_{name}.log.gz")
}

/// Bytes that differ from place to place and from seed to seed.
pub(crate) fn content(seed: usize, length: usize) -> Vec<u8> {
    (0..length).map(|at| (at / 7 * 31 + at * 13 + seed * 101) as u8).collect()
}

/// Twelve objects of the hour after ten, the truth about them, and neighbours of other hours.
pub(crate) fn hour() -> (MemoryClient, BTreeMap<String, Vec<u8>>) {
    let client = MemoryClient::new().with_page(5);
    let mut truth = BTreeMap::new();
    for number in 0..12_u32 {
        let key = key(5 + 5 * number, &format!("n{number}"));
        let bytes = content(number as usize, 1000 + 70_000 * (number as usize % 3));
        client.put_at(BUCKET, &key, bytes.clone(), TEN);
        truth.insert(format!("s3://{BUCKET}/{key}"), bytes);
    }
    client.put_at(BUCKET, &key(300, "late"), content(1, 10), TEN);
    client.put_at(BUCKET, "AWSLogs/123456789012/ELBAccessLogTestFile", content(1, 10), TEN);
    client.put_at(BUCKET, &format!("{REGION}2026/11/22/"), Vec::new(), TEN);
    (client, truth)
}

pub(crate) fn window() -> Window {
    Window { since: Some(TEN), until: Some(TEN + 3600), ..Window::default() }
}

pub(crate) fn wish(prefixes: &[&str]) -> Wish {
    let place =
        |prefix: &&str| Location { bucket: BUCKET.to_owned(), prefix: (*prefix).to_owned() };
    Wish::new(prefixes.iter().map(place).collect(), window())
}

/// Limits short enough for tests with faults.
pub(crate) fn config() -> Config {
    let patience = Patience {
        connect: Duration::from_millis(300),
        silence: Duration::from_millis(300),
        request: Duration::from_secs(20),
        endpoint: Duration::from_secs(10),
    };
    Config { patience, ..Config::default() }
}

pub(crate) fn run<C: ObjectClient>(client: C, config: Config, wish: Wish) -> Taken {
    let s3 = S3::with_client(config, client).unwrap();
    take(&s3.objects(wish), 2)
}

/// Takes everything with so many threads. A run that hangs fails here.
pub(crate) fn take(arrivals: &Arrivals, threads: usize) -> Taken {
    let taken = Mutex::new(Taken::default());
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(arrival) = next(arrivals) {
                    put(&taken, arrival);
                }
            });
        }
    });
    taken.into_inner().unwrap()
}

/// The next arrival; nothing at the end.
pub(crate) fn next(arrivals: &Arrivals) -> Option<Arrival> {
    match arrivals.next(Duration::from_secs(60)) {
        Next::Arrival(arrival) => Some(arrival),
        Next::End => None,
        Next::NotYet => panic!("nothing came for a minute: {:?}", arrivals.found()),
    }
}

fn put(taken: &Mutex<Taken>, arrival: Arrival) {
    match arrival {
        Arrival::Object(object) => {
            let (source, size) = (object.source().to_owned(), object.size());
            let read = bytes_of(object.into_content());
            let mut taken = taken.lock().unwrap();
            match read {
                Ok(bytes) => {
                    assert_eq!(bytes.len() as u64, size, "{source}");
                    assert!(taken.objects.insert(source, bytes).is_none(), "given twice");
                }
                Err(error) => taken.failed.push((source, error)),
            }
        }
        Arrival::Failed { source, error } => taken.lock().unwrap().failed.push((source, error)),
        Arrival::Left { source, reason } => taken.lock().unwrap().left.push((source, reason)),
    }
}

pub(crate) fn bytes_of(content: Content) -> Result<Vec<u8>, S3Error> {
    match content {
        Content::Whole(bytes) => Ok(bytes.as_ref().to_vec()),
        Content::Stream(mut reader) => {
            let mut bytes = Vec::new();
            match reader.read_to_end(&mut bytes) {
                Ok(_) => Ok(bytes),
                Err(error) => Err(error.get_ref().unwrap().downcast_ref().cloned().unwrap()),
            }
        }
    }
}
