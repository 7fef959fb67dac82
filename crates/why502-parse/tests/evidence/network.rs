//! VPC flow logs and AWS WAF logs.

use crate::{assert_values, read, read_one, value};
use why502_parse::{Format, Line, Parsed, Parser, Record, detect};

const FLOW: &str = "2 210987654321 eni-0a1b2c3d4e5f60718 10.0.1.20 10.0.3.17 41022 8080 6 4 216 1795356000 1795356058 REJECT OK";

#[test]
fn a_flow_without_a_header_has_the_default_columns() {
    let seen = read_one(Format::VpcFlow, FLOW);
    assert_eq!(seen.time, Some(1_795_356_058_000_000));
    assert_eq!(seen.start, Some(1_795_356_000_000_000));
    assert_values(
        &seen,
        &[
            ("version", "2"),
            ("account_id", "\"210987654321\""),
            ("interface_id", "\"eni-0a1b2c3d4e5f60718\""),
            ("srcaddr", "\"10.0.1.20\""),
            ("dstaddr", "\"10.0.3.17\""),
            ("srcport", "41022"),
            ("dstport", "8080"),
            ("protocol", "6"),
            ("packets", "4"),
            ("bytes", "216"),
            ("start", "1795356000"),
            ("end", "1795356058"),
            ("action", "\"REJECT\""),
            ("log_status", "\"OK\""),
        ],
    );
    assert_eq!(seen.members.len(), 14);
}

#[test]
fn a_header_names_columns_in_any_order_and_may_come_again() {
    let lines: [&[u8]; 4] = [
        b"end tcp-flags dstport action next-hop-interface-id start srcaddr",
        b"1795356058 2 8080 ACCEPT eni-9 1795356000 10.0.1.20",
        b"start srcaddr vpc-id",
        b"1795356059 2001:db8::7 vpc-1",
    ];
    let seen = read(Format::VpcFlow, &[], &lines);
    assert_eq!(seen[0], Err("control".to_owned()));
    let first = seen[1].as_ref().expect("a record");
    assert_eq!(first.time, Some(1_795_356_058_000_000));
    assert_values(
        first,
        &[
            ("tcp_flags", "2"),
            ("dstport", "8080"),
            ("next_hop_interface_id", "\"eni-9\""),
            ("action", "\"ACCEPT\""),
        ],
    );
    assert_eq!(seen[2], Err("control".to_owned()));
    let second = seen[3].as_ref().expect("a record");
    assert_eq!(second.time, Some(1_795_356_059_000_000));
    assert_values(
        second,
        &[("srcaddr", "\"2001:db8::7\""), ("vpc_id", "\"vpc-1\""), ("dstport", "")],
    );
}

#[test]
fn given_names_stand_for_a_header_and_names_of_another_log_do_not() {
    let line: &[&[u8]] = &[b"1795356000 1795356058 22 custom"];
    let seen = read(Format::VpcFlow, &["start", "end", "tcp-flags", "mine"], line);
    let seen = seen[0].as_ref().expect("a record");
    assert_values(seen, &[("tcp_flags", "22"), ("mine", "\"custom\"")]);
    let seen = read(Format::VpcFlow, &["timestamp", "c-ip"], &[FLOW.as_bytes()]);
    assert_eq!(value(seen[0].as_ref().expect("a record"), "dstport"), "8080");
}

#[test]
fn an_interval_without_packets_has_a_time_and_no_addresses() {
    let seen = read_one(
        Format::VpcFlow,
        "2 unknown eni-0a1b2c3d4e5f60718 - - - - - - - 1795356000 1795356058 - NODATA",
    );
    assert_eq!(seen.time, Some(1_795_356_058_000_000));
    assert_values(
        &seen,
        &[("srcaddr", ""), ("packets", ""), ("action", ""), ("log_status", "\"NODATA\"")],
    );
}

#[test]
fn fields_behind_the_last_name_are_kept() {
    let seen = read_one(Format::VpcFlow, &format!("{FLOW} vpc-1 -"));
    assert_values(&seen, &[("field_15", "\"vpc-1\""), ("field_16", ""), ("log_status", "\"OK\"")]);
}

