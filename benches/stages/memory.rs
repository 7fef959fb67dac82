//! Objects in memory as the engine's work.

use std::cell::RefCell;
use std::io::{self, BufRead, Read};
use std::sync::atomic::{AtomicUsize, Ordering};

use libdeflater::Decompressor;
use why502_engine::{Observer, Stream, WorkItem};

use crate::corpus::{Log, Object};

/// Decoded bytes as the engine's stream.
struct Memory<B> {
    bytes: B,
    position: usize,
}

impl<B: AsRef<[u8]>> Memory<B> {
    fn new(bytes: B) -> Self {
        Self { bytes, position: 0 }
    }
}

impl<B: AsRef<[u8]>> Read for Memory<B> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(into)?;
        self.consume(count);
        Ok(count)
    }
}

impl<B: AsRef<[u8]>> BufRead for Memory<B> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        Ok(&self.bytes.as_ref()[self.position..])
    }

    fn consume(&mut self, amount: usize) {
        self.position += amount;
    }
}

impl<B: AsRef<[u8]> + Send> Stream for Memory<B> {
    fn bytes_read(&self) -> u64 {
        self.position as u64
    }

    fn ends_cleanly(&self, _error: &io::Error) -> bool {
        false
    }
}

thread_local! {
    static DECOMPRESSOR: RefCell<Decompressor> = RefCell::new(Decompressor::new());
}

/// The bytes of an object.
pub(crate) fn inflated(object: &Object) -> Vec<u8> {
    let mut bytes = vec![0; object.bytes.len()];
    let length = DECOMPRESSOR
        .with_borrow_mut(|decompressor| decompressor.gzip_decompress(&object.gzip, &mut bytes))
        .expect("the generator writes good gzip");
    assert_eq!(length, bytes.len());
    bytes
}

/// Every object as an item of work, to be inflated first or not.
pub(crate) fn items(logs: &[&'static Log], compressed: bool) -> Vec<WorkItem<'static>> {
    let objects = logs.iter().flat_map(|log| &log.objects);
    let item = |(index, object): (usize, &'static Object)| WorkItem {
        source: index.to_string(),
        size: object.gzip.len() as u64,
        format: None,
        piece: None,
        mark: None,
        open: if compressed {
            Box::new(|| Ok(Box::new(Memory::new(inflated(object))) as Box<dyn Stream>))
        } else {
            Box::new(|| Ok(Box::new(Memory::new(object.bytes.as_slice())) as Box<dyn Stream>))
        },
    };
    objects.enumerate().map(item).collect()
}

/// How much was decoded.
#[derive(Default)]
pub(crate) struct Seen(AtomicUsize);

impl Seen {
    pub(crate) fn bytes(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }
}

impl Observer for Seen {
    fn advanced(&self, _read_bytes: u64, decoded_bytes: u64) {
        self.0.fetch_add(decoded_bytes as usize, Ordering::Relaxed);
    }

    fn object_done(&self) {}
}

/// Bytes, records and records of status 502.
pub(crate) fn expected(logs: &[&Log]) -> (usize, usize, usize) {
    let bytes = logs.iter().map(|log| log.bytes.len()).sum();
    let records = logs.iter().map(|log| log.records).sum();
    (bytes, records, logs.iter().map(|log| log.bad_gateways).sum())
}
