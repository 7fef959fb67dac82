//! Every verb that reads logs reads a bucket as it reads a folder.

use serde_json::Value;

use crate::bucket::{REGION, objects, run, server, url};
use crate::program::{Folder, Run};

/// The same of the same objects on disk, where `logs` stands for them.
fn on_disk(arguments: &[&str]) -> Run {
    let folder = Folder::new();
    for (key, content) in objects() {
        folder.put(&format!("logs/{key}"), content);
    }
    folder.run(arguments)
}

fn comparison(run: &Run) -> Value {
    run.json_of(include_str!("../../../../docs/schema/compare.v1.json"))
}

/// A comparison without what was read for it: of a bucket only what its windows need.
fn differences(run: &Run) -> Value {
    let mut comparison = comparison(run);
    for side in ["before", "after"] {
        comparison[side].as_object_mut().unwrap().remove("input");
    }
    comparison
}

#[test]
fn two_windows_of_a_bucket_are_compared() {
    let server = server();
    let flags = ["--at", "2026-11-22T14:15", "--each", "10m", "--format", "json"];
    let source = url(REGION);
    let of_bucket = run(&server.endpoint(), &[&["compare", source.as_str()][..], &flags].concat());
    let of_folder = on_disk(&[&["compare", "logs"][..], &flags].concat());
    assert_eq!((of_bucket.status, of_folder.status), (0, 0), "{}", of_bucket.stderr);
    assert_eq!(differences(&of_bucket), differences(&of_folder));
    assert!(comparison(&of_bucket)["before"]["requests"].as_u64().unwrap() > 0);
}

#[test]
fn a_bucket_and_a_folder_are_compared() {
    let server = server();
    let folder = Folder::new();
    for (key, content) in objects() {
        folder.put(&format!("logs/{key}"), content);
    }
    let logs = folder.path().join("logs");
    let source = url(REGION);
    let sides = ["compare", "--before", &source, "--after", logs.to_str().unwrap()];
    let same = run(&server.endpoint(), &[&sides[..], &["--format", "json"]].concat());
    assert_eq!(same.status, 0, "{}", same.stderr);
    let comparison = comparison(&same);
    assert_eq!(comparison["before"]["requests"], comparison["after"]["requests"]);
    assert_eq!(comparison["changed"], 0);
}

#[test]
fn alarms_of_a_bucket_are_those_of_its_objects() {
    let server = server();
    let of_bucket = run(&server.endpoint(), &["alarms", &url(REGION)]);
    let of_folder = on_disk(&["alarms", "logs"]);
    assert_eq!((of_bucket.status, of_folder.status), (0, 0), "{}", of_bucket.stderr);
    assert_eq!(of_bucket.stdout, of_folder.stdout);
    assert!(of_bucket.stdout.contains("AWS::CloudWatch::Alarm"), "{}", of_bucket.stdout);
}

#[test]
fn a_bucket_has_a_name_of_its_own_in_the_configuration() {
    let server = server();
    let folder = Folder::new();
    let text = format!("[aliases]\nshop = \"{}\"\n", url("AWSLogs/123456789012"));
    let config = folder.put("config.toml", text);
    let flags = ["--config", config.to_str().unwrap(), "--format", "json"];
    let place = "@shop/elasticloadbalancing/eu-west-1/";
    let by_name = run(&server.endpoint(), &[&["analyze", place][..], &flags].concat());
    assert_eq!(by_name.status, 0, "{}", by_name.stderr);
    assert_eq!(by_name.stdout, on_disk(&["logs", "--format", "json"]).stdout);
}
