//! Which objects are listed and read, and that the result is that of the same objects on disk.

use std::collections::BTreeSet;

use why502_testbed::Options;

use crate::bucket::{BUCKET, REGION, analyze, key, run, server, server_with, truth, url};

#[test]
fn the_result_is_that_of_the_same_objects_on_disk() {
    let server = server();
    for flags in [&[][..], &["--jobs", "1"], &["--jobs", "7", "--s3-concurrency", "1"]] {
        let run = analyze(&server.endpoint(), REGION, flags);
        assert_eq!((run.status, run.stderr.as_str()), (0, ""));
        assert_eq!(run.stdout, truth(&[]).stdout);
    }
}

#[test]
fn only_what_the_window_needs_is_read() {
    let server = server();
    let window = ["--since", "2026-11-22T14:12", "--until", "2026-11-22T14:15"];
    let run = analyze(&server.endpoint(), "", &window);
    assert_eq!(run.status, 0, "{}", run.stderr);
    let read: BTreeSet<String> = server.fetched().into_iter().map(|fetch| fetch.key).collect();
    let needed: BTreeSet<String> =
        [10, 15, 20, 25].iter().flat_map(|&end| [key(0, end), key(1, end)]).collect();
    assert_eq!(read, needed);
    let whole = truth(&window).json();
    assert_eq!(run.json()["status_counts"], whole["status_counts"]);
    assert_eq!(run.json()["findings"], whole["findings"]);
}

#[test]
fn other_days_and_services_are_not_listed() {
    let server = server();
    for day in 1..=20 {
        let folder = format!("{REGION}2026/11/{day:02}/");
        server.put(BUCKET, &format!("{folder}some.log.gz"), "x");
    }
    for hour in 0..24 {
        let key = format!("AWSLogs/123456789012/CloudTrail/eu-west-1/2026/11/22/{hour}.json.gz");
        server.put(BUCKET, &key, "x");
    }
    let run = analyze(&server.endpoint(), "", &["--since", "2026-11-22", "--until", "2026-11-23"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    let listed: Vec<String> = server.listings().into_iter().map(|list| list.prefix).collect();
    assert!(!listed.iter().any(|prefix| prefix.contains("CloudTrail/")), "{listed:?}");
    assert!(!listed.iter().any(|prefix| prefix.contains("2026/11/20")), "{listed:?}");
    assert!(listed.len() <= 8, "{listed:?}");
    let skipped = run.json()["input"]["skipped_objects"].to_string();
    assert!(skipped.contains("CloudTrail"), "{skipped}");
}

#[test]
fn a_dry_run_says_what_would_be_read_and_reads_nothing() {
    let server = server_with(Options::new().page_size(3));
    let arguments = [&url("AWSLogs/"), "--since", "2026-11-22T14:00", "--dry-run"];
    let text = run(&server.endpoint(), &arguments);
    assert_eq!(text.status, 0, "{}", text.stderr);
    for words in ["alb", "2026-11-22", "12", "GET to read it all", "USD"] {
        assert!(text.stdout.contains(words), "{}", text.stdout);
    }
    let json = run(&server.endpoint(), &[&arguments[..], &["--format", "json"]].concat());
    let json: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    let bytes: usize = crate::bucket::objects().iter().map(|(_, content)| content.len()).sum();
    assert_eq!((json["objects"].as_u64(), json["get_requests"].as_u64()), (Some(12), Some(12)));
    assert_eq!(json["bytes"].as_u64(), Some(bytes as u64));
    assert_eq!(json["days"][0]["format"], "alb");
    assert_eq!(json["days"][0]["day"], "2026-11-22");
    let folder = crate::program::Folder::new();
    let arguments = [&arguments[..], &["-o", "found.json"]].concat();
    let command = crate::bucket::command(&folder, &server.endpoint(), &arguments).spawn();
    assert_eq!(crate::program::finished(command.unwrap()).stdout, "");
    assert_eq!(
        serde_json::from_str::<serde_json::Value>(&folder.text("found.json")).unwrap(),
        json
    );
    assert_eq!(server.counts().gets, 0);
}

#[test]
fn an_object_counts_once_however_it_is_named() {
    let server = server();
    let whole = url("");
    let sources = [whole.as_str(), &url(REGION), &url(&key(0, 5)), &whole];
    let run = run(&server.endpoint(), &[&sources[..], &["--format", "json"]].concat());
    assert_eq!(run.stdout, truth(&[]).stdout);
    assert_eq!(server.counts().gets, 12);
}

#[test]
fn files_and_objects_are_read_together() {
    let server = server();
    let folder = crate::program::Folder::new();
    folder.put_gzip("cloudfront.gz", crate::logs::cloudfront());
    let arguments = ["cloudfront.gz", &url(REGION), "--format", "json"];
    let command = crate::bucket::command(&folder, &server.endpoint(), &arguments).spawn();
    let run = crate::program::finished(command.unwrap());
    let formats = &run.json()["input"]["formats"];
    assert_eq!((formats["alb"].as_u64(), formats["cloudfront"].as_u64()), (Some(3600), Some(600)));
}

#[test]
fn nothing_in_the_window_is_never_a_clean_bill() {
    let server = server();
    let run =
        analyze(&server.endpoint(), REGION, &["--since", "2026-11-01", "--until", "2026-11-02"]);
    assert_eq!(run.status, 4, "{}", run.stdout);
    run.said(&["no object", "window"]);
}
