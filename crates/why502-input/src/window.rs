//! A refillable window over bytes as they are stored, before any decoding.
//! Each refill is complete or reaches the end of the input, so how a pipe
//! happens to cut its data changes nothing.

use std::io::{self, Read};

use crate::buffers::Buffer;

/// A buffered reader that knows its position.
pub(crate) struct Window {
    origin: Box<dyn Read + Send>,
    buffer: Buffer,
    start: usize,
    end: usize,
    refill_bytes: usize,
    taken_bytes: u64,
    ended: bool,
    /// An error that came after some bytes of the same refill.
    deferred: Option<io::Error>,
}

impl Window {
    pub(crate) fn new(origin: impl Read + Send + 'static, capacity_bytes: usize) -> Self {
        Self {
            origin: Box::new(origin),
            buffer: Buffer::take(capacity_bytes),
            start: 0,
            end: 0,
            refill_bytes: capacity_bytes,
            taken_bytes: 0,
            ended: false,
            deferred: None,
        }
    }

    /// Makes later refills take `bytes` at most (never less than one byte nor
    /// more than the window's capacity).
    pub(crate) fn set_refill_bytes(&mut self, bytes: usize) {
        self.refill_bytes = bytes.clamp(1, self.buffer.len());
    }

    /// The bytes at hand, refilled if there are none; empty only at the end.
    pub(crate) fn fill(&mut self) -> io::Result<&[u8]> {
        if self.start == self.end {
            self.refill()?;
        }
        Ok(self.pending())
    }

    fn refill(&mut self) -> io::Result<()> {
        if let Some(error) = self.deferred.take() {
            return Err(error);
        }
        (self.start, self.end) = (0, 0);
        while !self.ended && self.end < self.refill_bytes {
            match self.origin.read(&mut self.buffer[self.end..self.refill_bytes]) {
                Ok(0) => self.ended = true,
                Ok(count) => self.end += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if self.end == 0 => return Err(error),
                Err(error) => {
                    self.deferred = Some(error);
                    break;
                }
            }
        }
        self.taken_bytes += self.end as u64;
        Ok(())
    }

    /// The bytes at hand, without a refill.
    pub(crate) fn pending(&self) -> &[u8] {
        &self.buffer[self.start..self.end]
    }

    pub(crate) fn consume(&mut self, count: usize) {
        self.start = (self.start + count).min(self.end);
    }

    /// The next byte, or nothing at the end.
    pub(crate) fn next_byte(&mut self) -> io::Result<Option<u8>> {
        let byte = self.fill()?.first().copied();
        self.consume(usize::from(byte.is_some()));
        Ok(byte)
    }

    /// Whether all of the origin is at hand or consumed.
    pub(crate) fn has_all(&self) -> bool {
        self.ended
    }

    /// Bytes taken from the origin so far.
    pub(crate) fn taken_bytes(&self) -> u64 {
        self.taken_bytes
    }

    /// Bytes consumed so far: the offset of the next one.
    pub(crate) fn position(&self) -> u64 {
        self.taken_bytes - (self.end - self.start) as u64
    }
}
