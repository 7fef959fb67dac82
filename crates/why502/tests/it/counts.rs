//! Counts held against an independent count by plain splitting, and what they may not depend on.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::logs::{alb, cloudfront};
use crate::program::Folder;

/// Three nodes and a distribution, as the program and as a plain splitter get them.
fn shop() -> (Folder, Vec<(char, String)>) {
    let folder = Folder::new();
    let texts = vec![(' ', alb(0)), (' ', alb(1)), (' ', alb(2)), ('\t', cloudfront())];
    folder.put_gzip("logs/alb/node-a.log.gz", &texts[0].1);
    folder.put_gzip("logs/alb/node-b.gz", &texts[1].1);
    folder.put("logs/alb/node-c.log", &texts[2].1);
    folder.put_gzip("logs/edge/E1.2026-11-22-14.gz", &texts[3].1);
    (folder, texts)
}

fn counted_by_hand(texts: &[(char, String)]) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    for (separator, text) in texts {
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let status = line.split(*separator).nth(8).unwrap();
            *counts.entry(status.to_owned()).or_default() += 1;
        }
    }
    counts
}

#[test]
fn statuses_lines_and_formats_are_those_of_a_plain_count() {
    let (folder, texts) = shop();
    let run = folder.run(&["analyze", "logs", "--format", "json"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    let result = run.json();
    let counts = counted_by_hand(&texts);
    let records: u64 = counts.values().sum();
    assert_eq!(result["status_counts"], json!(counts));
    assert_eq!(result["bad_gateways"], json!(counts["502"]));
    assert_eq!(result["requests"], json!(records));
    let input = &result["input"];
    assert_eq!(input["objects"], json!(4));
    assert_eq!(input["records"], json!(records));
    assert_eq!(input["control_lines"], json!(2));
    assert_eq!(input["lines"], json!(records + 2));
    assert_eq!(input["rejected_lines"], json!(0));
    assert_eq!(input["formats"], json!({ "alb": 3 * 1800, "cloudfront": 600 }));
    assert_eq!(input["bytes"], json!(texts.iter().map(|(_, text)| text.len()).sum::<usize>()));
}

#[test]
fn the_target_that_refused_is_the_finding() {
    let (folder, _) = shop();
    let result = folder.run(&["logs", "--format", "json"]).json();
    let sum = |list: &Value| -> u64 {
        let of_502 = list.as_array().unwrap().iter().filter(|s| s["status"] == json!(502));
        of_502.map(|s| s["requests"].as_u64().unwrap()).sum()
    };
    assert_eq!(sum(&result["signatures"]), result["bad_gateways"].as_u64().unwrap());
    let buckets = result["timeline"]["buckets"].as_array().unwrap();
    let in_buckets: u64 = buckets.iter().map(|b| b["bad_gateways"].as_u64().unwrap()).sum();
    assert_eq!(json!(in_buckets), result["bad_gateways"]);
    let finding = &result["findings"][0];
    assert_eq!(finding["cause"], json!("target-down"), "{finding:#}");
    assert_eq!(finding["scope"]["targets"], json!(["10.0.1.12:8080"]));
    assert_eq!(result["incidents"][0]["findings"][0], json!(1));
    assert_eq!(result["incidents"][0]["ongoing"], json!(false));
}

#[test]
fn a_summary_counts_the_same_and_looks_for_no_cause() {
    let (folder, texts) = shop();
    let all = folder.run(&["logs", "--format", "json"]).json();
    let run = folder.run(&["logs", "--summary", "--format", "json"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    let part = run.json();
    for key in ["requests", "status_counts", "status_pairs", "signatures", "latency"] {
        assert_eq!(part[key], all[key], "{key}");
    }
    assert_eq!(part["timeline"]["buckets"], all["timeline"]["buckets"]);
    assert_eq!(part["timeline"]["signatures"], json!([]));
    assert_eq!(part["status_counts"], json!(counted_by_hand(&texts)));
    let names = |of: &Value| -> Vec<Value> {
        of["dimensions"].as_array().unwrap().iter().map(|one| one["name"].clone()).collect()
    };
    assert_eq!(names(&part), [json!("target")]);
    assert_eq!(part["dimensions"][0], all["dimensions"][0]);
    assert_eq!((&part["is_summary"], &all["is_summary"]), (&json!(true), &Value::Null));
    assert_eq!((&part["findings"], &part["incidents"]), (&json!([]), &json!([])));
    for jobs in ["1", "7"] {
        let again = folder.run(&["logs", "--summary", "--format", "json", "--jobs", jobs]);
        assert_eq!(again.stdout, run.stdout);
    }
    let text = folder.run(&["logs", "--summary"]);
    assert_eq!(text.status, 0);
    assert!(text.stdout.starts_with("Counts only: "), "{}", text.stdout);
    assert!(text.stdout.contains("Causes are not looked for with --summary"), "{}", text.stdout);
    assert!(!text.stdout.contains("No incident"), "{}", text.stdout);
    // As ever: nothing was read, or not all of it.
    assert_eq!(folder.run(&["logs", "--summary", "--since", "2030-01-01"]).status, 4);
    assert_eq!(folder.run(&["logs", "absent.log", "--summary"]).status, 3);
}

#[test]
fn threads_and_the_order_of_sources_change_no_byte() {
    let (folder, _) = shop();
    let sources =
        ["logs/alb/node-a.log.gz", "logs/edge", "logs/alb/node-c.log", "logs/alb/node-b.gz"];
    for format in ["json", "text"] {
        let first = folder.run(&[&["--format", format, "--jobs", "1"][..], &sources].concat());
        assert_eq!(first.status, 0);
        for (jobs, turn) in [("1", 1), ("2", 2), ("7", 3)] {
            let mut turned = sources;
            turned.rotate_left(turn);
            let run = folder.run(&[&["--format", format, "--jobs", jobs][..], &turned].concat());
            assert_eq!(run.stdout, first.stdout, "{format}, {jobs} jobs, {turned:?}");
        }
    }
}

#[test]
fn a_large_plain_file_is_cut_into_pieces_without_losing_a_line() {
    let mut text = large(0);
    text.push_str("this is no log line\n");
    let (result, place) = same_compressed_and_plain(&text);
    assert_eq!(result["input"]["lines"], json!(text.lines().count()));
    assert_eq!(place, json!(text.lines().count()));
    assert_eq!(result["input"]["objects"], json!(1));
}

/// More than is read as one piece.
fn large(node: u32) -> String {
    let half_hour = alb(node);
    half_hour.repeat((18 << 20) / half_hour.len())
}

/// What is read of the text as a gzip object, which is never cut, and as a plain file: the same.
fn same_compressed_and_plain(text: &str) -> (Value, Value) {
    let folder = Folder::new();
    let compressed = folder.put_gzip("small/alb.gz", text);
    let plain = folder.put("large/alb.log", text);
    let of = |path: &std::path::Path| {
        let run = folder.run(&["--format".as_ref(), "json".as_ref(), path.as_os_str()]);
        let mut result = run.json();
        let place = result["input"]["rejected_places"][0]["line"].clone();
        for key in ["bytes_read", "rejected_places"] {
            result["input"].as_object_mut().unwrap().remove(key);
        }
        (result, place)
    };
    let (whole, cut) = (of(&compressed), of(&plain));
    assert_eq!(whole, cut);
    whole
}

#[test]
fn a_large_plain_file_that_changes_its_format_is_read_as_one_stream() {
    let edge = cloudfront();
    let behind_header = edge.lines().skip(2).map(|line| format!("{line}\n")).collect::<String>();
    // The header stands in the first piece, some of its lines in the second.
    let head = large(0);
    let head = &head[..head[..(8 << 20) - edge.len() / 2].rfind('\n').unwrap() + 1];
    let text = [head, &edge, &large(1), &behind_header].concat();
    let (result, _) = same_compressed_and_plain(&text);
    let input = &result["input"];
    assert_eq!(input["formats"]["cloudfront"], json!(600));
    assert_eq!(input["rejected"], json!({ "no_fields_header": 600 }));
    assert_eq!(input["control_lines"], json!(2));
}

#[test]
fn logs_of_both_formats_joined_on_standard_input_are_all_counted() {
    let (folder, texts) = shop();
    let joined: String = texts.iter().map(|(_, text)| text.as_str()).collect();
    let again: String = texts.iter().rev().map(|(_, text)| text.as_str()).collect();
    let files = folder.run(&["--format", "json", "logs"]).json();
    for stream in [joined, again] {
        let piped = folder.run_on_stdin(&["--format", "json", "-"], stream.into_bytes()).json();
        assert_eq!(piped["status_counts"], files["status_counts"]);
        assert_eq!(piped["input"]["formats"], files["input"]["formats"]);
        assert_eq!(piped["input"]["rejected_lines"], json!(0));
    }
}

#[test]
fn standard_input_counts_as_the_file_does() {
    let folder = Folder::new();
    folder.put("alb.log", alb(0));
    let file = folder.run(&["--format", "json", "alb.log"]).json();
    for bytes in [alb(0).into_bytes(), crate::program::gzip(alb(0))] {
        let run = folder.run_on_stdin(&["--format", "json", "-"], bytes);
        assert_eq!(run.status, 0, "{}", run.stderr);
        let piped = run.json();
        for key in ["status_counts", "findings", "incidents", "timeline"] {
            assert_eq!(piped[key], file[key], "{key}");
        }
    }
}

#[test]
fn the_window_is_half_open() {
    let (folder, texts) = shop();
    let window = ["--since", "2026-11-22T14:10", "--until", "2026-11-22T14:10:01Z"];
    let run = folder.run(&[&["--format", "json", "logs"][..], &window].concat());
    let inside = texts.iter().flat_map(|(_, text)| text.lines());
    let inside =
        inside.filter(|l| l.contains(" 2026-11-22T14:10:00.25") || l.contains("\t14:10:00\t"));
    let result = run.json();
    assert_eq!(result["input"]["records"], json!(inside.count()));
    assert_eq!(result["input"]["records"], json!(4));
    assert_eq!(
        run.stderr,
        "Window: from 2026-11-22 14:10:00 UTC until before 2026-11-22 14:10:01 UTC.\n"
    );
    let quiet = folder.run(&[&["--quiet", "--format", "json", "logs"][..], &window].concat());
    assert_eq!(quiet.stderr, "");
    assert_eq!(quiet.stdout, run.stdout);
}
