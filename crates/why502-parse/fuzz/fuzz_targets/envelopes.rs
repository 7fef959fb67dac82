//! What CloudWatch Logs puts around lines: objects of a subscription, and exported lines.
#![no_main]
#![allow(dead_code, reason = "tests share these files, and use more of them")]

#[path = "../../tests/envelopes/agree.rs"]
mod agree;
#[path = "../../tests/envelopes/twin.rs"]
mod twin;

use libfuzzer_sys::fuzz_target;
use why502_parse::{Format, Line, Parsed, Parser};
use why502_parse_fuzz::stream;

fuzz_target!(|data: &[u8]| {
    stream(data, Format::Alb);
    let Ok(text) = std::str::from_utf8(data) else { return };
    agree::assert_opened(text);
    for line in text.lines() {
        exported(line);
    }
});

/// A line of an export is read as what stands behind its time.
fn exported(line: &str) {
    let Some(message) = twin::export(line) else { return };
    // A time that no clock shows is no time of an export.
    let is_time = why502_parse::Timestamp::parse(&line.as_bytes()[..24]).is_some();
    let is_again = twin::export(message).is_some() || message.starts_with('\u{feff}');
    if !is_time || is_again {
        return;
    }
    let mut parser = Parser::new(Some(Format::Clb));
    let parsed = agree::describe(&parser.parse(Line::Complete(line.as_bytes())));
    let mut alone = Parser::new(Some(Format::Clb));
    let expected = match alone.parse(Line::Complete(message.as_bytes())) {
        Parsed::Record(record) => String::from_utf8_lossy(record.line()).into_owned(),
        other => agree::describe(&other),
    };
    assert_eq!(parsed, expected, "{line}");
}
