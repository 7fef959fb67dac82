//! Integers and status codes in ASCII.

/// A status field: read, absent, or no status at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    Code(u16),
    Absent,
    Invalid,
}

/// So many digits fit 64 bits, whatever they are.
const FITTING_DIGITS: usize = 19;

/// Eight digits, as eight bytes read with the first lowest, to their number: pairs, then fours,
/// then all of them in three steps.
#[inline]
pub(crate) fn eight_digits(bytes: u64) -> Option<u32> {
    const ZEROS: u64 = 0x3030_3030_3030_3030;
    const HIGH_BITS: u64 = 0x8080_8080_8080_8080;
    let digits = bytes ^ ZEROS;
    // A byte that is no digit has a high bit, or gets one when 0x76 is added.
    let is_other = digits | (digits & !HIGH_BITS).wrapping_add(0x7676_7676_7676_7676);
    if is_other & HIGH_BITS != 0 {
        return None;
    }
    let pairs = digits.wrapping_mul(10).wrapping_add(digits >> 8) & 0x00ff_00ff_00ff_00ff;
    let fours = pairs.wrapping_mul(100).wrapping_add(pairs >> 16) & 0x0000_ffff_0000_ffff;
    Some(fours.wrapping_mul(10_000).wrapping_add(fours >> 32) as u32)
}

/// Four to eight bytes behind as many zeros as make eight, to be read as [`eight_digits`]. A loop
/// over so many digits mispredicts its end, which costs more than all else.
#[inline]
fn filled_to_eight(text: &[u8]) -> Option<u64> {
    let length = text.len();
    if !(4..=8).contains(&length) {
        return None;
    }
    let first = u64::from(u32::from_le_bytes(*text.first_chunk()?));
    let last = u64::from(u32::from_le_bytes(*text.last_chunk()?));
    let zeros = 0x3030_3030_u64 >> (8 * (length - 4));
    let before = first << (8 * (8 - length)) & 0xffff_ffff;
    Some(last << 32 | before | zeros)
}

/// Three digits to their number.
#[inline]
pub(crate) fn three_digits(a: u8, b: u8, c: u8) -> Option<u16> {
    let [a, b, c] = [a, b, c].map(|byte| byte.wrapping_sub(b'0'));
    let number = u16::from(a).wrapping_mul(100).wrapping_add(u16::from(b).wrapping_mul(10));
    (a <= 9 && b <= 9 && c <= 9).then(|| number.wrapping_add(u16::from(c)))
}

/// Digits to a number. `None` for anything else, and for what does not fit.
#[inline]
pub(crate) fn unsigned(digits: &[u8]) -> Option<u64> {
    if digits.is_empty() {
        return None;
    }
    if let Some(bytes) = filled_to_eight(digits) {
        return eight_digits(bytes).map(u64::from);
    }
    if digits.len() <= FITTING_DIGITS {
        let mut number = 0_u64;
        for byte in digits {
            let digit = byte.wrapping_sub(b'0');
            if digit > 9 {
                return None;
            }
            number = number.wrapping_mul(10).wrapping_add(u64::from(digit));
        }
        return Some(number);
    }
    digits.iter().try_fold(0_u64, |number, byte| {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        number.checked_mul(10)?.checked_add(u64::from(digit))
    })
}

/// Digits, with or without `-` before them.
#[inline]
pub(crate) fn signed(text: &[u8]) -> Option<i64> {
    match text.strip_prefix(b"-") {
        Some(digits) => i64::try_from(unsigned(digits)?).ok().map(|number| -number),
        None => i64::try_from(unsigned(text)?).ok(),
    }
}

/// The highest number that three digits, the form of every status, can write.
const HIGHEST_STATUS: u16 = 999;

/// A status code: digits up to 999 (`000` is 0); `-` and blank are absent.
#[inline]
pub(crate) fn status(text: &[u8]) -> Status {
    match text {
        &[a, b, c] => three_digits(a, b, c).map_or(Status::Invalid, Status::Code),
        b"" | b"-" => Status::Absent,
        digits => match unsigned(digits).map(u16::try_from) {
            Some(Ok(code)) if code <= HIGHEST_STATUS => Status::Code(code),
            _ => Status::Invalid,
        },
    }
}
