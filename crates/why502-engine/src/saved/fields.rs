//! How types of other crates are written, for `#[serde(with = …)]`.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use why502_parse::{Format, RejectReason, Timestamp};

/// Microseconds.
pub(crate) mod timestamp {
    use super::*;

    pub(crate) fn serialize<S: Serializer>(at: &Timestamp, out: S) -> Result<S::Ok, S::Error> {
        at.micros().serialize(out)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Timestamp, D::Error> {
        i64::deserialize(from).map(Timestamp::from_micros)
    }
}

/// Microseconds, if any.
pub(crate) mod maybe_timestamp {
    use super::*;

    pub(crate) fn serialize<S: Serializer>(
        at: &Option<Timestamp>,
        out: S,
    ) -> Result<S::Ok, S::Error> {
        at.map(Timestamp::micros).serialize(out)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Option<Timestamp>, D::Error> {
        Ok(Option::<i64>::deserialize(from)?.map(Timestamp::from_micros))
    }
}

/// Earliest and latest, if any.
pub(crate) mod span {
    use super::*;

    type Span = Option<(Timestamp, Timestamp)>;

    pub(crate) fn serialize<S: Serializer>(span: &Span, out: S) -> Result<S::Ok, S::Error> {
        span.map(|(from, to)| (from.micros(), to.micros())).serialize(out)
    }

    /// Only of records, whose times a report must be able to write.
    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Span, D::Error> {
        let Some((first, last)) = Option::<(i64, i64)>::deserialize(from)? else { return Ok(None) };
        let (first, last) = (Timestamp::from_micros(first), Timestamp::from_micros(last));
        if Timestamp::MIN <= first && first <= last && last <= Timestamp::MAX {
            Ok(Some((first, last)))
        } else {
            Err(Error::custom("a span of impossible times"))
        }
    }
}

/// Its place in the list of formats.
pub(crate) mod format {
    use super::*;

    pub(crate) fn serialize<S: Serializer>(format: &Format, out: S) -> Result<S::Ok, S::Error> {
        let place = Format::ALL.iter().position(|one| one == format);
        // A format that is missing in the list cannot be read back, and is told then.
        (place.unwrap_or(usize::from(u8::MAX)) as u8).serialize(out)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Format, D::Error> {
        let place = usize::from(u8::deserialize(from)?);
        Format::ALL.get(place).copied().ok_or_else(|| Error::custom("an unknown format"))
    }
}

/// Its place in the list of reasons.
pub(crate) mod reason {
    use super::*;

    pub(crate) fn serialize<S: Serializer>(
        reason: &RejectReason,
        out: S,
    ) -> Result<S::Ok, S::Error> {
        let place = RejectReason::ALL.iter().position(|one| one == reason);
        (place.unwrap_or(usize::from(u8::MAX)) as u8).serialize(out)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<RejectReason, D::Error> {
        let place = usize::from(u8::deserialize(from)?);
        RejectReason::ALL.get(place).copied().ok_or_else(|| Error::custom("an unknown reason"))
    }
}
