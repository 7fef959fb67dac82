//! Lines of a Lambda log, text and JSON.

use super::tree::{self, Node};
use super::{Record, Seen, epoch, flat, instant, milliseconds, pattern, said, valid};
use regex::bytes::{Captures, Regex};
use std::sync::LazyLock;

/// Name in text lines, member of platform events, key, kind.
const LAMBDA: &[(&str, &str, &str, char)] = &[
    ("RequestId", "record.requestId", "request_id", 't'),
    ("Version", "record.version", "version", 't'),
    ("Status", "record.status", "lambda_status", 't'),
    ("Error Type", "record.errorType", "error_type", 't'),
    ("Duration", "record.metrics.durationMs", "duration", 'd'),
    ("Billed Duration", "record.metrics.billedDurationMs", "billed_duration", 'd'),
    ("Memory Size", "record.metrics.memorySizeMB", "memory_size_mb", 'n'),
    ("Max Memory Used", "record.metrics.maxMemoryUsedMB", "max_memory_used_mb", 'n'),
    ("Init Duration", "record.metrics.initDurationMs", "init_duration", 'd'),
    ("Restore Duration", "record.metrics.restoreDurationMs", "restore_duration", 'd'),
    ("XRAY TraceId", "", "xray_trace_id", 't'),
    ("SegmentId", "", "segment_id", 't'),
    ("Sampled", "", "sampled", 'b'),
    ("Runtime Version", "record.runtimeVersion", "runtime_version", 't'),
    ("Runtime Version ARN", "record.runtimeVersionArn", "runtime_version_arn", 't'),
    ("Phase", "record.phase", "phase", 't'),
    ("", "record.initializationType", "initialization_type", 't'),
    ("", "time", "time", 't'),
    ("", "type", "type", 't'),
];

const LAMBDA_COLUMNS: &[(&str, char)] = &[
    ("time", 't'),
    ("lambda_timestamp", 't'),
    ("type", 't'),
    ("event", 't'),
    ("request_id", 't'),
    ("version", 't'),
    ("lambda_status", 't'),
    ("outcome", 't'),
    ("error_type", 't'),
    ("duration", 'd'),
    ("billed_duration", 'd'),
    ("memory_size_mb", 'n'),
    ("max_memory_used_mb", 'n'),
    ("init_duration", 'd'),
    ("restore_duration", 'd'),
    ("xray_trace_id", 't'),
    ("segment_id", 't'),
    ("sampled", 'b'),
    ("level", 't'),
    ("message", 't'),
    ("runtime_version", 't'),
    ("runtime_version_arn", 't'),
    ("phase", 't'),
    ("initialization_type", 't'),
];

/// A line of a Lambda log: every line is one.
pub(crate) fn lambda(line: &[u8]) -> Seen {
    let mut record = Record::new("lambda", LAMBDA_COLUMNS);
    let time = match tree::object(line) {
        Some(members) => lambda_json(&mut record, &members),
        None => lambda_text(&mut record, line),
    };
    let outcome = match (record.get("lambda_status"), record.get("event")) {
        (Some(status @ (b"success" | b"failure" | b"error" | b"timeout")), _) => status.to_vec(),
        (_, Some(b"timeout")) => b"timeout".to_vec(),
        (_, Some(b"exit")) => b"error".to_vec(),
        _ => Vec::new(),
    };
    record.put("outcome", &outcome);
    let length = |key: &str| record.get(key).and_then(milliseconds);
    let start = match (record.get("event"), time, length("duration")) {
        (Some(b"report"), Some(time), Some(duration)) => {
            let before = length("init_duration").unwrap_or(0);
            valid(time - duration - before - length("restore_duration").unwrap_or(0))
        }
        _ => None,
    };
    record.seen(time, start)
}

