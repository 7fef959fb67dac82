//! The stream against the library's own reader, over good, cut, flipped and
//! joined frames.

use std::io::{Cursor, Write};

use zstd::stream::Encoder;
use zstd::zstd_safe::CParameter;

use super::ZstdStream;
use crate::error::{Check, Fault, ReadError, ReadErrorKind};
use crate::window::Window;

/// With a checksum, as the command line writes it.
fn zstd(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = Encoder::new(Vec::new(), 3).unwrap();
    encoder.include_checksum(true).unwrap();
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn skippable(content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len()).unwrap().to_le_bytes();
    [&[0x53, 0x2a, 0x4d, 0x18][..], &length, content].concat()
}

/// Lines that compress as logs do, a different number on each.
fn lines(count: u64) -> Vec<u8> {
    let line = |n: u64| format!("https {n} app/web/{:x} 502 - \"GET /{n}\"\n", n * n * 7919);
    (0..count).flat_map(|n| line(n).into_bytes()).collect()
}

fn kind(fault: Fault) -> ReadErrorKind {
    ReadError::new("test".into(), fault).kind().clone()
}

/// All that the stream hands out, read in pieces of a small window, and how it
/// ended.
fn stream(compressed: &[u8], window_bytes: usize) -> (Vec<u8>, Option<ReadErrorKind>) {
    let window = Window::new(Cursor::new(compressed.to_vec()), window_bytes);
    let mut decoder = ZstdStream::new(window);
    let mut bytes = Vec::new();
    loop {
        match decoder.fill() {
            Ok([]) => return (bytes, None),
            Ok(piece) => {
                bytes.extend_from_slice(piece);
                let count = piece.len();
                decoder.consume(count);
            }
            Err(fault) => {
                let again = decoder.fill().map(<[u8]>::len).map_err(kind);
                let first = kind(fault);
                assert_eq!(again, Err(first.clone()), "an error is final");
                return (bytes, Some(first));
            }
        }
    }
}

fn assert_gives(compressed: &[u8], expected: &[u8]) {
    for window_bytes in [1, 7, 1 << 16] {
        let (bytes, damage) = stream(compressed, window_bytes);
        assert_eq!(damage, None);
        assert!(bytes == expected, "streaming through {window_bytes} bytes");
    }
    assert!(zstd::decode_all(compressed).unwrap() == expected);
}

#[test]
fn a_frame_of_any_size_is_read_right() {
    for bytes in [b"".to_vec(), b"x".to_vec(), lines(3), lines(40_000), vec![0; 3 << 20]] {
        assert_gives(&zstd(&bytes), &bytes);
        assert_gives(&zstd::encode_all(&bytes[..], 19).unwrap(), &bytes);
    }
}

#[test]
fn frames_without_a_length_or_a_checksum_are_read_too() {
    let bytes = lines(20_000);
    let mut encoder = Encoder::new(Vec::new(), 1).unwrap();
    encoder.set_parameter(CParameter::ContentSizeFlag(false)).unwrap();
    for piece in bytes.chunks(10_001) {
        encoder.write_all(piece).unwrap();
        encoder.flush().unwrap();
    }
    assert_gives(&encoder.finish().unwrap(), &bytes);
}

#[test]
fn joined_frames_and_those_to_be_skipped_are_read_as_one() {
    let (left, right) = (lines(700), lines(30));
    let stored = [
        skippable(b""),
        zstd(&left),
        skippable(&[7; 70_000]),
        zstd(b""),
        zstd(&right),
        skippable(b"end"),
    ];
    assert_gives(&stored.concat(), &[left, right].concat());
    assert_eq!(stream(&skippable(b"alone"), 3), (vec![], None));
}

#[test]
fn every_truncation_gives_a_prefix_and_is_told() {
    let bytes = lines(60);
    let compressed = [zstd(&bytes[..900]), skippable(b"abc"), zstd(&bytes[900..])].concat();
    let first_frame = zstd(&bytes[..900]).len();
    let between = [0, first_frame, first_frame + 11];
    let mut longest = 0;
    for length in 1..compressed.len() {
        let (prefix, damage) = stream(&compressed[..length], 64);
        let compressed_bytes = length as u64;
        let expected = ReadErrorKind::Truncated { compressed_bytes };
        assert_eq!(damage, (!between.contains(&length)).then_some(expected), "at {length}");
        assert!(bytes.starts_with(&prefix) && prefix.len() >= longest, "at {length}");
        longest = prefix.len();
    }
    assert_eq!(longest, bytes.len());
}

