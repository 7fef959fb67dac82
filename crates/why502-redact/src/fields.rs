//! A record's members without what is to be hidden.

use std::borrow::Cow;
use std::sync::Arc;

use why502_parse::{Format, Record, Value, View};

use crate::columns::of_column;
use crate::kind::{Kind, Tally};
use crate::redactor::Redactor;
use crate::sensitivity::Sensitivity;
use crate::text::scan;

/// A key as records have it, what is shown of it, and what its values hold.
#[derive(Debug)]
struct Known {
    key: String,
    shown: String,
    sensitivity: Sensitivity,
}

/// Gives members of records, one record after another: to be asked instead of
/// [`Record::members`] by whatever writes records.
#[derive(Debug)]
pub struct Fields {
    redactor: Arc<Redactor>,
    tally: Tally,
    format: Option<Format>,
    /// By the number of the member; neighbouring records have the same keys in the same order.
    known: Vec<Known>,
    room: Vec<u8>,
}

impl Fields {
    /// Hides what that redactor does.
    #[must_use]
    pub fn new(redactor: Arc<Redactor>) -> Self {
        Self {
            redactor,
            tally: Tally::default(),
            format: None,
            known: Vec::new(),
            room: Vec::new(),
        }
    }

    /// How much was hidden so far.
    #[must_use]
    pub const fn tally(&self) -> Tally {
        self.tally
    }

    /// Counts on from there: of what was hidden since, nothing was shown.
    pub const fn set_tally(&mut self, tally: Tally) {
        self.tally = tally;
    }

    /// The name of an object as it may be shown. Not counted: it stands in every record.
    #[must_use]
    pub fn source<'s>(&self, source: &'s str) -> Cow<'s, str> {
        match self.redactor.source(source, &mut Tally::default()) {
            Some(hidden) => hidden.into(),
            None => source.into(),
        }
    }

    /// As [`Record::members`]: the same members in the same order.
    pub fn members(
        &mut self,
        record: &Record<'_>,
        view: View,
        each: &mut dyn FnMut(&str, Value<'_>),
    ) {
        let format = record.format();
        if self.format != Some(format) {
            self.format = Some(format);
            self.known.clear();
        }
        let Self { redactor, tally, known, room, .. } = self;
        let mut member = 0;
        record.members(view, &mut |key, value| {
            if known.get(member).is_none_or(|known| known.key != key) {
                known.truncate(member);
                known.push(learn(redactor, format, key));
            }
            let Known { shown, sensitivity, .. } = &known[member];
            member += 1;
            each(shown, hidden(redactor, *sensitivity, value, room, tally));
        });
    }
}

fn learn(redactor: &Redactor, format: Format, key: &str) -> Known {
    // Members of JSON are named by whoever wrote them.
    let how = redactor.text();
    let shown = redactor
        .with(key, &mut Tally::default(), |cut, whole| scan(cut, whole, how))
        .unwrap_or_else(|| key.to_owned());
    Known { key: key.to_owned(), shown, sensitivity: of_column(format, key) }
}

#[inline]
fn hidden<'v>(
    redactor: &Redactor,
    sensitivity: Sensitivity,
    value: Value<'v>,
    room: &'v mut Vec<u8>,
    tally: &mut Tally,
) -> Value<'v> {
    match (sensitivity, &value) {
        (Sensitivity::Plain, _) | (_, Value::Null | Value::Bool(_)) => value,
        (Sensitivity::Port, _) => {
            tally.add(Kind::Client);
            Value::Null
        }
        (_, Value::Number(_)) if sensitivity.whole().is_none() => value,
        (_, Value::Number(_)) => {
            tally.add(sensitivity.whole().expect("looked at above"));
            Value::Null
        }
        (_, Value::Text(text)) => {
            room.clear();
            if redactor.value(text, sensitivity, room, tally) {
                Value::Text(Cow::Borrowed(room))
            } else {
                value
            }
        }
        (_, Value::Json(json)) => {
            let sensitivity = match sensitivity {
                Sensitivity::Headers => sensitivity,
                _ => Sensitivity::Json,
            };
            room.clear();
            if redactor.value(json, sensitivity, room, tally) { Value::Json(room) } else { value }
        }
    }
}
