//! One record as bytes: a JSON object, a row of known columns, or a row that names its cells.

use std::sync::Arc;

use why502_engine::verdict;
use why502_parse::COMMON_KEYS;
use why502_parse::{AlbField, AlbRecord, Format, Record, Value, View};
use why502_redact::Tally;

use crate::columns::{Columns, own_key};
use crate::heading::Heading;
use crate::members::Members;
use crate::options::{Layout, Options};
use crate::plan::Plan;
use crate::prepared::Prepared;
use crate::slots::{Missing, Slots};
use crate::typed::TypedWriter;
use crate::write::{Clock, json_string, start, write_integer, write_value};

/// Writes records, one after another; keeps what neighbours share.
#[derive(Debug)]
pub(crate) struct RowWriter {
    layout: Layout,
    members: Members,
    columns_are_chosen: bool,
    clock: Clock,
    source: Vec<u8>,
    /// The beginning of an object, up to the number of its line, and the format it was made for.
    opening: (Option<Format>, Vec<u8>),
    /// By the number of the member: its key in the last record of the format, and what stands
    /// before its value. Neighbouring records have the same keys in the same order.
    openings: Vec<(String, Vec<u8>)>,
    /// Of plain records of a load balancer.
    prepared: Prepared,
    /// Of a load balancer's records, for the columns of the last one.
    plan: Option<Plan>,
    pub(crate) slots: Slots,
    /// Where records are written as typed values.
    typed: Option<TypedWriter>,
    /// For a key that has to be told apart.
    room: String,
}

impl RowWriter {
    pub(crate) fn new(options: &Options) -> Self {
        Self {
            layout: options.layout,
            members: Members::new(options),
            columns_are_chosen: options.fields.is_some(),
            clock: Clock::new(),
            source: Vec::new(),
            opening: (None, Vec::new()),
            openings: Vec::new(),
            prepared: Prepared::default(),
            plan: None,
            slots: Slots::default(),
            typed: None,
            room: String::new(),
        }
    }

    /// How much was hidden of the records.
    pub(crate) fn hidden(&self) -> Tally {
        self.members.hidden()
    }

    /// The records that follow are of this object.
    pub(crate) fn begin(&mut self, source: &str) {
        self.source.clear();
        self.source.extend_from_slice(self.members.source(source).as_bytes());
        self.opening.0 = None;
    }

    /// Appends the record as an object of all its members.
    pub(crate) fn write_object(&mut self, out: &mut Vec<u8>, record: &Record<'_>, line: u64) {
        self.write_common(out, record, line);
        if let (Record::Alb(record), Some(view)) = (record, self.members.view_of_all())
            && self.prepared.write(out, record, view)
        {
            return out.push(b'}');
        }
        self.write_members(out, record);
        out.push(b'}');
    }

    /// Appends every member of any record, each behind a comma.
    fn write_members(&mut self, out: &mut Vec<u8>, record: &Record<'_>) {
        let format = record.format();
        let (openings, room) = (&mut self.openings, &mut self.room);
        // Every record of this format begins with all its fields: nothing to compare.
        let fixed = if format == Format::Alb { AlbField::ALL.len() } else { 0 };
        let mut member = 0;
        self.members.each(record, &mut |key, value| {
            match openings.get(member) {
                Some((known, opening)) if member < fixed || known == key => {
                    debug_assert_eq!(known, key);
                    out.extend_from_slice(opening);
                }
                _ => {
                    let opening = format!(",\"{}\":", own_key(format, key, room)).into_bytes();
                    out.extend_from_slice(&opening);
                    openings.truncate(member);
                    openings.push((key.to_owned(), opening));
                }
            }
            member += 1;
            write_value(out, &value, Layout::Ndjson);
        });
    }

    fn write_common(&mut self, out: &mut Vec<u8>, record: &Record<'_>, line: u64) {
        let format = record.format();
        if self.opening.0 != Some(format) {
            let opening = &mut self.opening.1;
            opening.clear();
            opening.extend_from_slice(b"{\"format\":");
            json_string(opening, format.name().as_bytes());
            opening.extend_from_slice(b",\"source\":");
            json_string(opening, &self.source);
            opening.extend_from_slice(b",\"line\":");
            self.opening.0 = Some(format);
            self.openings.clear();
        }
        out.extend_from_slice(&self.opening.1);
        write_integer(out, i64::try_from(line).unwrap_or(i64::MAX));
        out.extend_from_slice(b",\"timestamp\":\"");
        out.extend_from_slice(self.clock.text(record.time()));
        out.extend_from_slice(b"\",\"status\":");
        match record.status() {
            Some(status) => write_integer(out, i64::from(status)),
            None => out.extend_from_slice(b"null"),
        }
        match verdict(record) {
            None => out.extend_from_slice(b",\"signature\":null,\"failure_side\":null"),
            Some(verdict) => {
                out.extend_from_slice(b",\"signature\":");
                json_string(out, verdict.id.as_bytes());
                out.extend_from_slice(b",\"failure_side\":");
                match verdict.side {
                    Some(side) => json_string(out, side.name().as_bytes()),
                    None => out.extend_from_slice(b"null"),
                }
            }
        }
        match start(record) {
            None => out.extend_from_slice(b",\"start_timestamp\":null"),
            Some(start) => {
                out.extend_from_slice(b",\"start_timestamp\":\"");
                out.extend_from_slice(self.clock.text(start));
                out.push(b'"');
            }
        }
    }

