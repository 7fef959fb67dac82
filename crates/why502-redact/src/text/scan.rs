//! Free text: words one after another, each looked at for what it may be.
//!
//! One pass over the bytes, whatever they hold: a word knows of which classes its letters are when
//! its end is reached, and most words hold none that asks for a second look.

use std::ops::Range;

use super::class::{AT, COLON, DIGIT, DOT, How, PERCENT, WORD, class, separator};
use super::email::email;
use super::endpoints::addresses;
use super::named::{named_value, word_end};
use super::query::query_in_text;
use super::runs::tokens;
use super::token::LEAST_TOKEN;
use crate::cut::Cut;
use crate::kind::Kind;

/// A shorter word behind `Bearer` is a word.
const LEAST_CREDENTIAL: usize = 8;

/// Hides what is found in that part of the text.
pub(crate) fn scan(cut: &mut Cut<'_, '_>, part: Range<usize>, how: How<'_>) {
    let text = cut.text;
    let mut at = part.start;
    let mut is_credential = false;
    while at < part.end {
        let between = separator(text, at, part.end);
        if between > 0 {
            at = match text[at] {
                b'?' if how.queries => query_in_text(cut, at + 1..part.end),
                _ => at + between,
            };
            continue;
        }
        let start = at;
        let mut classes = 0;
        while at < part.end {
            let class = class(text[at]);
            if class & WORD == 0 || class & PERCENT != 0 && separator(text, at, part.end) > 0 {
                break;
            }
            classes |= class;
            at += 1;
        }
        if is_credential && at - start >= LEAST_CREDENTIAL {
            at = word_end(text, at, part.end);
            cut.hide(start..at, Kind::Secret);
            is_credential = false;
            continue;
        }
        is_credential = at - start == 6 && text[start..at].eq_ignore_ascii_case(b"bearer");
        at = word(cut, start..at, part.end, classes, how).max(at);
    }
}

/// Looks at one word. Where to go on.
fn word(cut: &mut Cut<'_, '_>, word: Range<usize>, end: usize, classes: u8, how: How<'_>) -> usize {
    let text = cut.text;
    if classes & COLON != 0 && text[word.end - 1] == b':' && text[word.end..end].starts_with(b"//")
    {
        return authority(cut, word.end + 2, end);
    }
    if let Some((value, kind)) = named_value(text, &word, end, classes, how) {
        cut.hide(value.clone(), kind);
        return value.end;
    }
    if classes & (AT | PERCENT) != 0 {
        email(cut, &word, end);
    }
    let may_be_address = classes & COLON != 0 || classes & (DIGIT | DOT) == (DIGIT | DOT);
    if may_be_address && how.addresses.is_some() {
        addresses(cut, &word, end, how);
    }
    if how.tokens && word.len() >= LEAST_TOKEN {
        tokens(cut, &word);
    }
    word.end
}

/// Behind `scheme://`: whoever asks stands before the last `@` of the authority. Where it goes on.
fn authority(cut: &mut Cut<'_, '_>, start: usize, end: usize) -> usize {
    let text = cut.text;
    let is_end =
        |byte: &u8| matches!(byte, b'/' | b'?' | b'#' | b'"' | b'<' | b'>') || *byte <= b' ';
    let stop = text[start..end].iter().position(is_end).map_or(end, |length| start + length);
    match memchr::memrchr(b'@', &text[start..stop]) {
        Some(at) => {
            cut.hide(start..start + at, Kind::User);
            start + at + 1
        }
        None => start,
    }
}
