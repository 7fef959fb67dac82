//! Values in blocks of about a megabyte, each with its length and a checksum, so that neither
//! side holds more than one block beside what it writes or builds.

use std::io::{self, Read, Write};

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::error::{LoadError, LoadErrorKind};

/// A block is closed by the value that brings it to this size.
const BLOCK_BYTES: usize = 1 << 20;
/// No block is longer: one value is a line at most, with a few thousand counts.
const MOST_BLOCK_BYTES: u32 = 1 << 28;
/// Length and checksum.
const FRAME_BYTES: usize = 12;

/// Writes values; nothing is complete before [`finish`](Self::finish).
pub(crate) struct BlockWriter<'w> {
    out: &'w mut dyn Write,
    block: Vec<u8>,
}

impl<'w> BlockWriter<'w> {
    pub(crate) fn new(out: &'w mut dyn Write) -> Self {
        Self { out, block: Vec::with_capacity(BLOCK_BYTES) }
    }

    /// Writes one value.
    pub(crate) fn put<T: Serialize + ?Sized>(&mut self, value: &T) -> io::Result<()> {
        let block = std::mem::take(&mut self.block);
        self.block = postcard::to_extend(value, block).map_err(io::Error::other)?;
        if self.block.len() >= BLOCK_BYTES { self.close() } else { Ok(()) }
    }

    /// Writes a list, value by value.
    pub(crate) fn put_all<T: Serialize>(
        &mut self,
        values: impl ExactSizeIterator<Item = T>,
    ) -> io::Result<()> {
        self.put(&(values.len() as u64))?;
        for value in values {
            self.put(&value)?;
        }
        Ok(())
    }

    /// Writes the block in hand, if it holds something.
    pub(crate) fn close(&mut self) -> io::Result<()> {
        if self.block.is_empty() {
            return Ok(());
        }
        let length = u32::try_from(self.block.len())
            .ok()
            .filter(|length| *length <= MOST_BLOCK_BYTES)
            .ok_or_else(|| io::Error::other("a single value is too large to be saved"))?;
        self.out.write_all(&length.to_le_bytes())?;
        self.out.write_all(&checksum(&self.block).to_le_bytes())?;
        self.out.write_all(&self.block)?;
        self.block.clear();
        Ok(())
    }

    /// Writes the end.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        self.close()?;
        self.out.write_all(&[0; FRAME_BYTES])?;
        self.out.flush()
    }
}

/// Reads values in the order they were written.
pub(crate) struct BlockReader<'r> {
    from: &'r mut dyn Read,
    block: Vec<u8>,
    used: usize,
    /// Where the block in hand begins, and the next one.
    at: u64,
    next: u64,
}

impl<'r> BlockReader<'r> {
    /// `at` bytes were read before.
    pub(crate) fn new(from: &'r mut dyn Read, at: u64) -> Self {
        Self { from, block: Vec::new(), used: 0, at, next: at }
    }

    /// Reads one value.
    pub(crate) fn get<T: DeserializeOwned>(&mut self) -> Result<T, LoadError> {
        if self.used == self.block.len() && !self.open()? {
            return Err(self.damaged("it ends too early"));
        }
        let rest = &self.block[self.used..];
        let (value, rest) = postcard::take_from_bytes(rest)
            .map_err(|error| self.damaged(&format!("a value cannot be read: {error}")))?;
        self.used = self.block.len() - rest.len();
        Ok(value)
    }

    /// Reads a list of at most `most` values.
    pub(crate) fn get_all<T: DeserializeOwned>(
        &mut self,
        most: usize,
    ) -> Result<Vec<T>, LoadError> {
        let count: u64 = self.get()?;
        if count > most as u64 {
            return Err(self.damaged("a list is longer than lists get"));
        }
        // Grows with what is there: the count alone is only a claim.
        let mut values = Vec::new();
        for _ in 0..count {
            values.push(self.get()?);
        }
        Ok(values)
    }

    /// Nothing is left over.
    pub(crate) fn finish(mut self) -> Result<(), LoadError> {
        if self.used < self.block.len() || self.open()? {
            return Err(self.damaged("something is left over"));
        }
        Ok(())
    }

    /// The error for values that cannot be.
    pub(crate) fn damaged(&self, what: &str) -> LoadError {
        let message = format!("the saved analysis is damaged: {what}");
        LoadError::new(LoadErrorKind::Damaged, self.at, message)
    }

    /// The error for settings or a version that do not fit.
    pub(crate) fn refused(&self, kind: LoadErrorKind, message: String) -> LoadError {
        LoadError::new(kind, self.at, message)
    }

