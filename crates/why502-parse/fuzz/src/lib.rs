//! What every fuzz target asks of the reader, whatever the format.
//!
//! The same bytes cut in another place give the same outcomes; every value of every record can be
//! read; every held line is released. A share of the inputs is also read many times over: as one
//! line of the greatest length, where anything but linear time meets libFuzzer's timeout, and as a
//! long stream, where memory may not grow.

use cap::Cap;
use std::alloc::System;
use std::collections::BTreeSet;
use why502_parse::{
    AlbRecord, COMMON_KEYS, CloudFrontRecord, Format, Framer, Line, Options, Parsed, Parser,
    Reader, Record, Released, Take, Unit, View, key_of,
};

#[global_allocator]
static MEMORY: Cap<System> = Cap::new(System, usize::MAX);

/// Longest line in these runs, so that the limit is met often.
pub const LINE_LIMIT: usize = 1 << 12;
/// Longest line of the program, for runs that would show more than linear time.
const LONG_LINE: usize = Framer::DEFAULT_LINE_LIMIT;
/// A long stream.
const STREAM_BYTES: usize = 1 << 18;
/// What reading a stream may take: lines that wait for their continuation are at most 16.
const MOST_BYTES: usize = 64 * LINE_LIMIT + (1 << 18);

/// One outcome in words, every member included.
fn describe(parsed: &Parsed<'_>) -> String {
    let Parsed::Record(record) = parsed else { return format!("{parsed:?}") };
    let mut words = format!("{} {:?} {:?}", record.format(), record.time(), record.status());
    words.push_str(&format!(" {:?} {}", record.start(), record.surplus_fields()));
    for view in [View::Meant, View::Logged] {
        let mut met = BTreeSet::new();
        record.members(view, &mut |key, value| {
            assert_eq!(key, key_of(key.as_bytes()), "a key is its own key");
            assert!(!COMMON_KEYS.contains(&key), "{key} is a key of every record");
            if met.insert(key.to_owned()) {
                assert_eq!(record.value(key, view), value, "{key} is found by its key");
            }
            words.push_str(&format!(" {key}={value:?}"));
        });
    }
    words
}

/// A parser, and how many of the lines it read are held.
struct Reading {
    parser: Parser,
    held: u64,
}

impl Reading {
    fn new(format: Option<Format>) -> Self {
        Self { parser: Parser::with_options(format, Options::default()), held: 0 }
    }

    fn read(&mut self, line: Line<'_>, see: &mut dyn FnMut(&Parsed<'_>)) {
        let parsed = self.parser.parse(line);
        self.held += u64::from(matches!(parsed, Parsed::Held));
        see(&parsed);
        self.release();
    }

    fn release(&mut self) {
        if let Some(released) = self.parser.take_released() {
            let lines = u64::from(released.control_lines) + u64::from(released.rejected.is_some());
            let left = self.held.checked_sub(lines);
            self.held = left.expect("no more lines are released than were held");
        }
    }

    fn finish(mut self) {
        self.parser.finish();
        self.release();
        assert_eq!(self.held, 0, "every held line was released");
    }
}

/// All outcomes of a stream that arrives in chunks of that size.
fn outcomes(data: &[u8], chunk: usize, format: Option<Format>) -> Vec<String> {
    let mut framer = Framer::new(LINE_LIMIT);
    let mut reading = Reading::new(format);
    let mut outcomes = Vec::new();
    let mut take =
        |line: Line<'_>| reading.read(line, &mut |parsed| outcomes.push(describe(parsed)));
    for chunk in data.chunks(chunk) {
        framer.push(chunk, &mut take);
    }
    framer.finish(&mut take);
    reading.finish();
    outcomes
}

