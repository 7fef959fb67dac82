//! Paths of up to 64 bytes, classified eight bytes at a time: nearly all segments are told by where
//! their digits stand.

use super::super::swar::{digit, equal, gathered};
use super::segment::{LONGEST_WORD, SHORTEST_HASH, SHORTEST_TOKEN, is_variable, stem};

/// One bit for each byte of a path, the first byte's lowest.
pub(in crate::observe) struct Bitmaps {
    slashes: u64,
    digits: u64,
}

impl Bitmaps {
    /// `None` where the path is longer.
    #[inline]
    pub(super) fn of(path: &[u8]) -> Option<Self> {
        if path.len() > 64 {
            return None;
        }
        let mut bitmaps = Self { slashes: 0, digits: 0 };
        let (words, rest) = path.as_chunks::<8>();
        for (place, word) in words.iter().enumerate() {
            bitmaps.take(place, u64::from_le_bytes(*word));
        }
        if !rest.is_empty() {
            let mut padded = [0; 8];
            padded[..rest.len()].copy_from_slice(rest);
            bitmaps.take(words.len(), u64::from_le_bytes(padded));
        }
        Some(bitmaps)
    }

    /// The path that a text begins with and a space or a question mark ends, and its length; `None`
    /// where neither comes within 64 bytes, or only among the last seven.
    #[inline]
    pub(in crate::observe) fn of_beginning(text: &[u8]) -> Option<(usize, Self)> {
        let mut bitmaps = Self { slashes: 0, digits: 0 };
        for (place, word) in text.as_chunks::<8>().0.iter().take(8).enumerate() {
            let word = u64::from_le_bytes(*word);
            bitmaps.take(place, word);
            let end = equal(word, b' ') | equal(word, b'?');
            if end != 0 {
                let length =
                    place.wrapping_mul(8).wrapping_add((end.trailing_zeros() / 8) as usize);
                let within = 1_u64.wrapping_shl(length as u32).wrapping_sub(1);
                bitmaps.slashes &= within;
                bitmaps.digits &= within;
                return Some((length, bitmaps));
            }
        }
        None
    }

    #[inline]
    fn take(&mut self, place: usize, word: u64) {
        let at = place.wrapping_mul(8) as u32;
        self.slashes |= gathered(equal(word, b'/')).wrapping_shl(at);
        self.digits |= gathered(digit(word)).wrapping_shl(at);
    }

    /// Where segments lie that vary.
    #[inline]
    pub(super) fn each_variable(&self, path: &[u8], each: &mut impl FnMut(usize, usize)) {
        let mut slashes = self.slashes;
        let mut start = 0;
        loop {
            let end = if slashes == 0 { path.len() } else { slashes.trailing_zeros() as usize };
            if self.varies(path, start, end) {
                each(start, end);
            }
            if slashes == 0 {
                return;
            }
            slashes &= slashes - 1;
            start = end + 1;
        }
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
