//! After each fault the bytes equal the truth, or the object failed by name.

use std::sync::Arc;
use std::time::Duration;

use why502_s3::client::{
    Answer, Fault, FaultyClient, GetRequest, ListPage, ListRequest, MemoryBody, MemoryClient,
    ObjectClient, Rule,
};
use why502_s3::{Arrival, Config, Content, Next, Patience, S3, S3Error, S3ErrorKind};

use crate::hooked::{Hooked, error};
use crate::scene::{BUCKET, REGION, bytes_of, config, hour, key, next, run, take, wish};

fn survives(rule: Rule) {
    let (memory, truth) = hour();
    let day = format!("{REGION}2026/11/22/");
    let mut struck = 0;
    // Once wholly in memory, once as streams.
    for memory_bytes in [128 << 20, 128 << 10] {
        let client = FaultyClient::new(memory.clone(), [rule.clone()]);
        let config = Config { memory_bytes, ..config() };
        let taken = run(client.clone(), config, wish(&[&day]));
        assert_eq!(taken.failed, [], "{rule:?}");
        assert!(taken.objects == truth, "{rule:?}: other bytes");
        struck += client.faults();
    }
    assert!(struck > 0, "{rule:?} struck nothing");
}

#[test]
fn throttling_of_objects_and_listings() {
    survives(Rule::get(Fault::Throttled).every(4));
    survives(Rule::list(Fault::Throttled).times(2));
}

#[test]
fn trouble_of_the_server_and_resets() {
    survives(Rule::get(Fault::ServerFault).every(5));
    survives(Rule::list(Fault::ServerFault).times(2));
    survives(Rule::get(Fault::ResetBefore).every(4));
    survives(Rule::list(Fault::ResetBefore).times(2));
}

#[test]
fn bodies_that_break_or_end_early_with_a_fitting_length() {
    survives(Rule::get(Fault::BreakAfter(700)).every(2));
    survives(Rule::get(Fault::BreakAfter(0)).every(3));
    survives(Rule::get(Fault::ShortBy(300)).every(2));
}

#[test]
fn stalls_before_the_answer_and_in_it() {
    survives(Rule::get(Fault::StallHead).times(2));
    survives(Rule::list(Fault::StallHead).times(1));
    survives(Rule::get(Fault::StallAfter(400)).times(2));
}

#[test]
fn a_drip_of_bytes_longer_than_the_limit_of_silence() {
    let drip = Fault::Drip { bytes: 100, every: Duration::from_millis(40) };
    survives(Rule::get(drip).on("_n0.").times(2));
}

#[test]
fn a_page_that_repeats() {
    survives(Rule::list(Fault::RepeatPage).skip(1).times(1));
    survives(Rule::list(Fault::RepeatPage).skip(2).every(2));
}

#[test]
fn a_flipped_byte_of_a_plain_object() {
    let (memory, truth) = hour();
    let client = FaultyClient::new(memory, [Rule::get(Fault::FlipByte(500)).times(1)]);
    let taken = run(client.clone(), config(), wish(&[REGION]));
    assert!(client.faults() > 0);
    assert_eq!(taken.failed, []);
    assert!(taken.objects == truth);
}

#[test]
fn damaged_gzip_can_be_fetched_again() {
    let (memory, _) = hour();
    let (name, bytes) = (key(10, "gz"), [&[0x1f, 0x8b][..], &[7; 900]].concat());
    memory.put(BUCKET, &name, bytes.clone());
    let client = FaultyClient::new(memory, [Rule::get(Fault::FlipByte(500)).times(1)]);
    let s3 = S3::with_client(config(), client).unwrap();
    let arrivals = s3.objects(wish(&[&name]));
    let Some(Arrival::Object(object)) = next(&arrivals) else { panic!("no object") };
    let Content::Whole(damaged) = object.into_content() else { panic!("no whole object") };
    assert_ne!(damaged.as_ref(), bytes);
    assert_eq!(damaged.again().unwrap().as_ref(), bytes);
    assert!(next(&arrivals).is_none());
}

