//! Two sides through the program.

use serde_json::Value;

use crate::program::{Folder, Run};

const ROLLING: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../sample-logs/rolling-deploy");
const HEALTHY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../sample-logs/healthy-hour");

fn compared(arguments: &[&str]) -> Run {
    Folder::new().run(&[&["compare"], arguments].concat())
}

fn json(run: &Run) -> Value {
    run.json_of(include_str!("../../../../docs/schema/compare.v1.json"))
}

#[test]
fn before_and_after_a_deploy_names_the_deploy() {
    let at = ["--at", "2026-11-12T14:02:11", "--format", "json"];
    let run = compared(&[&[ROLLING][..], &at].concat());
    assert_eq!(run.status, 0, "{}", run.stderr);
    let value = json(&run);
    let cause = &value["groups"][0]["values"][0];
    assert_eq!((&cause["value"], &cause["presence"]), (&"rolling-deploy".into(), &"new".into()));
    // As long as the logs reach on the shorter side.
    let seconds = [&value["before"], &value["after"]].map(|side| side["seconds"].as_f64().unwrap());
    assert!((seconds[0] - seconds[1]).abs() < 2.0 && seconds[0] < 500.0, "{seconds:?}");
    let one = compared(&[&[ROLLING, "--jobs", "1"][..], &at].concat());
    assert_eq!(one.stdout, run.stdout);
}

#[test]
fn two_windows_and_the_same_windows_as_sources_differ_alike() {
    let folder = Folder::new();
    let [before, after] =
        ["2026-11-12T13:56/2026-11-12T14:01", "2026-11-12T14:02..2026-11-12T14:07"];
    let windows = compared(&[ROLLING, "--before", before, "--after", after, "--format", "json"]);
    assert_eq!(json(&windows)["figures"][1]["verdict"], "higher");
    let line = ["compare", "--before", ROLLING, "--after", HEALTHY, "-o", "change.md", "-q"];
    let run = folder.run(&line);
    assert_eq!((run.status, run.stdout.as_str()), (0, ""), "{}", run.stderr);
    assert!(folder.text("change.md").starts_with("# Before and after\n"));
}

#[test]
fn a_healthy_time_against_itself_is_noise() {
    let run = compared(&["--before", HEALTHY, "--after", HEALTHY, "-q"]);
    assert_eq!(run.status, 0);
    assert!(run.stdout.contains("Nothing differs beyond noise."), "{}", run.stdout);
}

#[test]
fn a_side_without_a_record_is_no_comparison() {
    let run = compared(&[HEALTHY, "--before", "2001-01-01", "--after", "2001-01-02"]);
    assert_eq!((run.status, run.stdout.as_str()), (4, ""));
    run.said(&["the side before holds no record", "the side after holds no record"]);
    let run = compared(&["--before", HEALTHY, "--after", "/nowhere/at-all", "--format", "json"]);
    assert_eq!(run.status, 4);
    json(&run);
    let run = compared(&["--before", HEALTHY, "/nowhere/at-all", "--after", HEALTHY]);
    assert_eq!(run.status, 3);
    run.said(&["before: 1 source could not be read"]);
}

#[test]
fn wrong_usage_says_what_is_right() {
    for (line, words) in [
        (&[HEALTHY][..], "--before is missing"),
        (&[HEALTHY, "--before", "1h/now"], "--after is missing"),
        (&["--before", "2h/1h", "--after", "1h/now"], "Every SOURCE stands before the flags"),
        (&[HEALTHY, "--at", "now", "--before", "2h/1h"], "cannot be used together"),
        (&[HEALTHY, "--before", "1h/now", "--after", "30m/now"], "overlap"),
    ] {
        let run = compared(line);
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{line:?}: {}", run.stderr);
        run.said(&[words]);
    }
}
