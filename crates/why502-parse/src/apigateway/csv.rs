//! A line of values between commas, as the console's templates write it for REST, HTTP and
//! WebSocket APIs. Nothing is quoted; which template it is, the place of the time tells.

use super::clf::{is_event, is_extended_id, path_column};
use super::columns::{
    CALLER, CONNECTION_ID, EVENT_TYPE, EXTENDED_REQUEST_ID, HTTP_METHOD, PROTOCOL, REQUEST_ID,
    REQUEST_TIME, RESPONSE_LENGTH, ROUTE_KEY, SOURCE_IP, STATUS, USER,
};
use crate::row::{Cells, Kind};
use crate::value::common_log;
use memchr::memchr;

/// Whether the line looks like one of the templates.
pub(super) fn is_typical(line: &[u8]) -> bool {
    template(line).is_some()
}

/// Sets the cells; whether the line has the form.
pub(super) fn read(line: &[u8], cells: &mut Cells) -> bool {
    let Some(template) = template(line) else { return false };
    let mut rest = Some(line);
    let client: &[usize] =
        if template.has_caller { &[SOURCE_IP, CALLER, USER] } else { &[SOURCE_IP] };
    for &column in client {
        set(column, take(&mut rest), cells);
    }
    set(REQUEST_TIME, take(&mut rest), cells);
    let id = if template.is_event {
        for column in [EVENT_TYPE, ROUTE_KEY, STATUS, CONNECTION_ID] {
            set(column, take(&mut rest), cells);
        }
        take(&mut rest)
    } else {
        set(HTTP_METHOD, take(&mut rest), cells);
        // A path may hold commas: it reaches to the protocol.
        if let Some((path, behind)) = rest.and_then(before_protocol) {
            cells.set_text(path_column(path), path);
            rest = Some(behind);
        }
        for column in [PROTOCOL, STATUS, RESPONSE_LENGTH] {
            set(column, take(&mut rest), cells);
        }
        take(&mut rest)
    };
    set(REQUEST_ID, id, cells);
    let behind_id = rest;
    match take(&mut rest) {
        Some(word) if is_extended_id(word, id) => cells.set_text(EXTENDED_REQUEST_ID, word),
        _ => rest = behind_id,
    }
    if let Some(extra) = rest.filter(|extra| !extra.is_empty()) {
        cells.add(b"extra", extra, Kind::Text);
    }
    true
}

struct Template {
    has_caller: bool,
    is_event: bool,
}

fn template(line: &[u8]) -> Option<Template> {
    let mut rest = Some(line);
    let mut word = || take(&mut rest).unwrap_or_default();
    let (ip, second) = (word(), word());
    let is_ip = |byte: &u8| byte.is_ascii_hexdigit() || b".:-".contains(byte);
    if ip.is_empty() || ip.len() > 64 || !ip.iter().all(is_ip) {
        return None;
    }
    let has_caller = common_log(second).is_none();
    if has_caller {
        word();
        common_log(word())?;
    }
    let is_event = is_event(word());
    let rest = rest?;
    let is_template = if is_event {
        rest.split(|&byte| byte == b',').nth(1).is_some_and(is_status)
    } else {
        before_protocol(rest).is_some()
    };
    is_template.then_some(Template { has_caller, is_event })
}

/// The path, and the protocol with all that is behind it.
fn before_protocol(text: &[u8]) -> Option<(&[u8], &[u8])> {
    memchr::memchr_iter(b',', text).find_map(|comma| {
        let behind = &text[comma + 1..];
        let mut words = behind.split(|&byte| byte == b',');
        let protocol = words.next().filter(|word| word.len() <= 16)?;
        let is_protocol = protocol.starts_with(b"HTTP/") || protocol == b"-";
        (is_protocol && words.next().is_some_and(is_status)).then_some((&text[..comma], behind))
    })
}

fn is_status(word: &[u8]) -> bool {
    word == b"-" || word.len() == 3 && word.iter().all(u8::is_ascii_digit)
}

fn set(column: usize, word: Option<&[u8]>, cells: &mut Cells) {
    if let Some(word) = word {
        cells.set_text(column, word);
    }
}

/// The value before the next comma; `rest` is what is behind that comma.
fn take<'a>(rest: &mut Option<&'a [u8]>) -> Option<&'a [u8]> {
    let text = (*rest)?;
    let comma = memchr(b',', text);
    *rest = comma.map(|comma| &text[comma + 1..]);
    Some(&text[..comma.unwrap_or(text.len())])
}
