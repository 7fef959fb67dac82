//! Values that full tables do not keep.

use why502_parse::fetch;

/// Keys of values that a table's sample leaves out, so that neither a sum nor the table is asked
/// for them. Finding that out anew took a twenty-fifth of all time where two fifths of the requests
/// came from clients that a full table did not keep. A sample only shrinks: what it leaves out stays
/// out.
///
/// Of keys that share a place the last one met is held; of the others it is found out again.
#[derive(Debug, Default)]
pub(super) struct Unkept {
    /// 0: none. Empty before the first.
    keys: Vec<u64>,
}

/// 128 KiB.
const PLACES: usize = 1 << 14;

impl Unkept {
    /// Has the place of the key fetched, for it is about to be looked for.
    #[inline]
    pub(super) fn fetch(&self, key: u64) {
        if let Some(place) = self.keys.get(place(key)) {
            fetch(place);
        }
    }

    /// Whether the value is known to be left out.
    #[inline]
    pub(super) fn holds(&self, key: u64) -> bool {
        self.keys.get(place(key)) == Some(&key)
    }

    /// Holds the key of a value that is left out; it is not 0.
    pub(super) fn insert(&mut self, key: u64) {
        if self.keys.is_empty() {
            self.keys = vec![0; PLACES];
        }
        self.keys[place(key)] = key;
    }
}

#[inline]
fn place(key: u64) -> usize {
    key as usize & (PLACES - 1)
}
