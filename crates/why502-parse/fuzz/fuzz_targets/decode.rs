//! Compressed objects: whole and bit by bit, one inside another, damaged. The first byte says what
//! the rest is: stored bytes as they are, or text that is compressed here and then damaged.
#![no_main]

use flate2::Compression;
use flate2::write::GzEncoder;
use libfuzzer_sys::fuzz_target;
use std::io::{BufRead, Cursor, Read, Write};
use why502_input::{ObjectReader, ReadError, decode_at_once, decode_bytes, decode_stream};

/// DEFLATE expands 1032 times at most, zstd further: no more than this is looked at.
const MOST_BYTES: usize = 1 << 24;

fuzz_target!(|data: &[u8]| {
    let [kind, place, change, rest @ ..] = data else { return };
    let stored = match kind % 8 {
        0 | 1 => return alike(rest),
        2 => gzip(rest),
        3 => gzip(&gzip(rest)),
        4 => [gzip(&rest[..rest.len() / 2]), gzip(&rest[rest.len() / 2..])].concat(),
        5 => zstd::encode_all(rest, 3).expect("memory"),
        6 => zstd::encode_all(&gzip(rest)[..], 3).expect("memory"),
        _ => gzip(&zstd::encode_all(rest, 3).expect("memory")),
    };
    // Text that begins as a compressed stream is taken for one, even if there is no more of it.
    let is_compressed_text = rest.first().is_some_and(|first| first.is_ascii_lowercase());
    let (text, error) = read(decode_bytes("a", stored.clone()));
    if is_compressed_text {
        assert_eq!((&text[..], error), (rest, None), "what was compressed comes back");
    }
    alike(&stored);
    let mut damaged = stored;
    let place = usize::from(*place) * damaged.len() / 256;
    match change % 4 {
        0 => damaged.truncate(place),
        1 => damaged[place] ^= change | 1,
        2 => damaged.insert(place, *change),
        _ => drop(damaged.remove(place)),
    }
    alike(&damaged);
});

/// Whole, in one stream, and byte by byte: the same bytes, and the same words at the end.
fn alike(stored: &[u8]) {
    let whole = read(decode_bytes("a", stored.to_vec()));
    assert_eq!(read(decode_stream("a", Cursor::new(stored.to_vec()))), whole);
    assert_eq!(read(decode_stream("a", Drops(Cursor::new(stored.to_vec())))), whole);
    if let Some(reader) = decode_at_once("a", stored) {
        assert_eq!(read(Ok(reader)), whole);
        assert_eq!(whole.1, None, "what is decoded at once is whole");
    }
}

/// A few bytes at a time.
struct Drops(Cursor<Vec<u8>>);

impl Read for Drops {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let count = into.len().min(3);
        self.0.read(&mut into[..count])
    }
}

/// The bytes, and how it ended if not well.
fn read(opened: Result<ObjectReader, ReadError>) -> (Vec<u8>, Option<String>) {
    let mut reader = match opened {
        Ok(reader) => reader,
        Err(error) => return (Vec::new(), Some(error.to_string())),
    };
    let mut bytes = Vec::new();
    loop {
        match reader.fill_buf() {
            Ok([]) => return (bytes, None),
            Ok(piece) => {
                bytes.extend_from_slice(piece);
                let count = piece.len();
                reader.consume(count);
            }
            Err(error) => return (bytes, Some(error.to_string())),
        }
        if bytes.len() > MOST_BYTES {
            bytes.truncate(MOST_BYTES);
            return (bytes, None);
        }
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}
