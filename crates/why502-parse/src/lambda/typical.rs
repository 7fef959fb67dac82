//! What a Lambda log is recognised by.

use super::clock::zoned;
use super::text::{is_level, is_request_id};
use memchr::{memchr2, memmem};

/// Whether a line is typical of the format.
pub(crate) fn is_typical(line: &[u8]) -> bool {
    match line.first() {
        Some(b'S' | b'E' | b'R' | b'I') => is_platform(line),
        Some(b'{') => is_json(line),
        Some(byte) if byte.is_ascii_hexdigit() => is_of_runtime(line),
        Some(b'[') => is_of_python(line),
        _ => false,
    }
}

fn is_platform(line: &[u8]) -> bool {
    let words = [
        &b"START RequestId: "[..],
        b"END RequestId: ",
        b"REPORT RequestId: ",
        b"INIT_START Runtime Version: ",
        b"INIT_REPORT Init Duration: ",
    ];
    words.iter().any(|words| line.starts_with(words)) || is_fault(line)
}

/// `RequestId: …` and why it ended.
fn is_fault(line: &[u8]) -> bool {
    let behind = line.strip_prefix(b"RequestId: ").and_then(|text| text.split_at_checked(36));
    behind.is_some_and(|(request, behind)| {
        is_request_id(request)
            && (behind.starts_with(b" Error:") || behind.starts_with(b" Process exited"))
    })
}

/// A time, a request, and the message that a runtime or the platform writes behind them. Of the
/// platform's, an envelope may have taken the time.
fn is_of_runtime(line: &[u8]) -> bool {
    let word = |text: &[u8]| memchr2(b' ', b'\t', &text[..text.len().min(40)]).unwrap_or(0);
    let (first, rest) = line.split_at(word(line));
    if is_request_id(first) {
        return rest.starts_with(b" Task timed out after ");
    }
    if zoned(first).is_none() {
        return false;
    }
    let is_tabbed = rest.first() == Some(&b'\t');
    let rest = &rest[1..];
    let (request, rest) = rest.split_at(word(rest));
    if !is_tabbed {
        return is_request_id(request) && rest.starts_with(b" Task timed out after ");
    }
    let level = rest.strip_prefix(b"\t").unwrap_or_default();
    let level = &level[..word(level)];
    (is_request_id(request) || request == b"undefined")
        && rest.get(1 + level.len()) == Some(&b'\t')
        && is_level(level)
}

/// A level in brackets, a time, a request, between tabs.
fn is_of_python(line: &[u8]) -> bool {
    let mut parts = line.splitn(4, |&byte| byte == b'\t');
    let mut next = || parts.next().unwrap_or_default();
    let (level, time, request) = (next(), next(), next());
    let level = level.strip_prefix(b"[").and_then(|word| word.strip_suffix(b"]"));
    level.is_some_and(is_level) && zoned(time).is_some() && is_request_id(request)
}

/// A platform event, or the line of a function that logs JSON. A quote inside a string has a
/// backslash before it, so that quoted text passes for no member.
fn is_json(line: &[u8]) -> bool {
    let has = |member: &str| memmem::find(line, member.as_bytes()).is_some();
    if is_platform_event(line) {
        return true;
    }
    let is_application = has("\"timestamp\"")
        && has("\"level\"")
        && ["\"requestId\"", "\"AWSRequestId\""].into_iter().any(|name| has_request_id(line, name));
    // What an access log of API Gateway has, whatever else its owner put in.
    let of_access_log = ["\"httpMethod\"", "\"routeKey\"", "\"resourcePath\"", "\"status\""];
    is_application && !of_access_log.into_iter().any(has)
}

/// That name, and the id of an invocation behind it: programs of other kinds log ids, too.
fn has_request_id(line: &[u8], name: &str) -> bool {
    let Some(found) = memmem::find(line, name.as_bytes()) else { return false };
    let value = line[found + name.len()..].trim_ascii_start();
    let value = value.strip_prefix(b":").map(<[u8]>::trim_ascii_start);
    let value = value.and_then(|value| value.strip_prefix(b"\""));
    value
        .and_then(|value| value.split_at_checked(36))
        .is_some_and(|(id, rest)| is_request_id(id) && rest.first() == Some(&b'"'))
}

/// `"type"` and `"platform.…"` behind it.
fn is_platform_event(line: &[u8]) -> bool {
    let mut rest = line;
    while let Some(found) = memmem::find(rest, b"\"type\"") {
        rest = &rest[found + 6..];
        let value = rest.trim_ascii_start().strip_prefix(b":").map(<[u8]>::trim_ascii_start);
        if value.is_some_and(|value| value.starts_with(b"\"platform.")) {
            return true;
        }
    }
    false
}
