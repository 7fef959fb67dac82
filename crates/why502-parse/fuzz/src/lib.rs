//! What every fuzz target asks of the reader, whatever the format.
//!
//! The same bytes cut in another place give the same outcomes; every value of every record can be
//! read; lines add up.

use why502_parse::{Format, Framer, Options, Parsed, Parser, View, key_of};

/// Longest line in these runs, so that the limit is met often.
const LINE_LIMIT: usize = 1 << 12;

/// One outcome in words, every member included.
fn describe(parsed: &Parsed<'_>) -> String {
    let Parsed::Record(record) = parsed else { return format!("{parsed:?}") };
    let mut words = format!("{} {:?} {:?}", record.format(), record.time(), record.status());
    for view in [View::Meant, View::Logged] {
        record.members(view, &mut |key, value| {
            assert_eq!(key, key_of(key.as_bytes()), "a key is its own key");
            words.push_str(&format!(" {key}={value:?}"));
        });
    }
    record.members(View::Meant, &mut |key, value| {
        assert_eq!(record.value(key, View::Meant), value, "{key} is found by its key");
    });
    words
}

/// All outcomes of a stream that arrives in chunks of that size.
fn outcomes(data: &[u8], chunk: usize, format: Option<Format>) -> Vec<String> {
    let mut framer = Framer::new(LINE_LIMIT);
    let mut parser = Parser::with_options(format, Options::default());
    let mut outcomes = Vec::new();
    let mut held = 0;
    let mut take = |line: why502_parse::Line<'_>| {
        let parsed = parser.parse(line);
        held += u64::from(matches!(parsed, Parsed::Held));
        outcomes.push(describe(&parsed));
        if let Some(released) = parser.take_released() {
            let lines = u64::from(released.control_lines) + u64::from(released.rejected.is_some());
            held = held.checked_sub(lines).expect("no more lines are released than were held");
        }
    };
    for chunk in data.chunks(chunk.max(1)) {
        framer.push(chunk, &mut take);
    }
    framer.finish(&mut take);
    parser.finish();
    if let Some(released) = parser.take_released() {
        held -= u64::from(released.control_lines) + u64::from(released.rejected.is_some());
    }
    assert_eq!(held, 0, "every held line was released");
    outcomes
}

/// Holds a stream against itself cut elsewhere, read as that format and as whatever it looks like.
pub fn stream(data: &[u8], format: Format) {
    let chunk = usize::from(data.first().copied().unwrap_or(7)) + 1;
    for given in [Some(format), None] {
        let whole = outcomes(data, usize::MAX, given);
        assert_eq!(whole, outcomes(data, chunk, given), "cut every {chunk} bytes");
    }
}
