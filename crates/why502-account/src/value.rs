//! Members of JSON objects, tolerantly: what is missing or of another kind is `None`.

use serde_json::Value;
use why502_parse::Timestamp;

/// A longer text is no name, id or reason.
const MOST_BYTES: usize = 4096;

/// A text that is not empty.
pub(crate) fn text(value: &Value, key: &str) -> Option<String> {
    as_text(value.get(key)?)
}

/// A text that is not empty.
pub(crate) fn as_text(value: &Value) -> Option<String> {
    let text = value.as_str()?;
    (!text.is_empty() && text.len() <= MOST_BYTES).then(|| text.to_owned())
}

/// A whole number, also where it is written as a text.
pub(crate) fn number(value: &Value, key: &str) -> Option<u32> {
    as_number(value.get(key)?)
}

/// A whole number, also where it is written as a text.
pub(crate) fn as_number(value: &Value) -> Option<u32> {
    match value {
        Value::String(text) => text.parse().ok(),
        other => other.as_u64().and_then(|number| u32::try_from(number).ok()),
    }
}

/// The elements of a list; none where there is no list.
pub(crate) fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// The texts of a list.
pub(crate) fn texts(value: &Value, key: &str) -> Vec<String> {
    list(value, key).iter().filter_map(as_text).collect()
}

/// An instant in any of the forms that the CLI prints: RFC 3339 with `Z` or an offset, with or
/// without a colon in it, or seconds since 1970.
pub(crate) fn instant(value: &Value, key: &str) -> Option<Timestamp> {
    match value.get(key)? {
        Value::String(text) => parse_instant(text),
        other => {
            let seconds = other.as_f64()?;
            let micros = (seconds * 1e6).round();
            let at = Timestamp::from_micros(micros as i64);
            (Timestamp::MIN..=Timestamp::MAX).contains(&at).then_some(at)
        }
    }
}

/// As [`instant`], of a text.
pub(crate) fn parse_instant(text: &str) -> Option<Timestamp> {
    if text.ends_with('Z') {
        return Timestamp::parse(text.as_bytes());
    }
    // Behind the date, whose hyphens are no sign.
    let sign = text.get(10..)?.rfind(['+', '-'])? + 10;
    let (local, offset) = text.split_at_checked(sign)?;
    let digits: String = offset[1..].chars().filter(|&one| one != ':').collect();
    let (hours, minutes) = digits.split_at_checked(2)?;
    let minutes = match minutes {
        "" => 0,
        text => text.parse::<i64>().ok()?,
    };
    let offset_us = (hours.parse::<i64>().ok()? * 60 + minutes) * 60_000_000;
    let at = Timestamp::parse(format!("{local}Z").as_bytes())?;
    let behind = if text.as_bytes()[sign] == b'+' { offset_us } else { -offset_us };
    Some(Timestamp::from_micros(at.micros() - behind))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_form_of_one_instant_is_the_same() {
        let wanted = Timestamp::parse(b"2026-11-12T14:02:11Z");
        for form in [
            json!("2026-11-12T14:02:11Z"),
            json!("2026-11-12T14:02:11+00:00"),
            json!("2026-11-12T15:02:11.000000+01:00"),
            json!("2026-11-12T08:32:11.000-0530"),
            json!("2026-11-12T14:02:11.000+0000"),
            json!(1_794_492_131),
            json!(1_794_492_131.0),
        ] {
            assert_eq!(instant(&json!({ "at": form }), "at"), wanted, "{form}");
        }
    }

    #[test]
    fn what_is_no_instant_is_none() {
        for form in [
            json!(""),
            json!("2026-11-12"),
            json!("yesterday+é0"),
            json!("2026-11-12T14:02:11+"),
            json!("2026-11-12T14:02:11+é0:00"),
            json!(1e300),
            json!(null),
            json!(["x"]),
        ] {
            assert_eq!(instant(&json!({ "at": form }), "at"), None, "{form}");
        }
    }
}
