//! [`ObjectReader`]: one face for plain, compressed and part-of-file bytes.

use std::fmt;
use std::io::{self, BufRead, Read};
use std::sync::Arc;

use crate::decoder::Decoded;
use crate::error::{Fault, ForeignFormat, ReadError};
use crate::lines::LineRange;
use crate::window::Window;

pub(crate) enum Body {
    Plain(Window),
    Lines(LineRange),
    Decoded(Decoded),
}

/// The decoded bytes of an object, or of a range of it.
///
/// `fill_buf` hands out every byte before a damage, then fails; the error's
/// inner error is a [`ReadError`] (see [`ReadError::of`]), and comes again on
/// later calls where the stream is damaged.
pub struct ObjectReader {
    name: Arc<str>,
    body: Body,
    kept: Option<ForeignFormat>,
}

impl ObjectReader {
    pub(crate) fn new(name: Arc<str>, body: Body) -> Self {
        Self { name, body, kept: None }
    }

    pub(crate) fn keeping(name: Arc<str>, body: Body, kept: Option<ForeignFormat>) -> Self {
        Self { name, body, kept }
    }

    /// The format of the object, where that is not decoded here: the bytes are those stored.
    pub fn kept(&self) -> Option<ForeignFormat> {
        self.kept
    }

    /// Stored (compressed) bytes taken from the object so far. For a range: the
    /// bytes of the lines consumed, so that the ranges that cover a file add up
    /// to its size.
    pub fn bytes_read(&self) -> u64 {
        match &self.body {
            Body::Plain(window) => window.taken_bytes(),
            Body::Lines(lines) => lines.handed_out_bytes(),
            Body::Decoded(decoded) => decoded.taken_bytes(),
        }
    }

    pub(crate) fn fill(&mut self) -> Result<&[u8], ReadError> {
        let bytes = match &mut self.body {
            Body::Plain(window) => window.fill().map_err(Fault::reading),
            Body::Lines(lines) => lines.fill().map_err(Fault::reading),
            Body::Decoded(decoded) => decoded.fill(),
        };
        bytes.map_err(|fault| ReadError::new(Arc::clone(&self.name), fault))
    }
}

impl BufRead for ObjectReader {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.fill().map_err(io::Error::from)
    }

    fn consume(&mut self, count: usize) {
        match &mut self.body {
            Body::Plain(window) => window.consume(count),
            Body::Lines(lines) => lines.consume(count),
            Body::Decoded(decoded) => decoded.consume(count),
        }
    }
}

impl Read for ObjectReader {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let bytes = self.fill_buf()?;
        let count = bytes.len().min(into.len());
        into[..count].copy_from_slice(&bytes[..count]);
        self.consume(count);
        Ok(count)
    }
}

impl fmt::Debug for ObjectReader {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("ObjectReader")
            .field("name", &self.name)
            .field("bytes_read", &self.bytes_read())
            .finish_non_exhaustive()
    }
}