#[test]
fn a_flow_may_be_an_object_whose_members_name_its_columns() {
    let seen = read_one(
        Format::VpcFlow,
        r#"{"srcaddr": "10.0.1.20", "dst-port": 1, "dstport": 8080, "tcp-flags": "18", "srcaddr": "10.0.9.9", "az_id": null, "end": 1795356058, "type": ["IPv4"]}"#,
    );
    assert_eq!((seen.time, seen.start), (Some(1_795_356_058_000_000), None));
    assert_values(
        &seen,
        &[
            ("srcaddr", "\"10.0.1.20\""),
            ("vpc_flow_srcaddr", ""),
            ("dst_port", "1"),
            ("dstport", "8080"),
            ("tcp_flags", "18"),
            ("az_id", ""),
            ("type", "\"[\\\"IPv4\\\"]\""),
        ],
    );
}

#[test]
fn a_line_that_begins_as_an_object_is_read_as_nothing_else() {
    let lines: [&[u8]; 5] = [
        b"flow-direction action pkt-dstaddr start",
        b"{ ACCEPT 10.0.3.17 1795356000",
        br#"{"srcaddr":"10.0.1.20","end":1795356058}"#,
        br#"{"srcaddr":"10.0.1.20","dstport":"http","end":1795356058}"#,
        br#"{"srcaddr":"10.0.1.20","dstport":80,"action":"REJECT"}"#,
    ];
    let reasons: Vec<String> =
        read(Format::VpcFlow, &[], &lines).into_iter().filter_map(Result::err).collect();
    let (time, other) = ("bad_timestamp", "unrecognised_line");
    assert_eq!(reasons, ["control", other, other, other, time]);
}

#[test]
fn a_flow_that_is_none_is_rejected_by_its_reason() {
    let lines: [&[u8]; 4] = [
        b"2 210987654321 eni-1 10.0.1.20",
        b"2 210987654321 eni-1 - - - - - - - 99999999999999 99999999999999 - NODATA",
        b"2 210987654321 eni-1 - - - - - - - - - - SKIPDATA",
        b"2 210987654321 eni-1 10.0.1.20 10.0.3.17 http 80 6 4 216 1795356000 1795356058 REJECT OK",
    ];
    let reasons: Vec<String> =
        read(Format::VpcFlow, &[], &lines).into_iter().filter_map(Result::err).collect();
    assert_eq!(reasons, ["too_few_fields", "bad_timestamp", "bad_timestamp", "unrecognised_line"]);
}

#[test]
fn flows_are_recognised_by_a_header_or_by_their_first_fields() {
    for line in [
        FLOW,
        "5 unknown eni-1 10.0.0.1",
        "version account-id interface-id srcaddr dstaddr",
        "srcaddr dstaddr dstport brand-new-field",
        "version account_id interface_id",
    ] {
        assert_eq!(detect(line.as_bytes()), Some(Format::VpcFlow), "{line}");
    }
    for line in
        ["start action", "the action that we start and end here", "2 errors eni-1", "2 21 eni-1"]
    {
        assert_ne!(detect(line.as_bytes()), Some(Format::VpcFlow), "{line}");
    }
}

#[test]
fn a_stream_may_go_on_with_another_log() {
    let mut parser = Parser::new(None);
    assert!(matches!(parser.parse(Line::Complete(FLOW.as_bytes())), Parsed::Record(_)));
    let waf = b"{\"timestamp\":1795356000123,\"webaclId\":\"w\",\"action\":\"BLOCK\"}";
    let Parsed::Record(record) = parser.parse(Line::Complete(waf)) else { panic!("a record") };
    assert_eq!(record.format(), Format::Waf);
    let Parsed::Record(Record::Row(row)) = parser.parse(Line::Complete(FLOW.as_bytes())) else {
        panic!("a record")
    };
    assert_eq!(row.format(), Format::VpcFlow);
}

const WAF: &str = r#"{"timestamp":1795356000123,"formatVersion":1,"webaclId":"arn:aws:wafv2:eu-west-1:210987654321:regional/webacl/shop/1","terminatingRuleId":"rate","terminatingRuleType":"RATE_BASED","action":"BLOCK","terminatingRuleMatchDetails":[],"httpSourceName":"ALB","httpSourceId":"210987654321-app/web/0123456789abcdef","ruleGroupList":[{"ruleGroupId":"g","terminatingRule":null}],"rateBasedRuleList":[],"nonTerminatingMatchingRules":[],"requestHeadersInserted":null,"responseCodeSent":429,"httpRequest":{"clientIp":"2001:db8::7","country":"DE","headers":[{"name":"Host","value":"shop.example"}],"uri":"/cart","args":"a=\"b\"","httpVersion":"HTTP/2.0","httpMethod":"POST","requestId":"1-6921c1a3-0f1e2d3c4b5a69788796a5b4","fragment":"","scheme":"https","host":"shop.example"},"labels":[{"name":"awswaf:clientip:geo:country:DE"}],"ja3Fingerprint":"ab","ja4Fingerprint":"t13d","captchaResponse":{"responseCode":0,"failureReason":"TOKEN_MISSING"},"requestBodySize":12,"newMember":{"deep":true}}"#;

