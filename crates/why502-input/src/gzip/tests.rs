//! The two decoders against each other and against flate2's own reader, over
//! good, cut, flipped and padded streams.

use std::io::{Cursor, Read, Write};

use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;
use flate2::{Compression, GzBuilder};

use super::{GzipStream, decode_whole};
use crate::error::{Check, Fault, ReadError, ReadErrorKind};
use crate::window::Window;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Lines that compress as logs do, a different number on each.
fn lines(count: u64) -> Vec<u8> {
    let line = |n: u64| format!("https {n} app/web/{:x} 502 - \"GET /{n}\"\n", n * n * 7919);
    (0..count).flat_map(|n| line(n).into_bytes()).collect()
}

/// All that the streaming decoder hands out, read in pieces of a small window,
/// and how it ended.
fn stream(compressed: &[u8], window_bytes: usize) -> (Vec<u8>, Option<ReadErrorKind>) {
    let window = Window::new(Cursor::new(compressed.to_vec()), window_bytes);
    let mut decoder = GzipStream::new(window);
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

fn kind(fault: Fault) -> ReadErrorKind {
    ReadError::new("test".into(), fault).kind().clone()
}

fn third_decoder(compressed: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    MultiGzDecoder::new(compressed).read_to_end(&mut bytes).unwrap();
    bytes
}

/// What the fast decoder says, if it dares to answer, must be what the
/// streaming one says, without a complaint.
fn assert_twins_agree(compressed: &[u8]) {
    if let Some(fast) = decode_whole(compressed) {
        let (slow, damage) = stream(compressed, 1 << 20);
        assert_eq!(damage, None, "the fast decoder hid damage");
        assert!(*fast == slow[..], "the decoders differ");
    }
}

fn assert_all_give(compressed: &[u8], expected: &[u8]) {
    for window_bytes in [1, 7, 1 << 16] {
        let (bytes, damage) = stream(compressed, window_bytes);
        assert_eq!(damage, None);
        assert!(bytes == expected, "streaming through {window_bytes} bytes");
    }
    assert!(third_decoder(compressed) == expected);
    assert_twins_agree(compressed);
}

#[test]
fn one_member_of_any_size_takes_the_fast_path_and_is_read_right() {
    for bytes in [b"".to_vec(), b"x".to_vec(), lines(3), lines(40_000)] {
        let compressed = gzip(&bytes);
        assert_all_give(&compressed, &bytes);
        assert!(decode_whole(&compressed).is_some_and(|fast| *fast == bytes[..]));
    }
}

#[test]
fn incompressible_bytes_are_read_right() {
    let mut state = 502_u64;
    let noise: Vec<u8> = std::iter::repeat_with(|| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()
    })
    .take(100_000)
    .flatten()
    .collect();
    assert_all_give(&gzip(&noise), &noise);
}

#[test]
fn many_members_and_empty_ones_between_are_read_as_one() {
    let members: Vec<Vec<u8>> = (0..20).map(|n| lines(n % 3 * 50)).collect();
    let compressed: Vec<u8> = members.iter().flat_map(|bytes| gzip(bytes)).collect();
    assert_all_give(&compressed, &members.concat());
    assert!(decode_whole(&compressed).is_none());
}

#[test]
fn a_line_split_between_members_is_whole_again() {
    let bytes = lines(500);
    let (left, right) = bytes.split_at(bytes.len() / 2 + 3);
    assert_all_give(&[gzip(left), gzip(right)].concat(), &bytes);
}

#[test]
fn a_second_copy_of_the_same_member_is_not_lost() {
    let bytes = lines(100);
    let twice = [gzip(&bytes), gzip(&bytes)].concat();
    assert!(decode_whole(&twice).is_none());
    assert_all_give(&twice, &bytes.repeat(2));
    assert_all_give(&gzip(b"").repeat(5), b"");
}

