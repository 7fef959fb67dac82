//! Rows with the key they are sorted by, in one buffer.
//!
//! An entry is the length of its key, the length of its row, both four bytes, the key and the row.

use std::io::{self, Write};

/// Rows to be sorted.
#[derive(Debug, Default)]
pub(crate) struct Buffer {
    bytes: Vec<u8>,
    /// The first eight bytes of each key, and where its entry begins.
    entries: Vec<(u64, usize)>,
}

/// What one entry costs beside its bytes.
const OVERHEAD_BYTES: usize = size_of::<(u64, usize)>();

impl Buffer {
    pub(crate) fn size_bytes(&self) -> usize {
        self.bytes.len() + self.entries.len() * OVERHEAD_BYTES
    }

    pub(crate) fn clear(&mut self) {
        self.bytes.clear();
        self.entries.clear();
    }

    /// Appends an entry. Keys are compared byte by byte, and have at least eight.
    pub(crate) fn push(&mut self, key: &[u8], write_row: impl FnOnce(&mut Vec<u8>)) {
        let begin = self.bytes.len();
        self.bytes.extend_from_slice(&size(key.len()));
        self.bytes.extend_from_slice(&[0; 4]);
        self.bytes.extend_from_slice(key);
        let row = self.bytes.len();
        write_row(&mut self.bytes);
        let row_size = size(self.bytes.len() - row);
        self.bytes[begin + 4..begin + 8].copy_from_slice(&row_size);
        let first = key.first_chunk().map_or(0, |first| u64::from_be_bytes(*first));
        self.entries.push((first, begin));
    }

    /// Sorts by key, and forgets all but the first `most`.
    pub(crate) fn sort(&mut self, most: u64) {
        let bytes = &self.bytes;
        self.entries.sort_unstable_by(|a, b| {
            a.0.cmp(&b.0).then_with(|| entry(bytes, a.1).0.cmp(entry(bytes, b.1).0))
        });
        self.entries.truncate(usize::try_from(most).unwrap_or(usize::MAX));
    }

    /// Key and row of an entry.
    pub(crate) fn get(&self, index: usize) -> Option<(&[u8], &[u8])> {
        self.entries.get(index).map(|(_, begin)| entry(&self.bytes, *begin))
    }

    /// Writes all entries.
    pub(crate) fn write(&self, out: &mut impl Write) -> io::Result<()> {
        (0..self.entries.len())
            .filter_map(|index| self.get(index))
            .try_for_each(|(key, row)| write_entry(out, key, row))
    }
}

/// Writes one entry.
pub(crate) fn write_entry(out: &mut impl Write, key: &[u8], row: &[u8]) -> io::Result<()> {
    out.write_all(&size(key.len()))?;
    out.write_all(&size(row.len()))?;
    out.write_all(key)?;
    out.write_all(row)
}

fn size(bytes: usize) -> [u8; 4] {
    u32::try_from(bytes).expect("a record has less than 4 GiB").to_le_bytes()
}

fn entry(bytes: &[u8], begin: usize) -> (&[u8], &[u8]) {
    let size = |at: usize| {
        let size = bytes[at..].first_chunk().map_or(0, |size| u32::from_le_bytes(*size));
        size as usize
    };
    let (key, row) = (size(begin), size(begin + 4));
    let begin = begin + 8;
    (&bytes[begin..begin + key], &bytes[begin + key..begin + key + row])
}
