//! The lines of a text whose separators were found at once.

use crate::dispatch::Plain;
use crate::scan::Sweep;
use crate::split::Fields;

/// The lines of a window that was swept.
pub(crate) struct Lines<'a> {
    plain: Plain,
    window: &'a [u8],
    limit: usize,
    ends: &'a [u32],
    line_ends: std::slice::Iter<'a, u32>,
    irregular: std::slice::Iter<'a, u32>,
    next_irregular: usize,
    /// Where the next line begins, and its first end's place.
    start: usize,
    first_end: usize,
}

impl<'a> Lines<'a> {
    pub(crate) fn new(plain: Plain, window: &'a [u8], sweep: &'a Sweep, limit: usize) -> Self {
        let mut irregular = sweep.irregular().iter();
        Self {
            plain,
            window,
            limit,
            ends: sweep.ends(),
            line_ends: sweep.lines().iter(),
            next_irregular: next_place(&mut irregular),
            irregular,
            start: 0,
            first_end: 0,
        }
    }

    /// The log they are of.
    pub(crate) fn plain(&self) -> Plain {
        self.plain
    }

    /// Where the next line begins.
    pub(crate) fn start(&self) -> usize {
        self.start
    }

    /// Whether there is a line more.
    pub(crate) fn has_next(&self) -> bool {
        !self.line_ends.as_slice().is_empty()
    }

    /// The next line with its line feed, and its fields if they are those that were found.
    #[inline(always)]
    pub(crate) fn next(&mut self) -> Option<(&'a [u8], Option<Fields<'a>>)> {
        let line_end = *self.line_ends.next()? as usize;
        let ends = &self.ends[self.first_end..line_end];
        let feed = *ends.last()? as usize;
        let start = self.start;
        let line = &self.window[start..feed];
        self.first_end = line_end;
        self.start = feed.wrapping_add(1);
        if feed >= self.next_irregular {
            while feed >= self.next_irregular {
                self.next_irregular = next_place(&mut self.irregular);
            }
        } else if line.len() <= self.limit && is_plain(self.plain, line) {
            let fields = Fields::within(line, start as u32, ends);
            return Some((&self.window[start..self.start], Some(fields)));
        }
        Some((&self.window[start..self.start], None))
    }
}

/// The next of these positions; one that no line reaches where there is none.
fn next_place(places: &mut std::slice::Iter<'_, u32>) -> usize {
    places.next().map_or(usize::MAX, |&place| place as usize)
}

/// Whether the line begins and ends as lines do that need no more than a split.
#[inline]
fn is_plain(plain: Plain, line: &[u8]) -> bool {
    let (Some(first), Some(last)) = (line.first(), line.last()) else { return false };
    match plain {
        Plain::Alb => first.is_ascii_lowercase() && !matches!(last, b' ' | b'\r'),
        Plain::CloudFront => {
            first.is_ascii_digit() && line.get(10) == Some(&b'\t') && *last != b'\r'
        }
    }
}
