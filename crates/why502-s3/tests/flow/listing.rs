//! Which objects are found, each once.

use std::sync::Arc;

use why502_s3::client::{
    Answer, GetRequest, ListPage, ListRequest, Listed, MemoryBody, MemoryClient, ObjectClient,
};
use why502_s3::{Done, LogKind, S3, S3Error, S3ErrorKind};

use crate::hooked::Hooked;
use crate::scene::{BUCKET, REGION, TEN, config, hour, key, run, take, wish};

/// Lists in the order of the reversed key, and starts after nothing: a directory bucket.
#[derive(Clone)]
struct Unsorted(MemoryClient, Arc<Vec<Listed>>);

impl Unsorted {
    async fn new(inner: MemoryClient) -> Self {
        let inner = inner.with_page(usize::MAX);
        let request = ListRequest { bucket: BUCKET.to_owned(), ..ListRequest::default() };
        let mut all = inner.list(&request).await.unwrap().objects;
        all.sort_by_key(|listed| listed.key.bytes().rev().collect::<Vec<_>>());
        Self(inner, Arc::new(all))
    }
}

impl ObjectClient for Unsorted {
    type Body = MemoryBody;

    async fn list(&self, request: &ListRequest) -> Result<ListPage, S3Error> {
        let from = request.continuation.as_ref().map_or(0, |token| token.parse().unwrap());
        let mut page = ListPage::default();
        let matching = self.1.iter().filter(|listed| listed.key.starts_with(&request.prefix));
        for (index, listed) in matching.enumerate().skip(from).take(4) {
            let rest = &listed.key[request.prefix.len()..];
            match rest.find('/').filter(|_| request.by_folder) {
                Some(at) => {
                    let folder = listed.key[..=request.prefix.len() + at].to_owned();
                    if !page.folders.contains(&folder) {
                        page.folders.push(folder);
                    }
                }
                None => page.objects.push(listed.clone()),
            }
            page.next = Some((index + 1).to_string());
        }
        Ok(page)
    }

    async fn get(&self, request: &GetRequest) -> Result<Answer<MemoryBody>, S3Error> {
        self.0.get(request).await
    }
}

#[test]
fn every_depth_of_prefix_finds_the_hour() {
    let (client, truth) = hour();
    let deep = format!("{REGION}2026/11/22/");
    for prefix in ["", "AWS", "AWSLogs/", REGION, REGION.trim_end_matches('/'), &deep] {
        let taken = run(client.clone(), config(), wish(&[prefix]));
        assert!(taken.objects == truth, "{prefix:?}");
        assert!(taken.failed.is_empty() && taken.left.is_empty(), "{prefix:?}: {taken:?}");
    }
}

#[test]
fn overlapping_places_give_each_object_once() {
    let (client, truth) = hour();
    let inner = key(5, "");
    let inner = inner.trim_end_matches(".log.gz");
    let taken = run(client, config(), wish(&["", REGION, REGION, inner, "AWSLogs/123"]));
    assert!(taken.objects == truth);
    assert_eq!(taken.failed, []);
}

#[test]
fn a_server_without_order_loses_and_doubles_nothing() {
    let (memory, truth) = hour();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let client = runtime.block_on(Unsorted::new(memory));
    for prefix in ["", REGION] {
        let taken = run(client.clone(), config(), wish(&[prefix]));
        assert_eq!(taken.failed, [], "{prefix:?}");
        assert!(taken.objects == truth, "{prefix:?}");
    }
}

#[test]
fn a_place_without_anything_of_the_window_says_what_is_there() {
    let (client, _) = hour();
    let mut late = wish(&[&format!("{REGION}2026/11/22/")]);
    late.window.since = Some(TEN + 8 * 3600);
    late.window.until = Some(TEN + 9 * 3600);
    let taken = run(client.clone(), config(), late);
    assert!(taken.failed.is_empty() && taken.left.len() == 1, "{taken:?}");
    assert!(taken.left[0].1.contains("are from 2026-11-22T10:05:00Z to "), "{taken:?}");

    // Only the folders of other days are asked for.
    let mut next_week = wish(&[REGION]);
    next_week.window.since = Some(TEN + 7 * 86_400);
    next_week.window.until = Some(TEN + 7 * 86_400 + 3600);
    let taken = run(client.clone(), config(), next_week);
    assert!(taken.failed.is_empty(), "{taken:?}");
    assert_eq!(taken.left[0].0, format!("s3://logs/{REGION}"));
    assert!(taken.left[0].1.contains("in the folders of the window"), "{taken:?}");

    let wish = wish(&["AWSLogs/123456789012/ELBAccessLogTestFile"]);
    assert_eq!(run(client, config(), wish).left.len(), 1);
}

