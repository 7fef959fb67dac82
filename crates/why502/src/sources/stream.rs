//! The readers of the input crate as the streams of the engine.

use std::io::{self, BufRead, Read};

use why502_engine::Stream;
use why502_input::{ObjectReader, ReadError};

pub(super) fn stream(opened: Result<ObjectReader, ReadError>) -> io::Result<Box<dyn Stream>> {
    match opened {
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