#[test]
fn a_waf_object_is_flat_and_keeps_its_arrays() {
    let line = WAF.replace("a=\"b\"", "a=\\\"b\\\"");
    let seen = read_one(Format::Waf, &line);
    assert_eq!((seen.time, seen.start), (Some(1_795_356_000_123_000), None));
    assert_values(
        &seen,
        &[
            ("waf_timestamp", "1795356000123"),
            ("format_version", "1"),
            ("webacl_id", "\"arn:aws:wafv2:eu-west-1:210987654321:regional/webacl/shop/1\""),
            ("terminating_rule_id", "\"rate\""),
            ("terminating_rule_type", "\"RATE_BASED\""),
            ("action", "\"BLOCK\""),
            ("http_source_name", "\"ALB\""),
            ("http_source_id", "\"210987654321-app/web/0123456789abcdef\""),
            ("rule_group_list", "[{\"ruleGroupId\":\"g\",\"terminatingRule\":null}]"),
            ("request_headers_inserted", ""),
            ("response_code_sent", "429"),
            ("http_request_client_ip", "\"2001:db8::7\""),
            ("http_request_country", "\"DE\""),
            ("http_request_headers", "[{\"name\":\"Host\",\"value\":\"shop.example\"}]"),
            ("http_request_uri", "\"/cart\""),
            ("http_request_args", "\"a=\\\"b\\\"\""),
            ("http_request_http_version", "\"HTTP/2.0\""),
            ("http_request_http_method", "\"POST\""),
            ("http_request_request_id", "\"1-6921c1a3-0f1e2d3c4b5a69788796a5b4\""),
            ("http_request_fragment", ""),
            ("http_request_scheme", "\"https\""),
            ("http_request_host", "\"shop.example\""),
            ("labels", "[{\"name\":\"awswaf:clientip:geo:country:DE\"}]"),
            ("ja3_fingerprint", "\"ab\""),
            ("ja4_fingerprint", "\"t13d\""),
            ("captcha_response_response_code", "0"),
            ("captcha_response_failure_reason", "\"TOKEN_MISSING\""),
            ("request_body_size", "12"),
            ("new_member_deep", "true"),
        ],
    );
}

#[test]
fn an_object_over_several_lines_means_the_same() {
    let line = WAF.replace("a=\"b\"", "c=d");
    let spread = line.replace(",\"", "\r\n\t, \"").replace('[', "[\n  ").replace('{', "\n{ ");
    assert_eq!(read_one(Format::Waf, &spread), read_one(Format::Waf, &line));
}

#[test]
fn of_two_members_for_one_column_the_first_counts_and_the_second_is_kept() {
    let line = r#"{"webaclId":"w","timestamp":1795356000123,"action":"ALLOW","action":"BLOCK","labels":"x"}"#;
    let seen = read_one(Format::Waf, line);
    assert_values(
        &seen,
        &[
            ("action", "\"ALLOW\""),
            ("waf_action", "\"BLOCK\""),
            ("labels", ""),
            ("waf_labels", "\"x\""),
        ],
    );
}

#[test]
fn a_waf_object_without_a_time_or_with_damage_is_rejected() {
    let lines: [&[u8]; 5] = [
        br#"{"webaclId":"w","action":"ALLOW"}"#,
        br#"{"webaclId":"w","timestamp":"soon"}"#,
        br#"{"webaclId":"w","timestamp":1795356000123"#,
        br#"{"webaclId":"w","timestamp":1795356000123} {}"#,
        br#"{"action":"ALLOW","timestamp":1795356000123}"#,
    ];
    let reasons: Vec<String> =
        read(Format::Waf, &[], &lines).into_iter().filter_map(Result::err).collect();
    let (time, other) = ("bad_timestamp", "unrecognised_line");
    assert_eq!(reasons, [time, time, other, other, other]);
}

#[test]
fn waf_is_recognised_from_the_beginning_of_an_object_and_quoted_text_is_not() {
    assert_eq!(detect(&WAF.as_bytes()[..90]), Some(Format::Waf));
    let old = br#" {"terminatingRuleId":"Default_Action","httpSourceName":"CF""#;
    assert_eq!(detect(old), Some(Format::Waf));
    let quoted = br#"{"message":"{\"webaclId\":\"w\"}"}"#;
    assert_ne!(detect(quoted), Some(Format::Waf));
}