#[test]
fn all_optional_header_fields_are_stepped_over() {
    let bytes = lines(30);
    let builder = GzBuilder::new().filename("a.log").comment("nightly").extra(vec![7; 300]);
    let mut encoder = builder.mtime(1).write(Vec::new(), Compression::fast());
    encoder.write_all(&bytes).unwrap();
    assert_all_give(&encoder.finish().unwrap(), &bytes);
}

/// A member whose header carries its CRC-16, changed by `xor`.
fn with_header_crc(bytes: &[u8], xor: u8) -> Vec<u8> {
    let plain = gzip(bytes);
    let mut header = plain[..10].to_vec();
    header[3] |= super::header::FHCRC;
    let crc = libdeflater::crc32(&header).to_le_bytes();
    [&header, &[crc[0] ^ xor, crc[1]][..], &plain[10..]].concat()
}

#[test]
fn the_header_crc_is_checked() {
    let bytes = lines(30);
    assert_all_give(&with_header_crc(&bytes, 0), &bytes);
    let bad = with_header_crc(&bytes, 1);
    let check = Check::HeaderCrc;
    let expected = ReadErrorKind::ChecksumMismatch { member: 1, offset: 10, check };
    assert_eq!(stream(&bad, 100), (vec![], Some(expected)));
    assert!(decode_whole(&bad).is_none());
}

#[test]
fn every_truncation_gives_a_prefix_and_is_told() {
    let bytes = lines(60);
    let compressed = gzip(&bytes);
    let mut longest = 0;
    for length in 1..compressed.len() {
        let cut = &compressed[..length];
        let (prefix, damage) = stream(cut, 64);
        let compressed_bytes = length as u64;
        assert_eq!(damage, Some(ReadErrorKind::Truncated { compressed_bytes }), "at {length}");
        assert!(bytes.starts_with(&prefix), "at {length}");
        assert!(prefix.len() >= longest, "more input gave less output at {length}");
        longest = prefix.len();
        assert!(decode_whole(cut).is_none(), "at {length}");
    }
    assert_eq!(longest, bytes.len());
}

#[test]
fn a_cut_second_member_keeps_the_first() {
    let (first, second) = (lines(40), gzip(&lines(10)));
    let start = gzip(&first);
    for length in 1..second.len() {
        let (bytes, damage) = stream(&[&start, &second[..length]].concat(), 64);
        assert!(matches!(damage, Some(ReadErrorKind::Truncated { .. })), "at {length}");
        assert!(bytes.starts_with(&first), "at {length}");
    }
}

/// Bytes decoded from before the flip are right whatever follows. Only MTIME,
/// XFL, OS, the FTEXT flag, and the bits that pad the last byte of the DEFLATE
/// stream may change without being noticed.
#[test]
fn every_flipped_bit_is_noticed_unless_it_means_nothing() {
    let bytes = lines(12);
    let compressed = gzip(&bytes);
    let last_deflate_byte = compressed.len() - 9;
    let is_ignored = |offset: usize, bit: u8| (4..10).contains(&offset) || (offset, bit) == (3, 0);
    for offset in 2..compressed.len() {
        let (sure, _) = stream(&compressed[..offset], 1 << 16);
        for bit in 0..8 {
            let mut flipped = compressed.clone();
            flipped[offset] ^= 1 << bit;
            assert_twins_agree(&flipped);
            let (decoded, damage) = stream(&flipped, 1 << 16);
            let place = format!("bit {bit} of byte {offset} of {}", compressed.len());
            if damage.is_none() {
                assert!(is_ignored(offset, bit) || offset == last_deflate_byte, "{place}");
                assert!(decoded == bytes, "{place}");
            } else {
                assert!(!is_ignored(offset, bit), "{place}");
                assert!(offset < 10 || decoded.starts_with(&sure), "{place}");
            }
        }
    }
}

#[test]
fn a_wrong_crc_gives_all_bytes_first() {
    let bytes = lines(50);
    let mut compressed = [gzip(b"first\n"), gzip(&bytes)].concat();
    let offset = compressed.len() - 8;
    compressed[offset] ^= 1;
    let (decoded, damage) = stream(&compressed, 100);
    let check = Check::Crc;
    let expected = ReadErrorKind::ChecksumMismatch { member: 2, offset: offset as u64, check };
    assert_eq!(damage, Some(expected));
    assert!(decoded == [b"first\n", &bytes[..]].concat());
}

