//! A bucket of an invented shop: half an hour of two load-balancer nodes, an object per node and
//! five minutes; and the program run on it.

use std::process::Command;

use serde_json::Value;
use why502_testbed::{Options, Server};

use crate::logs;
use crate::program::{Folder, Run, finished, gzip};

pub(crate) const BUCKET: &str = "shop-logs";
pub(crate) const REGION: &str = "AWSLogs/123456789012/elasticloadbalancing/eu-west-1/";
pub(crate) const SECRET: &str = "testsecret";
const MINUTES: u32 = 5;

/// Keys and stored bytes.
pub(crate) fn objects() -> Vec<(String, Vec<u8>)> {
    let mut objects = Vec::new();
    for node in 0..2 {
        let text = logs::alb(node);
        for interval in 0..logs::MINUTES / MINUTES {
            let minutes = interval * MINUTES..(interval + 1) * MINUTES;
            let is_inside = |line: &&str| {
                let minute = line.split("T14:").nth(1).unwrap()[..2].parse().unwrap();
                minutes.contains(&minute)
            };
            let lines: String = text.split_inclusive('\n').filter(is_inside).collect();
            objects.push((key(node, minutes.end), gzip(lines)));
        }
    }
    objects
}

/// The object of a node whose five minutes end at 14:`end`.
pub(crate) fn key(node: u32, end: u32) -> String {
    format!(
        "{REGION}2026/11/22/123456789012_elasticloadbalancing_eu-west-1_app.shop.0123456789abcdef_\
         20261122T14{end:02}Z_192.0.2.{node}_4kd8a{node}{end:02}.log.gz"
    )
}

/// A server that holds the shop's objects.
pub(crate) fn server() -> Server {
    server_with(Options::new())
}

pub(crate) fn server_with(options: Options) -> Server {
    let server = Server::start(options).unwrap();
    server.make_bucket(BUCKET);
    for (key, content) in objects() {
        server.put(BUCKET, &key, content);
    }
    server
}

/// `s3://…` of a prefix.
pub(crate) fn url(prefix: &str) -> String {
    format!("s3://{BUCKET}/{prefix}")
}

/// The program in a folder without any AWS configuration but the test's keys.
pub(crate) fn command(folder: &Folder, endpoint: &str, arguments: &[&str]) -> Command {
    let mut command = folder.command(&[arguments, &["--endpoint-url", endpoint]].concat());
    for (name, _) in std::env::vars() {
        if name.starts_with("AWS_") || name.to_ascii_lowercase().ends_with("_proxy") {
            command.env_remove(name);
        }
    }
    command
        .env("HOME", folder.path())
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .env("AWS_ACCESS_KEY_ID", "testkey")
        .env("AWS_SECRET_ACCESS_KEY", SECRET);
    command
}

pub(crate) fn run(endpoint: &str, arguments: &[&str]) -> Run {
    let folder = Folder::new();
    let run = finished(command(&folder, endpoint, arguments).spawn().unwrap());
    assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
    for text in [&run.stdout, &run.stderr] {
        assert!(!text.contains(SECRET), "a secret was told: {text}");
    }
    run
}

/// The result of analysing `prefix` as JSON.
pub(crate) fn analyze(endpoint: &str, prefix: &str, flags: &[&str]) -> Run {
    run(endpoint, &[&[&url(prefix), "--format", "json"], flags].concat())
}

/// The result of the same objects on disk.
pub(crate) fn truth(flags: &[&str]) -> Run {
    let folder = Folder::new();
    for (key, content) in objects() {
        folder.put(&format!("logs/{key}"), content);
    }
    let run = folder.run(&[&["logs", "--format", "json"], flags].concat());
    assert_eq!(run.status, 0, "{}", run.stderr);
    run
}

/// The counts that a failed object is missing from.
pub(crate) fn records(run: &Run) -> u64 {
    run.json()["input"]["records"].as_u64().unwrap()
}

pub(crate) fn failed(run: &Run) -> Vec<Value> {
    run.json()["input"]["failed_objects"].as_array().unwrap().clone()
}
