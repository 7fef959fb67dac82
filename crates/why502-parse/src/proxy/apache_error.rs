//! Error log of the Apache HTTP server, 2.2 and 2.4. Its times name no zone, and are taken as UTC.

use super::clock;
use crate::error::RejectReason;
use crate::options::Options;
use crate::row::{Cells, Column, Context, Head, Kind, Reading, RowReader};
use memchr::{memchr, memmem};
use std::ops::Range;

const fn column(key: &'static str, name: &'static str, kind: Kind, always: bool) -> Column {
    Column { key, name, kind, always }
}

/// The columns; the names are those of Apache's documentation.
static COLUMNS: &[Column] = &[
    column("time", "%t", Kind::Text, true),
    column("module", "%m", Kind::Text, true),
    column("level", "%l", Kind::Text, true),
    column("pid", "%P", Kind::Number, true),
    column("tid", "%T", Kind::Number, true),
    column("errno", "%E", Kind::Number, true),
    column("errno_text", "%E", Kind::Text, true),
    column("client", "%a", Kind::Text, true),
    column("error_code", "APLOGNO", Kind::Text, true),
    column("message", "%M", Kind::Text, true),
    column("referer", "%{Referer}i", Kind::Text, false),
    column("source_file", "%F", Kind::Text, false),
    column("remote", "%a", Kind::Text, false),
];

const TIME: usize = 0;
const MODULE: usize = 1;
const LEVEL: usize = 2;
const PID: usize = 3;
const TID: usize = 4;
const ERRNO: usize = 5;
const ERRNO_TEXT: usize = 6;
const CLIENT: usize = 7;
const ERROR_CODE: usize = 8;
const MESSAGE: usize = 9;
const REFERER: usize = 10;
const SOURCE_FILE: usize = 11;
const REMOTE: usize = 12;

/// The longest time, with a fraction: `Sat Nov 22 14:02:11.123456 2026`.
const TIME_BYTES: usize = 31;
/// A module and a level are shorter than this.
const LEVEL_BYTES: usize = 64;

const LEVELS: [&[u8]; 16] = [
    b"emerg", b"alert", b"crit", b"error", b"warn", b"notice", b"info", b"debug", b"trace1",
    b"trace2", b"trace3", b"trace4", b"trace5", b"trace6", b"trace7", b"trace8",
];

/// Whether a line is typical of the format: `[Sat Nov 22 14:02:11.123456 2026] [proxy:error] …`.
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
        let time =
            clock::apache_error(&line[found.time.clone()]).ok_or(RejectReason::BadTimestamp)?;
        cells.set(TIME, found.time);
        if let Some(module) = found.module {
            cells.set(MODULE, module);
        }
        cells.set(LEVEL, found.level);
        let mut start = found.rest;
        while let Some(next) = set_item(line, start, cells) {
            start = next;
        }
        let end = match memmem::rfind(&line[start..], b", referer: ") {
            Some(found) => {
                cells.set(REFERER, start + found + b", referer: ".len()..line.len());
                start + found
            }
            None => line.len(),
        };
        cells.set(MESSAGE, start..end);
        Ok(Reading::Record(Head { time, start: None, status: None }))
    }
}

/// What every line begins with.
struct Beginning {
    time: Range<usize>,
    module: Option<Range<usize>>,
    level: Range<usize>,
    /// Where the rest begins.
    rest: usize,
}

fn head(line: &[u8]) -> Option<Beginning> {
    let text = line.strip_prefix(b"[")?;
    let close = memchr(b']', &text[..text.len().min(TIME_BYTES + 1)])?;
    let time = &text[..close];
    let has_marks = close >= 24
        && [3, 7, 10].iter().all(|&place| time[place] == b' ')
        && time[13] == b':'
        && time[16] == b':';
    if !has_marks {
        return None;
    }
    let open = close + 2;
    if !line[open..].starts_with(b" [") {
        return None;
    }
    let start = open + 2;
    let end = start + memchr(b']', &line[start..line.len().min(start + LEVEL_BYTES)])?;
    let level = match memchr(b':', &line[start..end]) {
        Some(colon) => start + colon + 1..end,
        None => start..end,
    };
    if !LEVELS.contains(&&line[level.clone()]) {
        return None;
    }
    let module = (level.start > start + 1).then(|| start..level.start - 1);
    let rest = end + 1 + usize::from(line.get(end + 1) == Some(&b' '));
    Some(Beginning { time: 1..close + 1, module, level, rest })
}

