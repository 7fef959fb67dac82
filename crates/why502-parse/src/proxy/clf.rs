//! The line that nginx and Apache share: `host ident user [time] "request" status bytes`, and in
//! the combined form `"referer" "user agent"`. Only places are found; nothing is decoded.

use super::clock::{CLF_BYTES, looks_like_clf};
use crate::error::RejectReason;
use memchr::{memchr, memchr_iter, memchr2, memrchr};
use std::net::IpAddr;
use std::ops::Range;

/// The time begins within so many bytes: before it stand addresses and a user's name.
const HEAD_BYTES: usize = 4 << 10;

/// Where the fields of a line stand, without their quotes and brackets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Clf {
    pub(super) who: Who,
    pub(super) time: Range<usize>,
    pub(super) request: Range<usize>,
    pub(super) status: Range<usize>,
    pub(super) bytes: Range<usize>,
    pub(super) referer: Option<Range<usize>>,
    pub(super) user_agent: Option<Range<usize>>,
    /// What follows begins here, at a space or at the end of the line.
    pub(super) surplus: usize,
}

/// What stands before the time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Who {
    pub(super) virtual_host: Option<Range<usize>>,
    /// An address or a name; a list of addresses where a header is logged in its place.
    pub(super) host: Range<usize>,
    /// A header in parentheses behind the host.
    pub(super) forwarded: Option<Range<usize>>,
    pub(super) ident: Range<usize>,
    pub(super) user: Range<usize>,
}

/// Whether a line, or the beginning of a long one, has the shape.
pub(super) fn is_clf(line: &[u8]) -> bool {
    use RejectReason::{TooFewFields, UnterminatedQuote};
    !line.starts_with(b"{") && matches!(read(line), Ok(_) | Err(TooFewFields | UnterminatedQuote))
}

/// Finds the fields.
pub(super) fn read(line: &[u8]) -> Result<Clf, RejectReason> {
    let unrecognised = RejectReason::UnrecognisedLine;
    let time = time(line).ok_or(unrecognised)?;
    let who = who(&line[..time.start - 2]).ok_or(unrecognised)?;
    let request = quoted(line, time.end + 2)?;
    let status = word(line, request.end + 1)?;
    let bytes = word(line, status.end)?;
    if !is_number(&line[status.clone()]) || !is_number(&line[bytes.clone()]) {
        return Err(unrecognised);
    }
    let mut clf =
        Clf { who, time, request, status, referer: None, user_agent: None, surplus: 0, bytes };
    clf.surplus = clf.bytes.end;
    if line[clf.surplus..].starts_with(b" \"") {
        let referer = quoted(line, clf.surplus + 1)?;
        clf.surplus = referer.end + 1;
        clf.referer = Some(referer);
        if line[clf.surplus..].starts_with(b" \"") {
            let user_agent = quoted(line, clf.surplus + 1)?;
            clf.surplus = user_agent.end + 1;
            clf.user_agent = Some(user_agent);
        }
    } else if !is_surplus_of_common(&line[clf.surplus..]) {
        return Err(unrecognised);
    }
    match line.get(clf.surplus) {
        None | Some(b' ') => Ok(clf),
        Some(_) => Err(unrecognised),
    }
}

/// Whether only Apache writes such a line, as far as it is known to be of one of the two: it has a
/// virtual host, an identity, an empty user, a size of `-`, no referer, or escapes that nginx does
/// not use.
pub(super) fn is_of_apache(line: &[u8]) -> bool {
    let Ok(clf) = read(line) else { return false };
    let is_dash = |range: &Range<usize>| line[range.clone()] == *b"-";
    let texts = [Some(&clf.request), clf.referer.as_ref(), clf.user_agent.as_ref()];
    clf.who.virtual_host.is_some()
        || clf.who.forwarded.is_some()
        || !is_dash(&clf.who.ident)
        || line[clf.who.user.clone()] == *b"\"\""
        || is_dash(&clf.status)
        || is_dash(&clf.bytes)
        || clf.referer.is_none()
        || texts.into_iter().flatten().any(|text| has_escape_of_apache(&line[text.clone()]))
}

/// nginx writes `\xHH` in capitals and nothing else; Apache in small letters, and `\"`, `\\`, `\n`.
fn has_escape_of_apache(text: &[u8]) -> bool {
    let mut rest = text;
    while let Some(backslash) = memchr(b'\\', rest) {
        match rest.get(backslash + 1..) {
            Some([b'x', high, low, ..]) => {
                if matches!(high, b'a'..=b'f') || matches!(low, b'a'..=b'f') {
                    return true;
                }
            }
            Some([_, ..]) => return true,
            _ => return false,
        }
        rest = &rest[backslash + 2..];
    }
    false
}

