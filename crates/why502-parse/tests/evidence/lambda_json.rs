//! Lambda logs whose lines are JSON: the platform's events, and what functions write.

use crate::lambda::{ID, micros};
use crate::{assert_values, read_one};
use why502_parse::{Format, detect};

#[test]
fn a_report_as_json_has_the_same_columns_as_text() {
    let seen = read_one(
        Format::Lambda,
        &format!(
            "{{\"time\":\"2026-11-22T14:00:05.000Z\",\"type\":\"platform.report\",\"record\":{{\
             \"requestId\":\"{ID}\",\"status\":\"error\",\"errorType\":\"Runtime.ExitError\",\"metrics\":{{\
             \"durationMs\":3000.25,\"billedDurationMs\":3501,\"memorySizeMB\":128,\"maxMemoryUsedMB\":128,\
             \"initDurationMs\":500,\"producedBytes\":0}},\"tracing\":{{\"spanId\":\"aa\",\
             \"value\":\"Parent=1f2e3d4c5b6a7988;Root=1-6921c1a3-0f1e2d3c4b5a69788796a5b4;Sampled=1\"}},\
             \"spans\":[{{\"name\":\"responseLatency\",\"durationMs\":1.5}}]}}}}"
        ),
    );
    assert_eq!(seen.start, micros("2026-11-22T14:00:01.49975Z"));
    assert_values(
        &seen,
        &[
            ("time", "\"2026-11-22T14:00:05.000Z\""),
            ("type", "\"platform.report\""),
            ("event", "\"report\""),
            ("outcome", "\"error\""),
            ("lambda_status", "\"error\""),
            ("error_type", "\"Runtime.ExitError\""),
            ("duration", "3000250us"),
            ("billed_duration", "3501000us"),
            ("init_duration", "500000us"),
            ("memory_size_mb", "128"),
            ("max_memory_used_mb", "128"),
            ("xray_trace_id", "\"1-6921c1a3-0f1e2d3c4b5a69788796a5b4\""),
            ("segment_id", ""),
            ("sampled", "true"),
            ("record_metrics_produced_bytes", "0"),
            ("record_tracing_span_id", "\"aa\""),
            ("record_spans", "[{\"name\":\"responseLatency\",\"durationMs\":1.5}]"),
        ],
    );
}

#[test]
fn platform_events_are_told_apart_by_their_type() {
    for (name, event) in [
        ("start", "start"),
        ("end", "end"),
        ("initStart", "init_start"),
        ("initRuntimeDone", "runtime_done"),
        ("runtimeDone", "runtime_done"),
        ("restoreRuntimeDone", "restore"),
        ("extension", "extension"),
        ("telemetrySubscription", "extension"),
        ("logsDropped", "platform"),
    ] {
        let line = format!(
            "{{\"record\":{{\"requestId\":\"{ID}\"}},\"type\":\"platform.{name}\",\"time\":\"2026-11-22T14:00:05Z\"}}"
        );
        assert_eq!(detect(line.as_bytes()), Some(Format::Lambda));
        let seen = read_one(Format::Lambda, &line);
        assert_values(
            &seen,
            &[("event", &format!("\"{event}\"")), ("request_id", &format!("\"{ID}\""))],
        );
    }
    let phase = "{\"time\":\"2026-11-22T14:00:05Z\",\"type\":\"platform.initReport\",\"record\":{\
         \"status\":\"timeout\",\"phase\":\"init\",\"metrics\":{\"durationMs\":10000.0}}}";
    let seen = read_one(Format::Lambda, phase);
    assert_values(
        &seen,
        &[("init_duration", "10000000us"), ("duration", ""), ("outcome", "\"timeout\"")],
    );
    let fault = format!(
        "{{\"time\":\"2026-11-22T14:00:05Z\",\"type\":\"platform.fault\",\"record\":\
         \"RequestId: {ID} Error: Runtime exited with error: signal: killed\\nRuntime.ExitError\"}}"
    );
    let seen = read_one(Format::Lambda, &fault);
    assert_values(&seen, &[("event", "\"exit\""), ("error_type", "\"Runtime.ExitError\"")]);
}

#[test]
fn a_function_that_logs_json_keeps_every_member() {
    let seen = read_one(
        Format::Lambda,
        &format!(
            "{{\"timestamp\":\"2026-11-22T15:00:05,250+01:00\",\"level\":\"ERROR\",\"message\":\"no \\u00e9t\\u00e9\",\
             \"AWSRequestId\":\"{ID}\",\"status\":502,\"line\":17,\"event\":\"checkout\",\"cart\":{{\"items\":[1, 2],\"paid\":false}}}}"
        ),
    );
    assert_eq!(seen.time, micros("2026-11-22T14:00:05.25Z"));
    assert_values(
        &seen,
        &[
            ("event", "\"application\""),
            ("level", "\"ERROR\""),
            ("message", "\"no \\xc3\\xa9t\\xc3\\xa9\""),
            ("request_id", &format!("\"{ID}\"")),
            ("lambda_timestamp", "\"2026-11-22T15:00:05,250+01:00\""),
            ("lambda_status", "\"502\""),
            ("lambda_line", "17"),
            ("lambda_event", "\"checkout\""),
            ("cart_items", "[1,2]"),
            ("cart_paid", "false"),
            ("outcome", ""),
        ],
    );
    let number = read_one(Format::Lambda, "{\"time\":1795356005250,\"level\":30,\"msg\":\"ok\"}");
    assert_eq!(number.time, Some(1_795_356_005_250_000));
    let thrown = "{\"timestamp\":\"2026-11-22T14:00:05Z\",\"level\":\"ERROR\",\"message\":{\"errorType\":\"TypeError\",\"stackTrace\":[]}}";
    assert_values(
        &read_one(Format::Lambda, thrown),
        &[("event", "\"error\""), ("error_type", "\"TypeError\""), ("message_stack_trace", "[]")],
    );
}

#[test]
fn long_names_around_many_members_take_no_more_than_their_share_of_memory() {
    let members = vec!["\"a\":1"; 2_000].join(",");
    let line = format!(
        "{{\"timestamp\":\"2026-11-22T14:00:05Z\",\"{}\":{{{members}}}}}",
        "x".repeat(60_000)
    );
    let seen = read_one(Format::Lambda, &line);
    assert!((1..200).contains(&seen.members.len()));
}
