//! `yardstick WORK SOURCE...`: the least that any program must do with the logs, on one thread;
//! what `benches/peers` compares with. Not for users. WORK is
//!
//! - `inflate`: every gzip file, whole, with libdeflate into one buffer, and nothing else;
//! - `newlines`: plain files, read in pieces, their newlines counted;
//! - `decode`: every object through the program's own input layer.
//!
//! Prints the objects and the bytes that it saw.

#![forbid(unsafe_code)]

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::path::Path;

use libdeflater::Decompressor;
use walkdir::WalkDir;
use why502_bench::Decoded;

/// As much as is read of a plain file at a time.
const PIECE_BYTES: usize = 256 << 10;

fn main() -> io::Result<()> {
    let mut arguments = std::env::args_os().skip(1);
    let work = arguments.next().unwrap_or_default();
    let sources: Vec<OsString> = arguments.collect();
    let (counted, newlines) = match work.to_str() {
        Some("inflate") => (each_file(&sources, Inflate::default())?, None),
        Some("newlines") => {
            let mut newlines = 0;
            (each_file(&sources, |path: &Path| count(path, &mut newlines))?, Some(newlines))
        }
        Some("decode") => (why502_bench::decode_all(&sources)?, None),
        _ => return Err(io::Error::other("yardstick inflate|newlines|decode SOURCE...")),
    };
    let Decoded { objects, stored_bytes, decoded_bytes } = counted;
    let mut out = io::stdout();
    write!(out, "{objects} objects, {stored_bytes} stored bytes, {decoded_bytes} decoded bytes")?;
    match newlines {
        Some(newlines) => writeln!(out, ", {newlines} newlines"),
        None => writeln!(out),
    }
}

/// Stored and decoded bytes of one file.
trait Work {
    fn file(&mut self, path: &Path) -> io::Result<(u64, u64)>;
}

impl<F: FnMut(&Path) -> io::Result<(u64, u64)>> Work for F {
    fn file(&mut self, path: &Path) -> io::Result<(u64, u64)> {
        self(path)
    }
}

fn each_file(sources: &[OsString], mut work: impl Work) -> io::Result<Decoded> {
    let mut counted = Decoded::default();
    for entry in sources.iter().flat_map(walk) {
        let entry = entry?;
        if entry.file_type().is_file() {
            let (stored_bytes, decoded_bytes) = work.file(entry.path())?;
            counted.objects += 1;
            counted.stored_bytes += stored_bytes;
            counted.decoded_bytes += decoded_bytes;
        }
    }
    if counted.objects == 0 {
        return Err(io::Error::other("there is no file"));
    }
    Ok(counted)
}

fn walk(source: &OsString) -> impl Iterator<Item = walkdir::Result<walkdir::DirEntry>> {
    WalkDir::new(source).sort_by_file_name().follow_links(true).into_iter()
}

/// Both buffers serve every file.
struct Inflate {
    decompressor: Decompressor,
    stored: Vec<u8>,
    decoded: Vec<u8>,
}

impl Default for Inflate {
    fn default() -> Self {
        Self { decompressor: Decompressor::new(), stored: Vec::new(), decoded: Vec::new() }
    }
}

impl Work for Inflate {
    fn file(&mut self, path: &Path) -> io::Result<(u64, u64)> {
        self.stored.clear();
        open(path)?.read_to_end(&mut self.stored)?;
        // The trailer of a gzip member ends with the length of what it holds.
        let trailer = self.stored.last_chunk::<4>();
        let trailer = trailer.ok_or_else(|| wrong(path, "too short for gzip"))?;
        let length = u32::from_le_bytes(*trailer) as usize;
        if self.decoded.len() < length {
            self.decoded.resize(length, 0);
        }
        let decoded = self
            .decompressor
            .gzip_decompress(&self.stored, &mut self.decoded)
            .map_err(|error| wrong(path, &error.to_string()))?;
        if decoded != length {
            return Err(wrong(path, "more than one gzip member"));
        }
        Ok((self.stored.len() as u64, decoded as u64))
    }
}

fn count(path: &Path, newlines: &mut u64) -> io::Result<(u64, u64)> {
    let mut file = open(path)?;
    let mut piece = vec![0; PIECE_BYTES];
    let mut total = 0;
    loop {
        let length = file.read(&mut piece)?;
        if length == 0 {
            return Ok((total, total));
        }
        *newlines += memchr::memchr_iter(b'\n', &piece[..length]).count() as u64;
        total += length as u64;
    }
}

#[expect(clippy::disallowed_methods, reason = "the yardstick must not use the program's input")]
fn open(path: &Path) -> io::Result<File> {
    File::open(path).map_err(|error| wrong(path, &error.to_string()))
}

fn wrong(path: &Path, what: &str) -> io::Error {
    io::Error::other(format!("{}: {what}", path.display()))
}
