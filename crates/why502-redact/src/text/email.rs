//! Email addresses, and users with a password before a host.

use std::ops::Range;

use super::class::{WORD, class};
use super::escape::escaped;
use crate::cut::Cut;
use crate::kind::Kind;

/// The place of the first `@` or `%40`, and its length.
fn at_sign(text: &[u8]) -> Option<(usize, usize)> {
    memchr::memchr2_iter(b'@', b'%', text).find_map(|place| {
        let length = if text[place] == b'@' { 1 } else { escaped(text, place, *b"40") };
        (length > 0).then_some((place, length))
    })
}

/// Hides `name@host.domain`, and what stands before the `@` where the host has no domain but the
/// name has a password.
pub(super) fn email(cut: &mut Cut<'_, '_>, word: &Range<usize>, end: usize) {
    let text = cut.text;
    let mut from = word.start;
    loop {
        let Some((place, length)) = at_sign(&text[from..word.end]) else { return };
        let (before, behind) = (from + place, from + place + length);
        let start = name_start(text, before, cut.done);
        let stop = (behind..word.end)
            .find(|&at| !matches!(text[at], b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | 0x80..))
            .unwrap_or(word.end)
            .min(end);
        if start < before && is_domain(&text[behind..stop]) {
            cut.hide(start..stop, Kind::Email);
        } else if start < before
            && stop > behind
            && memchr::memchr(b':', &text[start..before]).is_some()
        {
            cut.hide(start..before, Kind::User);
        }
        from = stop.max(behind);
    }
}

/// Where the name before an `@` begins: RFC 5322 allows more letters than words have here.
fn name_start(text: &[u8], before: usize, done: usize) -> usize {
    let is_name = |byte: u8| {
        class(byte) & WORD != 0 && !matches!(byte, b'=' | b'@')
            || matches!(
                byte,
                b'!' | b'#' | b'$' | b'\'' | b'*' | b'^' | b'`' | b'{' | b'|' | b'}' | b'\\'
            )
    };
    let mut start = before;
    while start > done && is_name(text[start - 1]) {
        start -= 1;
    }
    start
}

/// Has a dot, and behind the last one two letters or more.
fn is_domain(text: &[u8]) -> bool {
    let text = text.strip_suffix(b".").unwrap_or(text);
    memchr::memrchr(b'.', text).is_some_and(|dot| {
        let last = &text[dot + 1..];
        dot > 0
            && last.len() > 1
            && last.iter().all(|byte| byte.is_ascii_alphabetic() || *byte >= 0x80 || *byte == b'-')
    })
}
