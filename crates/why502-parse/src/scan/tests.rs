//! The kernels against each other, and against a walk over the bytes.

use super::{Ends, Kernel, Quoting, Sweep};
use proptest::prelude::*;

/// The same answer, one byte at a time.
fn walk(line: &[u8]) -> (Quoting, Vec<u32>) {
    let mut spaces = Vec::new();
    let mut inside = false;
    let mut regular = true;
    for (index, &byte) in line.iter().enumerate() {
        let before = index.checked_sub(1).map(|index| line[index]);
        let space_before = before.is_none() || spaces.last() == Some(&(index as u32 - 1));
        match byte {
            b'"' if inside => {
                inside = false;
                regular &= matches!(line.get(index + 1), None | Some(b' '));
            }
            b'"' => {
                inside = true;
                regular &= space_before;
            }
            b'\\' => regular = false,
            b' ' if !inside => spaces.push(index as u32),
            _ => {}
        }
    }
    match (regular, inside) {
        (true, false) => (Quoting::Regular, spaces),
        (true, true) => (Quoting::Unterminated, spaces),
        (false, _) => (Quoting::Irregular, spaces),
    }
}

fn check(line: &[u8]) {
    let (quoting, spaces) = walk(line);
    let tabs: Vec<u32> =
        (0..).zip(line).filter(|(_, byte)| **byte == b'\t').map(|(index, _)| index).collect();
    let mut ends = Ends::default();
    for kernel in Kernel::available() {
        let found = kernel.unquoted_spaces(line, &mut ends);
        assert_eq!(found, quoting, "{kernel:?} on {:?}", line.escape_ascii().to_string());
        if quoting != Quoting::Irregular {
            assert_eq!(ends.as_slice(), spaces, "{kernel:?} on {:?}", line.escape_ascii());
        }
        kernel.tabs(line, &mut ends);
        assert_eq!(ends.as_slice(), tabs, "{kernel:?} on {:?}", line.escape_ascii());
    }
}

/// One line of a sweep: where its fields end, its line feed's place last, and whether a split byte
/// by byte is needed.
type Swept = (Vec<u32>, bool);

/// What a sweep over the text has to find, line by line.
fn sweep_lines(text: &[u8]) -> Vec<Swept> {
    let mut start = 0;
    let mut lines = Vec::new();
    for line in text.split_inclusive(|&byte| byte == b'\n') {
        if let Some(line) = line.strip_suffix(b"\n") {
            let (quoting, spaces) = walk(line);
            let spaces = spaces.into_iter().map(|space| space + start);
            let ends = spaces.chain([start + line.len() as u32]).collect();
            lines.push((ends, quoting == Quoting::Regular));
        }
        start += line.len() as u32;
    }
    lines
}

fn swept(sweep: &Sweep) -> Vec<Swept> {
    let (mut from, mut start) = (0, 0);
    let mut lines = Vec::new();
    for &to in sweep.lines() {
        let ends = sweep.ends()[from as usize..to as usize].to_vec();
        let feed = *ends.last().expect("the line feed");
        let is_regular = !sweep.irregular().iter().any(|place| (start..=feed).contains(place));
        lines.push((ends, is_regular));
        (from, start) = (to, feed + 1);
    }
    lines
}

fn check_sweeps(text: &[u8]) {
    let mut sweep = Sweep::default();
    let wanted = sweep_lines(text);
    for kernel in Kernel::available() {
        kernel.sweep_unquoted(text, &mut sweep);
        assert!(sweep.irregular().is_sorted());
        let found = swept(&sweep);
        let place = format!("{kernel:?}, {:?}", text.escape_ascii().to_string());
        assert_eq!(found.len(), wanted.len(), "{place}");
        for (found, wanted) in found.iter().zip(&wanted) {
            assert_eq!(found.1, wanted.1, "{place}");
            // The ends of an irregular line mean nothing.
            assert!(!found.1 || found.0 == wanted.0, "{place}: {:?} {:?}", found.0, wanted.0);
        }
        kernel.sweep_tabs(text, &mut sweep);
        let is_end = |pair: &(u32, &u8)| matches!(pair.1, b'\t' | b'\n');
        let last_feed = text.iter().rposition(|&byte| byte == b'\n').map_or(0, |feed| feed + 1);
        let tabs: Vec<u32> =
            (0..).zip(&text[..last_feed]).filter(is_end).map(|pair| pair.0).collect();
        assert_eq!(swept(&sweep).into_iter().flat_map(|line| line.0).collect::<Vec<_>>(), tabs);
    }
}

#[test]
fn sweeps_find_every_structural_byte_at_every_place_around_block_edges() {
    for length in (0..140).chain([4095, 4096, 4097, 8200]) {
        let plain = vec![b'x'; length];
        check_sweeps(&plain);
        for place in (0..length).rev().take(140) {
            for byte in [b' ', b'"', b'\\', b'\t', b'\n'] {
                let mut text = plain.clone();
                text[place] = byte;
                text.extend_from_slice(b"\n\"a b\" c\n");
                check_sweeps(&text);
            }
        }
    }
}

