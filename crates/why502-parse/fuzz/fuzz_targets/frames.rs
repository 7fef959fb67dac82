//! The framer, held against a twin that sees the whole text. The first two bytes choose the limit
//! and the size of chunks.
#![no_main]
#![allow(dead_code, reason = "tests share these files, and use more of them")]

#[path = "../../tests/frames/agree.rs"]
mod agree;
#[path = "../../tests/frames/twin.rs"]
mod twin;

use libfuzzer_sys::fuzz_target;
use why502_parse::{Format, Framer, Line};
use why502_parse_fuzz::stream;

fuzz_target!(|data: &[u8]| {
    stream(data, Format::Lambda);
    let [limit, chunk, text @ ..] = data else { return };
    let limit = if *limit == 0 { Framer::DEFAULT_LINE_LIMIT } else { usize::from(*limit) - 1 };
    let expected = twin::units(text, limit);
    assert_eq!(agree::units(&[text], limit), expected);
    let chunk = usize::from(*chunk) % 64 + 1;
    let chunks: Vec<&[u8]> = text.chunks(chunk).collect();
    assert_eq!(agree::units(&chunks, limit), expected, "cut every {chunk} bytes");
    nothing_is_left_of_what_was_cut_off(text, limit);
});

fn nothing_is_left_of_what_was_cut_off(text: &[u8], limit: usize) {
    let mut framer = Framer::new(limit);
    framer.push(text, &mut |_: Line<'_>| {});
    framer.abandon();
    let mut found = Vec::new();
    framer.push(text, &mut |line: Line<'_>| found.push(agree::unit(line)));
    framer.finish(&mut |line: Line<'_>| found.push(agree::unit(line)));
    assert_eq!(found, twin::units(text, limit), "behind damage");
}
