//! The instants a user can write: RFC 3339, dates and times of a zone, spans before now, words.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp as Instant, ToSpan};
use why502_parse::Timestamp;

use crate::command_line::usage::UsageError;

/// What `--since` and `--until` take, for messages and help.
pub(crate) const FORMS: &str = "an RFC 3339 time (2026-11-22T14:00:05Z), a date or time in the \
    zone of --tz (2026-11-22, 2026-11-22T14:00), a span before now (30m, 2h, 7d, -3h), or one of \
    now, today, yesterday";

/// Reads `text` as an instant.
///
/// A date stands for its first instant in `zone`, also after `--until`; so do `today` and
/// `yesterday`. A day in a span is 24 hours.
pub(crate) fn parse(text: &str, now: Instant, zone: &TimeZone) -> Result<Timestamp, UsageError> {
    let text = text.trim();
    let today = now.to_zoned(zone.clone()).date();
    let instant = match text {
        "now" => Some(now),
        "today" => midnight(today, zone),
        "yesterday" => today.checked_sub(1.day()).ok().and_then(|date| midnight(date, zone)),
        _ => before(text, now).or_else(|| absolute(text, zone)),
    };
    instant.map(|at| Timestamp::from_micros(at.as_microsecond())).ok_or_else(|| {
        UsageError::new(format!("`{text}` is no time that can be read. Give {FORMS}."))
    })
}

fn midnight(date: Date, zone: &TimeZone) -> Option<Instant> {
    date.to_zoned(zone.clone()).ok().map(|zoned| zoned.timestamp())
}

/// A date needs its four-digit year first: nothing shorter is taken for one.
fn absolute(text: &str, zone: &TimeZone) -> Option<Instant> {
    let is_dated = text.len() >= 10 && text.is_ascii() && text.as_bytes()[4] == b'-';
    if !is_dated || text.contains('[') {
        return None;
    }
    if text.len() == 10 {
        return midnight(text.parse().ok()?, zone);
    }
    if let Ok(instant) = text.parse::<Instant>() {
        return Some(instant);
    }
    // A civil time would be read by dropping an offset it carries, so none may be there.
    let clock = &text[10..];
    if clock.contains(['+', '-', 'Z', 'z']) {
        return None;
    }
    let civil = text.parse::<DateTime>().ok()?;
    zone.to_timestamp(civil).ok()
}

/// `2h`, `-2h`: that long before now.
fn before(text: &str, now: Instant) -> Option<Instant> {
    let span = text.strip_prefix('-').unwrap_or(text);
    let unit = span.chars().last()?;
    let seconds: i64 = match unit {
        's' => 1,
        'm' => 60,
        'h' => 3600,
        'd' => 86_400,
        'w' => 7 * 86_400,
        _ => return None,
    };
    let digits = &span[..span.len() - 1];
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let seconds = digits.parse::<i64>().ok()?.checked_mul(seconds)?;
    now.checked_sub(SignedDuration::from_secs(seconds)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, zone: &str) -> Option<String> {
        let now = "2026-11-22T17:30:05Z".parse().unwrap();
        let at = parse(text, now, &TimeZone::get(zone).unwrap()).ok()?;
        Some(Instant::from_microsecond(at.micros()).unwrap().to_string())
    }

    #[test]
    fn a_time_with_an_offset_ignores_the_zone() {
        for text in ["2026-11-22T14:00:05Z", "2026-11-22T15:00:05+01:00", "2026-11-22 14:00:05z"] {
            assert_eq!(read(text, "Asia/Tokyo").unwrap(), "2026-11-22T14:00:05Z", "{text}");
        }
    }

    #[test]
    fn a_time_without_one_is_of_the_zone() {
        for text in ["2026-11-22T14:00", "2026-11-22 14:00:00", "2026-11-22T14:00:00.000"] {
            assert_eq!(read(text, "UTC").unwrap(), "2026-11-22T14:00:00Z", "{text}");
            assert_eq!(read(text, "Asia/Tokyo").unwrap(), "2026-11-22T05:00:00Z", "{text}");
        }
    }

    #[test]
    fn a_date_is_its_first_instant() {
        assert_eq!(read("2026-11-22", "Asia/Tokyo").unwrap(), "2026-11-21T15:00:00Z");
        assert_eq!(read("today", "UTC").unwrap(), "2026-11-22T00:00:00Z");
        assert_eq!(read("today", "Asia/Tokyo").unwrap(), "2026-11-22T15:00:00Z");
        assert_eq!(read("yesterday", "UTC").unwrap(), "2026-11-21T00:00:00Z");
    }

    #[test]
    fn a_span_is_before_now_with_and_without_a_sign() {
        assert_eq!(read("now", "UTC").unwrap(), "2026-11-22T17:30:05Z");
        assert_eq!(read("30m", "UTC").unwrap(), "2026-11-22T17:00:05Z");
        assert_eq!(read("2h", "UTC"), read("-2h", "UTC"));
        assert_eq!(read("7d", "UTC").unwrap(), "2026-11-15T17:30:05Z");
    }

    #[test]
    fn what_cannot_be_read_is_refused_with_the_forms_that_can() {
        let bad = [
            "",
            "soon",
            "2026",
            "2026-13-01",
            "2026-11-22T25:00",
            "h",
            "-",
            "2x",
            "1.5h",
            "é",
            "99999999999999999h",
            "2026-11-22T14:00+99:00",
            "2026-11-22T14:00[UTC]",
        ];
        for text in bad {
            assert_eq!(read(text, "UTC"), None, "{text}");
        }
        let error = parse("soon", Instant::UNIX_EPOCH, &TimeZone::UTC).unwrap_err().to_string();
        assert!(error.contains("`soon`") && error.contains("RFC 3339"), "{error}");
    }
}
