//! `why502 records`: every record as data, in an order that can be relied on.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::Stdio;

use serde_json::{Value, json};
use why502_parse::Format;

use crate::logs::{Alb, alb, cloudfront};
use crate::program::Folder;

/// The project's sample logs, as they are named in a command.
fn samples() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../sample-logs");
    path.canonicalize().unwrap().to_str().unwrap().to_owned()
}

fn objects(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Two nodes, an edge, and lines that are none.
fn shop() -> Folder {
    let folder = Folder::new();
    folder.put_gzip("logs/a.log.gz", alb(0));
    folder.put("logs/b.log", alb(1) + "this is no line of a log\n");
    folder.put_gzip("logs/edge.gz", cloudfront());
    folder.put("logs/notes.txt", "nothing\n");
    folder
}

#[test]
fn every_sample_record_has_the_common_keys_and_the_counts_are_those_of_the_analysis() {
    let folder = Folder::new();
    let records = objects(&folder.run(&["records", &samples(), "--quiet"]).stdout);
    let analysis = folder.run(&["analyze", &samples(), "--format", "json", "--quiet"]).json();
    assert_eq!(json!(records.len()), analysis["input"]["records"]);
    let mut signatures: BTreeMap<(String, String), u64> = BTreeMap::new();
    let mut formats: BTreeMap<String, u64> = BTreeMap::new();
    for record in &records {
        let object = record.as_object().unwrap();
        for key in [
            "format",
            "source",
            "line",
            "timestamp",
            "status",
            "signature",
            "failure_side",
            "start_timestamp",
        ] {
            assert!(object.contains_key(key), "{key}: {record}");
        }
        assert!(record["line"].as_u64().unwrap() >= 1);
        // A flow that a network refused has no side.
        let has_no_side = record["signature"].is_null() || record["format"] == "vpc_flow";
        assert_eq!(record["failure_side"].is_null(), has_no_side, "{record}");
        let format = record["format"].as_str().unwrap();
        *formats.entry(format.to_owned()).or_default() += 1;
        // What is no request is evidence, which the analysis counts elsewhere.
        if let Some(signature) = record["signature"].as_str()
            && Format::from_name(format).unwrap().is_request()
        {
            let key = (signature.to_owned(), record["status"].to_string());
            *signatures.entry(key).or_default() += 1;
        }
    }
    assert_eq!(json!(formats), analysis["input"]["formats"]);
    let counted = analysis["signatures"].as_array().unwrap().iter().map(|one| {
        let key = (one["id"].as_str().unwrap().to_owned(), one["status"].to_string());
        (key, one["requests"].as_u64().unwrap())
    });
    assert_eq!(signatures, counted.collect());
    let alb = records.iter().find(|record| record["format"] == "alb").unwrap();
    let own: Vec<&str> =
        ["type", "target_port", "request", "ip_address", "transformed_host"].into();
    assert!(own.iter().all(|key| alb.as_object().unwrap().contains_key(*key)), "{alb}");
    assert!(records.iter().all(|record| record.get("target_port") != Some(&json!("-"))));
}

#[test]
fn the_bytes_are_the_same_for_any_number_of_threads() {
    let folder = shop();
    for flags in ["", "--sort time", "--format csv", "--format csv --sort time", "--format json"] {
        let flags: Vec<&str> = flags.split(' ').filter(|flag| !flag.is_empty()).collect();
        let run = |jobs| {
            let run = folder.run(&[&["records", "logs", "--jobs", jobs][..], &flags].concat());
            assert_eq!(run.status, 0, "{}", run.stderr);
            (run.stdout, run.stderr)
        };
        let one = run("1");
        assert!(one.0.lines().count() > 4_000);
        assert_eq!(run("2"), one, "{flags:?}");
        assert_eq!(run("7"), one, "{flags:?}");
    }
}

#[test]
fn objects_are_in_the_order_of_the_sources() {
    let folder = shop();
    let run = folder.run(&["records", "logs/edge.gz", "logs"]);
    let mut sources: Vec<String> = objects(&run.stdout)
        .iter()
        .map(|record| record["source"].as_str().unwrap().to_owned())
        .collect();
    sources.dedup();
    assert_eq!(sources, ["logs/edge.gz", "logs/a.log.gz", "logs/b.log"]);
    run.said(&["1 line rejected: 1 unrecognised_line, first at logs/b.log:1801", "notes.txt"]);
}

#[test]
fn sorted_by_time_each_time_comes_before_the_next() {
    let folder = shop();
    let plain = folder.run(&["records", "logs", "--quiet"]);
    let sorted = folder.run(&["records", "logs", "--sort", "time", "--quiet"]);
    let mut expected: Vec<&str> = plain.stdout.lines().collect();
    // A stable sort of the other order.
    expected.sort_by_key(|line| {
        let value: Value = serde_json::from_str(line).unwrap();
        value["timestamp"].as_str().unwrap().to_owned()
    });
    assert_eq!(sorted.stdout.lines().collect::<Vec<_>>(), expected);
}

#[test]
fn a_limit_is_the_beginning_and_later_damage_is_not_met() {
    let folder = shop();
    let mut damaged = crate::program::gzip(alb(2));
    damaged.truncate(damaged.len() / 2);
    folder.put("logs/z.gz", damaged);
    let all = folder.run(&["records", "logs"]);
    assert_eq!(all.status, 3);
    all.said(&["1 source could not be read, or not to the end: logs/z.gz"]);
    for jobs in ["1", "4"] {
        let run = folder.run(&["records", "logs", "--limit", "5", "--jobs", jobs]);
        assert_eq!((run.status, run.stderr.as_str()), (0, ""));
        let first: String = all.stdout.split_inclusive('\n').take(5).collect();
        assert_eq!(run.stdout, first);
    }
}

#[test]
fn fields_choose_and_order_the_keys() {
    let folder = shop();
    let flags = ["--fields", "status,timestamp,tarpet_port", "--limit", "1"];
    let run = folder.run(&[&["records", "logs"][..], &flags].concat());
    assert_eq!(
        run.stdout,
        "{\"status\":200,\"timestamp\":\"2026-11-22T14:00:00.250000Z\",\"tarpet_port\":null}\n"
    );
    run.said(&[
        "no record has the key `tarpet_port`",
        "the nearest that is documented is `target_port`",
    ]);
    let run = folder.run(&["records", "logs", "--fields", "a,,b"]);
    assert_eq!(run.status, 2);
    run.said(&["--fields: a key is empty"]);
    run.said(&["--fields timestamp,status"]);
}

#[test]
fn a_hostile_user_agent_is_no_formula_and_no_second_row() {
    let folder = Folder::new();
    let line = |user_agent: &str| {
        let (status, path, target) = ("200", "/", "10.0.1.11:8080");
        Alb { minute: 0, second: 1, target, status, path, user_agent }.line()
    };
    let agents = ["=cmd|' /C calc'!A0", "+1", "-1+1", "@x", "-", "a\\x0Ab, \\x22c\\x22", "\\x09=1"];
    folder.put("x.log", agents.map(line).concat());
    let csv = folder.run(&["records", "x.log", "--format", "csv", "--fields", "line,user_agent"]);
    assert_eq!(
        csv.stdout,
        "line,user_agent\n1,'=cmd|' /C calc'!A0\n2,+1\n3,'-1+1\n4,'@x\n5,\n\
         6,\"a\nb, \"\"c\"\"\"\n7,'\t=1\n"
    );
    let tsv = folder.run(&["records", "x.log", "--format", "tsv", "--fields", "line,user_agent"]);
    assert!(tsv.stdout.ends_with("6\ta\\nb, \"c\"\n7\t'\\t=1\n"), "{}", tsv.stdout);
}

#[test]
fn a_table_of_two_formats_says_what_it_leaves_out() {
    let run = shop().run(&["records", "logs", "--format", "csv"]);
    run.said(&["values of 600 records are not in the table", "--fields"]);
    let header = run.stdout.lines().next().unwrap();
    assert!(header.starts_with(
        "format,source,line,timestamp,status,signature,failure_side,start_timestamp,type,"
    ));
    let cells = header.split(',').count();
    assert!(run.stdout.lines().all(|line| line.split(',').count() == cells));
}

#[test]
fn a_reader_that_leaves_ends_it_quietly() {
    let folder = Folder::new();
    folder.put("large.log", alb(0).repeat(12));
    for flags in [&[][..], &["--sort", "time"]] {
        let mut child =
            folder.command(&[&["records", "large.log"][..], flags].concat()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        assert!(lines.next().unwrap().unwrap().starts_with("{\"format\":\"alb\""));
        drop(lines);
        let mut stderr = String::new();
        child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
        assert_eq!((child.wait().unwrap().code(), stderr.as_str()), (Some(0), ""));
    }
}

#[test]
fn a_file_appears_complete_and_its_name_says_the_format() {
    let folder = shop();
    for (name, format) in
        [("r.csv", "csv"), ("r.json", "json"), ("r.tsv", "tsv"), ("r.x", "ndjson")]
    {
        let run = folder.run(&["records", "logs", "-o", name, "--quiet"]);
        assert_eq!((run.status, run.stdout.as_str(), run.stderr.as_str()), (0, "", ""));
        let stdout = folder.run(&["records", "logs", "--format", format, "--quiet"]).stdout;
        assert_eq!(folder.text(name), stdout);
    }
    let run = folder.run(&["records", "logs", "-o", "logs/b.log"]);
    assert_eq!(run.status, 2);
    run.said(&["Give another name"]);
}

#[test]
fn temporary_files_go_where_they_are_sent_and_none_is_left() {
    let folder = shop();
    let mut command = folder.command(&["records", "logs", "--sort", "time", "--quiet"]);
    let sorted = command.env("TMPDIR", folder.path()).stdin(Stdio::null());
    let output = sorted.output().unwrap();
    assert!(output.status.success());
    assert_eq!(objects(std::str::from_utf8(&output.stdout).unwrap()).len(), 2 * 1800 + 600);
    let mut names = std::fs::exists(folder.path().join("logs")).unwrap();
    names &= folder.path().read_dir().unwrap().count() == 1;
    assert!(names, "only the logs are there");
}

#[test]
fn nothing_to_write_is_never_a_success() {
    let folder = shop();
    let run = folder.run(&["records", "logs", "--since", "2027-01-01"]);
    assert_eq!((run.status, run.stdout.as_str()), (4, ""));
    run.said(&["no record lies in the window"]);
    let run = folder.run(&["records", "logs", "--until", "2020-01-01", "--format", "json"]);
    assert_eq!((run.status, run.stdout.as_str()), (4, "[]\n"));
    let run = folder.run(&["records", "missing.log", "logs"]);
    assert_eq!(run.status, 3);
    assert_eq!(objects(&run.stdout).len(), 2 * 1800 + 600);
    run.said(&["missing.log"]);
    let run = folder.run(&["records"]);
    assert_eq!(run.status, 2);
    run.said(&["no SOURCE was given"]);
    let run = folder.run(&["records", "logs", "--limt", "3"]);
    run.said(&["there is no flag `--limt`; the nearest is `--limit`. `why502 records --help`"]);
}

#[test]
fn standard_input_is_written_as_the_file_is() {
    let folder = shop();
    let file = folder.run(&["records", "logs/a.log.gz", "--fields", "line,timestamp,request"]);
    let flags = ["records", "-", "--fields", "line,timestamp,request"];
    let piped = folder.run_on_stdin(&flags, alb(0).into_bytes());
    assert_eq!(piped.stdout, file.stdout);
}
