//! The record's fields by key, as values.

use super::fields::AlbField;
use super::record::AlbRecord;
use crate::lookup::NameTable;
use crate::member::{Value, View};
use crate::row::Kind;
use std::borrow::Cow;

/// Key of the fields behind those that are known, joined by spaces as they were.
const SURPLUS: &str = "extra";

static BY_NAME: NameTable<{ AlbField::ALL.len() }> = NameTable::new({
    let mut names = [""; AlbField::ALL.len()];
    let mut place = 0;
    while place < names.len() {
        names[place] = AlbField::ALL[place].name();
        place += 1;
    }
    names
});

impl AlbField {
    /// The field whose [`name`](Self::name) that is.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        BY_NAME.find(name.as_bytes()).map(|place| Self::ALL[place])
    }

    /// What the field's values are.
    #[must_use]
    pub const fn kind(self) -> Kind {
        match self {
            Self::RequestProcessingTime
            | Self::TargetProcessingTime
            | Self::ResponseProcessingTime => Kind::Seconds,
            Self::ElbStatusCode
            | Self::TargetStatusCode
            | Self::ReceivedBytes
            | Self::SentBytes
            | Self::MatchedRulePriority => Kind::Number,
            _ => Kind::Escaped,
        }
    }
}

impl AlbRecord<'_> {
    /// The value of a field.
    #[must_use]
    #[inline]
    pub fn member(&self, field: AlbField, view: View) -> Value<'_> {
        self.raw(field).map_or(Value::Null, |logged| field.kind().value(logged, view))
    }

    /// Every member, in the order of the documentation; behind them, where there are any, the
    /// surplus fields under the key `extra`.
    pub fn members(&self, view: View, each: &mut dyn FnMut(&str, Value<'_>)) {
        for field in AlbField::ALL {
            each(field.name(), self.member(field, view));
        }
        match self.joined_surplus() {
            Value::Null => {}
            surplus => each(SURPLUS, surplus),
        }
    }

    fn joined_surplus(&self) -> Value<'_> {
        let surplus: Vec<&[u8]> = self.surplus().collect();
        if surplus.is_empty() {
            return Value::Null;
        }
        Value::Text(Cow::Owned(surplus.join(&b' ')))
    }

    /// The value under that key.
    #[must_use]
    pub fn value_of(&self, key: &str, view: View) -> Value<'_> {
        if key == SURPLUS {
            return self.joined_surplus();
        }
        AlbField::from_name(key).map_or(Value::Null, |field| self.member(field, view))
    }
}