#[test]
fn every_whole_block_before_a_damage_is_handed_out() {
    let bytes = lines(60_000);
    let mut compressed = zstd(&bytes);
    let middle = compressed.len() / 2;
    let (sure, _) = stream(&compressed[..middle], 1 << 16);
    assert!(sure.len() > bytes.len() / 4);
    for fill in [0, 0xff, 0xa5] {
        compressed[middle..middle + 64].fill(fill);
        for window_bytes in [1, 999, 1 << 16] {
            let (decoded, damage) = stream(&compressed, window_bytes);
            assert!(damage.is_some());
            assert!(decoded.starts_with(&sure), "through {window_bytes} bytes");
        }
    }
}

#[test]
fn a_block_before_a_bad_header_is_not_lost() {
    let mut encoder = Encoder::new(Vec::new(), 1).unwrap();
    encoder.write_all(b"one\ntwo\n").unwrap();
    encoder.flush().unwrap();
    let begun = encoder.get_ref().clone();
    // A block of the reserved type.
    let (decoded, damage) = stream(&[&begun[..], &[0b110, 0, 0], &[0; 9]].concat(), 1 << 16);
    assert_eq!(decoded, b"one\ntwo\n");
    let near = begun.len() as u64..=begun.len() as u64 + 3;
    let told = matches!(damage, Some(ReadErrorKind::Corrupt { member: 1, offset }) if near.contains(&offset));
    assert!(told, "{damage:?}, expected within {near:?}");
}

#[test]
fn no_flipped_bit_passes_for_other_text() {
    let bytes = lines(12);
    let compressed = zstd(&bytes);
    for offset in 4..compressed.len() {
        for bit in 0..8 {
            let mut flipped = compressed.clone();
            flipped[offset] ^= 1 << bit;
            let (decoded, damage) = stream(&flipped, 1 << 16);
            assert!(damage.is_some() || decoded == bytes, "bit {bit} of byte {offset}");
        }
    }
}

#[test]
fn a_wrong_checksum_gives_all_bytes_first() {
    let bytes = lines(50);
    let mut compressed = [zstd(b"first\n"), zstd(&bytes)].concat();
    let end = compressed.len();
    compressed[end - 1] ^= 1;
    let (decoded, damage) = stream(&compressed, 100);
    assert!(decoded == [b"first\n", &bytes[..]].concat());
    let told = matches!(damage, Some(ReadErrorKind::ChecksumMismatch { member: 2, check: Check::Content, offset }) if end as u64 - offset <= 4);
    assert!(told, "{damage:?}");
}

#[test]
fn garbage_after_a_frame_is_told() {
    let bytes = lines(9);
    let compressed = zstd(&bytes);
    let offset = compressed.len() as u64;
    for tail in [&b"plain text\n"[..], &[0; 8], b"\x1f\x8b\x08\0"] {
        let spoiled = [&compressed[..], tail].concat();
        let expected = ReadErrorKind::TrailingGarbage { member: 1, offset };
        assert_eq!(stream(&spoiled, 64), (bytes.clone(), Some(expected)), "{tail:?}");
    }
}

#[test]
fn a_frame_that_needs_too_much_memory_is_refused() {
    let frame = |window_log: u32| {
        let mut encoder = Encoder::new(Vec::new(), 1).unwrap();
        encoder.window_log(window_log).unwrap();
        encoder.set_parameter(CParameter::ContentSizeFlag(false)).unwrap();
        encoder.write_all(b"one\n").unwrap();
        // Flushed before its end, so that the length of the text does not shorten the window.
        encoder.flush().unwrap();
        encoder.finish().unwrap()
    };
    assert_eq!(stream(&frame(27), 64), (b"one\n".to_vec(), None));
    let (decoded, damage) = stream(&[zstd(b"first\n"), frame(28)].concat(), 64);
    assert_eq!(decoded, b"first\n");
    assert!(matches!(damage, Some(ReadErrorKind::ExcessiveWindow { member: 2, .. })), "{damage:?}");
}

#[test]
fn a_bomb_is_handed_out_in_small_pieces() {
    let bomb = zstd(&vec![0; 100 << 20]);
    assert!(bomb.len() < 1 << 17);
    let mut decoder = ZstdStream::new(Window::new(Cursor::new(bomb), 1 << 16));
    let (mut total, mut largest) = (0, 0);
    loop {
        let count = decoder.fill().map(<[u8]>::len).unwrap();
        if count == 0 {
            break;
        }
        (total, largest) = (total + count, largest.max(count));
        decoder.consume(count);
    }
    assert_eq!(total, 100 << 20);
    assert!(largest <= 1 << 20, "{largest}");
}
