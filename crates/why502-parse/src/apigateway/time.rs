//! When a request came: `requestTime` as the Common Log Format writes a time, `requestTimeEpoch`,
//! or what owners put into their place.

use crate::value::{Timestamp, common_log, rfc3339, seconds_to_micros, unsigned};

/// An instant in any of the forms.
pub(super) fn instant(text: &[u8]) -> Option<Timestamp> {
    common_log(text).or_else(|| epoch(text)).or_else(|| rfc3339(text))
}

/// Seconds, milliseconds, microseconds or nanoseconds since 1970: which, their number tells.
/// Seconds may have decimals.
pub(super) fn epoch(text: &[u8]) -> Option<Timestamp> {
    let point = text.iter().position(|&byte| byte == b'.').unwrap_or(text.len());
    let whole = i64::try_from(unsigned(&text[..point])?).ok()?;
    let micros = if whole < 100_000_000_000 {
        i64::try_from(seconds_to_micros(text)?).ok()?
    } else if point < text.len() {
        return None;
    } else if whole < 100_000_000_000_000 {
        whole * 1_000
    } else if whole < 100_000_000_000_000_000 {
        whole
    } else {
        whole / 1_000
    };
    Timestamp::of_micros(micros)
}

#[cfg(test)]
mod tests {
    use super::{common_log, epoch, instant};

    fn micros(text: &str) -> Option<i64> {
        instant(text.as_bytes()).map(super::Timestamp::micros)
    }

    #[test]
    fn every_form_of_an_instant_is_the_same_instant() {
        let expected = Some(1_763_820_131_000_000);
        for text in [
            "22/Nov/2025:14:02:11 +0000",
            "22/Nov/2025:16:32:11 +0230",
            "22/Nov/2025:09:02:11 -0500",
            "1763820131",
            "1763820131000",
            "1763820131000000",
            "1763820131000000000",
            "2025-11-22T14:02:11Z",
            "2025-11-22T15:02:11.000+01:00",
        ] {
            assert_eq!(micros(text), expected, "{text}");
        }
        assert_eq!(micros("1763820131.25"), Some(1_763_820_131_250_000));
    }

    #[test]
    fn no_other_text_is_an_instant() {
        for text in [
            "",
            "-",
            "22/Nov/2025:14:02:11",
            "32/Nov/2025:14:02:11 +0000",
            "22/nov/2025:14:02:11 +0000",
            "22/Nov/2025:24:02:11 +0000",
            "22/Nov/2025:14:02:11 +0060",
            "22/Nov/2025:14:02:11 +000",
            "22/Nov/2025 14:02:11 +0000",
            "1763820131000.5",
            "99999999999999999999",
            "2025-11-22",
            "2025-11-22T14:02:11+0000",
        ] {
            assert_eq!(micros(text), None, "{text}");
        }
        assert!(common_log(b"22/").is_none() && epoch(b".").is_none());
    }
}
