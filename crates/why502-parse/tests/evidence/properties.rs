//! Random lines, with the fast readers and their slow twins.

use crate::agree::{FLOW_NAMES, assert_flow, assert_lambda, assert_waf};
use crate::twin::tree;
use proptest::prelude::*;

const ID: &str = "5c1d7e90-27ab-4b3f-9d42-6a8e0f1b2c3d";
/// A line with a few bytes replaced, put in or taken out.
fn mutated(lines: impl Strategy<Value = String>) -> impl Strategy<Value = Vec<u8>> {
    let byte = prop::sample::select(&b"\"\"\\ \t-0129TZ:.,{}[]x_+=;\r\n\xff"[..]);
    let changes = prop::collection::vec((any::<prop::sample::Index>(), byte, 0..3), 0..5);
    (lines, changes).prop_map(|(line, changes)| {
        let mut line = line.into_bytes();
        if line.is_empty() {
            return line;
        }
        for (place, byte, kind) in changes {
            let place = place.index(line.len());
            match kind {
                0 => line[place] = byte,
                1 => line.insert(place, byte),
                _ if line.len() > 1 => drop(line.remove(place)),
                _ => {}
            }
        }
        line
    })
}

fn one_of(words: &[&str]) -> impl Strategy<Value = String> + use<> {
    prop::sample::select(words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>())
}

fn time() -> impl Strategy<Value = String> {
    one_of(&[
        "2026-11-22T14:00:05.123Z",
        "2026-11-22T14:00:05Z",
        "2026-11-22T14:00:60.5Z",
        "2026-02-29T14:00:05.1Z",
        "2024-02-29T23:59:59.123456789Z",
        "2026-11-22T14:00:05,25+01:00",
        "2026-11-22 14:00:05.7-0530",
        "0001-01-01T00:00:00+00:01",
        "soon",
    ])
}

fn platform_line() -> impl Strategy<Value = String> {
    let pair = one_of(&[
        "Duration: 3031.25 ms",
        "Billed Duration: 4326 ms",
        "Memory Size: 128 MB",
        "Max Memory Used: 0060 MB",
        "Init Duration: 1294.01 ms",
        "Restore Duration: .5 ms",
        "Billed Restore Duration: 7 ms",
        "XRAY TraceId: 1-6921c1a3-0f1e2d3c4b5a69788796a5b4",
        "Sampled: true",
        "Status: timeout",
        "Status: -",
        "Error Type: Runtime.ExitError",
        "Runtime Version: python:3.13.v2",
        "Name: tracer",
        "timestamp: x",
        "odd",
        "Duration: 99999999999 ms",
        "Empty: ",
    ]);
    let word = one_of(&[
        "START",
        "END",
        "REPORT",
        "INIT_START",
        "INIT_REPORT",
        "RESTORE_REPORT",
        "EXTENSION",
        "LOGS",
        "XRAY",
    ]);
    let separator = one_of(&["\t", " \t", " ", "\t\n", "  "]);
    let pairs = prop::collection::vec((separator, pair), 0..7);
    (word, pairs).prop_map(|(word, pairs)| {
        let first = match &word[..] {
            "START" | "END" | "REPORT" => format!(" RequestId: {ID}"),
            "XRAY" => " TraceId: 1-ab".to_owned(),
            "EXTENSION" | "LOGS" => "\tState: Ready".to_owned(),
            _ => " Phase: init".to_owned(),
        };
        pairs.iter().fold(word + &first, |line, (separator, pair)| line + separator + pair)
    })
}

fn text_line() -> impl Strategy<Value = String> {
    let message = one_of(&[
        "Task timed out after 3.03 seconds",
        "Task timed out after 900.0000001 seconds\n",
        "Task timed out after some seconds",
        "Error: Runtime exited with error: signal: killed\nRuntime.ExitError",
        "Error: Task timed out after 3.00 seconds",
        "Process exited before completing request",
        "Runtime.ImportModuleError",
        "[ERROR] KeyError: 'x'",
        "[ERROR] some text: x",
        "Invoke Error \t{\"errorType\":\"TypeError\"}",
        "{\"errorMessage\":\"x\",\"errorType\": \"E\"}",
        "plain words",
        "",
    ]);
    let before = prop_oneof![
        Just(String::new()),
        Just(format!("{ID} ")),
        Just(format!("{ID}\tWARN\t")),
        Just("undefined\tinfo\t".to_owned()),
        Just(format!("RequestId: {ID} ")),
        time().prop_map(|time| format!("[ERROR]\t{time}\t{ID}\t")),
    ];
    let other = (before, message).prop_map(|(before, message)| before + &message);
    let times = prop::collection::vec((time(), one_of(&[" ", "\t"])), 0..3);
    (times, prop_oneof![platform_line(), other]).prop_map(|(times, rest)| {
        times.iter().rev().fold(rest, |rest, (time, separator)| format!("{time}{separator}{rest}"))
    })
}