#[test]
fn an_impossible_block_gives_what_was_before_it() {
    let header = &gzip(b"")[..10];
    let text = lines(20);
    let length = u16::try_from(text.len()).unwrap().to_le_bytes();
    let inverse = length.map(|byte| !byte);
    // A stored block that is not the last, then a block of the reserved type 3.
    let compressed = [header, &[0], &length, &inverse, &text, &[0b111], &[0; 20]].concat();
    let (decoded, damage) = stream(&compressed, 64);
    assert!(decoded == text);
    let block = 10 + 5 + text.len() as u64;
    let near = block..=block + 4;
    let told = matches!(damage, Some(ReadErrorKind::Corrupt { member: 1, offset }) if near.contains(&offset));
    assert!(told, "{damage:?}, expected within {near:?}");
    assert!(decode_whole(&compressed).is_none());
}

#[test]
fn overwritten_data_give_what_was_before_them() {
    let bytes = lines(5_000);
    let mut compressed = gzip(&bytes);
    let middle = compressed.len() / 2;
    let (sure, _) = stream(&compressed[..middle], 1 << 16);
    for fill in [0, 0xff, 0xa5] {
        compressed[middle..middle + 64].fill(fill);
        let (decoded, damage) = stream(&compressed, 1 << 16);
        assert!(damage.is_some());
        assert!(sure.len() > bytes.len() / 4 && decoded.starts_with(&sure));
        assert!(decode_whole(&compressed).is_none());
    }
}

#[test]
fn garbage_after_a_member_is_told_and_padding_is_not() {
    let bytes = lines(9);
    let compressed = gzip(&bytes);
    let end = compressed.len() as u64;
    for padding in [1, 8, 512, 70_000] {
        let padded = [&compressed[..], &vec![0; padding]].concat();
        assert_eq!(stream(&padded, 64), (bytes.clone(), None));
        assert_twins_agree(&padded);
        let resumed = [&padded[..], &compressed].concat();
        assert_eq!(stream(&resumed, 64), (bytes.repeat(2), None));
    }
    let tails: [&[u8]; 4] =
        [b"x", b"\x1f\x8c", b"plain text\n", &compressed[compressed.len() - 8..]];
    for tail in tails {
        let spoiled = [&compressed[..], tail].concat();
        let expected = ReadErrorKind::TrailingGarbage { member: 1, offset: end };
        assert_eq!(stream(&spoiled, 64), (bytes.clone(), Some(expected)), "{tail:?}");
        assert!(decode_whole(&spoiled).is_none(), "{tail:?}");
    }
    let empty_then_garbage = [&gzip(b"")[..], b"abc", &[0; 8]].concat();
    assert!(decode_whole(&empty_then_garbage).is_none());
}

#[test]
fn a_false_length_is_told_after_all_bytes() {
    let bytes = lines(70);
    let compressed = gzip(&bytes);
    let field = compressed.len() - 4;
    for length in [0, 1, bytes.len() as u32 - 1, bytes.len() as u32 + 1, u32::MAX] {
        let spoiled = [&compressed[..field], &length.to_le_bytes()].concat();
        let check = Check::Length;
        let expected = ReadErrorKind::ChecksumMismatch { member: 1, offset: field as u64, check };
        assert_eq!(stream(&spoiled, 64), (bytes.clone(), Some(expected)));
        assert!(decode_whole(&spoiled).is_none());
    }
}

#[test]
fn an_unknown_method_or_flag_is_corrupt() {
    for (index, value) in [(2, 7), (3, 0x20), (3, 0x80)] {
        let mut compressed = gzip(b"x");
        compressed[index] = value;
        let expected = ReadErrorKind::Corrupt { member: 1, offset: index as u64 };
        assert_eq!(stream(&compressed, 64), (vec![], Some(expected)));
        assert!(decode_whole(&compressed).is_none());
    }
}
