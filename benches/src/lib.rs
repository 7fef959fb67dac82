//! What the benchmarks measure against: the cost of decompressing alone; and how a program is
//! measured against a bucket.
//!
//! Owns [`decode_all`], which reads logs as the program does and does nothing with them,
//! [`child`], which measures a program from outside, and `bucket`, which gives it objects.
//! Refuses to be used by any other crate. The benchmarks are in `stages/`, one file per stage.
//!
//! Modules, each using only those to its left: `child → bucket`

#![forbid(unsafe_code)]

#[cfg(feature = "s3")]
pub mod bucket;
pub mod child;

use std::ffi::OsString;
use std::io::{self, BufRead as _};

use why502_input::discover;

/// What was read.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Decoded {
    /// Objects.
    pub objects: u64,
    /// Bytes taken from the files.
    pub stored_bytes: u64,
    /// Bytes after decompression.
    pub decoded_bytes: u64,
}

/// Reads every object of `sources` to its end, on the calling thread, and counts its bytes.
///
/// # Errors
/// The first source that is missing and the first damage: a comparison needs all bytes.
pub fn decode_all(sources: &[OsString]) -> io::Result<Decoded> {
    let found = discover(sources);
    if let Some(failed) = found.failed.first() {
        return Err(io::Error::other(format!("{}: {}", failed.source, failed.error)));
    }
    let mut counted = Decoded::default();
    for object in &found.objects {
        let mut reader = object.open()?;
        loop {
            let length = reader.fill_buf()?.len();
            if length == 0 {
                break;
            }
            reader.consume(length);
            counted.decoded_bytes += length as u64;
        }
        counted.stored_bytes += reader.bytes_read();
        counted.objects += 1;
    }
    Ok(counted)
}