/// Sets what stands at that place before the message; gives the place behind it. Each only once,
/// whatever a message begins with.
fn set_item(line: &[u8], start: usize, cells: &mut Cells) -> Option<usize> {
    let rest = &line[start..];
    match rest.first()? {
        b'[' => set_bracketed(line, start, cells),
        b'(' => set_errno(line, start, cells),
        b'A' => {
            let code = rest.first_chunk::<9>()?;
            let is_code = code.starts_with(b"AH") && code[2..7].iter().all(u8::is_ascii_digit);
            if !is_code || !code.ends_with(b": ") || cells.is_set(ERROR_CODE) {
                return None;
            }
            cells.set(ERROR_CODE, start..start + 7);
            Some(start + 9)
        }
        _ => set_source_file(line, start, cells),
    }
}

/// `[pid 7:tid 139] `, `[client 10.0.0.1:4242] `, `[remote 10.0.0.5:80] `.
fn set_bracketed(line: &[u8], start: usize, cells: &mut Cells) -> Option<usize> {
    let end = start + memmem::find(&line[start..], b"] ")?;
    let inside = &line[start + 1..end];
    let mut set = |column: usize, value: Range<usize>| {
        let is_free = !cells.is_set(column);
        if is_free {
            cells.set(column, value);
        }
        is_free
    };
    let is_known = if let Some(ids) = inside.strip_prefix(b"pid ") {
        let pid = end - ids.len();
        match memmem::find(ids, b":tid ") {
            Some(tid) => set(PID, pid..pid + tid) && set(TID, pid + tid + b":tid ".len()..end),
            None => set(PID, pid..end),
        }
    } else if let Some(client) = inside.strip_prefix(b"client ") {
        set(CLIENT, end - client.len()..end)
    } else if let Some(remote) = inside.strip_prefix(b"remote ") {
        set(REMOTE, end - remote.len()..end)
    } else {
        false
    };
    is_known.then_some(end + 2)
}

/// `(111)Connection refused: `; Windows writes `(OS 10061)…`.
fn set_errno(line: &[u8], start: usize, cells: &mut Cells) -> Option<usize> {
    if cells.is_set(ERRNO) {
        return None;
    }
    let inside = &line[start + 1..];
    let number = inside.strip_prefix(b"OS ").unwrap_or(inside);
    let from = line.len() - number.len();
    let count = number.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let text = from + count + 1;
    if !(1..=20).contains(&count) || line.get(from + count) != Some(&b')') {
        return None;
    }
    let end = text + memmem::find(&line[text..], b": ")?;
    cells.set(ERRNO, from..from + count);
    cells.set(ERRNO_TEXT, text..end);
    Some(end + 2)
}

/// `mod_proxy.c(1234): `, at the levels for developers.
fn set_source_file(line: &[u8], start: usize, cells: &mut Cells) -> Option<usize> {
    let rest = &line[start..line.len().min(start + LEVEL_BYTES)];
    let end = memmem::find(rest, b"): ")?;
    let open = memchr(b'(', &rest[..end])?;
    let is_file = open > 0
        && rest[..open].iter().all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(byte))
        && open + 1 < end
        && rest[open + 1..end].iter().all(u8::is_ascii_digit);
    if !is_file || cells.is_set(SOURCE_FILE) {
        return None;
    }
    cells.set(SOURCE_FILE, start..start + end + 1);
    Some(start + end + 3)
}
