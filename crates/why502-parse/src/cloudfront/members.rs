//! The record's columns by key, as values.

use super::fields::CloudFrontField;
use super::names::unknown_key;
use super::record::CloudFrontRecord;
use crate::format::Format;
use crate::member::{Value, View};
use crate::row::Kind;
use std::collections::HashSet;

impl CloudFrontField {
    /// What the column's values are.
    #[must_use]
    pub const fn kind(self) -> Kind {
        match self {
            Self::TimeTaken | Self::TimeToFirstByte | Self::OriginFbl | Self::OriginLbl => {
                Kind::Seconds
            }
            Self::ScBytes
            | Self::ScStatus
            | Self::CsBytes
            | Self::FleEncryptedFields
            | Self::CPort
            | Self::ScContentLen
            | Self::ScRangeStart
            | Self::ScRangeEnd
            | Self::Timestamp
            | Self::TimestampMs
            | Self::CsHeadersCount
            | Self::Asn => Kind::Number,
            Self::CsUserAgent => Kind::PercentAgent,
            _ => Kind::Percent,
        }
    }

    /// Whether the column is one of the legacy log's 33.
    #[must_use]
    pub const fn is_standard(self) -> bool {
        (self as usize) < Self::STANDARD.len()
    }

    /// Whether the column is part of every record of that format, `null` where the log has none:
    /// the legacy log's columns; in real-time logs `timestamp` in place of `date` and `time`.
    #[must_use]
    pub const fn is_always(self, format: Format) -> bool {
        match (format, self) {
            (Format::CloudFrontRealtime, Self::Date | Self::Time) => false,
            (Format::CloudFrontRealtime, Self::Timestamp) => true,
            _ => self.is_standard(),
        }
    }
}

impl CloudFrontRecord<'_> {
    /// The value of a column.
    #[must_use]
    #[inline]
    pub fn member(&self, field: CloudFrontField, view: View) -> Value<'_> {
        self.raw(field).map_or(Value::Null, |logged| field.kind().value(logged, view))
    }

    /// Every member: the columns that every record has, the others that the log has, then columns
    /// of unknown name in the order of the log, of two with the same key the first.
    pub fn members(&self, view: View, each: &mut dyn FnMut(&str, Value<'_>)) {
        let format = self.format();
        for field in CloudFrontField::ALL {
            match self.raw(field) {
                Some(logged) => each(field.key(format), field.kind().value(logged, view)),
                None if field.is_always(format) => each(field.key(format), Value::Null),
                None => {}
            }
        }
        let mut seen = HashSet::new();
        for (name, logged) in self.unknown() {
            let key = name.map_or_else(String::new, |name| unknown_key(name, format));
            if !key.is_empty() && !seen.contains(&key) {
                each(&key, Kind::Percent.value(logged, view));
                seen.insert(key);
            }
        }
    }

    /// The value under that key.
    #[must_use]
    pub fn value_of(&self, key: &str, view: View) -> Value<'_> {
        let format = self.format();
        if let Some(field) = CloudFrontField::from_name(key) {
            let is_own = field.key(format) == key;
            return if is_own { self.member(field, view) } else { Value::Null };
        }
        let mut unknown = self.unknown();
        unknown
            .find(|(name, _)| name.is_some_and(|name| unknown_key(name, format) == key))
            .filter(|_| !key.is_empty())
            .map_or(Value::Null, |(_, logged)| Kind::Percent.value(logged, view))
    }
}
