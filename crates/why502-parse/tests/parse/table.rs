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
fn every_load_balancer_line_is_recognised_without_context_whatever_its_type() {
    for line in lines::alb() {
        assert_eq!(detect(&line), Some(Format::Alb), "{}", line.escape_ascii());
    }
    let shape = "2026-11-22T14:02:11Z app/web/1 rest";
    for kind in ["h3", "webtransport", "7"] {
        assert_eq!(detect(format!("{kind} {shape}").as_bytes()), Some(Format::Alb), "{kind}");
    }
    for kind in ["", "H2", "a-b", "\"http\"", "a\tb"] {
        assert_eq!(detect(format!("{kind} {shape}").as_bytes()), None, "{kind}");
    }
}

#[test]
fn a_line_of_a_new_type_counts_the_same_first_and_last() {
    let new = lines::alb_with(&[(0, b"h3")]);
    for order in [[&new, &lines::alb()[0]], [&lines::alb()[0], &new]] {
        let mut parser = Parser::new(None);
        for line in order {
            assert!(matches!(parser.parse(Line::Complete(line)), Parsed::Record(_)));
        }
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

/// What each line is, in words, of a stream that begins with no format.
fn seen(stream: &[&[u8]]) -> Vec<String> {
    let (mut parser, mut reference) = (Parser::new(None), Reference::default());
    let name = |seen: &Seen| match seen {
        Seen::Alb { .. } => "alb".to_owned(),
        Seen::CloudFront { .. } => "cloudfront".to_owned(),
        Seen::Rejected(reason) => (*reason).to_owned(),
        Seen::Control => "control".to_owned(),
        Seen::Unknown => "unknown".to_owned(),
    };
    stream.iter().map(|line| name(&read_both(&mut parser, &mut reference, line))).collect()
}

const HEADER: &[u8] = b"#Fields: sc-status date time";
const UNDER_HEADER: &[u8] = b"502\t2026-11-22\t14:02:11";

#[test]
fn files_of_both_formats_joined_to_one_stream_are_both_read() {
    let (alb, standard) = (&lines::alb()[3][..], &lines::cloudfront()[7][..]);
    let stream = [alb, HEADER, UNDER_HEADER, alb, b"#Version: 1.0", standard, alb];
    let expected = ["alb", "control", "cloudfront", "alb", "control", "cloudfront", "alb"];
    assert_eq!(seen(&stream), expected);
    assert_eq!(seen(&[HEADER, UNDER_HEADER, alb, alb]), ["control", "cloudfront", "alb", "alb"]);
    assert_eq!(seen(&[standard, alb]), ["cloudfront", "alb"]);
}

#[test]
fn an_earlier_header_does_not_count_behind_lines_of_a_load_balancer() {
    let (alb, standard) = (&lines::alb()[3][..], &lines::cloudfront()[7][..]);
    let rejected = "no_fields_header";
    assert_eq!(
        seen(&[HEADER, alb, standard, UNDER_HEADER, alb]),
        ["control", "alb", rejected, "unrecognised_line", "alb"]
    );
    assert_eq!(
        seen(&[HEADER, UNDER_HEADER, alb, b"#Version: 1.0", UNDER_HEADER, standard]),
        ["control", "cloudfront", "alb", "control", rejected, "cloudfront"]
    );
}

#[test]
fn the_format_is_that_of_the_latest_part() {
    let alb = &lines::alb()[3];
    let mut parser = Parser::new(None);
    for (line, format) in
        [(&alb[..], Format::Alb), (HEADER, Format::CloudFront), (alb, Format::Alb)]
    {
        parser.parse(Line::Complete(line));
        assert_eq!(parser.format(), Some(format));
    }
    parser.parse(Line::TooLong(b"#Fields: date"));
    assert_eq!(parser.format(), Some(Format::CloudFront));
    parser.parse(Line::TooLong(alb));
    assert_eq!(parser.format(), Some(Format::Alb));
}

#[test]
fn a_format_that_was_given_stays() {
    let alb = &lines::alb()[3];
    let mut parser = Parser::new(Some(Format::CloudFront));
    let parsed = parser.parse(Line::Complete(alb));
    assert!(matches!(parsed, Parsed::Rejected(RejectReason::UnrecognisedLine)), "{parsed:?}");
    let mut parser = Parser::new(Some(Format::Alb));
    parser.parse(Line::Complete(HEADER));
    let parsed = parser.parse(Line::Complete(UNDER_HEADER));
    assert!(matches!(parsed, Parsed::Rejected(RejectReason::UnrecognisedLine)), "{parsed:?}");
    assert_eq!(parser.format(), Some(Format::Alb));
}

#[test]
fn a_byte_order_mark_before_the_first_line_is_ignored() {
    let marked = |line: &[u8]| [b"\xef\xbb\xbf", line].concat();
    let mut parser = Parser::new(None);
    let (alb, header) = (marked(&lines::alb()[0]), marked(HEADER));
    let Parsed::Record(record) = parser.parse(Line::Complete(&alb)) else { panic!() };
    assert_eq!(record.line(), lines::alb()[0]);
    // Only before the first line of all; elsewhere it belongs to the type.
    let Parsed::Record(record) = parser.parse(Line::Complete(&alb)) else { panic!() };
    assert_eq!(record.line(), alb);
    let mut parser = Parser::new(None);
    assert!(matches!(parser.parse(Line::Complete(&header)), Parsed::Control));
    assert!(matches!(parser.parse(Line::Complete(UNDER_HEADER)), Parsed::Record(_)));
    let mut parser = Parser::new(None);
    parser.parse(Line::TooLong(&header));
    assert_eq!(parser.format(), Some(Format::CloudFront));
}

#[test]
fn lines_before_the_format_is_known_are_unknown() {
    let (mut parser, mut reference) = (Parser::new(None), Reference::default());
    for line in [
        &b"some text"[..],
        b"http 2026-11-22T14:02:11Z a sentence, not a record",
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
    for &format in Format::ALL {
        assert_eq!(Format::from_name(format.name()), Some(format));
    }
    assert_eq!(Format::from_name("ALB"), None);
    let mut names: Vec<&str> = RejectReason::ALL.iter().map(|reason| reason.name()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), RejectReason::ALL.len());
}
