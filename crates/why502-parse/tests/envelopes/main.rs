//! Lines in the envelopes of CloudWatch Logs: subscription events and exported objects.

mod agree;
mod twin;

use agree::{assert_opened, describe};
use proptest::prelude::*;
use why502_parse::{Format, Framer, Line, Parsed, Parser, RejectReason};

const TIME: &str = "2026-11-22T14:05:00.250Z";

fn access() -> String {
    "http 2026-11-22T14:02:11.000123Z app/web/0123456789abcdef 192.0.2.7:40312 10.0.3.17:8080 \
     0.001 -1 -1 502 - 214 277 \"GET http://www.example.com:80/cart HTTP/1.1\" \"agent\""
        .to_owned()
}

fn event(message: &str) -> String {
    serde_json::json!({"id": "3", "timestamp": 1_795_356_300_250_u64, "message": message})
        .to_string()
}

fn envelope(events: &[String]) -> String {
    format!(
        "{{\"messageType\":\"DATA_MESSAGE\",\"owner\":\"1\",\"logGroup\":\"g\",\"logStream\":\"s\",\
         \"subscriptionFilters\":[\"f\"],\"logEvents\":[{}]}}",
        events.join(",")
    )
}

/// What each unit of the text is: its name, or the line of a record.
fn outcomes(text: &str) -> Vec<String> {
    let mut framer = Framer::default();
    let mut parser = Parser::new(None);
    let mut outcomes = Vec::new();
    let mut each = |line: Line<'_>| outcomes.push(describe(&parser.parse(line)));
    framer.push(text.as_bytes(), &mut each);
    framer.finish(&mut each);
    outcomes
}

#[test]
fn the_message_of_an_event_is_the_line() {
    let line = access();
    for ending in ["", "\n", "\r\n"] {
        let text = envelope(&[event(&format!("{line}{ending}"))]);
        assert_eq!(outcomes(&format!("{text}{text}\n{text}")), vec![line.clone(); 3]);
    }
}

#[test]
fn an_event_that_cannot_be_opened_is_rejected() {
    let line = access();
    let events = [event(&line), "{\"id\":\"1\"}".to_owned(), "{\"message\":7}".to_owned()];
    let rejected = || "rejected: unrecognised_line".to_owned();
    assert_eq!(outcomes(&envelope(&events)), [line.clone(), rejected(), rejected()]);
    assert_eq!(outcomes(&envelope(&events[1..])), ["unknown", "unknown"]);
}

#[test]
fn an_event_within_an_event_is_not_opened() {
    let text = envelope(&[event(&access()), event(&envelope(&[event(&access())]))]);
    assert_eq!(outcomes(&text), [access(), "rejected: unrecognised_line".to_owned()]);
}

#[test]
fn a_blank_message_and_a_check_are_control_lines() {
    assert_eq!(outcomes(&envelope(&[event(" "), event("\n")])), ["control", "control"]);
    let check = envelope(&[event("CWL CONTROL MESSAGE: Checking health of destination.")]);
    let check = check.replace("DATA_MESSAGE", "CONTROL_MESSAGE");
    assert_eq!(outcomes(&check), ["control"]);
}

#[test]
fn a_quote_that_is_open_at_the_end_of_a_message_stays_open() {
    let open = access().trim_end_matches('"').to_owned();
    let text = envelope(&[event(&open), event(&access())]);
    assert_eq!(outcomes(&text), ["rejected: unterminated_quote".to_owned(), access()]);
}

#[test]
fn exported_lines_lose_the_time_before_them() {
    let line = access();
    let text = format!("{TIME} {line}\n{TIME} {line}\n{line}\n{TIME} no record\n{TIME} \n");
    let rejected = "rejected: unrecognised_line".to_owned();
    let expected = [line.clone(), line.clone(), line, rejected, "control".to_owned()];
    assert_eq!(outcomes(&text), expected);
}

#[test]
fn a_time_before_what_is_no_log_does_not_make_an_export() {
    assert_eq!(outcomes(&format!("{TIME} words\n{TIME} {TIME} words")), ["unknown", "unknown"]);
    let text = format!("{TIME} {TIME} {}", access());
    assert_eq!(outcomes(&text), ["unknown"]);
}

#[test]
fn exports_events_and_lines_may_follow_one_another() {
    let line = access();
    let text = format!(
        "{}\n{TIME} {line}\n{line}\n{}\n{line}",
        envelope(&[event(&line)]),
        envelope(&[event(&line)])
    );
    assert_eq!(outcomes(&text), vec![line; 5]);
}

#[test]
fn a_given_format_holds_within_envelopes() {
    let mut parser = Parser::new(Some(Format::CloudFront));
    let event = event(&access());
    for line in
        [Line::Event(event.as_bytes()), Line::Complete(format!("{TIME} {}", access()).as_bytes())]
    {
        let parsed = parser.parse(line);
        assert!(
            matches!(
                parsed,
                Parsed::Rejected(RejectReason::UnrecognisedLine | RejectReason::NoFieldsHeader)
            ),
            "{parsed:?}"
        );
    }
}

#[test]
fn control_units_are_control_lines_whatever_they_hold() {
    let mut parser = Parser::new(None);
    assert!(matches!(parser.parse(Line::Control(access().as_bytes())), Parsed::Control));
    assert_eq!(parser.format(), None);
}

proptest! {
    #[test]
    fn events_are_opened_as_the_twin_opens_them(
        agent in "(\\PC|[\\\\\"\n\t{}\u{0}-\u{1f}]){0,12}", mutation in proptest::option::of((0..400_usize, "[ -~]?"))
    ) {
        let agent = agent.replace(['"', '\\'], "\\x22");
        let mut text = event(&format!("{} \"{agent}\"\n", access()));
        if let Some((at, put)) = mutation {
            let at = at.min(text.len());
            if text.is_char_boundary(at) {
                text.insert_str(at, &put);
            }
        }
        assert_opened(&text);
    }

    #[test]
    fn exported_lines_are_taken_apart_as_the_twin_does(
        prefix in "(2026-11-22T14:05:00(\\.[0-9]{2,4})?Z|[0-9TZ:. -]{0,26})", space in " {0,2}"
    ) {
        let text = format!("{prefix}{space}{}", access());
        let mut parser = Parser::new(None);
        let parsed = describe(&parser.parse(Line::Complete(text.as_bytes())));
        match twin::export(&text) {
            Some(message) if message.starts_with("http") => prop_assert_eq!(parsed, message),
            // Any word of lower-case letters and digits may be a new type of request.
            _ if text.trim_start_matches(|c: char| c == ' ' || c.is_ascii_digit()) == access() => {}
            _ => prop_assert_eq!(parsed, "unknown"),
        }
    }
}
