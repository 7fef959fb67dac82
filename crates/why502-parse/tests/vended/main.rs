//! The access log of a load balancer in the forms that CloudWatch Logs delivers.

mod agree;
mod twin;

use agree::{assert_same, legacy, object, parse, values};
use proptest::prelude::*;
use why502_parse::{Format, Line, Parsed, Parser, Record, RejectReason, Value, View};

#[test]
fn an_object_gives_what_the_legacy_line_gives() {
    let line = object(&values());
    let mut parser = Parser::new(None);
    let parsed = parser.parse(Line::Complete(line.as_bytes()));
    assert_same(&parsed, twin::json(&line), &line);
    let Parsed::Record(record) = parsed else { panic!("{parsed:?}") };
    assert_eq!((record.format(), record.status()), (Format::Alb, Some(502)));
    let member = |key| record.value(key, View::Meant);
    assert_eq!(
        member("request"),
        Value::Text(b"GET https://www.example.com:443/a?b=c HTTP/1.1".into())
    );
    assert_eq!(member("user_agent"), Value::Text(b"agent \"one\"".into()));
    assert_eq!(member("target_status_code"), Value::Null);
    assert_eq!(record.surplus_fields(), 0);
}

#[test]
fn numbers_null_and_missing_members_are_read() {
    let line = "{\"type\":\"http\",\"time\":\"2026-11-22T14:02:11.000123Z\",\"elb\":\"app/a/1\",\
        \"client_port\":\"192.0.2.7:1\",\"target_port\":null,\"target_processing_time\":-1,\
        \"elb_status_code\":503,\"received_bytes\":12,\"user_agent\":\"\",\"new\":{\"field\":7}}";
    let mut parser = Parser::new(None);
    let Parsed::Record(Record::Alb(record)) = parser.parse(Line::Complete(line.as_bytes())) else {
        panic!("{line}");
    };
    assert_eq!(record.elb_status_code(), Some(503));
    assert_eq!(record.received_bytes(), Some(12));
    assert_eq!((record.target(), record.user_agent()), (None, None));
    assert_eq!(record.surplus().collect::<Vec<_>>(), [b"new.field=7"]);
}

#[test]
fn quotes_and_backslashes_in_values_survive() {
    let mut values = values();
    values[13].1 = "a \"b\" \\ c\\x41 \u{7}\n\\\"".to_owned();
    let line = object(&values);
    parse(None, &line, |parsed| assert_same(parsed, twin::json(&line), &line));
    let Some(read) = twin::json(&line) else { panic!("{line}") };
    let agent = read.fields.iter().find(|(name, _)| name == "user_agent").unwrap();
    assert_eq!(agent.1, b"a \"b\" \\ cA \x07\n\\\"");
}

#[test]
fn columns_are_where_the_header_says_with_tabs_or_spaces() {
    let mut values = values();
    values.reverse();
    let names: Vec<&str> = values.iter().map(|(name, _)| name.as_str()).collect();
    let quoted = |text: &String| match text.contains(' ') {
        true => format!("\"{text}\""),
        false => text.clone(),
    };
    let texts: Vec<String> = values.iter().map(|(_, text)| text.clone()).collect();
    let spaced: Vec<String> = texts.iter().map(quoted).collect();
    for line in [texts.join("\t"), spaced.join(" ")] {
        let header = names.join(" ");
        let mut parser = Parser::new(None);
        parser.parse(Line::Complete(format!("#Fields: {header}").as_bytes()));
        assert_eq!(parser.format(), Some(Format::Alb));
        let parsed = parser.parse(Line::Complete(line.as_bytes()));
        assert_same(&parsed, twin::w3c(&header, &line), &line);
        let Parsed::Record(record) = parsed else { panic!("{line}") };
        assert_eq!(record.status(), Some(502));
    }
}

#[test]
fn a_legacy_line_ends_a_header_of_another_order() {
    let mut parser = Parser::new(None);
    parser.parse(Line::Complete(b"#Version: 1.0"));
    parser.parse(Line::Complete(b"#Fields: time elb_status_code target_status_code elb"));
    let record = |parsed: Parsed<'_>| matches!(parsed, Parsed::Record(Record::Alb(_)));
    let short = b"2026-11-22T14:02:11Z\t502\t-\tapp/a/1";
    assert!(record(parser.parse(Line::Complete(short))));
    assert!(record(parser.parse(Line::Complete(legacy().as_bytes()))));
    let parsed = parser.parse(Line::Complete(short));
    assert!(matches!(parsed, Parsed::Rejected(RejectReason::UnrecognisedLine)), "{parsed:?}");
}

#[test]
fn plain_lines_objects_and_columns_may_follow_one_another() {
    let mut parser = Parser::new(None);
    let object = object(&values());
    for line in [&legacy(), &object, &legacy(), &object] {
        let parsed = parser.parse(Line::Complete(line.as_bytes()));
        assert!(matches!(parsed, Parsed::Record(Record::Alb(_))), "{parsed:?}");
    }
}

#[test]
fn an_object_that_only_speaks_of_the_fields_is_no_request() {
    let mut parser = Parser::new(None);
    let line = b"{\"fields\":[\"elb_status_code\",\"target_processing_time\"]}";
    assert!(matches!(parser.parse(Line::Complete(line)), Parsed::Unknown));
}

#[test]
fn a_line_that_ends_before_the_status_is_rejected() {
    let mut parser = Parser::new(None);
    parser.parse(Line::Complete(b"#Fields: time elb request_line elb_status_code"));
    let parsed = parser.parse(Line::Complete(b"2026-11-22T14:02:11Z\tapp/a/1"));
    assert!(matches!(parsed, Parsed::Rejected(RejectReason::TooFewFields)), "{parsed:?}");
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof!["[ -~]{0,12}", "[\"\\\\xX0-9A-F -]{0,10}", Just("-".to_owned()), "\\PC{0,6}",]
}

/// Values of which some are anything.
fn drafts() -> impl Strategy<Value = Vec<(String, String)>> {
    let changes = proptest::collection::vec((0..34_usize, text()), 0..6);
    let order = Just(()).prop_perturb(|(), mut random| random.random_range(0..34_usize));
    (changes, order, proptest::option::of(text())).prop_map(|(changes, turn, other)| {
        let mut values = values();
        for (place, text) in changes {
            // What must be right for a record stays right.
            if !["time", "elb_status_code", "type"].contains(&values[place].0.as_str()) {
                values[place].1 = text;
            }
        }
        values.rotate_left(turn);
        values.extend(other.map(|text| ("other".to_owned(), text)));
        values
    })
}

proptest! {
    #[test]
    fn objects_are_read_as_the_twin_reads_them(values in drafts()) {
        let line = object(&values);
        parse(None, &line, |parsed| assert_same(parsed, twin::json(&line), &line));
    }

    #[test]
    fn tabbed_columns_are_read_as_the_twin_reads_them(values in drafts()) {
        let header: Vec<&str> = values.iter().map(|(name, _)| name.as_str()).collect();
        let header = header.join(" ");
        let texts: Vec<String> = values
            .iter()
            .map(|(_, text)| text.chars().filter(|&c| c != '\t' && c != '\n').collect())
            .collect();
        let line = texts.join("\t");
        prop_assume!(!line.trim().is_empty() && !line.starts_with(['#', '{']));
        let order = twin::w3c(&header, &line);
        parse(Some(&header), &line, |parsed| assert_same(parsed, order, &line));
    }
}
