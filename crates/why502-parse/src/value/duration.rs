//! Decimal seconds to whole microseconds, without floating point.

use super::number::{eight_digits, unsigned};

/// One of the three times of a load balancer's record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProcessingTime {
    /// `-`, blank, not a number of seconds, more than a year, or beyond the end of the line.
    Absent,
    /// `-1`: the load balancer did not come so far, or got no answer. Not a duration.
    NotMeasured,
    /// Measured, in microseconds; 0 is a valid measurement.
    Micros(u64),
}

impl ProcessingTime {
    /// The measured microseconds.
    #[must_use]
    pub const fn micros(self) -> Option<u64> {
        match self {
            Self::Micros(micros) => Some(micros),
            Self::Absent | Self::NotMeasured => None,
        }
    }

    #[inline]
    pub(crate) fn parse(field: Option<&[u8]>) -> Self {
        let Some(text) = field else { return Self::Absent };
        if let Some(micros) = millis(text) {
            return Self::Micros(micros);
        }
        if text == b"-1" {
            return Self::NotMeasured;
        }
        if let Some(magnitude) = text.strip_prefix(b"-") {
            let is_one = seconds_to_micros(magnitude) == Some(1_000_000);
            return if is_one { Self::NotMeasured } else { Self::Absent };
        }
        duration_micros(text).map_or(Self::Absent, Self::Micros)
    }
}

/// A year: no connection lasts so long, and one absurd value must not own every maximum.
const LONGEST_MICROS: u64 = 31_536_000_000_000;

/// `12.345` seconds to microseconds. Digits past the sixth decimal are dropped; digits must stand
/// before the point, and after it if there is one.
#[inline]
pub(crate) fn seconds_to_micros(text: &[u8]) -> Option<u64> {
    let point = text.iter().position(|&byte| byte == b'.').unwrap_or(text.len());
    let micros = unsigned(&text[..point])?.checked_mul(1_000_000)?;
    match text.get(point + 1..) {
        None => Some(micros),
        Some(decimals) => micros.checked_add(fraction_micros(decimals)?),
    }
}

/// Up to 99.999 seconds with three decimals, the form of nearly all, to microseconds; `None` for
/// any other form.
#[inline]
fn millis(text: &[u8]) -> Option<u64> {
    let tens = match text.len() {
        5 => b'0',
        6 => text[0],
        _ => return None,
    };
    let (seconds, decimals) = text.split_last_chunk::<4>()?;
    let decimals = u32::from_le_bytes(*decimals);
    if decimals as u8 != b'.' {
        return None;
    }
    let units = *seconds.last()?;
    // Behind three zeros, all digits at once: each by itself is twice as many instructions.
    let digits =
        0x30_3030 | u64::from(tens) << 24 | u64::from(units) << 32 | u64::from(decimals >> 8) << 40;
    eight_digits(digits).map(|millis| u64::from(millis).wrapping_mul(1_000))
}

/// As [`seconds_to_micros`]; `None` also beyond a year.
#[inline]
pub(crate) fn duration_micros(text: &[u8]) -> Option<u64> {
    if let Some(micros) = millis(text) {
        return Some(micros);
    }
    seconds_to_micros(text).filter(|micros| *micros <= LONGEST_MICROS)
}

/// `12.345` milliseconds to microseconds; `None` as for [`duration_micros`].
pub(crate) fn millis_to_micros(text: &[u8]) -> Option<u64> {
    let micros = seconds_to_micros(text)? / 1_000;
    (micros <= LONGEST_MICROS).then_some(micros)
}

/// The decimals of a second to microseconds; `None` unless at least one digit and nothing else.
#[inline]
pub(crate) fn fraction_micros(decimals: &[u8]) -> Option<u64> {
    const SCALE: [u32; 7] = [0, 100_000, 10_000, 1_000, 100, 10, 1];
    let (kept, dropped) = decimals.split_at(decimals.len().min(6));
    let mut number = 0_u32;
    let mut valid = !decimals.is_empty() && dropped.iter().all(u8::is_ascii_digit);
    for byte in kept {
        let digit = byte.wrapping_sub(b'0');
        valid &= digit <= 9;
        number = number.wrapping_mul(10).wrapping_add(u32::from(digit));
    }
    valid.then(|| u64::from(number * SCALE[kept.len()]))
}