/// The same of the reader, which must give what framer and parser give.
fn read(data: &[u8], chunk: usize, format: Option<Format>) -> Vec<String> {
    let mut reader = Reader::new(LINE_LIMIT, format, Options::default());
    let mut taken = Taken::default();
    for chunk in data.chunks(chunk) {
        reader.push_to(chunk, &mut taken);
    }
    let released = reader.finish(&mut |unit: Unit<'_>| taken.unit(unit));
    taken.settle(released);
    assert_eq!(taken.held, 0, "every held line was released");
    taken.outcomes
}

/// What a reader gave.
#[derive(Default)]
struct Taken {
    outcomes: Vec<String>,
    held: u64,
}

impl Taken {
    fn settle(&mut self, released: Option<Released>) {
        let lines = released.map_or(0, |released| {
            u64::from(released.control_lines) + u64::from(released.rejected.is_some())
        });
        self.held =
            self.held.checked_sub(lines).expect("no more lines are released than were held");
    }
}

impl Take for Taken {
    fn alb(&mut self, record: &AlbRecord<'_>) {
        self.outcomes.push(describe(&Parsed::Record(Record::Alb(*record))));
    }

    fn cloudfront(&mut self, record: &CloudFrontRecord<'_>) {
        self.outcomes.push(describe(&Parsed::Record(Record::CloudFront(*record))));
    }

    fn unit(&mut self, unit: Unit<'_>) {
        self.held += u64::from(matches!(unit.parsed, Parsed::Held));
        self.settle(unit.released);
        self.outcomes.push(describe(&unit.parsed));
    }
}

/// Holds a stream against itself cut elsewhere, read as that format and as whatever it looks like.
pub fn stream(data: &[u8], format: Format) {
    let chunk = usize::from(data.first().copied().unwrap_or(7)) + 1;
    for given in [Some(format), None] {
        let whole = outcomes(data, usize::MAX, given);
        assert_eq!(whole, outcomes(data, chunk, given), "cut every {chunk} bytes");
        assert_eq!(whole, read(data, usize::MAX, given), "by the reader");
        assert_eq!(whole, read(data, chunk * 16, given), "by the reader, cut");
    }
    if is_chosen(data) {
        long_lines(data, format);
        long_stream(data, format);
    }
}

/// One input of 64, whichever it is.
fn is_chosen(data: &[u8]) -> bool {
    let sum = data.iter().fold(7_u32, |sum, byte| sum.wrapping_mul(31) ^ u32::from(*byte));
    data.len() > 3 && sum % 64 == 0
}

/// A part of the input, said again until it fills that many bytes, between what is left of it.
pub fn repeated(data: &[u8], bytes: usize) -> Vec<u8> {
    let (from, length) = (usize::from(data[1]) * data.len() / 256, 1 + usize::from(data[2]) % 64);
    let part = &data[from..data.len().min(from + length)];
    let times = bytes.saturating_sub(data.len()) / part.len();
    [&data[..from], &part.repeat(times)[..], &data[from..]].concat()
}

/// Reads one line of the greatest length, and looks at its members once.
fn long_lines(data: &[u8], format: Format) {
    let mut long = repeated(data, LONG_LINE);
    long.iter_mut().filter(|byte| **byte == b'\n').for_each(|byte| *byte = b' ');
    let mut reading = Reading::new(Some(format));
    let mut framer = Framer::default();
    let mut take = |line: Line<'_>| reading.read(line, &mut |parsed| look(parsed));
    framer.push(&long, &mut take);
    framer.finish(&mut take);
    reading.read(Line::Event(&long[..long.len().min(LONG_LINE)]), &mut |parsed| look(parsed));
    reading.finish();
}

fn look(parsed: &Parsed<'_>) {
    let Parsed::Record(record) = parsed else { return };
    let mut bytes = 0;
    for view in [View::Meant, View::Logged] {
        record.members(view, &mut |key, _| bytes += key.len());
    }
    assert!(bytes < 64 * LONG_LINE, "names of members take {bytes} bytes");
}

/// Reads a stream of any length, with memory for a few lines.
fn long_stream(data: &[u8], format: Format) {
    let stream = repeated(data, STREAM_BYTES);
    for given in [Some(format), None] {
        let before = MEMORY.allocated();
        let mut reading = Reading::new(given);
        let mut framer = Framer::new(LINE_LIMIT);
        MEMORY.set_limit(before + MOST_BYTES).expect("no more is in use");
        let mut take = |line: Line<'_>| reading.read(line, &mut |parsed| look(parsed));
        for chunk in stream.chunks(LINE_LIMIT) {
            framer.push(chunk, &mut take);
        }
        framer.finish(&mut take);
        MEMORY.set_limit(usize::MAX).expect("no limit");
        reading.finish();
    }
}

/// The lines of an input that are for a format's reader alone, each below the latest header that
/// the format takes: no blank or control line, no byte order mark, no time of an export.
pub fn lines(data: &[u8], format: Format) -> Vec<(Option<&str>, &[u8])> {
    let mut header = None;
    let mut lines = Vec::new();
    for line in data.split(|byte| *byte == b'\n') {
        if let Some(names) = line.strip_prefix(b"#Fields:") {
            let is_own = why502_parse::detect(line) == Some(format);
            header = std::str::from_utf8(names).ok().filter(|_| is_own);
        } else if is_plain(line) {
            lines.push((header, line));
        }
    }
    lines
}

/// Whether the line is for a format's reader alone.
pub fn is_plain(line: &[u8]) -> bool {
    let is_export = line.get(..25).is_some_and(|time| {
        let shape = time.iter().map(|byte| if byte.is_ascii_digit() { b'0' } else { *byte });
        shape.eq(*b"0000-00-00T00:00:00.000Z ")
    });
    !line.trim_ascii().is_empty()
        && line.len() <= LINE_LIMIT
        && !line.starts_with(b"#")
        && !line.starts_with(b"\xef\xbb\xbf")
        && !line.starts_with(b"Enable")
        && !is_export
}

/// Reads the line as that format and hands out its record.
pub fn with_record(format: Format, line: &[u8], see: impl FnOnce(&Record<'_>)) {
    if let Parsed::Record(record) = Parser::new(Some(format)).parse(Line::Complete(line)) {
        see(&record);
    }
}
