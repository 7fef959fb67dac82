//! A text with places cut out of it. Nothing is copied before something is hidden.

use std::ops::Range;

use crate::kind::{Kind, Tally};
use crate::mask::Mask;

/// A text on its way to `out`.
pub(crate) struct Cut<'t, 'o> {
    pub(crate) text: &'t [u8],
    /// Up to here `out` has it, or what stands in its place.
    pub(crate) done: usize,
    out: &'o mut Vec<u8>,
    tally: &'o mut Tally,
    mask: &'o Mask,
    is_changed: bool,
}

impl<'t, 'o> Cut<'t, 'o> {
    /// What is kept and what stands for the rest is appended to `out`.
    pub(crate) fn new(
        text: &'t [u8],
        out: &'o mut Vec<u8>,
        tally: &'o mut Tally,
        mask: &'o Mask,
    ) -> Self {
        Self { text, done: 0, out, tally, mask, is_changed: false }
    }

    /// Hides that part of the text, as far as it is not hidden yet. Parts come in order.
    pub(crate) fn hide(&mut self, part: Range<usize>, kind: Kind) {
        let start = part.start.max(self.done);
        if start >= part.end {
            return;
        }
        self.out.extend_from_slice(&self.text[self.done..start]);
        self.mask.write(self.out, kind, &self.text[start..part.end]);
        self.tally.add(kind);
        self.done = part.end;
        self.is_changed = true;
    }

    /// Whether anything was hidden; then all of it is in `out`, else nothing.
    pub(crate) fn finish(self) -> bool {
        if self.is_changed {
            self.out.extend_from_slice(&self.text[self.done..]);
        }
        self.is_changed
    }
}