#[test]
fn sweeps_of_separators_alone_fit_the_scratch() {
    for length in [1, 63, 64, 65, 4096, 5000] {
        check_sweeps(&vec![b' '; length]);
        check_sweeps(&vec![b'\n'; length]);
        check_sweeps(&b" \n".repeat(length));
        check_sweeps(&b"\"\n".repeat(length));
    }
}

#[test]
fn every_structural_byte_is_found_at_every_place_around_block_edges() {
    for length in (0..140).chain([1023, 1024, 1025, 1090]) {
        let plain = vec![b'x'; length];
        check(&plain);
        for place in (0..length).rev().take(140) {
            for byte in [b' ', b'"', b'\\', b'\t'] {
                let mut line = plain.clone();
                line[place] = byte;
                check(&line);
            }
        }
    }
}

#[test]
fn a_quoted_field_may_lie_across_any_block_edge() {
    for before in 0..130 {
        for inside in 0..70 {
            let mut line = vec![b'x'; before];
            line.push(b' ');
            line.push(b'"');
            line.extend((0..inside).map(|index| if index % 3 == 0 { b' ' } else { b'y' }));
            line.push(b'"');
            check(&line);
            line.extend_from_slice(b" z");
            check(&line);
        }
    }
}

#[test]
fn a_line_of_separators_alone_fits_the_scratch() {
    for length in [1, 63, 64, 65, 1024, 5000] {
        check(&vec![b' '; length]);
        check(&vec![b'\t'; length]);
    }
}

#[test]
fn a_short_line_after_a_long_one_keeps_nothing_of_it() {
    let mut ends = Ends::default();
    for kernel in Kernel::available() {
        kernel.unquoted_spaces(&[b' '; 3000], &mut ends);
        kernel.unquoted_spaces(b"a b", &mut ends);
        assert_eq!(ends.as_slice(), [1]);
    }
}

#[test]
fn every_kind_of_instructions_this_machine_has_is_tested() {
    // SSE2 and NEON belong to every processor of their kind.
    let has_vectors = cfg!(any(target_arch = "x86_64", target_arch = "aarch64"));
    let least = if has_vectors { 2 } else { 1 };
    let named: Vec<_> = Kernel::available().iter().map(|kernel| kernel.0.name()).collect();
    assert_eq!(named.last(), Some(&"scalar"));
    assert!(Kernel::available().len() >= least);
}

/// One field, now and then an odd one.
fn token() -> impl Strategy<Value = Vec<u8>> {
    let pick = |bytes: &'static [u8]| prop::sample::select(bytes);
    let quoted = prop::collection::vec(pick(b"ab c,;"), 0..40).prop_map(|inner| {
        let mut token = vec![b'"'];
        token.extend(inner);
        token.push(b'"');
        token
    });
    prop_oneof![
        20 => prop::collection::vec(pick(b"abc-/:"), 0..40),
        20 => quoted,
        1 => prop::collection::vec(pick(b"\" \\a\t"), 0..10),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, ..ProptestConfig::default() })]

    #[test]
    fn kernels_agree_on_lines_of_structural_bytes(
        line in prop::collection::vec(prop::sample::select(&b"\"\" \\a\t\n\0\xff"[..]), 0..400)
    ) {
        check(&line);
    }

    #[test]
    fn sweeps_agree_on_lines_of_structural_bytes(
        text in prop::collection::vec(prop::sample::select(&b"\"\" \\a\t\n\n\0\xff"[..]), 0..400)
    ) {
        check_sweeps(&text);
    }

    #[test]
    fn sweeps_agree_on_lines_of_fields(
        lines in prop::collection::vec(prop::collection::vec(token(), 0..40), 0..8)
    ) {
        let lines: Vec<Vec<u8>> = lines.into_iter().map(|tokens| tokens.join(&b' ')).collect();
        check_sweeps(&lines.join(&b'\n'));
    }

    #[test]
    fn kernels_agree_on_lines_of_fields(tokens in prop::collection::vec(token(), 0..60)) {
        check(&tokens.join(&b' '));
    }
}

#[test]
fn every_byte_is_classified_at_every_place() {
    for byte in 0..=u8::MAX {
        for place in 0..64 {
            for filler in [0, b'/', b'0', b'9', 0x80, 0xff] {
                let mut block = [filler; 64];
                block[place] = byte;
                let bits = |test: &dyn Fn(u8) -> bool| {
                    (0..64).fold(0, |bits, at| bits | u64::from(test(block[at])) << at)
                };
                assert_eq!(super::places_of(&block, b'/'), bits(&|byte| byte == b'/'));
                assert_eq!(super::places_of_digits(&block), bits(&|byte| byte.is_ascii_digit()));
                let few = block.first_chunk().expect("16 bytes");
                assert_eq!(super::places_in_few(few, b'9'), bits(&|byte| byte == b'9') as u16);
            }
        }
    }
}
