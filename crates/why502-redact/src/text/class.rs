//! What is looked for in a text, and which bytes make up its words.

use std::collections::BTreeSet;
use std::net::IpAddr;

use super::escape::unescaped;

/// What is looked for in a text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct How<'k> {
    /// Addresses are hidden: `None` none, else those that are not known and not private.
    pub(crate) addresses: Option<&'k Known>,
    /// Private and known ones, too.
    pub(crate) all_addresses: bool,
    /// `Chrome/120.0.0.0` is no address.
    pub(crate) has_versions: bool,
    /// What looks like a token is one.
    pub(crate) tokens: bool,
    /// `name: value` tells of a secret as `name=value` does.
    pub(crate) colons: bool,
    /// `?name=value` is a query.
    pub(crate) queries: bool,
    /// `name=value` is a parameter whatever its name.
    pub(crate) parameters: bool,
}

/// Addresses that are no client's.
pub(crate) type Known = BTreeSet<IpAddr>;

pub(super) const WORD: u8 = 1;
pub(super) const DIGIT: u8 = 2;
pub(super) const DOT: u8 = 4;
pub(super) const AT: u8 = 8;
pub(super) const PERCENT: u8 = 16;
pub(super) const EQUALS: u8 = 32;
pub(super) const COLON: u8 = 64;
/// Part of a token.
pub(super) const RUN: u8 = 128;

static CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            b'0'..=b'9' => WORD | DIGIT | RUN,
            b'a'..=b'z' | b'A'..=b'Z' | b'_' | b'-' | b'+' | b'~' => WORD | RUN,
            b'.' => WORD | DOT,
            b'@' => WORD | AT,
            b'%' => WORD | PERCENT,
            b'=' => WORD | EQUALS,
            b':' => WORD | COLON,
            0x80.. => WORD,
            _ => 0,
        };
        byte += 1;
    }
    classes
};

pub(super) fn class(byte: u8) -> u8 {
    CLASSES[usize::from(byte)]
}

/// How many bytes there stand between words: one, or an escaped one such as `%20`.
#[inline]
pub(super) fn separator(text: &[u8], at: usize, end: usize) -> usize {
    let class = class(text[at]);
    if class & WORD == 0 {
        return 1;
    }
    if class & PERCENT == 0 {
        return 0;
    }
    let Some((byte, length)) = unescaped(text, at).filter(|(_, length)| at + length <= end) else {
        return 0;
    };
    let is_part = CLASSES[usize::from(byte)] & WORD != 0 || byte == b'/';
    if is_part { 0 } else { length }
}

/// The length of what stands there, an escape as a whole: its digits are none.
pub(super) fn skipped(text: &[u8], at: usize) -> usize {
    if text[at] == b'%' { unescaped(text, at).map_or(1, |(_, length)| length) } else { 1 }
}