fn lambda_json(record: &mut Record, members: &[(Vec<u8>, Node)]) -> Option<i64> {
    let mut all = Vec::new();
    flat(b"", members, &mut all);
    let texts = |wanted: &'static str| {
        let found = all.iter().filter(move |(name, _)| name == wanted.as_bytes());
        found.filter_map(|(_, node)| match node {
            Node::Text(inside) => Some(inside.clone()),
            _ => None,
        })
    };
    let of_platform =
        texts("type").find_map(|text| text.strip_prefix(b"platform.").map(<[u8]>::to_vec));
    for (name, node) in &all {
        let name = String::from_utf8_lossy(name).into_owned();
        let key = json_key(of_platform.as_deref(), &name);
        if key.is_empty() || record.get(key).is_some() {
            record.add_node(name.as_bytes(), node);
        } else {
            record.put(key, &said(node).1);
        }
    }
    trace(record, &texts("record.tracing.value").next().unwrap_or_default());
    let fault = texts("record").next().map(|text| tree::plain(&text));
    match (of_platform, fault) {
        (Some(event), None) => record.put("event", platform_event(&event).as_bytes()),
        (Some(_), Some(fault)) => end_of_request(record, &fault),
        (None, fault) => {
            if let Some(fault) = fault {
                record.put("message", &fault);
            }
            let message = record.get("message").map(<[u8]>::to_vec);
            if record.get("error_type").is_some_and(|name| !name.is_empty()) {
                record.put("event", b"error");
            } else {
                message_of(record, &message.unwrap_or_default());
            }
        }
    }
    let time = |wanted: &str| {
        all.iter().filter(|(name, _)| name == wanted.as_bytes()).find_map(|(_, node)| match node {
            Node::Text(text) => instant(text).or_else(|| epoch(text)),
            Node::Number(text) => epoch(text),
            _ => None,
        })
    };
    time("timestamp").or_else(|| time("time"))
}

fn json_key<'n>(of_platform: Option<&[u8]>, name: &'n str) -> &'n str {
    match (of_platform, name) {
        (Some(b"initReport"), "record.metrics.durationMs") => "init_duration",
        (Some(b"restoreReport"), "record.metrics.durationMs") => "restore_duration",
        (Some(_), name) => LAMBDA
            .iter()
            .find(|(_, member, ..)| *member == name && !name.is_empty())
            .map_or("", |(_, _, key, _)| key),
        (None, "timestamp") => "lambda_timestamp",
        (None, "status") => "lambda_status",
        (None, "time" | "type" | "level" | "message") => name,
        (None, "errorType" | "message.errorType") => "error_type",
        (
            None,
            "requestId"
            | "AWSRequestId"
            | "awsRequestId"
            | "aws_request_id"
            | "function_request_id",
        ) => "request_id",
        _ => "",
    }
}

fn trace(record: &mut Record, header: &[u8]) {
    for part in header.split(|&byte| byte == b';') {
        match String::from_utf8_lossy(part).split_once('=') {
            Some(("Root", _)) => record.put("xray_trace_id", &part[5..]),
            Some(("Sampled", "1")) => record.put("sampled", b"true"),
            Some(("Sampled", "0")) => record.put("sampled", b"false"),
            _ => {}
        }
    }
}

fn platform_event(event: &[u8]) -> &'static str {
    match event {
        b"start" => "start",
        b"end" => "end",
        b"report" => "report",
        b"initStart" => "init_start",
        b"initReport" => "init_report",
        b"initRuntimeDone" | b"runtimeDone" => "runtime_done",
        b"extension" | b"extensionInit" | b"telemetrySubscription" | b"logsSubscription" => {
            "extension"
        }
        _ if event.starts_with(b"restore") => "restore",
        _ => "platform",
    }
}

macro_rules! patterns {
    ($($name:ident $text:expr;)*) => {
        $(static $name: LazyLock<Regex> = LazyLock::new(|| pattern($text));)*
    };
}

const UUID: &str = "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";
const LEVEL: &str =
    "(?i:INFO|WARN|ERROR|DEBUG|TRACE|FATAL|WARNING|CRITICAL|CRIT|FAIL|DBUG|TRCE|INFORMATION)";

