//! Undoing what the log writers did to bytes that would break a line.

use memchr::memchr;
use std::borrow::Cow;

/// Undoes a load balancer's escapes: `\xHH` is a byte, `\"` a quote, `\\` a backslash. Any other
/// backslash stands for itself. Borrows where nothing is escaped.
#[must_use]
pub fn unescape(raw: &[u8]) -> Cow<'_, [u8]> {
    rewrite(raw, b'\\', |rest| match rest {
        [b'x' | b'X', high, low, ..] => byte_of_hex(*high, *low).map(|byte| (byte, 4)),
        [byte @ (b'"' | b'\\'), ..] => Some((*byte, 2)),
        _ => None,
    })
}

/// Decodes `%HH` once: what CloudFront's log encoded is then what the viewer sent, whose own
/// encoding stays. A `%` without two hexadecimal digits stands for itself.
#[must_use]
pub fn percent_decode_once(raw: &[u8]) -> Cow<'_, [u8]> {
    rewrite(raw, b'%', |rest| match rest {
        [high, low, ..] => byte_of_hex(*high, *low).map(|byte| (byte, 3)),
        _ => None,
    })
}

/// Replaces each escape: `decode` sees what follows `mark` and gives the byte it stands for and
/// the length of the escape, mark included.
fn rewrite(raw: &[u8], mark: u8, decode: impl Fn(&[u8]) -> Option<(u8, usize)>) -> Cow<'_, [u8]> {
    let Some(first) = memchr(mark, raw) else { return Cow::Borrowed(raw) };
    let mut plain = Vec::with_capacity(raw.len());
    plain.extend_from_slice(&raw[..first]);
    let mut rest = &raw[first..];
    while let Some((&byte, after)) = rest.split_first() {
        let (byte, length) = match decode(after) {
            Some(decoded) if byte == mark => decoded,
            _ => (byte, 1),
        };
        plain.push(byte);
        rest = &rest[length..];
    }
    Cow::Owned(plain)
}

fn byte_of_hex(high: u8, low: u8) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    Some(digit(high)? << 4 | digit(low)?)
}