fn json_value() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        time().prop_map(|time| format!("\"{time}\"")),
        one_of(&[
            "null",
            "true",
            "false",
            "0",
            "-1",
            "12.50",
            "1e3",
            "1795356005250",
            "1795356005.5",
            "\"\"",
            "\"-\"",
            "\"a\\u00e9\\ud83d\\ude00\\ud83d\\n\\q\"",
            "\"12\"",
            "\"timeout\"",
            "\"platform.report\"",
            "\"platform.initReport\"",
            "\"Root=1-ab;Sampled=1;x;Parent=cd\"",
            "\"Task timed out after 2.5 seconds\"",
            "\"RequestId: x\"",
            "[]",
            "[1, \"] \\\" [\",\n {}]",
        ]),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        let members = prop::collection::vec((name(), inner), 0..4);
        members.prop_map(|members| object(&members))
    })
}

fn name() -> impl Strategy<Value = String> {
    one_of(&[
        "time",
        "timestamp",
        "type",
        "record",
        "requestId",
        "AWSRequestId",
        "level",
        "message",
        "status",
        "errorType",
        "metrics",
        "durationMs",
        "initDurationMs",
        "memorySizeMB",
        "tracing",
        "value",
        "webaclId",
        "terminatingRuleId",
        "httpSourceName",
        "httpRequest",
        "headers",
        "uri",
        "labels",
        "responseCodeSent",
        "x\\u0041b",
        "event",
        "failure-side",
        "",
    ])
}

fn object(members: &[(String, String)]) -> String {
    let members: Vec<String> =
        members.iter().map(|(name, value)| format!("\"{name}\": {value}")).collect();
    format!("{{{}}}", members.join(", "))
}

fn json_line() -> impl Strategy<Value = String> {
    prop::collection::vec((name(), json_value()), 0..8).prop_map(|members| object(&members))
}

fn report_line() -> impl Strategy<Value = String> {
    (json_value(), json_value(), time()).prop_map(|(metric, trace, time)| {
        format!(
            "{{\"time\":\"{time}\",\"type\":\"platform.report\",\"record\":{{\"requestId\":\"{ID}\",\
             \"metrics\":{{\"durationMs\":{metric},\"initDurationMs\":12.25}},\
             \"tracing\":{{\"value\":{trace}}}}}}}"
        )
    })
}

fn waf_line() -> impl Strategy<Value = String> {
    let head = (json_value(), 0..2_000_000_000_000_u64);
    (head, prop::collection::vec((name(), json_value()), 0..8)).prop_map(
        |((value, time), mut members)| {
            members.insert(0, ("webaclId".to_owned(), value));
            members.push(("timestamp".to_owned(), time.to_string()));
            object(&members)
        },
    )
}

fn flow() -> impl Strategy<Value = (Vec<&'static str>, Vec<u8>)> {
    let value = one_of(&[
        "1795356000",
        "1795356058",
        "0",
        "-",
        "10.0.0.1",
        "ACCEPT",
        "007",
        "253402300800",
        "x",
    ]);
    let number = one_of(&["1795356000", "1795356058", "12", "-"]);
    let value = prop_oneof![3 => number, 1 => value];
    let names = prop::sample::subsequence(FLOW_NAMES.to_vec(), 3..10).prop_shuffle();
    let separator = one_of(&[" ", " ", " ", "  "]);
    (names, prop::collection::vec((value, separator), 1..14)).prop_map(|(names, values)| {
        let line =
            values.iter().fold(String::new(), |line, (value, separator)| line + value + separator);
        (names, line.into_bytes())
    })
}

/// An object as a flow that was delivered as columns is read: members that are columns, twice some
/// of them, and members that are none.
fn flow_object() -> impl Strategy<Value = String> {
    let second = one_of(&["1795356058", "\"1795356000\"", "\"-\"", "null", "\"soon\"", "1e3"]);
    let column = prop::sample::select(FLOW_NAMES.to_vec()).prop_map(str::to_owned);
    let column = prop_oneof![3 => column, 1 => one_of(&["dst_port", "tcp_flags", "az_id"])];
    let known = (column, prop_oneof![3 => second, 1 => json_value()]);
    let member = prop_oneof![3 => known, 1 => (name(), json_value())];
    prop::collection::vec(member, 0..10).prop_map(|members| object(&members))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, ..ProptestConfig::default() })]

    #[test]
    fn both_readers_of_lambda_agree_on_text(line in mutated(text_line())) {
        assert_lambda(&line);
    }

    #[test]
    fn both_readers_of_lambda_agree_on_json(
        line in mutated(prop_oneof![json_line(), report_line()])
    ) {
        assert_lambda(&line);
    }

    #[test]
    fn both_readers_of_flows_agree((names, line) in flow()) {
        assert_flow(&names, &line);
    }

    #[test]
    fn both_readers_of_flows_agree_on_objects(line in mutated(flow_object())) {
        assert_flow(&FLOW_NAMES, &line);
    }

    #[test]
    fn both_readers_of_waf_agree(line in mutated(waf_line())) {
        assert_waf(&line);
    }

    /// The twins' JSON is that of a reader everybody uses, but for bytes that are no text.
    #[test]
    fn the_twins_know_json(line in mutated(json_line())) {
        if serde_json::from_slice::<serde_json::Map<_, serde_json::Value>>(&line).is_ok() {
            prop_assert!(tree::object(&line).is_some());
        }
        let is_text = !line.contains(&0xff);
        let plain = line.iter().all(|byte| !byte.is_ascii_control() && *byte != b'\\');
        if is_text && plain && tree::object(&line).is_some() {
            prop_assert!(serde_json::from_slice::<serde_json::Value>(&line).is_ok());
        }
    }
}