patterns! {
    TIMED r"(?s)^([^ \t]{1,39})[ \t](.*)$";
    PLATFORM concat!(
        r"(?s)^(?:(START|END|REPORT|XRAY)\ (?:RequestId|TraceId):\ |(INIT_START|INIT_REPORT|",
        r"RESTORE_START|RESTORE_REPORT)\ |(EXTENSION|TELEMETRY|LOGS)\t)"
    );
    PAIR r"(?s)^(.*?): (.*)$";
    WORD r"(?s)^([^ ]*(?: ms| MB)?)( .*)$";
    UNIT r"^([0-9.]*) (ms|MB)$";
    PYTHON &format!(r"(?s)^\[({LEVEL})\]\t([^\t]*)\t([^\t]*)\t(.*)$");
    NODE &format!(r"(?s)^(?:({UUID})(?:[ \t]|$)|undefined\t)(.*)$");
    LEVELLED &format!(r"(?s)^({LEVEL})\t(.*)$");
    STRIPPED &format!("(?s)^({UUID})[ \t](Task timed out after .*)$");
    RAISED r"(?s)^\[ERROR\] (([^:]*).*)$";
    OF_REQUEST &format!("(?s)^RequestId: ({UUID}) (.*)$");
    ERROR_NAME r"^[A-Za-z][A-Za-z0-9_.]*$";
    TIMED_OUT r"(?s)^Task timed out after (\d+)(?:\.(\d+))? seconds";
    LONE r"^(?:Runtime|Extension|Function|Sandbox)\.[A-Za-z0-9_.]*$";
    ERROR_JSON concat!(
        r#"(?s)^(?:\{"error|Invoke Error|Uncaught Exception|Unhandled Promise Rejection|"#,
        r#"Unhandled Rejection).*?$"#
    );
}

fn lambda_text(record: &mut Record, line: &[u8]) -> Option<i64> {
    let mut rest = line.trim_ascii_end();
    let mut time = None;
    for _ in 0..2 {
        let Some(found) = TIMED.captures(rest) else { break };
        let Some(own) = instant(&found[1]) else { break };
        time = Some((found[1].to_vec(), own));
        rest = &rest[found[1].len() + 1..];
    }
    if let Some(found) = PLATFORM.captures(rest) {
        platform(record, &found, rest);
    } else if let Some(found) = PYTHON.captures(rest)
        && let Some(own) = of_python(&found[2])
    {
        record.put("level", &found[1]);
        record.put("time", &found[2]);
        if pattern(&format!("^{UUID}$")).is_match(&found[3]) {
            record.put("request_id", &found[3]);
        }
        message_of(record, &found[4]);
        return Some(own);
    } else if let Some(found) = NODE.captures(rest).filter(|_| time.is_some()) {
        if let Some(request) = found.get(1) {
            record.put("request_id", request.as_bytes());
        }
        let behind = found.get(2).map_or(&b""[..], |m| m.as_bytes());
        let is_tabbed = rest[rest.len() - behind.len() - 1] == b'\t';
        match LEVELLED.captures(behind).filter(|_| is_tabbed) {
            Some(found) => {
                record.put("level", &found[1]);
                message_of(record, &found[2]);
            }
            None => message_of(record, behind),
        }
    } else if let Some(found) = STRIPPED.captures(rest) {
        record.put("request_id", &found[1]);
        message_of(record, &found[2]);
    } else if let Some(found) = RAISED.captures(rest) {
        record.put("level", b"ERROR");
        record.put("message", &found[1]);
        let is_error = ERROR_NAME.is_match(&found[2]);
        if is_error {
            record.put("error_type", &found[2]);
        }
        record.put("event", if is_error { b"error" } else { b"application" });
    } else {
        end_of_request(record, rest);
    }
    let (logged, own) = time?;
    record.put("time", &logged);
    Some(own)
}

fn platform(record: &mut Record, found: &Captures<'_>, rest: &[u8]) {
    let word = (1..4).find_map(|group| found.get(group)).map_or(&b""[..], |m| m.as_bytes());
    let behind = if word == b"XRAY" { rest } else { &rest[word.len() + 1..] };
    for part in behind.split(|byte| b"\t\n\r".contains(byte)) {
        pairs(record, part.trim_ascii());
    }
    let event = match word {
        b"XRAY" => "tracing",
        b"EXTENSION" | b"TELEMETRY" | b"LOGS" => "extension",
        b"RESTORE_START" | b"RESTORE_REPORT" => "restore",
        _ => &String::from_utf8_lossy(word).to_lowercase(),
    };
    record.put("event", event.as_bytes());
}

