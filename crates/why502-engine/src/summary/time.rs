//! Instants as RFC 3339 text in UTC, for the summary's serialised form.

use serde::Serializer;
use serde::ser::SerializeSeq;
use why502_parse::Timestamp;

/// `2026-11-22T14:02:11.000123Z`: microseconds always, so that every instant has one spelling.
#[must_use]
pub fn rfc3339(at: Timestamp) -> String {
    let (date, micros) = (at.civil_date(), at.micros_of_day());
    let (seconds, fraction) = (micros / 1_000_000, micros % 1_000_000);
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{fraction:06}Z",
        date.year,
        date.month,
        date.day,
        seconds / 3600,
        seconds / 60 % 60,
        seconds % 60
    )
}

pub(crate) fn plain<S: Serializer>(at: &Timestamp, out: S) -> Result<S::Ok, S::Error> {
    out.serialize_str(&rfc3339(*at))
}

pub(crate) fn option<S: Serializer>(at: &Option<Timestamp>, out: S) -> Result<S::Ok, S::Error> {
    match at {
        Some(at) => plain(at, out),
        None => out.serialize_none(),
    }
}

pub(crate) fn list<S: Serializer>(instants: &[Timestamp], out: S) -> Result<S::Ok, S::Error> {
    let mut list = out.serialize_seq(Some(instants.len()))?;
    for at in instants {
        list.serialize_element(&rfc3339(*at))?;
    }
    list.end()
}
