//! Text lines: the platform's, the runtimes', and whatever else a function writes.

use super::clock::{zoned, zoned_by_python};
use super::columns::{Event, Field, Sheet};
use super::pairs;
use crate::row::Others;
use crate::value::{Timestamp, duration_micros};
use memchr::{memchr, memchr2, memmem};

const TIMED_OUT: &[u8] = b"Task timed out after ";

/// The first words of the platform's lines: up to here, the pairs begin, and what they tell of.
const PLATFORM: [(&[u8], usize, Event); 11] = [
    (b"START RequestId: ", 6, Event::Start),
    (b"END RequestId: ", 4, Event::End),
    (b"REPORT RequestId: ", 7, Event::Report),
    (b"INIT_START ", 11, Event::InitStart),
    (b"INIT_REPORT ", 12, Event::InitReport),
    (b"RESTORE_START ", 14, Event::Restore),
    (b"RESTORE_REPORT ", 15, Event::Restore),
    (b"EXTENSION\t", 10, Event::Extension),
    (b"TELEMETRY\t", 10, Event::Extension),
    (b"LOGS\t", 5, Event::Extension),
    (b"XRAY TraceId: ", 0, Event::Tracing),
];

/// Reads a line, and gives the time that stands in it.
pub(super) fn read(sheet: &mut Sheet<'_>, others: &mut Others, text: &[u8]) -> Option<Timestamp> {
    let mut rest = text.trim_ascii_end();
    let mut time = None;
    // An export writes the time of ingestion before the line, which may begin with its own.
    for _ in 0..2 {
        let Some((logged, own)) = leading_time(rest) else { break };
        time = Some((logged, own));
        rest = &rest[logged.len() + 1..];
    }
    if let Some((_, behind, event)) = PLATFORM.iter().find(|(word, ..)| rest.starts_with(word)) {
        pairs::read(sheet, others, &rest[*behind..]);
        sheet.end(*event);
    } else if let Some(own) = read_python(sheet, rest) {
        return Some(own);
    } else {
        read_message(sheet, rest, time.is_some());
    }
    let (logged, own) = time?;
    sheet.put(Field::Time, logged);
    Some(own)
}

fn leading_time(text: &[u8]) -> Option<(&[u8], Timestamp)> {
    let word = &text[..memchr2(b' ', b'\t', &text[..text.len().min(40)])?];
    Some((word, zoned(word)?))
}

/// `[LEVEL] TAB time TAB request TAB message`.
fn read_python(sheet: &mut Sheet<'_>, text: &[u8]) -> Option<Timestamp> {
    let mut parts = text.strip_prefix(b"[")?.splitn(4, |&byte| byte == b'\t');
    let level = parts.next()?.strip_suffix(b"]").filter(|word| is_level(word))?;
    let (logged, request, message) = (parts.next()?, parts.next()?, parts.next()?);
    let time = zoned_by_python(logged)?;
    sheet.put(Field::Level, level);
    sheet.put(Field::Time, logged);
    if is_request_id(request) {
        sheet.put(Field::RequestId, request);
    }
    read_rest(sheet, message);
    Some(time)
}

/// What stands behind the time, if there is one.
fn read_message(sheet: &mut Sheet<'_>, text: &[u8], has_time: bool) {
    let first = &text[..memchr2(b' ', b'\t', text).unwrap_or(text.len())];
    let behind = text.get(first.len() + 1..).unwrap_or_default();
    let is_tabbed = text.get(first.len()) == Some(&b'\t');
    let is_request = is_request_id(first) && (has_time || behind.starts_with(TIMED_OUT));
    if is_request || has_time && is_tabbed && first == b"undefined" {
        if is_request {
            sheet.put(Field::RequestId, first);
        }
        let level = &behind[..memchr(b'\t', behind).unwrap_or(0)];
        if is_tabbed && is_level(level) {
            sheet.put(Field::Level, level);
            return read_rest(sheet, &behind[level.len() + 1..]);
        }
        return read_rest(sheet, behind);
    }
    if let Some(behind) = text.strip_prefix(b"[ERROR] ") {
        sheet.put(Field::Level, b"ERROR");
        let name = &behind[..memchr(b':', behind).unwrap_or(behind.len())];
        let is_error = is_error_name(name);
        if is_error {
            sheet.put(Field::ErrorType, name);
        }
        sheet.put(Field::Message, behind);
        return sheet.end(if is_error { Event::Error } else { Event::Application });
    }
    if let Some((request, behind)) = of_request(text) {
        sheet.put(Field::RequestId, request);
        return read_end(sheet, behind);
    }
    read_rest(sheet, text);
}

/// `RequestId: … ` and what stands behind it.
fn of_request(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let (request, behind) = text.strip_prefix(b"RequestId: ")?.split_at_checked(36)?;
    Some((request, behind.strip_prefix(b" ")?)).filter(|_| is_request_id(request))
}

