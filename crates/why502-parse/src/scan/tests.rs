//! The kernels against each other, and against a walk over the bytes.

use super::{Ends, Kernel, Quoting};
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
    let least = if cfg!(target_arch = "x86_64") { 2 } else { 1 };
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
    fn kernels_agree_on_lines_of_fields(tokens in prop::collection::vec(token(), 0..60)) {
        check(&tokens.join(&b' '));
    }
}
