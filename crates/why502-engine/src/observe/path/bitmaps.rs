//! Paths of up to 64 bytes, all of their bytes classified at once: nearly all segments are told by
//! where their digits stand.

use why502_parse::{places_of, places_of_digits};

use super::segment::{LONGEST_WORD, SHORTEST_HASH, SHORTEST_TOKEN, is_variable, stem};

/// One bit for each byte of a path, the first byte's lowest.
#[derive(Debug, Clone, Copy)]
pub(in crate::observe) struct Bitmaps {
    slashes: u64,
    digits: u64,
}

impl Bitmaps {
    /// `None` where the path is longer.
    #[inline]
    pub(in crate::observe) fn of(path: &[u8]) -> Option<Self> {
        let mut padded = [0; 64];
        padded.get_mut(..path.len())?.copy_from_slice(path);
        Some(Self::of_block(&padded))
    }

    /// The path that a block begins with and a space or a question mark ends, and its length; `None`
    /// where neither comes.
    #[inline]
    pub(in crate::observe) fn of_beginning(block: &[u8; 64]) -> Option<(usize, Self)> {
        let ends = places_of(block, b' ') | places_of(block, b'?');
        let within = ends.wrapping_sub(1) & !ends;
        let all = Self::of_block(block);
        let bitmaps = Self { slashes: all.slashes & within, digits: all.digits & within };
        (ends != 0).then_some((ends.trailing_zeros() as usize, bitmaps))
    }

    #[inline]
    fn of_block(block: &[u8; 64]) -> Self {
        Self { slashes: places_of(block, b'/'), digits: places_of_digits(block) }
    }

    /// Where segments lie that vary: of those with a digit, and the long ones.
    #[inline]
    pub(super) fn each_variable(&self, path: &[u8], each: &mut impl FnMut(usize, usize)) {
        let mut to_look_at = self.digits | self.long_runs(path.len());
        while to_look_at != 0 {
            let place = to_look_at.trailing_zeros();
            let from_place = u64::MAX << place;
            let start = 64 - (self.slashes & !from_place).leading_zeros() as usize;
            let end = path.len().min((self.slashes & from_place).trailing_zeros() as usize);
            if self.varies(path, start, end) {
                each(start, end);
            }
            to_look_at &= u64::MAX.checked_shl(end as u32).unwrap_or(0);
        }
    }

    /// One bit or more in each segment of the path that has [`SHORTEST_TOKEN`] bytes or more.
    #[inline]
    fn long_runs(&self, path_bytes: usize) -> u64 {
        const { assert!(SHORTEST_TOKEN == 16) };
        let within = !u64::MAX.checked_shl(path_bytes as u32).unwrap_or(0);
        let mut runs = within & !self.slashes;
        for doubled in [1, 2, 4, 8] {
            runs &= runs >> doubled;
        }
        runs
    }

    #[inline]
    fn varies(&self, path: &[u8], start: usize, end: usize) -> bool {
        let bytes = end - start;
        let all = if bytes == 0 { 0 } else { u64::MAX >> (64 - bytes) };
        let digits = self.digits.checked_shr(start as u32).unwrap_or(0) & all;
        if digits == 0 && bytes < SHORTEST_TOKEN {
            return false;
        }
        if digits == all || bytes > LONGEST_WORD {
            return true;
        }
        let pairs = digits & digits >> 1;
        let segment = &path[start..end];
        // Too short for a hash, no number of two digits, no `7.html`.
        if pairs == 0 && bytes < SHORTEST_HASH && !segment.contains(&b'.') {
            return false;
        }
        let runs_of_four = pairs & pairs >> 2;
        if runs_of_four != 0 {
            // Within the stem, for the extension of a file name does not count.
            let last = runs_of_four.trailing_zeros() as usize + 4;
            if last <= stem(segment).len() {
                return true;
            }
        }
        is_variable(segment)
    }
}
