//! Requests of one bucket of time by status and target status.

use why502_parse::Format;

use super::super::counts::Pair;

/// So many pairs are told apart before they are handed over: nearly all that a log has.
const MOST: usize = 16;

/// How many requests had one pair.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tally {
    pub(super) format: Format,
    pub(super) pair: Pair,
    pub(super) requests: u64,
    pub(super) failed: u64,
}

/// The pairs met lately.
#[derive(Debug)]
pub(super) struct Pairs {
    /// Format and pair of the tallies, as numbers.
    keys: [u64; MOST],
    tallies: [Tally; MOST],
    used: usize,
    last: usize,
}

impl Pairs {
    pub(super) const fn new() -> Self {
        let none = Tally { format: Format::Alb, pair: (None, None), requests: 0, failed: 0 };
        Self { keys: [u64::MAX; MOST], tallies: [none; MOST], used: 0, last: 0 }
    }

    /// Counts a request; `false` where there is no room for its pair.
    #[inline]
    pub(super) fn add(&mut self, format: Format, pair: Pair, failed: bool) -> bool {
        let code = |status: Option<u16>| u64::from(status.map_or(u32::MAX, u32::from));
        let key = (format as u64) << 40 | (code(pair.0) & 0xf_ffff) << 20 | code(pair.1) & 0xf_ffff;
        if self.keys[self.last] != key && !self.turn_to(key, format, pair) {
            return false;
        }
        let tally = &mut self.tallies[self.last];
        tally.requests += 1;
        tally.failed += u64::from(failed);
        true
    }

    #[inline(never)]
    fn turn_to(&mut self, key: u64, format: Format, pair: Pair) -> bool {
        if let Some(place) = self.keys[..self.used].iter().position(|&one| one == key) {
            self.last = place;
            return true;
        }
        if self.used == MOST {
            return false;
        }
        self.last = self.used;
        self.keys[self.used] = key;
        self.tallies[self.used] = Tally { format, pair, requests: 0, failed: 0 };
        self.used += 1;
        true
    }

    /// Hands over what was counted, and begins anew.
    pub(super) fn take(&mut self) -> impl Iterator<Item = Tally> + use<> {
        let Self { tallies, used, .. } = std::mem::replace(self, Self::new());
        tallies.into_iter().take(used)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn pairs_stay_apart_and_none_is_lost() {
        let mut pairs = Pairs::new();
        let mut found: BTreeMap<(Format, Pair), (u64, u64)> = BTreeMap::new();
        let mut expected = found.clone();
        let mut hand_over = |pairs: &mut Pairs| {
            for tally in pairs.take() {
                let sum = found.entry((tally.format, tally.pair)).or_default();
                *sum = (sum.0 + tally.requests, sum.1 + tally.failed);
            }
        };
        let codes = [None, Some(0), Some(200), Some(502), Some(u16::MAX)];
        for n in 0..5_000_usize {
            let format = [Format::Alb, Format::Clb][n / 3 % 2];
            let (pair, failed) = ((codes[n * 7 % 5], codes[n / 5 % 5]), n % 4 == 0);
            if !pairs.add(format, pair, failed) {
                hand_over(&mut pairs);
                assert!(pairs.add(format, pair, failed));
            }
            let sum = expected.entry((format, pair)).or_default();
            *sum = (sum.0 + 1, sum.1 + u64::from(failed));
        }
        hand_over(&mut pairs);
        assert_eq!(expected.len(), 50);
        assert_eq!(found, expected);
    }
}
