//! Adding up before the tables are asked: requests that agree in their values and in the bucket of
//! time become one sum, and the sum goes to the exact tables once.
//!
//! Neighbouring lines agree in most of their values, and finding a value in a table costs more
//! than all else that is done with a line. A key here is a hash of the values as they were logged,
//! seeded anew by every process and never compared with the values themselves: two of them are
//! mistaken for one with a chance of 2⁻⁶⁴ for each pair that is held at the same time, and nobody
//! who writes logs can know the seed. The tables behind compare bytes.

use super::table::Sum;

/// A sum, and what its requests have in common.
#[derive(Debug, Clone)]
pub(super) struct Slot<T> {
    /// 0: free.
    key: u64,
    pub(super) sum: Sum,
    pub(super) common: T,
}

/// Sums by key. Half of the slots are used at most, so that the way to a free one stays short.
#[derive(Debug)]
pub(super) struct Combiner<T> {
    slots: Vec<Slot<T>>,
    used: usize,
    /// So many slots there may be.
    most: usize,
    /// What fills free slots.
    nothing: T,
}

/// So many slots there are at first.
const FEWEST_SLOTS: usize = 1 << 8;

impl<T: Copy> Combiner<T> {
    /// Room for `most` keys, a power of two.
    pub(super) fn new(most: usize, nothing: T) -> Self {
        let mut combiner = Self { slots: Vec::new(), used: 0, most: 2 * most, nothing };
        combiner.slots = combiner.free(FEWEST_SLOTS.min(2 * most));
        combiner
    }

    /// The place of the key, where it is held.
    #[inline]
    pub(super) fn find(&self, key: u64) -> Option<usize> {
        let key = key.max(1);
        let last = self.slots.len() - 1;
        let mut place = key as usize & last;
        loop {
            match self.slots[place].key {
                found if found == key => return Some(place),
                0 => return None,
                _ => place = (place + 1) & last,
            }
        }
    }

    /// Whether no further key can be held.
    pub(super) fn is_full(&self) -> bool {
        2 * self.used >= self.most
    }

    /// Holds a key that is not held; there must be room. Places found before are so no more.
    pub(super) fn insert(&mut self, key: u64, common: T) -> usize {
        if 2 * self.used >= self.slots.len() {
            let more = self.free(2 * self.slots.len());
            for slot in std::mem::replace(&mut self.slots, more) {
                if slot.key != 0 {
                    let place = self.free_place(slot.key);
                    self.slots[place] = slot;
                }
            }
        }
        let key = key.max(1);
        let place = self.free_place(key);
        self.slots[place] = Slot { key, sum: Sum::default(), common };
        self.used += 1;
        place
    }

    #[inline]
    pub(super) fn slot(&mut self, place: usize) -> &mut Slot<T> {
        &mut self.slots[place]
    }

    /// Hands out every sum that has requests, and begins them anew.
    pub(super) fn settle(&mut self, mut each: impl FnMut(&Slot<T>)) {
        for slot in &mut self.slots {
            if !slot.sum.is_empty() {
                each(slot);
                slot.sum = Sum::default();
            }
        }
    }

    /// Forgets all keys; their sums must be settled.
    pub(super) fn clear(&mut self) {
        self.used = 0;
        self.slots.iter_mut().for_each(|slot| slot.key = 0);
    }

    fn free(&self, slots: usize) -> Vec<Slot<T>> {
        vec![Slot { key: 0, sum: Sum::default(), common: self.nothing }; slots]
    }

    fn free_place(&self, key: u64) -> usize {
        let last = self.slots.len() - 1;
        let mut place = key as usize & last;
        while self.slots[place].key != 0 {
            place = (place + 1) & last;
        }
        place
    }
}

#[cfg(test)]
mod tests {
    use why502_parse::Timestamp;

    use super::super::table::Seen;
    use super::*;

    #[test]
    fn sums_outlive_growth_and_are_handed_out_once() {
        let mut combiner = Combiner::new(1 << 12, 0);
        let seen = Seen { start: Timestamp::from_micros(7), failed: false };
        let keys = || (0..4_096_u64).map(|n| n.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        for (common, key) in keys().enumerate().chain(keys().enumerate()) {
            let place = match combiner.find(key) {
                Some(place) => place,
                None => combiner.insert(key, common),
            };
            assert_eq!(combiner.slot(place).common, common);
            combiner.slot(place).sum.add(seen);
        }
        assert!(combiner.is_full());
        let mut found = vec![0; 4_096];
        combiner.settle(|slot| found[slot.common] += slot.sum.requests);
        assert!(found.iter().all(|&requests| requests == 2));
        combiner.settle(|_| panic!("handed out before"));
        combiner.clear();
        assert!(!combiner.is_full() && keys().all(|key| combiner.find(key).is_none()));
    }
}
