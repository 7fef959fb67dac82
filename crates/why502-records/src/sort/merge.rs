//! Sorted runs into one.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;
use std::fs::File;
use std::io::{self, BufReader, Read};

use super::entry::Buffer;

/// Of a run that is read back.
const READ_BYTES: usize = 128 << 10;

/// A sorted run.
pub(crate) enum Run {
    /// In memory; the index of the entry that comes next.
    Memory(Buffer, usize),
    File(BufReader<File>),
}

impl Run {
    pub(crate) fn of_buffer(buffer: Buffer) -> Self {
        Self::Memory(buffer, 0)
    }

    /// The file is read from where it stands.
    pub(crate) fn of_file(file: File) -> Self {
        Self::File(BufReader::with_capacity(READ_BYTES, file))
    }

    /// Reads the next entry; `false` at the end.
    fn next(&mut self, key: &mut Vec<u8>, row: &mut Vec<u8>) -> io::Result<bool> {
        key.clear();
        row.clear();
        match self {
            Self::Memory(buffer, index) => {
                let Some((next_key, next_row)) = buffer.get(*index) else { return Ok(false) };
                key.extend_from_slice(next_key);
                row.extend_from_slice(next_row);
                *index += 1;
                Ok(true)
            }
            Self::File(file) => {
                let mut sizes = [0; 8];
                match file.read_exact(&mut sizes) {
                    Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(false),
                    other => other?,
                }
                let [a, b, c, d, sizes @ ..] = sizes;
                key.resize(u32::from_le_bytes([a, b, c, d]) as usize, 0);
                row.resize(u32::from_le_bytes(sizes) as usize, 0);
                file.read_exact(key)?;
                file.read_exact(row)?;
                Ok(true)
            }
        }
    }
}

/// The first entry of a run that was not given out.
struct Head {
    key: Vec<u8>,
    row: Vec<u8>,
    run: Run,
}

impl Ord for Head {
    /// The least key is the greatest head: a heap gives out the greatest.
    fn cmp(&self, other: &Self) -> Ordering {
        other.key.cmp(&self.key)
    }
}

impl PartialOrd for Head {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Head {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for Head {}

/// Calls `each` with every entry of all runs in the order of their keys, until it says `false`.
pub(crate) fn merge(
    runs: Vec<Run>,
    mut each: impl FnMut(&[u8], &[u8]) -> io::Result<bool>,
) -> io::Result<()> {
    let mut heads = BinaryHeap::with_capacity(runs.len());
    for mut run in runs {
        let (mut key, mut row) = (Vec::new(), Vec::new());
        if run.next(&mut key, &mut row)? {
            heads.push(Head { key, row, run });
        }
    }
    while let Some(mut head) = heads.peek_mut() {
        if !each(&head.key, &head.row)? {
            return Ok(());
        }
        let Head { key, row, run } = &mut *head;
        if !run.next(key, row)? {
            PeekMut::pop(head);
        }
    }
    Ok(())
}
