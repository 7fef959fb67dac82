//! Lambda logs: every line is a record, and what the platform says is in columns.

use crate::{assert_values, read, read_one, value};
use why502_parse::{Format, Line, Parsed, Parser, Record, Timestamp, detect};

pub(crate) const ID: &str = "0b6e1c52-91aa-4f0e-8c1d-3f2a5b7c9d10";

/// A line behind one that has a time, so that it has one as well.
fn behind(line: &str) -> crate::twin::Seen {
    let first = format!("2026-11-22T14:00:00.000Z\t{ID}\tINFO\tready");
    let mut seen = read(Format::Lambda, &[], &[first.as_bytes(), line.as_bytes()]);
    seen.pop().expect("two lines").expect("a record")
}

pub(crate) fn micros(text: &str) -> Option<i64> {
    Timestamp::parse(text.as_bytes()).map(Timestamp::micros)
}

#[test]
fn a_report_has_its_durations_in_seconds_and_its_memory_as_numbers() {
    let seen = behind(&format!(
        "REPORT RequestId: {ID}\tDuration: 3012.47 ms\tBilled Duration: 3900 ms\tMemory Size: 512 MB\t\
         Max Memory Used: 88 MB\tInit Duration: 887.31 ms\tRestore Duration: 12.5 ms\t\
         Billed Restore Duration: 13 ms\tXRAY TraceId: 1-6921c1a3-0f1e2d3c4b5a69788796a5b4\t\
         SegmentId: 1f2e3d4c5b6a7988\tSampled: true\tStatus: timeout\tError Type: Sandbox.Timedout"
    ));
    assert_values(
        &seen,
        &[
            ("event", "\"report\""),
            ("request_id", &format!("\"{ID}\"")),
            ("duration", "3012470us"),
            ("billed_duration", "3900000us"),
            ("memory_size_mb", "512"),
            ("max_memory_used_mb", "88"),
            ("init_duration", "887310us"),
            ("restore_duration", "12500us"),
            ("billed_restore_duration", "13000us"),
            ("xray_trace_id", "\"1-6921c1a3-0f1e2d3c4b5a69788796a5b4\""),
            ("segment_id", "\"1f2e3d4c5b6a7988\""),
            ("sampled", "true"),
            ("lambda_status", "\"timeout\""),
            ("outcome", "\"timeout\""),
            ("error_type", "\"Sandbox.Timedout\""),
            ("message", ""),
        ],
    );
}

#[test]
fn an_old_report_has_blanks_before_tabs_and_a_tab_at_its_end() {
    let tabs = format!(
        "REPORT RequestId: {ID}\tDuration: 2.50 ms\tBilled Duration: 100 ms \tMemory Size: 128 MB\t\
         Max Memory Used: 44 MB\t"
    );
    let expected = behind(&tabs);
    assert_values(
        &expected,
        &[("duration", "2500us"), ("billed_duration", "100000us"), ("max_memory_used_mb", "44")],
    );
    assert_eq!(behind(&tabs.replace('\t', " ")), expected, "blanks for tabs mean the same");
}

#[test]
fn a_trace_behind_a_report_is_read_in_its_message_and_on_a_line_of_its_own() {
    let trace = "XRAY TraceId: 1-6921c1a3-0f1e2d3c4b5a69788796a5b4\tSegmentId: 1f2e3d4c5b6a7988\tSampled: false\t";
    let report = format!("REPORT RequestId: {ID}\tDuration: 1.00 ms\t");
    let whole = behind(&format!("{report}\n{trace}\n"));
    let apart = behind(trace);
    for (seen, event) in [(&whole, "\"report\""), (&apart, "\"tracing\"")] {
        assert_values(seen, &[("event", event), ("sampled", "false")]);
        assert_eq!(value(seen, "segment_id"), "\"1f2e3d4c5b6a7988\"");
    }
}

#[test]
fn a_report_with_a_time_tells_when_its_request_came() {
    let line = format!(
        "2026-11-22T14:00:05.000Z REPORT RequestId: {ID}\tDuration: 3000.00 ms\tInit Duration: 500.00 ms"
    );
    let seen = read_one(Format::Lambda, &line);
    assert_eq!(seen.time, micros("2026-11-22T14:00:05Z"));
    assert_eq!(seen.start, micros("2026-11-22T14:00:01.5Z"));
    let without = behind(&format!("REPORT RequestId: {ID}\tDuration: 3000.00 ms"));
    assert_eq!(without.start, None, "the time of the line before is not this line's end");
}

#[test]
fn start_and_end_name_their_request() {
    let start = behind(&format!("START RequestId: {ID} Version: $LATEST"));
    assert_values(&start, &[("event", "\"start\""), ("version", "\"$LATEST\"")]);
    let end = behind(&format!("END RequestId: {ID}"));
    assert_values(&end, &[("event", "\"end\""), ("request_id", &format!("\"{ID}\""))]);
}

