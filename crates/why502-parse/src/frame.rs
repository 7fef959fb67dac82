//! Chunks of bytes into lines.
//!
//! A line that lies within one chunk is handed out in place; only one that spans chunks is copied.
//! However the bytes are cut into chunks, the lines are the same. Memory is bounded by the limit.

use memchr::memchr_iter;

/// One line, without its line feed. Never longer than the framer's limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line<'a> {
    /// The whole line, without a carriage return at its end.
    Complete(&'a [u8]),
    /// The first bytes, as many as the limit allows, of a line that is longer.
    TooLong(&'a [u8]),
}

impl<'a> Line<'a> {
    /// The bytes at hand.
    #[must_use]
    pub const fn bytes(self) -> &'a [u8] {
        match self {
            Self::Complete(bytes) | Self::TooLong(bytes) => bytes,
        }
    }
}

/// Cuts a stream of chunks into lines.
#[derive(Debug)]
pub struct Framer {
    limit: usize,
    /// The unfinished line of the chunks before, at most `limit` bytes.
    partial: Vec<u8>,
    /// The unfinished line is longer than `limit`; its further bytes were dropped.
    overflowed: bool,
}

impl Framer {
    /// The limit used where the user sets none: 1 MiB.
    pub const DEFAULT_LINE_LIMIT: usize = 1 << 20;

    /// A framer whose lines may have up to `limit` bytes before the line feed (a carriage return
    /// counts). The limit is capped at 1 GiB, so that positions in a line fit 32 bits.
    #[must_use]
    pub fn new(limit: usize) -> Self {
        Self { limit: limit.min(1 << 30), partial: Vec::new(), overflowed: false }
    }

    /// Takes the next chunk and hands out, in order, each line that ends in it.
    pub fn push<F: FnMut(Line<'_>) + ?Sized>(&mut self, chunk: &[u8], each: &mut F) {
        let mut start = 0;
        for end in memchr_iter(b'\n', chunk) {
            let bytes = &chunk[start..end];
            start = end + 1;
            if self.partial.is_empty() && !self.overflowed {
                each(whole(bytes, self.limit));
            } else {
                self.keep(bytes);
                self.emit(each);
            }
        }
        self.keep(&chunk[start..]);
    }

    /// Ends the stream: what is left without a line feed is a line. The framer is as new afterwards.
    pub fn finish<F: FnMut(Line<'_>) + ?Sized>(&mut self, each: &mut F) {
        if !self.partial.is_empty() || self.overflowed {
            self.emit(each);
        }
    }

    /// Drops the unfinished line, which damage cut off: it is no line, whatever its length. The
    /// framer is as new afterwards.
    pub fn abandon(&mut self) {
        self.partial.clear();
        self.overflowed = false;
    }

    fn keep(&mut self, bytes: &[u8]) {
        let room = self.limit - self.partial.len();
        self.overflowed |= bytes.len() > room;
        self.partial.extend_from_slice(&bytes[..bytes.len().min(room)]);
    }

    fn emit<F: FnMut(Line<'_>) + ?Sized>(&mut self, each: &mut F) {
        if self.overflowed {
            each(Line::TooLong(&self.partial));
        } else {
            each(whole(&self.partial, self.limit));
        }
        self.abandon();
    }
}

impl Default for Framer {
    fn default() -> Self {
        Self::new(Self::DEFAULT_LINE_LIMIT)
    }
}

fn whole(bytes: &[u8], limit: usize) -> Line<'_> {
    if bytes.len() > limit {
        return Line::TooLong(&bytes[..limit]);
    }
    Line::Complete(bytes.strip_suffix(b"\r").unwrap_or(bytes))
}
