//! Error log of nginx. Its times name no zone, and are taken as UTC.

use super::clock;
use crate::error::RejectReason;
use crate::options::Options;
use crate::row::{Cells, Column, Context, Head, Kind, Reading, RowReader};
use memchr::{memchr, memmem};
use std::ops::Range;

const fn column(key: &'static str, kind: Kind) -> Column {
    Column { key, name: key, kind, always: true }
}

static COLUMNS: &[Column] = &[
    column("time", Kind::Text),
    column("level", Kind::Text),
    column("pid", Kind::Number),
    column("tid", Kind::Number),
    column("connection", Kind::Number),
    column("message", Kind::Text),
    column("errno", Kind::Number),
    column("client", Kind::Text),
    column("server", Kind::Text),
    column("request", Kind::Text),
    column("subrequest", Kind::Text),
    column("upstream", Kind::Text),
    column("host", Kind::Text),
    column("referrer", Kind::Text),
    Column {
        key: "bytes_from_to_client",
        name: "bytes from/to client",
        kind: Kind::Text,
        always: false,
    },
    Column {
        key: "bytes_from_to_upstream",
        name: "bytes from/to upstream",
        kind: Kind::Text,
        always: false,
    },
];

const TIME: usize = 0;
const LEVEL: usize = 1;
const PID: usize = 2;
const TID: usize = 3;
const CONNECTION: usize = 4;
const MESSAGE: usize = 5;
const ERRNO: usize = 6;
/// The first of the columns that stand as `, name: value` behind the message, in this order.
const FIRST_NAMED: usize = 7;

const LEVELS: [&[u8]; 8] =
    [b"debug", b"info", b"notice", b"warn", b"error", b"crit", b"alert", b"emerg"];

const TIME_BYTES: usize = 19;

/// What an application wrote to its standard error, which may have several lines.
const STDERR: &[u8] = b"FastCGI sent in stderr: \"";
/// nginx cuts what it writes at 2,048 bytes: a longer record does not go on.
const LONGEST_OPEN_BYTES: usize = 2_000;

/// Whether a line is typical of the format: `2026/11/22 14:02:11 [error] 31#31: …`.
pub(crate) fn is_typical(line: &[u8]) -> bool {
    head(line).is_some()
}

/// Reads the lines of one log.
#[derive(Debug, Default)]
pub(crate) struct Reader;

impl Reader {
    pub(crate) fn new(_options: &Options) -> Self {
        Self
    }
}

impl RowReader for Reader {
    fn columns(&self) -> &'static [Column] {
        COLUMNS
    }

    fn read(
        &mut self,
        line: &[u8],
        _context: &mut Context<'_>,
        cells: &mut Cells,
    ) -> Result<Reading, RejectReason> {
        let found = head(line).ok_or(RejectReason::UnrecognisedLine)?;
        let time = clock::nginx_error(&line[..TIME_BYTES]).ok_or(RejectReason::BadTimestamp)?;
        let mut start = found.message;
        cells.set(TIME, 0..TIME_BYTES);
        cells.set(LEVEL, found.level);
        cells.set(PID, found.pid);
        cells.set(TID, found.tid);
        if let Some(connection) = connection(line, start) {
            start = connection.end + 1;
            cells.set(CONNECTION, connection);
        }
        let end = set_named(line, start, cells);
        if end == line.len() && line[start..].starts_with(STDERR) && line.len() < LONGEST_OPEN_BYTES
        {
            return Ok(Reading::Open);
        }
        if let Some(errno) = errno(line, start..end) {
            cells.set(ERRNO, errno);
        }
        cells.set(MESSAGE, start..end);
        Ok(Reading::Record(Head { time, start: None, status: None }))
    }
}

/// What every line begins with.
struct Beginning {
    level: Range<usize>,
    pid: Range<usize>,
    tid: Range<usize>,
    /// The rest begins here.
    message: usize,
}

