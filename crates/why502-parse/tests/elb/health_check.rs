//! The Application Load Balancer's health-check log.

use crate::{lines, on_the_day, reason, record};
use why502_parse::{Format, detect};

#[test]
fn a_line_is_read_to_its_last_field() {
    let seen = record("alb_health_check", lines::HEALTH_CHECK[0]);
    let expected = [
        ("type", "\"http\""),
        ("time", "\"2026-11-22T14:02:11.875678Z\""),
        ("latency", "0.019584011"),
        ("target_addr", "\"10.0.3.17:80\""),
        ("target_group_id", "\"shop-blue\""),
        ("alb_health_check_status", "\"PASS\""),
        ("status_code", "200"),
        ("reason_code", "null"),
        ("elb", "\"app/web/0123456789abcdef\""),
        ("ip_address", "\"10.0.0.9\""),
    ];
    let members: Vec<_> = seen.members.iter().map(|(key, value)| (&key[..], &value[..])).collect();
    assert_eq!(members, expected);
    assert_eq!(seen.status, None);
}

#[test]
fn the_time_is_the_start_and_the_check_ended_its_latency_later() {
    let seen = record("alb_health_check", lines::HEALTH_CHECK[0]);
    assert_eq!(seen.start, Some(on_the_day("14:02:11.875678")));
    assert_eq!(seen.time, on_the_day("14:02:11.895262"));
    let unknown = record("alb_health_check", lines::HEALTH_CHECK[3]);
    assert_eq!(unknown.start, Some(unknown.time));
}

#[test]
fn a_line_of_eight_fields_and_a_function_as_target_are_read() {
    let old = record("alb_health_check", lines::HEALTH_CHECK[1]);
    assert_eq!((old.value("status_code"), old.value("reason_code")), ("null", "\"TimedOut\""));
    assert_eq!((old.value("elb"), old.value("ip_address")), ("null", "null"));
    let function = record("alb_health_check", lines::HEALTH_CHECK[2]);
    let arn = "\"arn:aws:lambda:eu-west-1:123456789012:function:shop:7\"";
    assert_eq!(function.value("target_addr"), arn);
}

#[test]
fn surplus_fields_and_unusual_quotes_lose_nothing() {
    assert_eq!(
        record("alb_health_check", lines::HEALTH_CHECK[3]).value("extra"),
        "\"one more field\""
    );
    let quoted = record("alb_health_check", lines::HEALTH_CHECK[4]);
    assert_eq!(quoted.value("target_group_id"), "\"shop-blue\"");
    assert_eq!(quoted.value("status_code"), "200");
}

#[test]
fn every_line_is_recognised_and_no_access_log_is_taken_for_one() {
    for line in lines::HEALTH_CHECK {
        assert_eq!(detect(line.as_bytes()), Some(Format::AlbHealthCheck), "{line}");
    }
    let access = "http 2026-11-22T14:02:11.000123Z app/web/0 192.0.2.7:40312 10.0.3.17:80 0.1";
    assert_eq!(detect(access.as_bytes()), Some(Format::Alb));
    assert_eq!(reason("alb_health_check", access), "unrecognised_line");
}

#[test]
fn a_line_that_is_no_record_has_a_reason() {
    let line = lines::HEALTH_CHECK[1];
    let fields: Vec<&str> = line.split(' ').collect();
    assert_eq!(reason("alb_health_check", &fields[..7].join(" ")), "too_few_fields");
    assert_eq!(reason("alb_health_check", &line.replace("11-22", "13-22")), "bad_timestamp");
    assert_eq!(reason("alb_health_check", &line.replace("5.000", "five")), "unrecognised_line");
}
