//! Eight bytes in a word, the first one lowest: tests of all of them at once.

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x80 * ONES;
const LOW: u64 = !HIGH;

/// The highest bit of every byte that equals `byte`.
#[inline]
pub(super) fn equal(word: u64, byte: u8) -> u64 {
    let differs = word ^ ONES.wrapping_mul(u64::from(byte));
    !((differs & LOW).wrapping_add(LOW) | differs) & HIGH
}

/// The highest bit of every byte that is a digit.
#[inline]
pub(super) fn digit(word: u64) -> u64 {
    let low = word & LOW;
    let at_least_zero = low.wrapping_add(ONES * (0x80 - b'0') as u64);
    let above_nine = low.wrapping_add(ONES * (0x7f - b'9') as u64);
    at_least_zero & !above_nine & !word & HIGH
}

/// The highest bits of eight bytes as one byte.
#[inline]
pub(super) fn gathered(high: u64) -> u64 {
    (high >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_is_classified_at_every_place() {
        for byte in 0..=u8::MAX {
            for place in 0..8 {
                for filler in [0, b'/', b'0', b'9', 0x80, 0xff] {
                    let mut bytes = [filler; 8];
                    bytes[place] = byte;
                    let word = u64::from_le_bytes(bytes);
                    let bits = |test: &dyn Fn(u8) -> bool| {
                        (0..8).fold(0, |bits, at| bits | u64::from(test(bytes[at])) << at)
                    };
                    assert_eq!(gathered(equal(word, b'/')), bits(&|byte| byte == b'/'));
                    assert_eq!(gathered(digit(word)), bits(&|byte| byte.is_ascii_digit()));
                }
            }
        }
    }
}
