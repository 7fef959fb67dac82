//! Paths without what varies from request to request: `/users/1729/orders` → `/users/*/orders`.
//!
//! Modules, each using only those to its left: `segment → bitmaps`

mod bitmaps;
mod segment;

use std::borrow::Cow;

use why502_parse::percent_decode_once;

pub(super) use bitmaps::Bitmaps;
use segment::is_variable;

/// Shapes `path`: a segment that looks like an id becomes `*`.
///
/// Returns `path` itself where nothing varies; otherwise the shape is written to `buffer`.
#[inline]
pub(super) fn shape<'a>(path: &'a [u8], buffer: &'a mut Vec<u8>) -> &'a [u8] {
    shape_by(path, Bitmaps::of(path), buffer)
}

/// As [`shape`], of a path that was classified.
#[inline]
pub(super) fn shape_by<'a>(
    path: &'a [u8],
    bitmaps: Option<Bitmaps>,
    buffer: &'a mut Vec<u8>,
) -> &'a [u8] {
    buffer.clear();
    let mut copied = 0;
    each_variable(path, bitmaps, &mut |from, to| {
        buffer.extend_from_slice(&path[copied..from]);
        buffer.push(b'*');
        copied = to;
    });
    if copied == 0 {
        return path;
    }
    buffer.extend_from_slice(&path[copied..]);
    buffer
}

/// Hands on what stays of a path, piece by piece, in the order of the path: its shape without the
/// stars. What stands behind the last star is the last piece.
#[inline]
pub(in crate::observe) fn each_piece<'a>(
    path: &'a [u8],
    bitmaps: Option<Bitmaps>,
    mut each: impl FnMut(&'a [u8]),
) {
    let mut taken = 0;
    each_variable(path, bitmaps, &mut |from, to| {
        each(&path[taken..from]);
        taken = to;
    });
    each(&path[taken..]);
}

/// Where segments lie that vary.
#[inline]
fn each_variable(path: &[u8], bitmaps: Option<Bitmaps>, each: &mut impl FnMut(usize, usize)) {
    match bitmaps {
        Some(bitmaps) => bitmaps.each_variable(path, each),
        None => each_variable_of_any(path, each),
    }
}

/// Where segments of a path of any length lie that vary.
fn each_variable_of_any(path: &[u8], each: &mut impl FnMut(usize, usize)) {
    let mut start = 0;
    for segment in path.split(|&byte| byte == b'/') {
        if is_variable(segment) {
            each(start, start + segment.len());
        }
        start += segment.len() + 1;
    }
}

/// The path without percent-encoding, however often it was encoded (three times at most): one
/// log has it as the client sent it, the next encodes what it writes once more.
pub(crate) fn decoded(path: &[u8]) -> Cow<'_, [u8]> {
    const MOST_ROUNDS: usize = 3;
    let mut plain = Cow::Borrowed(path);
    for _ in 0..MOST_ROUNDS {
        match percent_decode_once(&plain) {
            Cow::Borrowed(_) => break,
            Cow::Owned(shorter) => plain = Cow::Owned(shorter),
        }
    }
    plain
}

/// `/prod/cart` as `/cart`; `None` where there is one segment only.
pub(crate) fn without_first_segment(path: &[u8]) -> Option<&[u8]> {
    let after = path.strip_prefix(b"/")?;
    after.iter().position(|&byte| byte == b'/').map(|slash| &after[slash..])
}

#[cfg(test)]
mod tests;
