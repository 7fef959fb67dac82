//! Addresses of machines within words.

use std::net::IpAddr;
use std::ops::Range;

use super::class::{How, skipped};
use crate::address::{is_private, network, prefix};
use crate::cut::Cut;
use crate::kind::Kind;

/// Hides addresses within a word.
pub(super) fn addresses(cut: &mut Cut<'_, '_>, word: &Range<usize>, end: usize, how: How<'_>) {
    let text = cut.text;
    let is_part = |byte: u8| byte.is_ascii_hexdigit() || matches!(byte, b'.' | b':');
    let mut at = word.start;
    while at < word.end {
        if !is_part(text[at]) {
            at += skipped(text, at);
            continue;
        }
        let start = at;
        while at < word.end && is_part(text[at]) {
            at += 1;
        }
        if at - start >= 3 {
            address_in(cut, start..at, end, how);
        }
    }
}

/// A run of digits, dots and colons: all of it may be an address, or what stands between colons.
fn address_in(cut: &mut Cut<'_, '_>, run: Range<usize>, end: usize, how: How<'_>) {
    let text = cut.text;
    let trimmed = |part: Range<usize>| {
        let mut part = part;
        while part.len() > 1 && text[part.end - 1] == b'.' {
            part.end -= 1;
        }
        part
    };
    let whole = trimmed(run.clone());
    let is_long = text[whole.clone()].iter().filter(|&&byte| byte == b':').count() > 1;
    if is_long {
        // `2001:db8::1`, also with a colon behind it.
        for stop in [whole.end, whole.end - 1] {
            if let Some(address) = parsed(&text[whole.start..stop]).filter(IpAddr::is_ipv6) {
                return hide_address(cut, whole.start..stop, address, end, how);
            }
        }
    }
    let mut start = run.start;
    for piece in text[run].split(|&byte| byte == b':') {
        let part = trimmed(start..start + piece.len());
        start += piece.len() + 1;
        if part.len() < 7 || is_version(text, part.start, how) {
            continue;
        }
        if let Some(address) = parsed(&text[part.clone()]) {
            hide_address(cut, part, address, end, how);
        }
    }
}

fn parsed(text: &[u8]) -> Option<IpAddr> {
    std::str::from_utf8(text).ok()?.parse().ok()
}

/// Behind a letter (`v1.2.3.4`), or behind a product's name and `/`.
fn is_version(text: &[u8], start: usize, how: How<'_>) -> bool {
    let before = |back: usize| start.checked_sub(back).map_or(b' ', |place| text[place]);
    let is_letter = |byte: u8| byte.is_ascii_alphabetic();
    how.has_versions && (is_letter(before(1)) || before(1) == b'/' && is_letter(before(2)))
}

fn hide_address(
    cut: &mut Cut<'_, '_>,
    part: Range<usize>,
    address: IpAddr,
    end: usize,
    how: How<'_>,
) {
    // `203.0.113.0/24`: what is told of a network is told already.
    let is_network = network(address) == address && {
        let mark = format!("/{}", prefix(address));
        cut.text[part.end..end].starts_with(mark.as_bytes())
    };
    let is_known = how.addresses.is_some_and(|known| known.contains(&address));
    if is_network || address.is_unspecified() || address.is_loopback() {
        return;
    }
    if is_private(address) || is_known {
        if how.all_addresses {
            cut.hide(part, Kind::Target);
        }
    } else {
        cut.hide(part, Kind::Client);
    }
}