    /// Appends the record as a row of typed values: of these keys, or of all.
    pub(crate) fn write_typed(
        &mut self,
        out: &mut Vec<u8>,
        record: &Record<'_>,
        line: u64,
        fields: Option<&[String]>,
    ) {
        let typed = self.typed.get_or_insert_with(|| TypedWriter::new(fields));
        typed.write(out, &self.source, record, line, &mut self.members);
    }

    /// What of its records has no column, or no record has.
    pub(crate) fn into_missing(self) -> Missing {
        let mut missing = self.slots.missing;
        if let Some(typed) = self.typed {
            missing.met = typed.met;
        }
        missing
    }

    /// Appends the record as a row or an object of these columns.
    pub(crate) fn write_columns(
        &mut self,
        out: &mut Vec<u8>,
        record: &Record<'_>,
        line: u64,
        columns: &Arc<Columns>,
    ) {
        if let Record::Alb(alb) = record
            && let Some(view) = self.members.view_of_all()
            && self.write_planned(out, (record, alb), line, columns, view)
        {
            return;
        }
        self.write_slots(out, record, line, columns);
    }

    /// As [`write_columns`](Self::write_columns), of any record.
    fn write_slots(
        &mut self,
        out: &mut Vec<u8>,
        record: &Record<'_>,
        line: u64,
        columns: &Arc<Columns>,
    ) {
        let (layout, mut slots) = (self.layout, std::mem::take(&mut self.slots));
        slots.begin(columns);
        self.each(record, line, &mut |key, value| slots.put(columns, key, &value, layout));
        if layout.is_table() {
            slots.write_row(out, layout);
        } else {
            slots.write_object(out, columns);
        }
        self.slots = slots;
    }

    fn write_planned(
        &mut self,
        out: &mut Vec<u8>,
        (record, alb): (&Record<'_>, &AlbRecord<'_>),
        line: u64,
        columns: &Arc<Columns>,
        view: View,
    ) -> bool {
        let plan = match self.plan.take() {
            Some(plan) if plan.is_for(columns) => plan,
            _ => Plan::new(columns, self.layout, self.columns_are_chosen),
        };
        let mut heading = Heading::new(record, &self.source, line, &mut self.clock);
        self.plan.insert(plan).write(out, &mut heading, alb, view)
    }

    /// Appends the record's cells, each behind its key, for a table whose columns are not known.
    pub(crate) fn write_named(&mut self, out: &mut Vec<u8>, record: &Record<'_>, line: u64) {
        let layout = self.layout;
        self.each(record, line, &mut |key, value| {
            put_sized(out, |out| out.extend_from_slice(key.as_bytes()));
            put_sized(out, |out| write_value(out, &value, layout));
        });
    }

    /// The columns of a table that begins with this record.
    pub(crate) fn columns_of(&mut self, record: &Record<'_>) -> Columns {
        let mut keys = Vec::new();
        let counted = self.members.hidden();
        self.each(record, 0, &mut |key, _| keys.push(key.to_owned()));
        self.members.forget_since(counted);
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        Columns::of_first(record.format().name().as_bytes(), &keys)
    }

    /// Every key and value: the common ones, then the record's own.
    fn each(&mut self, record: &Record<'_>, line: u64, each: &mut dyn FnMut(&str, Value<'_>)) {
        let format = record.format();
        let mut heading = Heading::new(record, &self.source, line, &mut self.clock);
        for (place, key) in COMMON_KEYS.into_iter().enumerate() {
            each(key, heading.value(place));
        }
        let room = &mut self.room;
        self.members.each(record, &mut |key, value| each(own_key(format, key, room), value));
    }
}

/// The cells of a row that names them.
pub(crate) fn named_cells(mut row: &[u8]) -> impl Iterator<Item = (&str, &[u8])> {
    std::iter::from_fn(move || {
        let key = take_sized(&mut row)?;
        Some((std::str::from_utf8(key).unwrap_or_default(), take_sized(&mut row)?))
    })
}

/// The columns of a table whose first row is this one that names its cells.
pub(crate) fn columns_of_named(row: &[u8]) -> Columns {
    let keys: Vec<&str> = named_cells(row).map(|(key, _)| key).collect();
    let format = named_cells(row).next().map_or(&b""[..], |(_, format)| format);
    Columns::of_first(format, &keys)
}

/// Appends what `write` appends, behind its length.
fn put_sized(out: &mut Vec<u8>, write: impl FnOnce(&mut Vec<u8>)) {
    let begin = out.len();
    out.extend_from_slice(&[0; 4]);
    write(out);
    let size = u32::try_from(out.len() - begin - 4).expect("a value has less than 4 GiB");
    out[begin..begin + 4].copy_from_slice(&size.to_le_bytes());
}

fn take_sized<'r>(row: &mut &'r [u8]) -> Option<&'r [u8]> {
    let (size, rest) = row.split_first_chunk::<4>()?;
    let (value, rest) = rest.split_at_checked(u32::from_le_bytes(*size) as usize)?;
    *row = rest;
    Some(value)
}

#[cfg(test)]
mod tests;
