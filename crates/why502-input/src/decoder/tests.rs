//! Streams inside streams: in one go and one after the other, whole and
//! damaged at either level.

use std::io::{Cursor, Write};

use flate2::Compression;
use flate2::write::GzEncoder;

use super::{Decoded, decode_whole};
use crate::error::{Codec, Fault, ForeignFormat, ReadError, ReadErrorKind};
use crate::window::Window;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn lines(count: u64) -> Vec<u8> {
    let line = |n: u64| format!("https {n} app/web/{:x} 502 - \"GET /{n}\"\n", n * n * 7919);
    (0..count).flat_map(|n| line(n).into_bytes()).collect()
}

fn told(fault: Fault) -> ReadError {
    ReadError::new("test".into(), fault)
}

/// All bytes, the stored bytes taken, and how it ended.
fn drain(opened: Result<Decoded, Fault>) -> (Vec<u8>, u64, Option<ReadError>) {
    let mut decoded = match opened {
        Ok(decoded) => decoded,
        Err(fault) => return (vec![], 0, Some(told(fault))),
    };
    let mut bytes = Vec::new();
    let end = loop {
        match decoded.fill() {
            Ok([]) => break None,
            Ok(piece) => {
                bytes.extend_from_slice(piece);
                let count = piece.len();
                decoded.consume(count);
            }
            Err(fault) => break Some(told(fault)),
        }
    };
    (bytes, decoded.taken_bytes(), end)
}

fn window(stored: &[u8], window_bytes: usize) -> Window {
    Window::new(Cursor::new(stored.to_vec()), window_bytes)
}

/// Read in every way there is; all must say the same.
fn read(stored: &[u8], codec: Codec) -> (Vec<u8>, Option<ReadError>) {
    let (bytes, taken, end) = drain(Decoded::open(window(stored, stored.len() + 1), codec));
    for window_bytes in [1, 5, 1 << 16] {
        let (streamed, _, streamed_end) =
            drain(Decoded::stream(window(stored, window_bytes), codec));
        assert!(streamed == bytes, "through {window_bytes} bytes");
        let words = |end: &Option<ReadError>| end.as_ref().map(ToString::to_string);
        assert_eq!(words(&streamed_end), words(&end), "through {window_bytes} bytes");
    }
    if end.is_none() {
        assert_eq!(taken, stored.len() as u64);
    }
    (bytes, end)
}

#[test]
fn one_level_stays_what_it_was() {
    for text in [b"".to_vec(), b"\n".to_vec(), lines(9_000)] {
        let (bytes, end) = read(&gzip(&text), Codec::Gzip);
        assert!(bytes == text && end.is_none());
    }
}

#[test]
fn members_joined_inside_a_stream_are_one_text() {
    let text = lines(3_000);
    let inner: Vec<u8> = text.chunks(9_999).flat_map(gzip).collect();
    for stored in [gzip(&inner), inner.chunks(777).flat_map(gzip).collect()] {
        let (bytes, end) = read(&stored, Codec::Gzip);
        assert!(bytes == text && end.is_none());
    }
}

#[test]
fn one_good_member_inside_one_is_decoded_in_one_go() {
    let stored = gzip(&gzip(&lines(500)));
    let whole = Decoded::of_whole(decode_whole(&stored).unwrap(), 1);
    assert!(matches!(whole, Ok(Decoded::Whole { .. })));
}

#[test]
fn a_beginning_cut_into_members_of_one_byte_is_recognised() {
    let text = lines(40);
    let pieces = |bytes: &[u8]| -> Vec<u8> { bytes.chunks(1).flat_map(gzip).collect() };
    let (bytes, end) = read(&pieces(&gzip(&text)), Codec::Gzip);
    assert!(bytes == text && end.is_none());
    let (_, end) = read(&pieces(b"PAR1 and more"), Codec::Gzip);
    let expected = ReadErrorKind::UnsupportedCompression(ForeignFormat::Parquet);
    assert_eq!(*end.unwrap().kind(), expected);
}

#[test]
fn a_third_level_is_refused() {
    for stored in [gzip(&gzip(&gzip(b"text\n"))), gzip(&[gzip(b""), gzip(&gzip(b"x"))].concat())] {
        let (bytes, end) = read(&stored, Codec::Gzip);
        assert!(bytes.is_empty());
        let expected = ReadErrorKind::UnsupportedCompression(ForeignFormat::Nested);
        assert_eq!(*end.unwrap().kind(), expected);
    }
}

#[test]
fn damage_inside_is_told_of_the_stream_inside() {
    let text = lines(2_000);
    let inner = gzip(&text);
    let cut = &inner[..inner.len() - 3];
    let (bytes, end) = read(&gzip(cut), Codec::Gzip);
    assert!(bytes == text);
    let end = end.unwrap();
    assert_eq!(*end.kind(), ReadErrorKind::Truncated { compressed_bytes: cut.len() as u64 });
    assert!(end.to_string().ends_with("compressed bytes, of the stream inside"), "{end}");

    let (bytes, end) = read(&gzip(&[&inner[..], b"tail"].concat()), Codec::Gzip);
    assert!(bytes == text && end.unwrap().ends_cleanly());
}

#[test]
fn damage_outside_gives_what_could_be_unpacked_before_it() {
    let text = lines(20_000);
    // Hardly compressible twice: the outer stream is cut in the middle of the inner one.
    let stored = gzip(&gzip(&text));
    let cut = &stored[..stored.len() / 2];
    let (bytes, end) = read(cut, Codec::Gzip);
    assert!(text.starts_with(&bytes) && bytes.len() > text.len() / 4, "{}", bytes.len());
    let end = end.unwrap();
    assert_eq!(*end.kind(), ReadErrorKind::Truncated { compressed_bytes: cut.len() as u64 });
    assert!(!end.to_string().contains("inside") && !end.ends_cleanly());
}

#[test]
fn garbage_behind_the_outer_stream_is_no_clean_end() {
    let inner = gzip(&lines(30));
    let stored = [&gzip(&inner[..inner.len() - 9])[..], b"garbage"].concat();
    let (bytes, end) = read(&stored, Codec::Gzip);
    let end = end.unwrap();
    assert!(lines(30).starts_with(&bytes));
    assert!(matches!(end.kind(), ReadErrorKind::TrailingGarbage { member: 1, .. }));
    assert!(!end.ends_cleanly());
}

#[test]
fn gzip_inside_zstd_is_unpacked_as_well() {
    let text = lines(700);
    let stored = zstd::encode_all(&gzip(&text)[..], 3).unwrap();
    let (bytes, end) = read(&stored, Codec::Zstd);
    assert!(bytes == text && end.is_none());
}
