//! A line in the Common Log Format, as the console's templates write it for REST, HTTP and
//! WebSocket APIs: `ip caller user [time]"METHOD path HTTP/1.1" status length id extended-id`.

use super::columns::{
    CALLER, CONNECTION_ID, EVENT_TYPE, EXTENDED_REQUEST_ID, HTTP_METHOD, PROTOCOL, REQUEST_ID,
    REQUEST_TIME, RESOURCE_PATH, RESPONSE_LENGTH, ROUTE_KEY, SOURCE_IP, STATUS, USER,
};
use crate::row::Cells;
use crate::value::common_log;
use memchr::{memchr, memchr_iter, memrchr};

/// Whether the line looks like API Gateway's: web servers write no such id behind the length.
pub(super) fn is_typical(line: &[u8]) -> bool {
    let Some(parts) = split(line) else { return false };
    let mut words = parts.behind.split(|&byte| byte == b' ').take(3);
    let id = words.find(|word| !is_number(word));
    common_log(parts.time).is_some() && id.is_some_and(is_id)
}

/// Sets the cells; whether the line has the form.
pub(super) fn read(line: &[u8], cells: &mut Cells) -> bool {
    let Some(parts) = split(line) else { return false };
    let mut client = parts.client.splitn(3, |&byte| byte == b' ');
    for column in [SOURCE_IP, CALLER, USER] {
        if let Some(word) = client.next() {
            cells.set_text(column, word);
        }
    }
    cells.set_text(REQUEST_TIME, parts.time);
    let is_event = request(parts.request, cells);
    answer(parts.behind, is_event, cells);
    true
}

struct Parts<'a> {
    client: &'a [u8],
    time: &'a [u8],
    request: &'a [u8],
    /// Status, length, ids, and what the owner added.
    behind: &'a [u8],
}

fn split(line: &[u8]) -> Option<Parts<'_>> {
    let open = memchr(b'[', line)?;
    let client = line[..open].trim_ascii_end();
    let close = open + 1 + memchr(b']', &line[open + 1..])?;
    let quoted = line[close + 1..].trim_ascii_start().strip_prefix(b"\"")?;
    // A path may hold quotes: the closing one stands before a status or an id.
    let end = memchr_iter(b'"', quoted).find(|&end| {
        let word = quoted[end + 1..].strip_prefix(b" ").map(first_word);
        word.is_some_and(|word| is_status(word) || is_id(word))
    })?;
    let (request, behind) = (&quoted[..end], quoted[end + 2..].trim_ascii_end());
    let is_client = !client.is_empty() && memchr(b'"', client).is_none();
    is_client.then_some(Parts { client, time: &line[open + 1..close], request, behind })
}

/// What is between the quotes; whether it is an event of a WebSocket.
fn request(text: &[u8], cells: &mut Cells) -> bool {
    let first = first_word(text);
    let rest = text.get(first.len() + 1..).unwrap_or_default();
    let (middle, last) = match memrchr(b' ', rest) {
        Some(space) => (&rest[..space], &rest[space + 1..]),
        None => (rest, &b""[..]),
    };
    if is_event(first) && !last.starts_with(b"HTTP/") {
        cells.set_text(EVENT_TYPE, first);
        cells.set_text(ROUTE_KEY, middle);
        cells.set_text(CONNECTION_ID, last);
        return true;
    }
    cells.set_text(HTTP_METHOD, first);
    cells.set_text(path_column(middle), middle);
    cells.set_text(PROTOCOL, last);
    false
}

/// A route key has a method before its path, or is `$default`.
pub(super) fn path_column(path: &[u8]) -> usize {
    let is_route = path.starts_with(b"$") || memchr(b' ', path).is_some();
    if is_route { ROUTE_KEY } else { RESOURCE_PATH }
}

pub(super) fn is_event(word: &[u8]) -> bool {
    matches!(word, b"CONNECT" | b"MESSAGE" | b"DISCONNECT")
}

fn answer(mut text: &[u8], is_event: bool, cells: &mut Cells) {
    let mut take = |is_taken: &dyn Fn(&[u8]) -> bool| {
        let word = first_word(text);
        if word.is_empty() || !is_taken(word) {
            return None;
        }
        text = text[word.len()..].strip_prefix(b" ").unwrap_or_default();
        Some(word)
    };
    let mut set = |column: usize, word: Option<&[u8]>| {
        if let Some(word) = word {
            cells.set_text(column, word);
        }
    };
    set(STATUS, take(&is_status));
    if !is_event {
        set(RESPONSE_LENGTH, take(&is_number));
    }
    let id = take(&|word| !word.starts_with(b"\""));
    set(REQUEST_ID, id);
    set(EXTENDED_REQUEST_ID, take(&|word| is_extended_id(word, id)));
    if !text.is_empty() {
        cells.add(b"extra", text, crate::row::Kind::Text);
    }
}

fn first_word(text: &[u8]) -> &[u8] {
    &text[..memchr(b' ', text).unwrap_or(text.len())]
}

fn is_status(word: &[u8]) -> bool {
    word == b"-" || word.len() == 3 && is_number(word)
}

fn is_number(word: &[u8]) -> bool {
    word == b"-" || !word.is_empty() && word.iter().all(u8::is_ascii_digit)
}

/// Whether the word can be an extended id: older templates end before it, and what stands there is
/// then the owner's. Of HTTP APIs both ids are the same.
pub(super) fn is_extended_id(word: &[u8], id: Option<&[u8]>) -> bool {
    word == b"-" || is_encoded(word) || !word.is_empty() && Some(word) == id
}

/// A UUID, what stands for one that a client sent and is none, or bytes in base 64.
fn is_id(word: &[u8]) -> bool {
    is_uuid(word) || is_encoded(word) || word == b"UUID_REPLACED_INVALID_REQUEST_ID"
}

fn is_uuid(word: &[u8]) -> bool {
    let is_dash = |place: usize| matches!(place, 8 | 13 | 18 | 23);
    let fits = |(place, byte): (usize, &u8)| {
        if is_dash(place) { *byte == b'-' } else { byte.is_ascii_hexdigit() }
    };
    word.len() == 36 && word.iter().enumerate().all(fits)
}

fn is_encoded(word: &[u8]) -> bool {
    let digits = word.strip_suffix(b"=").unwrap_or_default();
    let digits = digits.strip_suffix(b"=").unwrap_or(digits);
    let is_digit = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/-_".contains(byte);
    (11..=64).contains(&digits.len()) && digits.iter().all(is_digit)
}