fn head(line: &[u8]) -> Option<Beginning> {
    let time = line.get(..TIME_BYTES)?;
    let has_marks = time[4] == b'/' && time[7] == b'/' && time[13] == b':' && time[16] == b':';
    if !has_marks || !line[TIME_BYTES..].starts_with(b" [") {
        return None;
    }
    let level = TIME_BYTES + 2;
    let close = level + memchr(b']', &line[level..line.len().min(level + 8)])?;
    if !LEVELS.contains(&&line[level..close]) || line.get(close + 1) != Some(&b' ') {
        return None;
    }
    let pid = digits(line, close + 2)?;
    if line.get(pid.end) != Some(&b'#') {
        return None;
    }
    let tid = digits(line, pid.end + 1)?;
    let is_closed = line[tid.end..].starts_with(b": ");
    is_closed.then(|| Beginning { level: level..close, message: tid.end + 2, pid, tid })
}

/// The digits at that place, twenty at most.
fn digits(line: &[u8], start: usize) -> Option<Range<usize>> {
    let count = line.get(start..)?.iter().take_while(|byte| byte.is_ascii_digit()).count();
    (1..=20).contains(&count).then_some(start..start + count)
}

/// `*1729 ` before the message.
fn connection(line: &[u8], start: usize) -> Option<Range<usize>> {
    if line.get(start) != Some(&b'*') {
        return None;
    }
    let number = digits(line, start + 1)?;
    (line.get(number.end) == Some(&b' ')).then_some(number)
}

/// The number of the system's error: `(111: Connection refused)`.
fn errno(line: &[u8], message: Range<usize>) -> Option<Range<usize>> {
    let mut from = message.start;
    while let Some(open) = memchr(b'(', &line[from..message.end]) {
        from += open + 1;
        if let Some(number) = digits(line, from)
            && line[number.end..message.end].starts_with(b": ")
        {
            return Some(number);
        }
    }
    None
}

/// Sets the columns that name themselves; gives the end of the message before them. Each is looked
/// for behind the one before, in nginx's order, so that text of a client seldom passes for another.
fn set_named(line: &[u8], start: usize, cells: &mut Cells) -> usize {
    let Some(first) = memmem::find(&line[start..], b", client: ") else {
        return match line[start..].starts_with(b", client: ") {
            true => start,
            false => set_upstream_of_no_client(line, start, cells),
        };
    };
    let message = start + first;
    set_from(line, message, FIRST_NAMED, cells);
    message
}

/// Of a check of an upstream, say, which has no client: `…, upstream: "…"` ends the line.
fn set_upstream_of_no_client(line: &[u8], start: usize, cells: &mut Cells) -> usize {
    let Some(found) = memmem::find(&line[start..], b", upstream: \"") else { return line.len() };
    set_from(line, start + found, FIRST_NAMED, cells);
    start + found
}

/// Sets the columns from the `, name: ` at that place on.
fn set_from(line: &[u8], mut at: usize, mut column: usize, cells: &mut Cells) {
    while let Some((found, value)) = named(line, at, column) {
        column = found + 1;
        let is_quoted = line.get(value) == Some(&b'"');
        let end = end_of_value(line, value, is_quoted, column);
        let inside = match is_quoted && end > value + 1 && line[end - 1] == b'"' {
            true => value + 1..end - 1,
            false => value..end,
        };
        cells.set(found, inside);
        at = end;
    }
}

/// The column, of those from `first` on, whose `, name: ` stands at that place, and where its value
/// begins. No space stands before the counts that a stream's line has.
fn named(line: &[u8], at: usize, first: usize) -> Option<(usize, usize)> {
    let rest = line[at..].strip_prefix(b", ")?;
    let mut columns = COLUMNS.iter().enumerate().skip(first);
    columns.find_map(|(column, known)| {
        let mark: &[u8] = if known.always { b": " } else { b":" };
        let after = rest.strip_prefix(known.name.as_bytes())?.strip_prefix(mark)?;
        Some((column, line.len() - after.len()))
    })
}

/// A value ends where the next column begins, a quoted one there behind a quote; else with the line.
fn end_of_value(line: &[u8], value: usize, is_quoted: bool, next: usize) -> usize {
    let mut from = value;
    while let Some(comma) = memmem::find(&line[from..], b", ") {
        let at = from + comma;
        let closes = !is_quoted || at > value + 1 && line[at - 1] == b'"';
        if closes && named(line, at, next).is_some() {
            return at;
        }
        from = at + 2;
    }
    line.len()
}