    /// Takes the next block in hand; false at the end.
    fn open(&mut self) -> Result<bool, LoadError> {
        self.at = self.next;
        let mut frame = [0; FRAME_BYTES];
        read_exactly(self.from, &mut frame, self.at)?;
        let (length, sum) = frame.split_at(4);
        let length = u32::from_le_bytes(length.try_into().expect("4 bytes"));
        let sum = u64::from_le_bytes(sum.try_into().expect("8 bytes"));
        if length > MOST_BLOCK_BYTES {
            return Err(self.damaged("a block is longer than blocks get"));
        }
        self.block.clear();
        self.used = 0;
        let limited = &mut (&mut *self.from).take(u64::from(length));
        limited.read_to_end(&mut self.block).map_err(|error| unreadable(&error, self.at))?;
        if self.block.len() < length as usize {
            return Err(truncated(self.at));
        }
        if length == 0 && sum == 0 {
            return Ok(false);
        }
        if checksum(&self.block) != sum {
            return Err(self.damaged("a checksum does not hold"));
        }
        self.next = self.at + FRAME_BYTES as u64 + u64::from(length);
        Ok(true)
    }
}

/// Fills `buffer`, or says that it ends before.
pub(super) fn read_exactly(
    from: &mut dyn Read,
    buffer: &mut [u8],
    at: u64,
) -> Result<(), LoadError> {
    from.read_exact(buffer).map_err(|error| match error.kind() {
        io::ErrorKind::UnexpectedEof => truncated(at),
        _ => unreadable(&error, at),
    })
}

fn truncated(at: u64) -> LoadError {
    LoadError::new(LoadErrorKind::Truncated, at, "the saved analysis is cut short")
}

fn unreadable(error: &io::Error, at: u64) -> LoadError {
    let message = format!("the saved analysis cannot be read: {error}");
    LoadError::new(LoadErrorKind::Io, at, message)
}

/// FNV-1a of 64 bits, over words of eight bytes: it tells damage, not malice.
pub(super) fn checksum(bytes: &[u8]) -> u64 {
    let step = |sum: u64, word: u64| (sum ^ word).wrapping_mul(0x0100_0000_01b3).rotate_left(29);
    let mut words = bytes.chunks_exact(8);
    let sum = words.by_ref().fold(0xcbf2_9ce4_8422_2325, |sum, word| {
        step(sum, u64::from_le_bytes(word.try_into().expect("8 bytes")))
    });
    let rest = words.remainder().iter().fold(sum, |sum, &byte| step(sum, u64::from(byte)));
    step(rest, bytes.len() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(values: &[Vec<u8>]) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut out = BlockWriter::new(&mut bytes);
        out.put_all(values.iter()).unwrap();
        out.finish().unwrap();
        bytes
    }

    fn read(mut bytes: &[u8]) -> Result<Vec<Vec<u8>>, LoadError> {
        let mut from = BlockReader::new(&mut bytes, 0);
        let values = from.get_all(100)?;
        from.finish()?;
        Ok(values)
    }

    #[test]
    fn values_of_many_blocks_come_back() {
        let values: Vec<Vec<u8>> = (0..5).map(|n| vec![n; 700_000]).collect();
        assert_eq!(read(&written(&values)).unwrap(), values);
    }

    #[test]
    fn every_cut_and_every_flipped_bit_is_told() {
        let bytes = written(&[b"one".to_vec(), b"two".to_vec()]);
        for end in 0..bytes.len() {
            assert_eq!(read(&bytes[..end]).unwrap_err().kind(), LoadErrorKind::Truncated, "{end}");
        }
        for bit in 0..bytes.len() * 8 {
            let mut flipped = bytes.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert!(read(&flipped).is_err(), "bit {bit}");
        }
    }

    #[test]
    fn a_claimed_length_allocates_nothing() {
        let mut claim = (MOST_BLOCK_BYTES).to_le_bytes().to_vec();
        claim.extend([7; 20]);
        assert_eq!(read(&claim).unwrap_err().kind(), LoadErrorKind::Truncated);
        claim[..4].copy_from_slice(&u32::MAX.to_le_bytes());
        assert_eq!(read(&claim).unwrap_err().kind(), LoadErrorKind::Damaged);
        // A list that claims more values than there are bytes.
        let mut bytes = Vec::new();
        let mut out = BlockWriter::new(&mut bytes);
        out.put(&99_u64).unwrap();
        out.finish().unwrap();
        assert_eq!(read(&bytes).unwrap_err().kind(), LoadErrorKind::Damaged);
    }
}
