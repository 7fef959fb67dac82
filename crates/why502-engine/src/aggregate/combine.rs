//! Adding up before the tables are asked: requests that agree in their values and in the bucket of
//! time become one sum, and the sum goes to the exact tables once.
//!
//! Neighbouring lines agree in most of their values, and finding a value in a table costs more
//! than all else that is done with a line. A key here is a hash of the values as they were logged,
//! seeded anew by every process and never compared with the values themselves: two of them are
//! mistaken for one with a chance of 2⁻⁶⁴ for each pair that is held at the same time, and nobody
//! who writes logs can know the seed. The tables behind compare bytes.

use why502_parse::fetch;

/// What is held of a key: it begins a line of the processor's cache, for else one that fits a line
/// lies in two, and only one of them is fetched.
#[derive(Debug, Clone)]
#[repr(align(64))]
struct Slot<T> {
    /// 0: free.
    key: u64,
    held: T,
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

impl<T: Clone> Combiner<T> {
    /// Room for `most` keys, a power of two.
    pub(super) fn new(most: usize, nothing: T) -> Self {
        let mut combiner = Self { slots: Vec::new(), used: 0, most: 2 * most, nothing };
        combiner.slots = combiner.free(FEWEST_SLOTS.min(2 * most));
        combiner
    }

    /// Has what is held of the key fetched, for it is about to be looked for. The slots do not
    /// stay near the processor beside the text that streams past: waiting for them took a tenth of
    /// all time.
    #[inline]
    pub(super) fn fetch(&self, key: u64) {
        fetch(&self.slots[key as usize & (self.slots.len() - 1)]);
    }

    /// Where the key is held, if it is.
    #[inline]
    pub(super) fn place(&self, key: u64) -> Option<usize> {
        let key = key.max(1);
        let last = self.slots.len() - 1;
        let mut place = key as usize & last;
        loop {
            match self.slots[place].key {
                found if found == key => return Some(place),
                0 => return None,
                _ => place = place.wrapping_add(1) & last,
            }
        }
    }

    /// What is held there.
    #[inline]
    pub(super) fn at(&mut self, place: usize) -> &mut T {
        &mut self.slots[place].held
    }

    /// What is held of the key, if it is.
    pub(super) fn get(&self, key: u64) -> Option<&T> {
        self.place(key).map(|place| &self.slots[place].held)
    }

    /// Whether no further key can be held.
    pub(super) fn is_full(&self) -> bool {
        2 * self.used >= self.most
    }

    /// Holds a key that is not held, for which there must be room; gives its place. Places found
    /// before are so no more.
    pub(super) fn insert(&mut self, key: u64, held: T) -> usize {
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
        self.slots[place] = Slot { key, held };
        self.used += 1;
        place
    }

    /// All that is held.
    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.slots.iter_mut().filter(|slot| slot.key != 0).map(|slot| &mut slot.held)
    }

    /// Forgets all.
    pub(super) fn clear(&mut self) {
        self.used = 0;
        self.slots.iter_mut().for_each(|slot| slot.key = 0);
    }

    fn free(&self, slots: usize) -> Vec<Slot<T>> {
        vec![Slot { key: 0, held: self.nothing.clone() }; slots]
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
    use super::*;

    #[test]
    fn what_is_held_outlives_growth() {
        let mut combiner = Combiner::new(1 << 12, (usize::MAX, 0));
        let keys = || (0..4_096_u64).map(|n| n.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        for (name, key) in keys().enumerate().chain(keys().enumerate()) {
            combiner.fetch(key);
            let place = combiner.place(key).unwrap_or_else(|| combiner.insert(key, (name, 0)));
            let held = combiner.at(place);
            assert_eq!(held.0, name);
            held.1 += 1;
        }
        assert!(combiner.is_full());
        let mut names: Vec<usize> =
            combiner.iter_mut().filter(|held| held.1 == 2).map(|held| held.0).collect();
        names.sort_unstable();
        assert!(names.into_iter().eq(0..4_096));
        combiner.clear();
        assert!(!combiner.is_full() && keys().all(|key| combiner.get(key).is_none()));
    }
}