#[test]
fn refused_deleted_and_replaced_objects_fail_by_name_and_the_rest_arrives() {
    for (fault, kind) in [
        (Fault::AccessDenied, S3ErrorKind::AccessDenied),
        (Fault::Deleted, S3ErrorKind::NoSuchKey),
        (Fault::Replaced, S3ErrorKind::Replaced),
    ] {
        let (memory, mut truth) = hour();
        let rules = [Rule::get(fault).on("_n3."), Rule::get(fault).on("_n4.")];
        for memory_bytes in [128 << 20, 128 << 10] {
            let config = Config { memory_bytes, ..config() };
            let client = FaultyClient::new(memory.clone(), rules.clone());
            let taken = run(client, config, wish(&[REGION]));
            truth.retain(|source, _| !source.contains("_n3.") && !source.contains("_n4."));
            assert!(taken.objects == truth, "{fault:?}");
            assert_eq!(taken.failed.len(), 2, "{fault:?}");
            for (source, error) in &taken.failed {
                assert_eq!(error.kind, kind);
                assert_eq!(*source, format!("s3://{}/{}", error.bucket, error.key));
                assert!(error.request_id.is_some());
            }
        }
    }
}

#[test]
fn an_object_overwritten_since_it_was_listed_is_not_mixed() {
    let (memory, _) = hour();
    let client = memory.clone();
    let mut wish = wish(&[REGION]);
    // Asked for each object between its listing and its fetching.
    wish.is_done = std::sync::Arc::new(move |_| {
        client.put(BUCKET, &key(5, "n0"), vec![1; 1000]);
        why502_s3::Done::No
    });
    let taken = run(memory, config(), wish);
    let kinds: Vec<_> = taken.failed.iter().map(|(_, error)| error.kind).collect();
    assert_eq!((taken.objects.len(), kinds), (11, vec![S3ErrorKind::Replaced]));
}

#[test]
fn a_body_that_breaks_behind_its_last_byte_is_whole() {
    let (memory, truth) = hour();
    for memory_bytes in [128 << 20, 128 << 10] {
        let client = Hooked { has_no_end: true, ..Hooked::new(memory.clone()) };
        let taken = run(client, Config { memory_bytes, ..config() }, wish(&[REGION]));
        assert_eq!(taken.failed, []);
        assert!(taken.objects == truth);
    }
    let client =
        FaultyClient::new(memory, [Rule::get(Fault::StallAfter(1000)).on("_n0.").times(1)]);
    let taken = run(client, config(), wish(&[REGION]));
    assert!(taken.failed.is_empty() && taken.objects == truth);
}

#[test]
fn a_bug_at_an_object_is_its_failure_and_the_rest_arrives() {
    let (memory, mut truth) = hour();
    truth.retain(|source, _| !source.contains("_n3.") && !source.contains("_n2."));
    for memory_bytes in [128 << 20, 128 << 10] {
        let mut client = Hooked::new(memory.clone());
        client.get = Arc::new(|request| {
            let is_struck = request.key.contains("_n3.") || request.key.contains("_n2.");
            assert!(!is_struck, "a test of what a panic does");
            None
        });
        let taken = run(client, Config { memory_bytes, ..config() }, wish(&[REGION]));
        assert!(taken.objects == truth);
        assert_eq!(taken.failed.len(), 2);
        for (source, error) in &taken.failed {
            assert_eq!(*source, format!("s3://{}/{}", error.bucket, error.key));
            assert_eq!(error.kind, S3ErrorKind::Other);
            assert!(error.message.contains("a bug in why502"), "{error}");
        }
    }
}

#[test]
fn an_end_that_nobody_asked_for_is_a_failure() {
    let mut wish = wish(&[REGION]);
    wish.is_done = Arc::new(|_| panic!("a test of what a panic does"));
    let taken = run(hour().0, config(), wish);
    assert!(taken.objects.is_empty() && !taken.failed.is_empty());
    assert!(taken.failed.iter().all(|(_, error)| error.message.contains("a bug in why502")));
}

