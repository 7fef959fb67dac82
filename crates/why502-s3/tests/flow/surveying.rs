//! What would be fetched, without fetching it.

use why502_s3::client::MemoryClient;
use why502_s3::{Amount, LogKind, S3};

use crate::scene::{BUCKET, REGION, TEN, config, content, hour, key, wish};

#[test]
fn a_survey_counts_and_fetches_nothing() {
    let (client, truth) = hour();
    client.put_at(BUCKET, &key(70, "allowed"), content(1, 100), TEN);
    client.put_at(BUCKET, &key(30, "cold"), content(2, 100), TEN);
    client.archive(BUCKET, &key(30, "cold"));
    client.put_at(BUCKET, &format!("{REGION}2026/11/22/empty.txt"), &b""[..], TEN);
    let s3 = S3::with_client(config(), client.clone()).unwrap();
    let survey = s3.survey(wish(&[REGION]));
    let bytes: u64 = truth.values().map(|bytes| bytes.len() as u64).sum();
    let days: Vec<_> =
        survey.days.iter().map(|day| (day.kind, day.day.as_str(), day.amount.objects)).collect();
    assert_eq!(days, [(None, "2026-11-22", 1), (Some(LogKind::AlbAccess), "2026-11-22", 14)]);
    assert_eq!((survey.found.objects, survey.found.bytes), (15, bytes + 200));
    assert_eq!(survey.get_requests, 14);
    assert_eq!(survey.late, Amount { objects: 1, bytes: 100 });
    assert_eq!(survey.archived, Amount { objects: 1, bytes: 100 });
    assert_eq!(survey.found.list_requests, client.requests().lists);
    assert!(survey.price.list_usd > 0.0 && survey.price.get_usd > 0.0);
    assert!(survey.failed.is_empty() && survey.left.is_empty());
    assert_eq!(client.requests().gets, 0);
}

#[test]
fn a_place_that_cannot_be_listed_is_named() {
    let s3 = S3::with_client(config(), MemoryClient::new()).unwrap();
    let survey = s3.survey(wish(&["a/"]));
    assert_eq!(survey.failed.len(), 1);
    assert_eq!(survey.failed[0].0, "s3://logs/a/");
}
