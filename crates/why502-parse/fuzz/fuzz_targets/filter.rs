//! Conditions of `--where`: the first line of the input is the condition, the others are of a log.
#![no_main]

use libfuzzer_sys::fuzz_target;
use why502_engine::filter::Context;
use why502_engine::{Filter, verdict};
use why502_parse::{Line, Parsed, Parser, Timestamp};
use why502_parse_fuzz::repeated;

fuzz_target!(|data: &[u8]| {
    let mut lines = data.split(|byte| *byte == b'\n');
    let Ok(text) = std::str::from_utf8(lines.next().unwrap_or_default()) else { return };
    let rest: Vec<&[u8]> = lines.collect();
    check(text, &rest);
    // A very long condition takes no more than its share of the time.
    if data.len() > 3 && data.len() % 16 == 0 {
        let long = repeated(data, 1 << 16);
        let text = String::from_utf8_lossy(&long);
        check(&text.replace('\n', " "), &rest);
    }
});

fn instants(text: &str) -> Option<Timestamp> {
    Timestamp::parse(text.as_bytes())
}

fn check(text: &str, lines: &[&[u8]]) {
    let filter = match Filter::parse(text, &instants) {
        Ok(filter) => filter,
        Err(error) => {
            assert!(error.at() <= text.len() && text.is_char_boundary(error.at()), "{error}");
            return;
        }
    };
    assert_eq!(filter.text(), text);
    let negated = Filter::parse(&format!("not ({text})"), &instants);
    let mut parser = Parser::new(None);
    for (place, line) in lines.iter().enumerate() {
        let Parsed::Record(record) = parser.parse(Line::Complete(line)) else { continue };
        let context =
            Context { source: "logs/a.log.gz", line: place as u64, signature: verdict(&record) };
        let holds = filter.holds(&record, &context);
        assert_eq!(holds, filter.holds(&record, &context), "the same whatever was asked before");
        // Nesting has an end, which the negation may be the first to meet.
        if let Ok(negated) = &negated {
            assert_eq!(holds, !negated.holds(&record, &context), "not {text}");
        }
        if !filter.asks_for_the_verdict() {
            let without = Context { signature: None, ..context };
            assert_eq!(holds, filter.holds(&record, &without), "{text} asks for no verdict");
        }
    }
}