#[test]
fn what_meets_every_request_is_asked_once_and_its_id_is_not_given_to_others() {
    let mut client = Hooked::new(hour().0);
    client.get = Arc::new(|request| Some(error(S3ErrorKind::ExpiredCredentials, &request.key)));
    let config = Config { concurrency: 1, ..config() };
    let failed = run(client, config.clone(), wish(&[REGION])).failed;
    assert_eq!(failed.len(), 12);
    for (source, error) in &failed {
        assert_eq!(*source, format!("s3://logs/{}", error.key));
        let own = format!("of {}", error.key);
        assert!(error.request_id.as_ref().is_none_or(|id| *id == own), "{error:?}");
    }
    let mut client = Hooked::new(hour().0);
    client.get = Arc::new(|request| {
        let is_struck = request.key.contains("_n0.");
        is_struck.then(|| error(S3ErrorKind::Configuration, &request.key))
    });
    let taken = run(client, config, wish(&[REGION]));
    assert_eq!((taken.objects.len(), taken.failed.len()), (11, 1));
}

#[test]
fn a_server_that_never_answers_is_given_up() {
    let patience = Patience { endpoint: Duration::from_millis(700), ..config().patience };
    let config = Config { patience, ..config() };
    let client = FaultyClient::new(hour().0, [Rule::list(Fault::StallHead)]);
    let taken = run(client, config.clone(), wish(&[REGION, "other/"]));
    let kinds: Vec<_> = taken.failed.iter().map(|(_, error)| error.kind).collect();
    assert_eq!(kinds, [S3ErrorKind::TimedOut, S3ErrorKind::TimedOut]);
    let client = FaultyClient::new(hour().0, [Rule::get(Fault::StallHead)]);
    let taken = run(client, config, wish(&[REGION]));
    assert_eq!((taken.objects.len(), taken.failed.len()), (0, 12));
}

#[test]
fn stopping_ends_everything_at_once() {
    let client = FaultyClient::new(hour().0, [Rule::get(Fault::StallAfter(200)).on("_n5.")]);
    let patience = Patience { silence: Duration::from_secs(600), ..config().patience };
    let s3 = S3::with_client(Config { patience, ..config() }, client).unwrap();
    let arrivals = s3.objects(wish(&[REGION]));
    assert!(next(&arrivals).is_some());
    arrivals.stop();
    assert!(matches!(arrivals.next(Duration::from_secs(60)), Next::End));
}

#[test]
fn stopping_wakes_the_reader_of_a_stream() {
    let (memory, _) = hour();
    let client = FaultyClient::new(memory, [Rule::get(Fault::StallHead).on("_n2.").skip(4)]);
    let patience = Patience { silence: Duration::from_secs(600), ..config().patience };
    let config = Config { patience, memory_bytes: 64 << 10, ..config() };
    let s3 = S3::with_client(config, client).unwrap();
    let arrivals = s3.objects(wish(&[&key(15, "n2")]));
    let Some(Arrival::Object(object)) = next(&arrivals) else { panic!("no object") };
    std::thread::scope(|scope| {
        let reading = scope.spawn(|| bytes_of(object.into_content()));
        arrivals.stop();
        assert_eq!(reading.join().unwrap().unwrap_err().kind, S3ErrorKind::Stopped);
    });
    assert_eq!(take(&arrivals, 1).objects.len(), 0);
}

/// A server that answers with another version than was asked for, and says so.
struct Careless(MemoryClient);

impl ObjectClient for Careless {
    type Body = MemoryBody;

    async fn list(&self, request: &ListRequest) -> Result<ListPage, S3Error> {
        self.0.list(request).await
    }

    async fn get(&self, request: &GetRequest) -> Result<Answer<MemoryBody>, S3Error> {
        let answer = self.0.get(request).await?;
        Ok(Answer { etag: Some("\"another\"".to_owned()), ..answer })
    }
}

#[test]
fn another_version_than_was_listed_is_never_taken_for_it() {
    let (memory, truth) = hour();
    let taken = run(Careless(memory), config(), wish(&[REGION]));
    assert_eq!((taken.objects.len(), taken.failed.len()), (0, truth.len()));
    assert!(taken.failed.iter().all(|(_, error)| error.kind == S3ErrorKind::Replaced));
}
