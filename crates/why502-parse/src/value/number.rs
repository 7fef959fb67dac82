//! Integers and status codes in ASCII.

/// A status field: read, absent, or no status at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    Code(u16),
    Absent,
    Invalid,
}

/// Digits to a number. `None` for anything else, and for what does not fit.
#[inline]
pub(crate) fn unsigned(digits: &[u8]) -> Option<u64> {
    if digits.is_empty() {
        return None;
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
        b"" | b"-" => Status::Absent,
        digits => match unsigned(digits).map(u16::try_from) {
            Some(Ok(code)) if code <= HIGHEST_STATUS => Status::Code(code),
            _ => Status::Invalid,
        },
    }
}
