//! Numbers of a log that are written as they stand.

/// Is it a number that JSON writes with the same bytes? `false` for a few that are, too: exponents,
/// and decimals that are not three.
#[inline]
pub(crate) fn is_plain_number(logged: &[u8]) -> bool {
    let whole = match logged {
        [whole @ .., b'.', a, b, c] if are_digits(&[*a, *b, *c]) => whole,
        _ => logged,
    };
    let whole = whole.strip_prefix(b"-").unwrap_or(whole);
    are_digits(whole) && (whole.len() == 1 || whole[0] != b'0')
}

/// Digits, at least one. The lengths that nearly all have take no loop, whose end would be
/// mispredicted.
#[inline]
fn are_digits(text: &[u8]) -> bool {
    match *text {
        [] => false,
        [a] => a.is_ascii_digit(),
        [a, b] => a.is_ascii_digit() & b.is_ascii_digit(),
        [a, b, c] => a.is_ascii_digit() & b.is_ascii_digit() & c.is_ascii_digit(),
        _ => match (text.first_chunk(), text.last_chunk()) {
            (Some(first), Some(last)) if text.len() <= 8 => {
                are_four_digits(*first) & are_four_digits(*last)
            }
            _ => text.iter().all(u8::is_ascii_digit),
        },
    }
}

#[inline]
fn are_four_digits(bytes: [u8; 4]) -> bool {
    let word = u32::from_ne_bytes(bytes);
    // No sum of two bytes carries where all begin with 3.
    word & 0xf0f0_f0f0 == 0x3030_3030 && word.wrapping_add(0x0606_0606) & 0xf0f0_f0f0 == 0x3030_3030
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_number_reads_back_as_itself() {
        for text in ["0", "7", "10", "502", "1234", "12345678", "123456789", "-1", "0.000"]
            .into_iter()
            .chain(["12.345", "-0.250", "1234567.890"])
        {
            assert!(is_plain_number(text.as_bytes()), "{text}");
            let read: serde_json::Number = serde_json::from_str(text).unwrap();
            assert_eq!(read.as_f64(), text.parse().ok());
        }
    }

    #[test]
    fn what_is_no_number_in_json_is_not_plain() {
        for text in ["", "-", "-1-", "007", "00.125", "1.", ".125", "1.2e3", "1e3", "+1", "--1"]
            .into_iter()
            .chain(["1a2", "12a4", "123a", "1234567x", "x2345678", "1.2x4", "0x10", "1 "])
            .chain(["12345678901234567890x"])
        {
            assert!(!is_plain_number(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn every_byte_beside_a_digit_is_seen() {
        for length in 1..24 {
            for place in 0..length {
                for other in (0..=255_u8).filter(|byte| !byte.is_ascii_digit()) {
                    let mut text = vec![b'1'; length];
                    text[place] = other;
                    let is_sign = place == 0 && length > 1 && other == b'-';
                    let is_point = place > 0 && place + 4 == length && other == b'.';
                    assert_eq!(is_plain_number(&text), is_sign || is_point, "{text:?}");
                }
            }
        }
    }
}