#[test]
fn an_empty_place_fails() {
    let (client, _) = hour();
    let elsewhere = REGION.replace("eu-west-1", "eu-west-2");
    let mut failed = run(client, config(), wish(&["nothing/", &elsewhere])).failed;
    failed.sort_by(|one, two| one.0.cmp(&two.0));
    let kinds: Vec<_> = failed.iter().map(|(_, error)| error.kind).collect();
    assert_eq!(kinds, [S3ErrorKind::NothingFound; 2]);
    assert_eq!(failed[1].0, "s3://logs/nothing/");
}

#[test]
fn copies_put_under_a_later_date_are_found() {
    for folder in ["restored/2026-12-01/", "2026/12/01/", "dt=2026-12-01/hour=10/", "x/2027/"] {
        let (original, truth) = hour();
        let client = MemoryClient::new().with_page(5);
        let prefix = "s3://logs/";
        for (source, bytes) in &truth {
            let key = source.strip_prefix(prefix).unwrap();
            client.put_at(BUCKET, &format!("{folder}{key}"), bytes.clone(), TEN + 9 * 86_400);
        }
        drop(original);
        let truth = truth
            .into_iter()
            .map(|(source, bytes)| (source.replace(prefix, &format!("{prefix}{folder}")), bytes));
        let taken = run(client, config(), wish(&[""]));
        assert!(taken.objects == truth.collect(), "{folder}: {:?} {:?}", taken.left, taken.failed);
    }
}

#[test]
fn what_a_bug_keeps_from_being_listed_fails_by_name_and_the_rest_arrives() {
    let (memory, truth) = hour();
    memory.put(BUCKET, "other/x", &b"x"[..]);
    let mut client = Hooked::new(memory);
    client.list = Arc::new(|request| {
        assert!(!request.prefix.starts_with("other"), "a test of what a panic does");
        None
    });
    let taken = run(client, config(), wish(&[""]));
    assert!(taken.objects == truth);
    assert_eq!(taken.failed.len(), 1);
    assert_eq!(taken.failed[0].0, "s3://logs/other/");
    assert!(taken.failed[0].1.message.contains("a bug in why502"));
}

#[test]
fn a_missing_bucket_fails_once_per_place() {
    let taken = run(MemoryClient::new(), config(), wish(&["", "a/"]));
    let kinds: Vec<_> = taken.failed.iter().map(|(_, error)| error.kind).collect();
    assert_eq!(kinds, [S3ErrorKind::NoSuchBucket; 2]);
}

#[test]
fn kinds_that_are_not_read_are_left_once_per_folder() {
    let (client, truth) = hour();
    for number in 0..3 {
        let name =
            key(20, &format!("c{number}")).replace("/123456789012_", "/conn_log_123456789012_");
        client.put_at(BUCKET, &name, &b"x"[..], TEN);
    }
    client.put_at(BUCKET, "AWSLogs/123456789012/CloudTrail/eu-west-1/x.json.gz", &b"x"[..], TEN);
    let mut wish = wish(&[""]);
    wish.wants = |kind| kind != LogKind::AlbConnection;
    let taken = run(client, config(), wish);
    assert!(taken.objects == truth);
    let mut left: Vec<_> = taken.left.iter().map(|(source, _)| source.as_str()).collect();
    left.sort_unstable();
    let day = format!("s3://logs/{REGION}2026/11/22/");
    assert_eq!(left, ["s3://logs/AWSLogs/123456789012/CloudTrail/", &day]);
}

#[test]
fn finished_objects_are_not_given_again() {
    let (client, truth) = hour();
    let mut wish = wish(&[REGION]);
    wish.is_done = Arc::new(|id| match id.name % 3 {
        0 => Done::Yes,
        1 => Done::OtherVersion,
        _ => Done::No,
    });
    let s3 = S3::with_client(config(), client).unwrap();
    let arrivals = s3.objects(wish);
    let taken = take(&arrivals, 2);
    let found = arrivals.found();
    assert_eq!(found.objects, taken.objects.len() as u64);
    let sum = taken.objects.len() + taken.failed.len() + usize::try_from(found.done).unwrap();
    assert_eq!(sum, truth.len());
    assert!(taken.failed.iter().all(|(_, error)| error.kind == S3ErrorKind::Replaced));
    assert!(found.is_complete && found.list_requests > 0);
}