#[test]
fn phases_before_the_first_request_are_events() {
    let start = behind(
        "INIT_START Runtime Version: nodejs:22.v11    Runtime Version ARN: arn:aws:lambda:eu-west-1::runtime:ab12",
    );
    assert_values(
        &start,
        &[
            ("event", "\"init_start\""),
            ("runtime_version", "\"nodejs:22.v11\""),
            ("runtime_version_arn", "\"arn:aws:lambda:eu-west-1::runtime:ab12\""),
        ],
    );
    let report = behind("INIT_REPORT Init Duration: 10009.12 ms\tPhase: init\tStatus: timeout");
    assert_values(
        &report,
        &[("event", "\"init_report\""), ("init_duration", "10009120us"), ("phase", "\"init\"")],
    );
    assert_values(&report, &[("outcome", "\"timeout\""), ("duration", "")]);
    let restore = behind("RESTORE_REPORT Restore Duration: 640.00 ms");
    assert_values(&restore, &[("event", "\"restore\""), ("restore_duration", "640000us")]);
    let extension = behind("EXTENSION\tName: tracer\tState: Ready\tEvents: [INVOKE, SHUTDOWN]");
    assert_values(
        &extension,
        &[
            ("event", "\"extension\""),
            ("name", "\"tracer\""),
            ("state", "\"Ready\""),
            ("events", "\"[INVOKE, SHUTDOWN]\""),
        ],
    );
}

#[test]
fn a_timeout_is_one_in_each_of_its_forms() {
    for line in [
        format!("2026-11-22T14:00:03.030Z {ID} Task timed out after 3.03 seconds"),
        format!("{ID} Task timed out after 3.03 seconds"),
        format!(
            "2026-11-22T14:00:04.000Z 2026-11-22T14:00:03.030Z {ID} Task timed out after 3.03 seconds\n"
        ),
        format!("RequestId: {ID} Error: Task timed out after 3.03 seconds"),
    ] {
        let seen = behind(&line);
        assert_values(
            &seen,
            &[
                ("event", "\"timeout\""),
                ("outcome", "\"timeout\""),
                ("duration", "3030000us"),
                ("request_id", &format!("\"{ID}\"")),
                ("message", "\"Task timed out after 3.03 seconds\""),
            ],
        );
    }
    assert_values(
        &behind(&format!("{ID} Task timed out after 900.00 seconds")),
        &[("duration", "900000000us")],
    );
}

#[test]
fn the_inner_of_two_times_is_the_lines_own() {
    let seen = behind(&format!(
        "2026-11-22T14:00:04.000Z 2026-11-22T14:00:03.030Z {ID} Task timed out after 3.03 seconds"
    ));
    assert_eq!(seen.time, micros("2026-11-22T14:00:03.03Z"));
}

#[test]
fn a_process_that_ends_is_an_exit() {
    let killed = behind(&format!(
        "RequestId: {ID} Error: Runtime exited with error: signal: killed\nRuntime.ExitError\n"
    ));
    assert_values(
        &killed,
        &[
            ("event", "\"exit\""),
            ("outcome", "\"error\""),
            ("error_type", "\"Runtime.ExitError\""),
            ("message", "\"Error: Runtime exited with error: signal: killed\""),
            ("request_id", &format!("\"{ID}\"")),
        ],
    );
    assert_values(
        &behind("Runtime.ExitError"),
        &[("event", "\"exit\""), ("error_type", "\"Runtime.ExitError\"")],
    );
    let old = behind(&format!("RequestId: {ID} Process exited before completing request"));
    assert_values(&old, &[("event", "\"exit\""), ("outcome", "\"error\"")]);
    let other =
        behind(&format!("RequestId: {ID} Error: fork/exec /var/task/bootstrap: no such file"));
    assert_values(&other, &[("event", "\"error\""), ("outcome", "")]);
}

#[test]
fn what_a_runtime_says_of_an_uncaught_error_is_an_error_with_its_type() {
    for (line, error_type, level) in [
        ("[ERROR] KeyError: 'cart'\nTraceback (most recent call last):".to_owned(), "KeyError", "ERROR"),
        ("[ERROR] Runtime.ImportModuleError: Unable to import module 'app'".to_owned(), "Runtime.ImportModuleError", "ERROR"),
        (
            format!("2026-11-22T14:00:03.030Z\t{ID}\tERROR\tInvoke Error \t{{\"errorType\":\"TypeError\",\"errorMessage\":\"x\"}}"),
            "TypeError",
            "ERROR",
        ),
        (
            "2026-11-22T14:00:03.030Z\tundefined\tERROR\tUncaught Exception \t{\"errorType\":\"Runtime.UnhandledPromiseRejection\"}".to_owned(),
            "Runtime.UnhandledPromiseRejection",
            "ERROR",
        ),
        (
            "{\"errorMessage\":\"no such table\",\"errorType\":\"errorString\"}".to_owned(),
            "errorString",
            "",
        ),
    ] {
        let seen = behind(&line);
        assert_values(&seen, &[("event", "\"error\""), ("error_type", &format!("\"{error_type}\""))]);
        assert_eq!(value(&seen, "level").trim_matches('"'), level);
    }
}

