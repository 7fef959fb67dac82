//! Runs of letters and digits that look like tokens.

use std::ops::Range;

use super::class::{DOT, RUN, class, skipped};
use super::escape::escaped;
use super::token::{LEAST_TOKEN, look};
use crate::cut::Cut;
use crate::kind::Kind;

/// Hides what looks like a token, with all that hangs on it by dots.
pub(super) fn tokens(cut: &mut Cut<'_, '_>, word: &Range<usize>) {
    let text = cut.text;
    let mut at = word.start;
    while at < word.end {
        if run_part(text, at, word.end) == 0 {
            at += skipped(text, at);
            continue;
        }
        let start = at;
        while at < word.end {
            match run_part(text, at, word.end) {
                0 => break,
                length => at += length,
            }
        }
        // A JWT has parts that are shorter, and its first one says what it is.
        let Some(kind) = (at - start >= LEAST_TOKEN || text[start..at].starts_with(b"eyJ"))
            .then(|| look(&text[start..at]))
            .flatten()
        else {
            continue;
        };
        let part =
            if kind == Kind::Secret { with_dotted(text, start..at, word) } else { start..at };
        at = part.end.max(at);
        cut.hide(part, kind);
    }
}

/// How many bytes of a token stand there: one letter, or an escaped `+`, `/`, `=`.
fn run_part(text: &[u8], at: usize, end: usize) -> usize {
    if class(text[at]) & RUN != 0 {
        return 1;
    }
    if text[at] != b'%' {
        return 0;
    }
    let length = [*b"2b", *b"2f", *b"3d"].map(|digits| escaped(text, at, digits));
    length.into_iter().max().filter(|length| at + length <= end).unwrap_or(0)
}

/// The token with the parts before and behind it that dots join to it, and base64's `=`; the
/// ending of a file's name stays.
fn with_dotted(text: &[u8], run: Range<usize>, word: &Range<usize>) -> Range<usize> {
    let is_joined = |byte: u8| class(byte) & (RUN | DOT) != 0;
    let mut start = run.start;
    while start > word.start && is_joined(text[start - 1]) {
        start -= 1;
    }
    let mut end = run.end;
    while end < word.end && (is_joined(text[end]) || run_part(text, end, word.end) > 0) {
        end += 1;
    }
    while end < word.end && text[end] == b'=' {
        end += 1;
    }
    if let Some(dot) = memchr::memrchr(b'.', &text[run.end..end]) {
        let ending = &text[run.end + dot + 1..end];
        if ending.len() <= 5 && ending.iter().all(u8::is_ascii_lowercase) {
            end = run.end + dot;
        }
    }
    start..end
}