fn of_python(text: &[u8]) -> Option<i64> {
    let time = instant(text)?;
    let micros = time.rem_euclid(1_000_000);
    let digits = String::from_utf8_lossy(text).rsplit_once('.').map_or(0, |(_, f)| f.len() - 1);
    Some(match digits {
        1 => time - micros + micros / 100,
        2 => time - micros + micros / 10,
        _ => time,
    })
}

fn pairs(record: &mut Record, part: &[u8]) {
    let Some(found) = PAIR.captures(part) else {
        if !part.is_empty() {
            record.put("message", part);
        }
        return;
    };
    let (name, behind) = (found[1].to_vec(), found[2].trim_ascii_start().to_vec());
    let (value, rest) = match WORD.captures(&behind).filter(|_| PAIR.is_match(&behind)) {
        Some(found) => (found[1].to_vec(), found[2].trim_ascii_start().to_vec()),
        None => (behind, Vec::new()),
    };
    let (kind, value) = match UNIT.captures(&value) {
        Some(found) if &found[2] == b"ms" => ('d', found[1].to_vec()),
        Some(found) => ('n', found[1].to_vec()),
        None => ('t', value),
    };
    let known = LAMBDA.iter().find(|(known, ..)| known.as_bytes() == name && !name.is_empty());
    match known {
        Some((_, _, key, _)) => record.put(key, &value),
        None => record.add(&name, kind, &value),
    }
    pairs(record, &rest);
}

/// Text that may be the platform's word on a request.
fn end_of_request(record: &mut Record, text: &[u8]) {
    let Some(found) = OF_REQUEST.captures(text) else { return message_of(record, text) };
    record.put("request_id", &found[1]);
    let behind = found[2].to_vec();
    let mut lines = behind.splitn(2, |&byte| byte == b'\n');
    let (first, name) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
    if ERROR_NAME.is_match(name.trim_ascii()) {
        record.put("error_type", name.trim_ascii());
    }
    let error = behind.strip_prefix(b"Error: ");
    let plain = error.unwrap_or(&behind);
    if plain.starts_with(b"Task timed out after ") {
        return message_of(record, plain);
    }
    record.put("message", first);
    let is_exit = plain.starts_with(b"Runtime exited") || plain.starts_with(b"Process exited");
    let event = if is_exit { "exit" } else { error.map_or("application", |_| "error") };
    record.put("event", event.as_bytes());
}

fn message_of(record: &mut Record, message: &[u8]) {
    record.put("message", message);
    let (event, name) = if let Some(found) = TIMED_OUT.captures(message)
        && let Some(millis) = limit(&found)
    {
        record.put("duration", millis.as_bytes());
        ("timeout", None)
    } else if LONE.is_match(message) {
        let is_exit = message == b"Runtime.ExitError";
        (if is_exit { "exit" } else { "error" }, Some(message.to_vec()))
    } else if ERROR_JSON.is_match(message)
        && let Some(name) = error_type(message)
    {
        ("error", Some(name))
    } else {
        ("application", None)
    };
    if let Some(name) = name {
        record.put("error_type", &name);
    }
    record.put("event", event.as_bytes());
}

/// Of the first member of that name only.
fn error_type(message: &[u8]) -> Option<Vec<u8>> {
    let found = pattern(r#"(?s)^.*?"errorType":(.*)$"#).captures(message)?;
    let name = pattern(r#"(?s)^[ \t\n\r\x0c]*"([^"]+)""#).captures(&found[1])?;
    Some(name[1].to_vec())
}

/// Seconds as milliseconds, without zeros at the end.
fn limit(found: &Captures<'_>) -> Option<String> {
    let digits = |index: usize| found.get(index).map_or(&b"0"[..], |digits| digits.as_bytes());
    let whole = String::from_utf8_lossy(digits(1)).parse::<u64>().ok()?;
    let decimals = String::from_utf8_lossy(digits(2)).into_owned();
    let micros =
        u128::from(whole) * 1_000_000 + format!("{decimals:0<6.6}").parse::<u128>().ok()?;
    if micros > 31_536_000_000_000 {
        return None;
    }
    let text = format!("{}.{:03}", micros / 1_000, micros % 1_000);
    Some(text.trim_end_matches('0').trim_end_matches('.').to_owned())
}
