//! What is held stays within the limit, and nobody waits for what cannot come.

use std::collections::BTreeMap;
use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering::SeqCst};
use std::time::Duration;

use why502_s3::client::{
    Answer, GetRequest, ListPage, ListRequest, MemoryBody, MemoryClient, ObjectClient,
};
use why502_s3::{Arrival, Config, Content, S3, S3Error};

use crate::scene::{BUCKET, REGION, config, content, key, next, run, take, wish};

/// Counts bytes that were asked for and not yet let go.
#[derive(Clone, Default)]
struct Counting {
    inner: MemoryClient,
    held: Arc<AtomicI64>,
    peak: Arc<AtomicI64>,
}

impl ObjectClient for Counting {
    type Body = MemoryBody;

    async fn list(&self, request: &ListRequest) -> Result<ListPage, S3Error> {
        self.inner.list(request).await
    }

    async fn get(&self, request: &GetRequest) -> Result<Answer<MemoryBody>, S3Error> {
        let answer = self.inner.get(request).await?;
        let bytes = i64::try_from(answer.content_length.unwrap()).unwrap();
        let held = self.held.fetch_add(bytes, SeqCst) + bytes;
        self.peak.fetch_max(held, SeqCst);
        Ok(answer)
    }
}

/// Large streams among small objects.
fn mixed() -> (MemoryClient, BTreeMap<String, Vec<u8>>) {
    let (client, mut truth) = (MemoryClient::new(), BTreeMap::new());
    for number in 0..60 {
        let length = if number % 4 == 0 { 700_000 } else { 1 + number * 2500 };
        let (key, bytes) = (key(5, &format!("m{number:02}")), content(number, length));
        client.put(BUCKET, &key, bytes.clone());
        truth.insert(format!("s3://{BUCKET}/{key}"), bytes);
    }
    (client, truth)
}

#[test]
fn bytes_held_stay_within_the_limit() {
    let (inner, truth) = mixed();
    for memory_bytes in [1 << 20, 200_000] {
        let client = Counting { inner: inner.clone(), ..Counting::default() };
        let config = Config { memory_bytes, ..config() };
        let s3 = S3::with_client(config, client.clone()).unwrap();
        let arrivals = s3.objects(wish(&[REGION]));
        let mut taken = BTreeMap::new();
        while let Some(Arrival::Object(object)) = next(&arrivals) {
            let source = object.source().to_owned();
            let mut bytes = Vec::new();
            // Counted as let go before it is: the real sum is not greater than the one measured
            // by less than what is let go here.
            match object.into_content() {
                Content::Whole(whole) => {
                    bytes.extend_from_slice(whole.as_ref());
                    client.held.fetch_sub(i64::try_from(bytes.len()).unwrap(), SeqCst);
                    drop(whole);
                }
                Content::Stream(mut reader) => loop {
                    let mut part = [0; 1000];
                    let length = reader.read(&mut part).unwrap();
                    if length == 0 {
                        break;
                    }
                    client.held.fetch_sub(i64::try_from(length).unwrap(), SeqCst);
                    bytes.extend_from_slice(&part[..length]);
                },
            }
            taken.insert(source, bytes);
        }
        assert!(taken == truth);
        let peak = client.peak.load(SeqCst);
        // The part a reader has just emptied is asked for anew before it is counted off here.
        let slack = 1000 * 12;
        assert!(peak <= i64::try_from(memory_bytes).unwrap() + slack, "{peak}");
    }
}

#[test]
fn one_turn_and_least_memory_are_enough_in_any_order_of_reading() {
    let (client, truth) = mixed();
    for (concurrency, threads) in [(1, 1), (1, 3), (3, 1)] {
        let config = Config { concurrency, memory_bytes: 0, ..config() };
        let s3 = S3::with_client(config, client.clone()).unwrap();
        let taken = take(&s3.objects(wish(&[REGION])), threads);
        assert!(taken.objects == truth);
    }
}

#[test]
fn a_stream_that_nobody_reads_holds_nobody_up() {
    let (client, truth) = mixed();
    let config = Config { concurrency: 1, memory_bytes: 1 << 20, ..config() };
    let s3 = S3::with_client(config, client).unwrap();
    let arrivals = s3.objects(wish(&[REGION]));
    let (mut streams, mut small) = (Vec::new(), 0);
    while small < 45 {
        let Some(Arrival::Object(object)) = next(&arrivals) else { panic!("too few") };
        match object.into_content() {
            Content::Stream(reader) => streams.push(reader),
            Content::Whole(_) => small += 1,
        }
    }
    assert!(!streams.is_empty());
    drop(streams);
    while let Some(arrival) = next(&arrivals) {
        assert!(matches!(arrival, Arrival::Object(_)));
    }
    assert_eq!(arrivals.found().objects, truth.len() as u64);
}

#[test]
fn listing_waits_for_a_caller_who_does_not_take() {
    let client = MemoryClient::new();
    for number in 0..20_000 {
        client.put(BUCKET, &key(5, &format!("x{number:05}")), &b"x"[..]);
    }
    let config = Config { memory_bytes: 1 << 20, ..config() };
    let s3 = S3::with_client(config, client).unwrap();
    let arrivals = s3.objects(wish(&[REGION]));
    let mut before = u64::MAX;
    while before != arrivals.found().objects {
        before = arrivals.found().objects;
        std::thread::sleep(Duration::from_millis(300));
    }
    assert!(before < 6_000, "{before} objects found ahead");
    let taken = take(&arrivals, 2);
    assert_eq!(taken.objects.len(), 20_000);
    assert!(arrivals.found().is_complete);
}

#[test]
fn empty_objects_arrive_without_a_request() {
    let client = MemoryClient::new();
    client.put(BUCKET, &key(5, "empty"), &b""[..]);
    let taken = run(client.clone(), config(), wish(&[REGION]));
    assert_eq!(taken.objects.len(), 1);
    assert_eq!(client.requests().gets, 0);
}
