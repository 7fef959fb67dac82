//! What stands before a record's own members: the values that records of every format have.

use std::borrow::Cow;
use std::cell::OnceCell;

use why502_engine::{Verdict, verdict};
use why502_parse::{COMMON_KEYS, Number, Record, Value};

use crate::write::{Clock, start};

/// The common values of one record; what is dear is found when it is asked for.
pub(crate) struct Heading<'h> {
    record: &'h Record<'h>,
    source: &'h [u8],
    line: u64,
    clock: &'h mut Clock,
    verdict: OnceCell<Option<Verdict>>,
}

impl<'h> Heading<'h> {
    /// `line` is the number of the record's line in the object of that name.
    pub(crate) fn new(
        record: &'h Record<'h>,
        source: &'h [u8],
        line: u64,
        clock: &'h mut Clock,
    ) -> Self {
        Self { record, source, line, clock, verdict: OnceCell::new() }
    }

    /// The value under the key at that place of [`COMMON_KEYS`].
    pub(crate) fn value(&mut self, place: usize) -> Value<'_> {
        let text = |text| Value::Text(Cow::Borrowed(text));
        let integer = |integer| Value::Number(Number::Integer(integer));
        match COMMON_KEYS[place] {
            "format" => text(self.record.format().name().as_bytes()),
            "source" => text(self.source),
            "line" => integer(i64::try_from(self.line).unwrap_or(i64::MAX)),
            "timestamp" => Value::Text(Cow::Borrowed(self.clock.text(self.record.time()))),
            "status" => self.record.status().map_or(Value::Null, |code| integer(i64::from(code))),
            "signature" => self.verdict().map_or(Value::Null, |one| text(one.id.as_bytes())),
            "failure_side" => {
                let side = self.verdict().and_then(|one| one.side);
                side.map_or(Value::Null, |side| text(side.name().as_bytes()))
            }
            "start_timestamp" => match start(self.record) {
                Some(start) => Value::Text(Cow::Borrowed(self.clock.text(start))),
                None => Value::Null,
            },
            _ => Value::Null,
        }
    }

    fn verdict(&self) -> Option<Verdict> {
        *self.verdict.get_or_init(|| verdict(self.record))
    }
}
