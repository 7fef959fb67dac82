//! Whole lines, one by one, with both parsers.

use crate::lines::{self, CONTROL};
use crate::read_both;
use crate::reference::{Reference, Seen};
use why502_parse::{Format, Line, Parsed, Parser, Record, RejectReason, detect};

fn alb_parsers() -> (Parser, Reference) {
    let (mut parser, mut reference) = (Parser::new(None), Reference::default());
    read_both(&mut parser, &mut reference, &lines::alb()[0]);
    (parser, reference)
}

#[test]
fn every_load_balancer_line_is_a_record() {
    let (mut parser, mut reference) = alb_parsers();
    for line in lines::alb() {
        let seen = read_both(&mut parser, &mut reference, &line);
        assert!(matches!(seen, Seen::Alb { .. }), "{seen:?} {}", line.escape_ascii());
    }
}

#[test]
fn every_load_balancer_line_but_a_new_type_is_recognised_without_context() {
    for line in lines::alb() {
        let expected = (!line.starts_with(b"h3")).then_some(Format::Alb);
        assert_eq!(detect(&line), expected, "{}", line.escape_ascii());
    }
}

#[test]
fn unreadable_load_balancer_lines_are_rejected_with_their_reason() {
    let (mut parser, mut reference) = alb_parsers();
    for (line, reason) in lines::alb_rejected() {
        let seen = read_both(&mut parser, &mut reference, &line);
        assert_eq!(seen, Seen::Rejected(reason), "{}", line.escape_ascii());
    }
}

#[test]
fn control_lines_are_control_in_any_file_and_tell_no_format_but_by_a_header() {
    for format in [None, Some(Format::Alb), Some(Format::CloudFront)] {
        for line in CONTROL {
            let mut parser = Parser::new(format);
            assert!(matches!(parser.parse(Line::Complete(line)), Parsed::Control), "{line:?}");
            let header = line.starts_with(b"#Version").then_some(Format::CloudFront);
            assert_eq!(parser.format(), format.or(header));
        }
    }
}

#[test]
fn a_header_inside_a_load_balancer_file_changes_nothing() {
    let (mut parser, mut reference) = alb_parsers();
    read_both(&mut parser, &mut reference, b"#Fields: date time sc-status");
    let seen = read_both(&mut parser, &mut reference, b"2026-11-22\t14:02:11\t502");
    assert_eq!(seen, Seen::Rejected("unrecognised_line"));
    let seen = read_both(&mut parser, &mut reference, &lines::alb()[3]);
    assert!(matches!(seen, Seen::Alb { .. }));
}

#[test]
fn a_load_balancer_line_inside_a_cloudfront_file_is_rejected() {
    for context in [&b"#Version: 1.0"[..], b"#Fields: date time sc-status", &lines::cloudfront()[0]]
    {
        let (mut parser, mut reference) = (Parser::new(None), Reference::default());
        read_both(&mut parser, &mut reference, context);
        let seen = read_both(&mut parser, &mut reference, &lines::alb()[14]);
        assert_eq!(seen, Seen::Rejected("unrecognised_line"));
    }
}

#[test]
fn lines_before_the_format_is_known_are_unknown() {
    let (mut parser, mut reference) = (Parser::new(None), Reference::default());
    for line in [
        &b"some text"[..],
        b"http 2026-11-22T14:02:11Z a sentence, not a record",
        b"http 2026-11-22T14:02:11Z 0.0195 10.0.3.17:80 web PASS 200 -",
        b"tls 2.0 2026-11-22T14:02:11 net/web/0123 abc 192.0.2.1:1 10.0.0.1:443 - 1 2 3",
        b"2026-11-22T14:02:11.000123Z web 192.0.2.1:1 10.0.0.1:80 0.1 0.1 0.1 200 200 1 2 \"-\"",
        b"{\"sc-status\":\"502\"}",
        b"Enable this",
        b"Enable AccessLog for all: example",
        b"2026-11-22\t14:02",
    ] {
        assert_eq!(read_both(&mut parser, &mut reference, line), Seen::Unknown);
        assert_eq!(parser.format(), None);
    }
    let seen = read_both(&mut parser, &mut reference, &lines::alb()[0]);
    assert!(matches!(seen, Seen::Alb { .. }));
    assert_eq!(parser.format(), Some(Format::Alb));
}

#[test]
fn a_given_format_needs_no_recognition() {
    let mut parser = Parser::new(Some(Format::Alb));
    let line = lines::alb_with(&[(2, b"renamed"), (0, b"h3")]);
    assert_eq!(detect(&line), None);
    assert!(matches!(parser.parse(Line::Complete(&line)), Parsed::Record(Record::Alb(_))));
}

#[test]
fn a_line_over_the_limit_is_rejected_where_its_beginning_tells_the_format() {
    let mut parser = Parser::new(None);
    assert!(matches!(parser.parse(Line::TooLong(b"abcdef")), Parsed::Unknown));
    assert!(matches!(parser.parse(Line::TooLong(b"# remark")), Parsed::Unknown));
    let line = &lines::alb()[0];
    let parsed = parser.parse(Line::TooLong(line));
    assert!(matches!(parsed, Parsed::Rejected(RejectReason::LineTooLong)));
    assert_eq!(parser.format(), Some(Format::Alb));
    let parsed = parser.parse(Line::TooLong(b"abcdef"));
    assert!(matches!(parsed, Parsed::Rejected(RejectReason::LineTooLong)));
}

#[test]
fn names_are_unique_and_found_again() {
    for format in Format::ALL {
        assert_eq!(Format::from_name(format.name()), Some(format));
    }
    assert_eq!(Format::from_name("ALB"), None);
    let mut names: Vec<&str> = RejectReason::ALL.iter().map(|reason| reason.name()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), RejectReason::ALL.len());
}