#[test]
fn runtimes_write_time_request_and_level_in_their_own_ways() {
    let node =
        read_one(Format::Lambda, &format!("2026-11-22T14:00:03.030Z\t{ID}\tWARN\tslow\tquery"));
    let python =
        read_one(Format::Lambda, &format!("[WARN]\t2026-11-22T14:00:03.30Z\t{ID}\tslow\tquery"));
    for seen in [&node, &python] {
        assert_eq!(seen.time, micros("2026-11-22T14:00:03.03Z"));
        assert_values(
            seen,
            &[
                ("event", "\"application\""),
                ("level", "\"WARN\""),
                ("request_id", &format!("\"{ID}\"")),
                ("message", "\"slow\\tquery\""),
            ],
        );
    }
    let old = read_one(Format::Lambda, &format!("2026-11-22T14:00:03.030Z\t{ID}\tslow query"));
    assert_values(&old, &[("level", ""), ("message", "\"slow query\"")]);
}

#[test]
fn any_other_line_is_a_message_as_old_as_the_line_before() {
    for line in
        ["    at handler (index.js:3)", "{\"half\":", "192.0.2.7 - - \"GET / HTTP/1.1\" 502"]
    {
        let seen = behind(line);
        assert_eq!(seen.time, micros("2026-11-22T14:00:00Z"));
        assert_eq!(value(&seen, "event"), "\"application\"");
        assert_eq!(
            value(&seen, "message"),
            format!("\"{}\"", line.escape_default().to_string().replace("\\'", "'"))
        );
    }
}

#[test]
fn a_line_before_any_time_is_rejected() {
    let line = format!("START RequestId: {ID} Version: 7");
    assert_eq!(read(Format::Lambda, &[], &[line.as_bytes()]), [Err("bad_timestamp".to_owned())]);
}

#[test]
fn typical_lines_tell_the_format_and_others_do_not() {
    for line in [
        format!("START RequestId: {ID} Version: $LATEST"),
        format!("END RequestId: {ID}"),
        format!("REPORT RequestId: {ID}\tDuration: 1 ms"),
        "INIT_START Runtime Version: python:3.13.v2\t".to_owned(),
        format!("RequestId: {ID} Error: Runtime exited"),
        format!("RequestId: {ID} Process exited before completing request"),
        format!("2026-11-22T14:00:03.030Z {ID} Task timed out after 3.03 seconds"),
        format!("{ID} Task timed out after 3.03 seconds"),
        format!("2026-11-22T14:00:03.030Z\t{ID}\tINFO\thello"),
        "2026-11-22T14:00:03.030Z\tundefined\tERROR\tUncaught Exception".to_owned(),
        format!("[INFO]\t2026-11-22T14:00:03.030Z\t{ID}\thello"),
        format!(
            "{{\"timestamp\":\"2026-11-22T14:00:03Z\",\"level\":\"INFO\",\"requestId\":\"{ID}\""
        ),
    ] {
        assert_eq!(detect(line.as_bytes()), Some(Format::Lambda), "{line}");
    }
    for line in [
        "2026-11-22T14:00:03.030Z hello",
        "START of the job",
        "RequestId: none",
        "{\"level\":\"INFO\",\"message\":\"hello\"}",
        "{\"requestId\":\"x\",\"timestamp\":\"1\",\"level\":\"-\",\"status\":\"502\",\"httpMethod\":\"GET\"}",
        "{\"message\":\"{\\\"type\\\":\\\"platform.start\\\"}\"}",
    ] {
        assert_ne!(detect(line.as_bytes()), Some(Format::Lambda), "{line}");
    }
}

#[test]
fn a_load_balancers_line_behind_a_functions_is_a_load_balancers() {
    let mut parser = Parser::new(None);
    let own = format!("2026-11-22T14:00:03.030Z\t{ID}\tINFO\thello");
    assert!(matches!(parser.parse(Line::Complete(own.as_bytes())), Parsed::Record(Record::Row(_))));
    let request = b"http 2026-11-22T14:02:11.000123Z app/web/0123456789abcdef 192.0.2.7:40312 \
        10.0.3.17:8080 0.001 -1 -1 502 - 214 277 \"GET http://www.example.com:80/ HTTP/1.1\"";
    assert!(matches!(parser.parse(Line::Complete(request)), Parsed::Record(Record::Alb(_))));
}

#[test]
fn what_a_function_prints_of_requests_is_its_own() {
    let mut parser = Parser::new(None);
    let start = format!("2026-11-22T14:00:03.030Z\t{ID}\tINFO\thello");
    for line in [
        &start[..],
        "{\"requestId\":\"GQIVriFLIAMEMsA=\",\"status\":502,\"path\":\"/cart\"}",
        "{\"version\":\"2.0\",\"routeKey\":\"GET /cart\",\"requestContext\":{\"requestId\":\"x\",\"stage\":\"p\"}}",
        "192.0.2.7 - - [22/Nov/2026:14:00:03 +0000] \"GET /cart HTTP/1.1\" 502 12",
    ] {
        let Parsed::Record(record) = parser.parse(Line::Complete(line.as_bytes())) else {
            panic!("{line}")
        };
        assert_eq!(record.format(), Format::Lambda, "{line}");
    }
}