/// Reads what the platform says of a request that ended before its time.
fn read_end(sheet: &mut Sheet<'_>, text: &[u8]) {
    let error = text.strip_prefix(b"Error: ");
    let (first, name) = match memchr(b'\n', text) {
        Some(end) => (&text[..end], text[end..].trim_ascii()),
        None => (text, &b""[..]),
    };
    if is_error_name(name) {
        sheet.put(Field::ErrorType, name);
    }
    let plain = error.unwrap_or(text);
    if plain.starts_with(TIMED_OUT) {
        return read_rest(sheet, plain);
    }
    sheet.put(Field::Message, first);
    let is_exit = plain.starts_with(b"Runtime exited") || plain.starts_with(b"Process exited");
    sheet.end(match error {
        _ if is_exit => Event::Exit,
        Some(_) => Event::Error,
        None => Event::Application,
    });
}

/// Reads the record of a platform event that is text.
pub(super) fn read_fault(sheet: &mut Sheet<'_>, text: &[u8]) {
    match of_request(text) {
        Some((request, behind)) => {
            sheet.put(Field::RequestId, request);
            read_end(sheet, behind);
        }
        None => read_rest(sheet, text),
    }
}

/// Reads a message, and tells the runtime's own ones from the function's.
pub(super) fn read_rest(sheet: &mut Sheet<'_>, message: &[u8]) {
    sheet.put(Field::Message, message);
    if let Some(milliseconds) = timed_out(message) {
        sheet.put(Field::Duration, milliseconds.as_bytes());
        sheet.end(Event::Timeout);
    } else if let Some(name) = lone_error(message) {
        sheet.put(Field::ErrorType, name);
        sheet.end(if name == b"Runtime.ExitError" { Event::Exit } else { Event::Error });
    } else if let Some(name) = error_type(message) {
        sheet.put(Field::ErrorType, name);
        sheet.end(Event::Error);
    } else {
        sheet.end(Event::Application);
    }
}

/// The milliseconds of a time limit that was met: the platform writes seconds.
fn timed_out(message: &[u8]) -> Option<String> {
    let rest = message.strip_prefix(TIMED_OUT)?;
    let micros = duration_micros(&rest[..memmem::find(rest, b" seconds")?])?;
    let (whole, fraction) = (micros / 1_000, micros % 1_000);
    let text = format!("{whole}.{fraction:03}");
    Some(text.trim_end_matches('0').trim_end_matches('.').to_owned())
}

/// A line that is a name of an error of the platform and nothing else.
fn lone_error(message: &[u8]) -> Option<&[u8]> {
    let is_known = [&b"Runtime."[..], b"Extension.", b"Function.", b"Sandbox."]
        .iter()
        .any(|known| message.starts_with(known));
    (is_known && is_error_name(message)).then_some(message)
}

/// The type of an error that a runtime wrote as JSON, alone or behind a few words of its own.
fn error_type(message: &[u8]) -> Option<&[u8]> {
    const WORDS: [&[u8]; 5] = [
        b"{\"error",
        b"Invoke Error",
        b"Uncaught Exception",
        b"Unhandled Promise Rejection",
        b"Unhandled Rejection",
    ];
    const MEMBER: &[u8] = b"\"errorType\":";
    if !WORDS.iter().any(|words| message.starts_with(words)) {
        return None;
    }
    let behind = &message[memmem::find(message, MEMBER)? + MEMBER.len()..];
    let name = behind.trim_ascii_start().strip_prefix(b"\"")?;
    Some(&name[..memchr(b'"', name)?]).filter(|name| !name.is_empty())
}

/// A name as of a class: letters, digits, dots, underscores.
pub(super) fn is_error_name(name: &[u8]) -> bool {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_');
    name.first().is_some_and(u8::is_ascii_alphabetic) && name.iter().all(is_part)
}

/// Thirty-two hexadecimal digits in five groups.
pub(super) fn is_request_id(text: &[u8]) -> bool {
    let fits = |(place, byte): (usize, &u8)| match place {
        8 | 13 | 18 | 23 => *byte == b'-',
        _ => byte.is_ascii_hexdigit(),
    };
    text.len() == 36 && text.iter().enumerate().all(fits)
}

/// The levels of the runtimes' loggers.
pub(super) fn is_level(word: &[u8]) -> bool {
    const LEVELS: [&str; 13] = [
        "INFO",
        "WARN",
        "ERROR",
        "DEBUG",
        "TRACE",
        "FATAL",
        "WARNING",
        "CRITICAL",
        "CRIT",
        "FAIL",
        "DBUG",
        "TRCE",
        "INFORMATION",
    ];
    LEVELS.iter().any(|level| word.eq_ignore_ascii_case(level.as_bytes()))
}
