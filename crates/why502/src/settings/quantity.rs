//! Sizes and spans of time as a user writes them.

use std::time::Duration;

use crate::command_line::usage::UsageError;

/// Units of a span, in seconds.
const SPANS: [(&str, u64); 5] = [("s", 1), ("m", 60), ("h", 3600), ("d", 86_400), ("w", 604_800)];
/// Units of a size, in bytes: the short ones as the AWS CLI and most tools read them.
#[cfg(feature = "s3")]
const SIZES: [(&str, u64); 10] = [
    ("", 1),
    ("b", 1),
    ("k", 1 << 10),
    ("kb", 1_000),
    ("kib", 1 << 10),
    ("m", 1 << 20),
    ("mb", 1_000_000),
    ("mib", 1 << 20),
    ("g", 1 << 30),
    ("gib", 1 << 30),
];

/// Reads a size such as `64MiB`, of at least `least` bytes.
#[cfg(feature = "s3")]
pub(super) fn size(flag: &str, text: &str, least: u64) -> Result<u64, UsageError> {
    let bytes = quantity(text, &SIZES).or_else(|| quantity(text, &[("gb", 1_000_000_000)]));
    match bytes {
        Some(bytes) if bytes >= least => Ok(bytes),
        Some(_) => Err(UsageError::new(format!(
            "{flag}: {text} is too little; at least {} MiB are needed.",
            least >> 20
        ))),
        None => Err(UsageError::new(format!(
            "{flag}: `{text}` is no size. Give a whole number and a unit: 64MiB, 512MB, 1GiB."
        ))),
    }
}

/// Reads a span such as `24h`.
pub(super) fn span(flag: &str, text: &str) -> Result<Duration, UsageError> {
    let longest = 366 * 86_400;
    match quantity(text, &SPANS) {
        Some(seconds) if seconds <= longest => Ok(Duration::from_secs(seconds)),
        _ => Err(UsageError::new(format!(
            "{flag}: `{text}` is no span of time. Give a whole number and a unit: 30s, 15m, 24h, \
             2d; a year at most."
        ))),
    }
}

fn quantity(text: &str, units: &[(&str, u64)]) -> Option<u64> {
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let unit = unit.trim_start().to_ascii_lowercase();
    let (_, factor) = units.iter().find(|(name, _)| *name == unit)?;
    number.parse::<u64>().ok()?.checked_mul(*factor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(feature = "s3")]
    #[test]
    fn sizes_have_binary_and_decimal_units() {
        let read = |text| size("--memory", text, 0).ok();
        for (text, bytes) in [
            ("64MiB", 64 << 20),
            ("64m", 64 << 20),
            ("64 MB", 64_000_000),
            ("1g", 1 << 30),
            ("2GB", 2_000_000_000),
            ("1048576", 1 << 20),
        ] {
            assert_eq!(read(text), Some(bytes), "{text}");
        }
        for text in ["", "MiB", "1.5g", "-1m", "1x", "99999999999999999g", "é"] {
            assert_eq!(read(text), None, "{text}");
        }
        let error = size("--memory", "1k", 16 << 20).unwrap_err().to_string();
        assert!(error.contains("at least 16 MiB"), "{error}");
    }

    #[test]
    fn spans_have_a_unit_and_an_end() {
        let read = |text| span("--late", text).ok().map(|span| span.as_secs());
        for (text, seconds) in [("30s", 30), ("15m", 900), ("24h", 86_400), ("2d", 172_800)] {
            assert_eq!(read(text), Some(seconds), "{text}");
        }
        for text in ["", "5", "h", "1.5h", "400d", "-1h"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
