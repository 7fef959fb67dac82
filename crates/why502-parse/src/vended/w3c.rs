//! The W3C form: columns as a `#Fields:` line names them, between tabs, or between spaces and then
//! quoted where they hold any.

use super::legacy::{Draft, Escapes, field_of};
use crate::alb::AlbField;
use crate::error::RejectReason;
use crate::scan::{Ends, Kernel};
use crate::split::split_quoted;
use memchr::memchr;

/// Whether these names are of an access log's header.
pub(crate) fn is_access_log(names: &[u8]) -> bool {
    let has = |field: AlbField| texts(names).any(|name| field_of(name) == Some(field));
    has(AlbField::ElbStatusCode) && (has(AlbField::TargetStatusCode) || has(AlbField::Request))
}

fn texts(names: &[u8]) -> impl Iterator<Item = &[u8]> {
    names.split(u8::is_ascii_whitespace).filter(|name| !name.is_empty())
}

/// The columns of the lines that follow.
#[derive(Debug)]
pub(super) struct Layout {
    names: Vec<(Box<[u8]>, Option<AlbField>)>,
    /// The first columns, without which a line is no record: through the time and the status.
    least: usize,
}

impl Layout {
    pub(super) fn new(names: &[u8]) -> Self {
        let names: Vec<_> = texts(names).map(|name| (name.into(), field_of(name))).collect();
        let is_needed = |(_, field): &(Box<[u8]>, Option<AlbField>)| {
            matches!(field, Some(AlbField::Time | AlbField::ElbStatusCode))
        };
        let least = names.iter().rposition(is_needed).map_or(0, |last| last + 1);
        Self { names, least }
    }

    /// Whether the lines begin as those of the legacy log.
    pub(super) fn begins_as_legacy(&self) -> bool {
        let first = [AlbField::Type, AlbField::Time, AlbField::Elb];
        self.names.iter().map(|(_, field)| *field).take(3).eq(first.map(Some))
    }

    /// Takes a line's columns; those behind the named ones stand behind the fields.
    pub(super) fn read(
        &self,
        line: &[u8],
        kernel: Kernel,
        ends: &mut Ends,
        draft: &mut Draft,
    ) -> Result<(), RejectReason> {
        draft.begin();
        let count = if memchr(b'\t', line).is_some() {
            self.take(line.split(|&byte| byte == b'\t'), draft)
        } else {
            let fields = split_quoted(kernel, line, ends);
            let fields = fields.map_err(|_| RejectReason::UnterminatedQuote)?;
            self.take(fields.skip(0), draft)
        };
        if count < self.least {
            return Err(match count {
                1 => RejectReason::UnrecognisedLine,
                _ => RejectReason::TooFewFields,
            });
        }
        draft.finish();
        Ok(())
    }

    fn take<'v>(&self, values: impl Iterator<Item = &'v [u8]>, draft: &mut Draft) -> usize {
        let mut count = 0;
        for (place, value) in values.enumerate() {
            let value = match value {
                [b'"', inner @ .., b'"'] => inner,
                _ => value,
            };
            match self.names.get(place) {
                Some((_, Some(field))) => draft.set(*field, value, Escapes::Legacy),
                Some((name, None)) => draft.add(name, value, Escapes::Legacy),
                None => draft.add(b"", value, Escapes::Legacy),
            }
            count = place + 1;
        }
        count
    }
}
