//! JUnit XML, read back by a parser that knows nothing of it.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use why502_engine::summary::Summary;
use why502_engine::{Condition, Judgement};
use why502_report::junit::render;
use why502_rulebook::causes;

use crate::fixture::{healthy, incident};

/// Name, attributes, depth and text of each element, in order.
#[derive(Debug)]
struct Element {
    name: String,
    attributes: Vec<(String, String)>,
    depth: usize,
    text: String,
}

impl Element {
    fn of(start: &BytesStart<'_>, depth: usize) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        let attributes = start.attributes().map(|attribute| {
            let attribute = attribute.unwrap();
            let value = text(&attribute.value);
            (
                text(attribute.key.as_ref()),
                quick_xml::escape::unescape(&value).unwrap().into_owned(),
            )
        });
        let attributes = attributes.collect();
        Self { name: text(start.name().as_ref()), attributes, depth, text: String::new() }
    }

    fn get(&self, key: &str) -> &str {
        &self.attributes.iter().find(|(name, _)| name == key).unwrap().1
    }
}

fn elements(xml: &str) -> Vec<Element> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_comments = true;
    let (mut found, mut depth) = (Vec::<Element>::new(), 0);
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => {
                found.push(Element::of(&start, depth));
                depth += 1;
            }
            Event::Empty(start) => found.push(Element::of(&start, depth)),
            Event::End(_) => depth -= 1,
            Event::Text(text) => {
                if let Some(last) = found.last_mut() {
                    last.text.push_str(&text.decode().unwrap());
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0);
    found
}

fn judged(summary: &Summary, conditions: &[&str]) -> Vec<Judgement> {
    let judge = |text: &&str| Condition::parse(text).unwrap().judge(summary);
    conditions.iter().map(judge).collect()
}

/// Elements and attributes that the schema of Jenkins knows, and the parents of the elements.
fn hold_against_the_schema(found: &[Element]) {
    let known: [(&str, usize, &[&str]); 7] = [
        ("testsuites", 0, &["name", "tests", "failures", "errors", "time"]),
        ("testsuite", 1, &["name", "tests", "failures", "errors", "time", "skipped"]),
        ("properties", 2, &[]),
        ("property", 3, &["name", "value"]),
        ("testcase", 2, &["name", "classname", "time"]),
        ("failure", 3, &["message", "type"]),
        ("error", 3, &["message", "type"]),
    ];
    for element in found {
        let (_, depth, keys) = known.iter().find(|(name, ..)| *name == element.name).unwrap();
        assert_eq!(element.depth, *depth, "{element:?}");
        let mut mine: Vec<_> = element.attributes.iter().map(|(key, _)| key.as_str()).collect();
        let mut theirs = keys.to_vec();
        mine.sort_unstable();
        theirs.sort_unstable();
        assert_eq!(mine, theirs, "{}", element.name);
    }
    let number = |name: &str| found.iter().filter(|one| one.name == name).count().to_string();
    for suite in found.iter().filter(|one| one.name.starts_with("testsuite")) {
        assert_eq!(suite.get("tests"), number("testcase"));
        assert_eq!(suite.get("failures"), number("failure"));
        assert_eq!(suite.get("errors"), number("error"));
    }
}

#[test]
fn a_condition_that_holds_is_a_test_that_failed() {
    let mut summary = incident();
    summary.input.failed_objects.clear();
    let judgements = judged(&summary, &["bad_gateways > 0", "p99 > 2s and share > 1%"]);
    let xml = render(&summary, &judgements);
    let found = elements(&xml);
    hold_against_the_schema(&found);
    let cases: Vec<_> = found.iter().filter(|one| one.name == "testcase").collect();
    let names: Vec<_> = cases.iter().map(|one| one.get("name")).collect();
    assert_eq!(names, ["everything was read", "bad_gateways > 0", "p99 > 2s and share > 1%"]);
    let failure = found.iter().find(|one| one.name == "failure").unwrap();
    assert_eq!(failure.get("message"), "it holds: bad_gateways is 1,284");
    assert!(failure.text.contains("rolling-deploy, 1251 failing requests"), "{}", failure.text);
    assert_eq!(found[0].get("failures"), "1");
    assert_eq!(found[0].get("errors"), "0");
    assert!(xml.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites "), "{xml}");
}

#[test]
fn without_conditions_every_cause_is_a_test() {
    for (summary, failures) in [(incident(), 1), (healthy(), 0)] {
        let found = elements(&render(&summary, &[]));
        hold_against_the_schema(&found);
        let cases = found.iter().filter(|one| one.get_or_empty("classname") == "why502.causes");
        assert_eq!(cases.count(), causes::ALL.len());
        // Background is no incident.
        assert_eq!(found.iter().filter(|one| one.name == "failure").count(), failures);
    }
}

impl Element {
    fn get_or_empty(&self, key: &str) -> &str {
        self.attributes.iter().find(|(name, _)| name == key).map_or("", |(_, value)| value)
    }
}

#[test]
fn what_was_not_read_is_an_error_and_no_test_passed() {
    let summary = incident();
    let found = elements(&render(&summary, &judged(&summary, &["failed > 9999"])));
    hold_against_the_schema(&found);
    let error = found.iter().find(|one| one.name == "error").unwrap();
    assert!(error.get("message").contains("logs/cut-0.gz: gzip stream is cut short"));
    let mut empty = healthy();
    empty.input.records = 0;
    for judgements in [judged(&empty, &["failed > 9999"]), vec![]] {
        let found = elements(&render(&empty, &judgements));
        hold_against_the_schema(&found);
        assert_eq!(found[0].get("errors"), found[0].get("tests"));
    }
}

#[test]
fn what_xml_cannot_hold_is_written_out() {
    let mut summary = incident();
    let hostile =
        "]]> <x a='\"'>&amp; \u{0}\u{1b}[31m\r\n\t\u{85}\u{fffe}\u{ffff}\u{202e}\u{1F600}";
    summary.findings[0].title = hostile.into();
    summary.findings[0].evidence[0].statement = hostile.into();
    summary.input.failed_objects[0].source = hostile.to_owned();
    let xml = render(&summary, &judged(&summary, &["bad_gateways > 0"]));
    let is_allowed = |c: char| match c {
        '\n' => true,
        c => !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}'),
    };
    assert!(xml.chars().all(is_allowed), "{xml:?}");
    let found = elements(&xml);
    hold_against_the_schema(&found);
    let error = found.iter().find(|one| one.name == "error").unwrap().get("message");
    for shown in [
        "]]> <x a='\"'>&amp; \\u{0}\\u{1b}[31m\\u{d}\\u{a}\\u{9}\\u{85}\\u{fffe}\\u{ffff}",
        "\\u{202e}\u{1F600}",
    ] {
        assert!(error.contains(shown), "{error}");
    }
}
