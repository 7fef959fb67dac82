//! An event, opened by the parser and by the twin. Fuzz targets take this file as a module too.

use crate::twin;
use why502_parse::{Format, Line, Parsed, Parser};

/// What a line is: its name, or the line of a record.
pub(crate) fn describe(parsed: &Parsed<'_>) -> String {
    match parsed {
        Parsed::Record(record) => String::from_utf8_lossy(record.line()).into_owned(),
        Parsed::Control => "control".to_owned(),
        Parsed::Held => "held".to_owned(),
        Parsed::Rejected(reason) => format!("rejected: {reason}"),
        Parsed::Unknown => "unknown".to_owned(),
    }
}

/// Opens the event with both and demands the same line of both.
pub(crate) fn assert_opened(text: &str) {
    let mut parser = Parser::new(Some(Format::Alb));
    let parsed = describe(&parser.parse(Line::Event(text.as_bytes())));
    match twin::event(text) {
        Some(message) => {
            let mut alone = Parser::new(Some(Format::Alb));
            let expected = match message.trim().is_empty() {
                true => "control".to_owned(),
                false => describe(&alone.parse(Line::Complete(message.as_bytes()))),
            };
            assert_eq!(parsed, expected, "{text}");
        }
        // The program takes some control characters in strings that serde_json does not.
        None => {
            let is_remark = parsed == "control";
            let is_known = is_remark || parsed.starts_with("rejected") || parsed.len() > 20;
            assert!(is_known, "{parsed}");
        }
    }
}
