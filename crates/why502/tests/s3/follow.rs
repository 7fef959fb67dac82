//! Watching a prefix: the diagnosis is told again as objects arrive.

use std::io::{BufRead, BufReader};

use serde_json::Value;
use why502_testbed::{Options, Server};

use crate::bucket::{self, BUCKET, REGION, objects, truth, url};
use crate::program::{Folder, finished};

#[cfg(unix)]
#[test]
fn new_objects_are_told_as_they_arrive_and_read_once() {
    let server = Server::start(Options::new()).unwrap();
    server.make_bucket(BUCKET);
    let objects = objects();
    let (first, rest) = objects.split_at(4);
    for (key, content) in first {
        server.put(BUCKET, key, content.clone());
    }
    let folder = Folder::new();
    let arguments = [&url(REGION), "--follow", "--every", "1s", "--format", "json"];
    let mut child = bucket::command(&folder, &server.endpoint(), &arguments).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut told = || -> Value { serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap() };

    assert_eq!(told()["input"]["objects"], 4);
    for (key, content) in rest {
        server.put(BUCKET, key, content.clone());
    }
    let mut last = told();
    while last["input"]["objects"] != 12 {
        last = told();
    }
    let whole: Value = serde_json::from_str(&truth(&[]).stdout).unwrap();
    assert_eq!(last, whole);

    let id = child.id().to_string();
    assert!(std::process::Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    assert_eq!(finished(child).status, 0);
    assert_eq!(server.counts().gets, 12);
}

#[test]
fn a_reader_that_leaves_ends_it() {
    let server = bucket::server();
    let folder = Folder::new();
    let arguments = [&url(REGION), "--follow", "--every", "1s", "--format", "json"];
    let mut child = bucket::command(&folder, &server.endpoint(), &arguments).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    lines.next().unwrap().unwrap();
    drop(lines);
    // A line more, to find that nobody reads it.
    server.put(BUCKET, &bucket::key(7, 30), crate::program::gzip(crate::logs::alb(2)));
    assert_eq!(finished(child).status, 0);
}

#[test]
fn what_no_patience_changes_ends_it() {
    let server = Server::start(Options::new()).unwrap();
    let run = bucket::analyze(&server.endpoint(), REGION, &["--follow", "--every", "1s"]);
    assert_eq!(run.status, 4, "{}", run.stdout);
    run.said(&["there is no bucket"]);
}

#[test]
fn only_s3_can_be_watched() {
    let folder = Folder::new();
    folder.put("a.log", "x");
    let run = folder.run(&["a.log", "--follow"]);
    assert_eq!((run.status, run.stdout.as_str()), (2, ""));
    run.said(&["--follow watches S3, and a.log is not there"]);
}