/// The time's place: behind ` [`, before `] "`. Neither server lets a client's quote through, so no
/// user name can imitate that.
fn time(line: &[u8]) -> Option<Range<usize>> {
    let head = &line[..line.len().min(HEAD_BYTES)];
    let mut brackets = memchr_iter(b'[', head).map(|bracket| bracket + 1..bracket + 1 + CLF_BYTES);
    brackets.find(|time| {
        time.start >= 2
            && line[time.start - 2] == b' '
            && line.get(time.clone()).is_some_and(looks_like_clf)
            && line[time.end..].starts_with(b"] \"")
    })
}

fn who(text: &[u8]) -> Option<Who> {
    let mut who = Who::default();
    let (first, second) = (address(text, 0)?, address(text, address(text, 0)?.end + 1)?);
    let more = text.get(second.end + 1..).is_some_and(|rest| memchr(b' ', rest).is_some());
    who.host = if more && is_virtual_host(&text[first.clone()], &text[second.clone()]) {
        who.virtual_host = Some(first);
        second
    } else {
        first
    };
    let mut at = who.host.end + 1;
    if text.get(at) == Some(&b'(') {
        let close = at + memchr(b')', &text[at..])?;
        who.forwarded = Some(at + 1..close);
        at = close + 2;
    }
    let space = at + memchr(b' ', text.get(at..)?)?;
    (who.ident, who.user) = (at..space, space + 1..text.len());
    (!who.host.is_empty() && !who.ident.is_empty() && !who.user.is_empty()).then_some(who)
}

/// A word; where a list of addresses stands in the client's place, all of it.
fn address(text: &[u8], start: usize) -> Option<Range<usize>> {
    let mut end = start;
    loop {
        end += memchr(b' ', text.get(end..)?)?;
        if !text[start..end].ends_with(b",") {
            return Some(start..end);
        }
        end += 1;
    }
}

/// `name:port` before something, or anything before an address.
fn is_virtual_host(first: &[u8], second: &[u8]) -> bool {
    let names_port = memrchr(b':', first).is_some_and(|colon| {
        let (name, port) = (&first[..colon], &first[colon + 1..]);
        !name.is_empty()
            && (memchr(b':', name).is_none() || name.ends_with(b"]"))
            && (1..=5).contains(&port.len())
            && port.iter().all(u8::is_ascii_digit)
    });
    let is_address =
        |text: &[u8]| std::str::from_utf8(text).is_ok_and(|text| text.parse::<IpAddr>().is_ok());
    names_port && second != b"-" || memchr(b',', first).is_none() && is_address(second)
}

/// What stands between the quote at `start` and the next that no backslash precedes.
pub(super) fn quoted(line: &[u8], start: usize) -> Result<Range<usize>, RejectReason> {
    let mut at = start + 1;
    loop {
        let rest = line.get(at..).ok_or(RejectReason::UnterminatedQuote)?;
        at += memchr2(b'"', b'\\', rest).ok_or(RejectReason::UnterminatedQuote)?;
        if line[at] == b'"' {
            return Ok(start + 1..at);
        }
        at += 2;
    }
}

/// The word behind the space at `at`.
fn word(line: &[u8], at: usize) -> Result<Range<usize>, RejectReason> {
    match line.get(at) {
        None => return Err(RejectReason::TooFewFields),
        Some(b' ') => {}
        Some(_) => return Err(RejectReason::UnrecognisedLine),
    }
    let rest = &line[at + 1..];
    if rest.is_empty() {
        return Err(RejectReason::TooFewFields);
    }
    Ok(at + 1..at + 1 + memchr(b' ', rest).unwrap_or(rest.len()))
}

fn is_number(text: &[u8]) -> bool {
    text == b"-" || !text.is_empty() && text.iter().all(u8::is_ascii_digit)
}

/// Behind a size without a referer stand numbers or `name=value`. Anything else, an identifier for
/// one, makes it the line of another log.
fn is_surplus_of_common(rest: &[u8]) -> bool {
    let first = rest.split(|&byte| byte == b' ').find(|word| !word.is_empty()).unwrap_or_default();
    let is_part = |byte: &u8| byte.is_ascii_digit() || *byte == b'.';
    let names_value = memchr(b'=', first)
        .is_some_and(|mark| first.get(mark + 1).is_some_and(|&byte| byte != b'='));
    first.iter().all(is_part) || names_value
}
