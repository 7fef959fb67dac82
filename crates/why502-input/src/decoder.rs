//! A compressed object: one stream, or one inside another, as Firehose makes
//! of the gzip that CloudWatch Logs hands it. Nothing is unpacked a third time.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::buffers::Buffer;
use crate::error::{Codec, Fault, ForeignFormat, ReadErrorKind};
use crate::gzip::{GzipStream, decode_whole};
use crate::magic::{MAGIC_BYTES, sniff};
use crate::window::Window;
use crate::zstandard::ZstdStream;

/// The part of a compressed stream that is held at once.
pub(crate) const COMPRESSED_WINDOW_BYTES: usize = 64 << 10;

/// The decoded bytes of a compressed object.
pub(crate) enum Decoded {
    /// All of them, verified.
    Whole { decoded: Buffer, start: usize, compressed_bytes: u64 },
    /// One after the other.
    Stream(Box<Stream>),
    /// The same, of a stream inside another.
    Inner { stream: Box<Stream>, stored_bytes: Arc<AtomicU64> },
}

impl Decoded {
    /// Of the compressed bytes in the window. In one go where all of them are
    /// at hand and it is certain of the end; else one after the other.
    pub(crate) fn open(mut window: Window, codec: Codec) -> Result<Self, Fault> {
        window.fill().map_err(Fault::reading)?;
        let whole = match codec {
            Codec::Gzip if window.has_all() => decode_whole(window.pending()),
            _ => None,
        };
        match whole {
            None => Self::stream(window, codec),
            Some(decoded) => Self::of_whole(decoded, window.taken_bytes()),
        }
    }

    /// Of the compressed bytes in the window, one after the other.
    pub(crate) fn stream(window: Window, codec: Codec) -> Result<Self, Fault> {
        let mut stream = Stream::new(window, codec);
        let Some(codec) = inner_codec(stream.peek(MAGIC_BYTES))? else {
            return Ok(Self::Stream(Box::new(stream)));
        };
        let stored_bytes = Arc::new(AtomicU64::new(stream.taken_bytes()));
        let outer = Outer { stream, stored_bytes: Arc::clone(&stored_bytes) };
        Self::inner(Window::new(outer, COMPRESSED_WINDOW_BYTES), codec, stored_bytes)
    }

    /// Of what is decoded once.
    pub(crate) fn of_whole(decoded: Buffer, compressed_bytes: u64) -> Result<Self, Fault> {
        let Some(codec) = inner_codec(&decoded)? else {
            return Ok(Self::Whole { decoded, start: 0, compressed_bytes });
        };
        if codec == Codec::Gzip
            && let Some(decoded) = decode_whole(&decoded)
        {
            return match inner_codec(&decoded)? {
                None => Ok(Self::Whole { decoded, start: 0, compressed_bytes }),
                Some(_) => Err(nested()),
            };
        }
        let stored_bytes = Arc::new(AtomicU64::new(compressed_bytes));
        let window = Window::new(io::Cursor::new(decoded), COMPRESSED_WINDOW_BYTES);
        Self::inner(window, codec, stored_bytes)
    }

    fn inner(window: Window, codec: Codec, stored_bytes: Arc<AtomicU64>) -> Result<Self, Fault> {
        let mut stream = Box::new(Stream::new(window, codec));
        match inner_codec(stream.peek(MAGIC_BYTES))? {
            None => Ok(Self::Inner { stream, stored_bytes }),
            Some(_) => Err(nested()),
        }
    }

    /// Decoded bytes at hand; empty only at a good end.
    pub(crate) fn fill(&mut self) -> Result<&[u8], Fault> {
        match self {
            Self::Whole { decoded, start, .. } => Ok(&decoded[*start..]),
            Self::Stream(stream) => stream.fill(),
            Self::Inner { stream, .. } => stream.fill().map_err(Fault::of_inner),
        }
    }

    pub(crate) fn consume(&mut self, count: usize) {
        match self {
            Self::Whole { decoded, start, .. } => *start = (*start + count).min(decoded.len()),
            Self::Stream(stream) | Self::Inner { stream, .. } => stream.consume(count),
        }
    }

    /// Stored bytes taken from the object so far.
    pub(crate) fn taken_bytes(&self) -> u64 {
        match self {
            Self::Whole { compressed_bytes, .. } => *compressed_bytes,
            Self::Stream(stream) => stream.taken_bytes(),
            Self::Inner { stored_bytes, .. } => stored_bytes.load(Ordering::Relaxed),
        }
    }
}

/// What the decoded bytes are compressed with once more, if they are.
fn inner_codec(decoded: &[u8]) -> Result<Option<Codec>, Fault> {
    sniff(&decoded[..decoded.len().min(MAGIC_BYTES)]).codec()
}

fn nested() -> Fault {
    ReadErrorKind::UnsupportedCompression(ForeignFormat::Nested).into()
}

/// One compressed stream.
pub(crate) enum Stream {
    Gzip(GzipStream),
    Zstd(ZstdStream),
}

impl Stream {
    fn new(window: Window, codec: Codec) -> Self {
        match codec {
            Codec::Gzip => Self::Gzip(GzipStream::new(window)),
            Codec::Zstd => Self::Zstd(ZstdStream::new(window)),
        }
    }

    fn fill(&mut self) -> Result<&[u8], Fault> {
        match self {
            Self::Gzip(stream) => stream.fill(),
            Self::Zstd(stream) => stream.fill(),
        }
    }

    fn peek(&mut self, bytes: usize) -> &[u8] {
        match self {
            Self::Gzip(stream) => stream.peek(bytes),
            Self::Zstd(stream) => stream.peek(bytes),
        }
    }

    fn consume(&mut self, count: usize) {
        match self {
            Self::Gzip(stream) => stream.consume(count),
            Self::Zstd(stream) => stream.consume(count),
        }
    }

    fn taken_bytes(&self) -> u64 {
        match self {
            Self::Gzip(stream) => stream.taken_bytes(),
            Self::Zstd(stream) => stream.taken_bytes(),
        }
    }
}

/// A stream as the stored bytes of the one inside.
struct Outer {
    stream: Stream,
    stored_bytes: Arc<AtomicU64>,
}

impl Read for Outer {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let bytes = self.stream.fill().map_err(Fault::into_io)?;
        let count = bytes.len().min(into.len());
        into[..count].copy_from_slice(&bytes[..count]);
        self.stream.consume(count);
        self.stored_bytes.store(self.stream.taken_bytes(), Ordering::Relaxed);
        Ok(count)
    }
}

#[cfg(test)]
mod tests;
