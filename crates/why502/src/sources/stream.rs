//! The readers of the input crate as the streams of the engine.

use std::io::{self, BufRead, Read};

use why502_engine::Stream;
use why502_input::{ForeignFormat, ObjectReader, ReadError};

/// Formats that are not decoded where objects are read, but here.
pub(super) const KEPT: &[ForeignFormat] =
    if cfg!(feature = "tables") { &[ForeignFormat::Parquet] } else { &[] };

pub(super) fn stream(opened: Result<ObjectReader, ReadError>) -> io::Result<Box<dyn Stream>> {
    match opened {
        #[cfg(feature = "tables")]
        Ok(reader) if reader.kept() == Some(ForeignFormat::Parquet) => parquet(reader),
        Ok(reader) => Ok(Box::new(Decoded(reader))),
        Err(error) => Err(io::Error::other(error)),
    }
}

struct Decoded(ObjectReader);

impl Read for Decoded {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer)
    }
}

impl BufRead for Decoded {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.0.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.0.consume(amount);
    }
}

impl Stream for Decoded {
    fn bytes_read(&self) -> u64 {
        self.0.bytes_read()
    }

    fn ends_cleanly(&self, error: &io::Error) -> bool {
        let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<ReadError>());
        inner.is_some_and(ReadError::ends_cleanly)
    }
}

/// A Parquet file is read from its end: all of it is held, up to this size.
#[cfg(feature = "tables")]
const PARQUET_BYTES: u64 = 1 << 30;

#[cfg(feature = "tables")]
fn parquet(reader: ObjectReader) -> io::Result<Box<dyn Stream>> {
    let mut stored = Vec::new();
    reader.take(PARQUET_BYTES + 1).read_to_end(&mut stored)?;
    if stored.len() as u64 > PARQUET_BYTES {
        return Err(io::Error::other(
            "it is a Parquet file of more than 1 GiB; write its rows to smaller files",
        ));
    }
    let log = why502_tables::ParquetLog::open(stored).map_err(io::Error::other)?;
    Ok(Box::new(Rows(log)))
}

/// The rows of a Parquet file, a line each.
#[cfg(feature = "tables")]
struct Rows(why502_tables::ParquetLog);

#[cfg(feature = "tables")]
impl Read for Rows {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer)
    }
}

#[cfg(feature = "tables")]
impl BufRead for Rows {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.0.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.0.consume(amount);
    }
}

#[cfg(feature = "tables")]
impl Stream for Rows {
    fn bytes_read(&self) -> u64 {
        self.0.stored_bytes()
    }

    fn ends_cleanly(&self, _error: &io::Error) -> bool {
        false
    }
}
