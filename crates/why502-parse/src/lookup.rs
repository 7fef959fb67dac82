//! A fixed table of names, searched by hash: a key of a record is looked up for every record that a
//! filter sees.

/// Slots of a table; more than three times the names of any, so that a search ends soon.
const SLOTS: usize = 256;
const EMPTY: u8 = u8::MAX;

/// Names and where each stands.
pub(crate) struct NameTable<const N: usize> {
    names: [&'static str; N],
    slots: [u8; SLOTS],
}

impl<const N: usize> NameTable<N> {
    /// Of two equal names, the first is found.
    pub(crate) const fn new(names: [&'static str; N]) -> Self {
        assert!(N < SLOTS / 3, "a table this full is slow to search");
        let mut slots = [EMPTY; SLOTS];
        let mut place = 0;
        while place < N {
            let mut slot = slot_of(names[place].as_bytes());
            while slots[slot] != EMPTY {
                slot = (slot + 1) % SLOTS;
            }
            slots[slot] = place as u8;
            place += 1;
        }
        Self { names, slots }
    }

    /// The place of that exact name.
    pub(crate) fn find(&self, name: &[u8]) -> Option<usize> {
        let mut slot = slot_of(name);
        loop {
            let place = self.slots[slot];
            if place == EMPTY {
                return None;
            }
            if self.names[usize::from(place)].as_bytes() == name {
                return Some(usize::from(place));
            }
            slot = (slot + 1) % SLOTS;
        }
    }
}

/// The slot at which the search for a name begins: its length and three of its bytes tell the names
/// of a log apart well enough.
const fn slot_of(name: &[u8]) -> usize {
    if name.is_empty() {
        return 0;
    }
    let length = name.len();
    let (first, middle, last) = (name[0], name[length / 2], name[length - 1]);
    (length * 11 + first as usize * 3 + middle as usize * 7 + last as usize * 13) % SLOTS
}

#[cfg(test)]
mod tests {
    use super::NameTable;

    static TABLE: NameTable<5> = NameTable::new(["time", "emit", "a", "", "time"]);

    #[test]
    fn names_are_found_where_they_stand_first_and_others_are_not() {
        for (name, place) in [("time", 0), ("emit", 1), ("a", 2), ("", 3)] {
            assert_eq!(TABLE.find(name.as_bytes()), Some(place));
        }
        for name in ["tim", "Time", "b", "time "] {
            assert_eq!(TABLE.find(name.as_bytes()), None);
        }
    }
}
