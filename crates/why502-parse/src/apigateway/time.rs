//! When a request came: `requestTime` as the Common Log Format writes a time, `requestTimeEpoch`,
//! or what owners put into their place.

use crate::value::{Timestamp, clock_micros, date_micros, seconds_to_micros, unsigned};

const MINUTE: i64 = 60_000_000;
const MONTHS: [&[u8; 3]; 12] = [
    b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec",
];

/// An instant in any of the forms.
pub(super) fn instant(text: &[u8]) -> Option<Timestamp> {
    common_log(text).or_else(|| epoch(text)).or_else(|| rfc3339(text))
}

/// `dd/Mon/yyyy:hh:mm:ss +hhmm`, with any offset.
pub(super) fn common_log(text: &[u8]) -> Option<Timestamp> {
    let (&[d, e, b'/', m0, m1, m2], rest) = text.split_first_chunk::<6>()? else { return None };
    let month = MONTHS.iter().position(|name| **name == [m0, m1, m2])? + 1;
    let (&[b'/', y0, y1, y2, y3, b':'], rest) = rest.split_first_chunk::<6>()? else {
        return None;
    };
    let (clock, zone) = rest.split_at_checked(8)?;
    let month = u8::try_from(month).ok()?;
    let (tens, units) = (b'0' + month / 10, b'0' + month % 10);
    let date = date_micros(&[y0, y1, y2, y3, b'-', tens, units, b'-', d, e])?;
    let &[b' ', sign, h0, h1, m0, m1] = zone else { return None };
    Timestamp::of_micros(date + clock_micros(clock)? - offset(sign, [h0, h1], [m0, m1])?)
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

/// `YYYY-MM-DDThh:mm:ss[.f]` with `Z` or an offset.
fn rfc3339(text: &[u8]) -> Option<Timestamp> {
    if text.ends_with(b"Z") {
        return Timestamp::parse(text);
    }
    let (local, zone) = text.split_at_checked(text.len().checked_sub(6)?)?;
    let (date, clock) = local.split_at_checked(10)?;
    let &[sign, h0, h1, b':', m0, m1] = zone else { return None };
    let local = date_micros(date)? + clock_micros(clock.strip_prefix(b"T")?)?;
    Timestamp::of_micros(local - offset(sign, [h0, h1], [m0, m1])?)
}

fn offset(sign: u8, hours: [u8; 2], minutes: [u8; 2]) -> Option<i64> {
    let (hours, minutes) = (unsigned(&hours)?, unsigned(&minutes)?);
    if hours > 23 || minutes > 59 {
        return None;
    }
    let micros = i64::try_from(hours * 60 + minutes).ok()? * MINUTE;
    match sign {
        b'+' => Some(micros),
        b'-' => Some(-micros),
        _ => None,
    }
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
