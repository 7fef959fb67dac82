//! A table of a summary as the bytes of a file.

use polars::prelude::Field;
use polars::prelude::{PolarsResult, Schema};
use serde_json::Value;
use why502_parse::Timestamp;
use why502_records::{Cell, CellKind, csv_cell};

use crate::error::TableError;
use crate::table::{Batch, data_type, parquet_of};

use super::catalogue::SummaryTable;

/// As which files the tables of a summary are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableWriting {
    /// Cells between commas, with a header row, safe to open in a spreadsheet.
    Csv,
    /// Apache Parquet.
    Parquet,
}

impl TableWriting {
    /// What the names of such files end in.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Parquet => "parquet",
        }
    }
}

impl SummaryTable {
    /// The bytes of the table's file.
    ///
    /// # Errors
    /// When polars fails.
    pub fn to_bytes(&self, writing: TableWriting) -> Result<Vec<u8>, TableError> {
        match writing {
            TableWriting::Csv => Ok(self.to_csv()),
            TableWriting::Parquet => self.to_parquet().map_err(TableError::writing),
        }
    }

    fn to_csv(&self) -> Vec<u8> {
        let mut out = Vec::new();
        let header = self.columns.iter().map(|(name, _)| Value::from(*name));
        write_row(&mut out, &header.collect::<Vec<_>>());
        self.rows.iter().for_each(|row| write_row(&mut out, row));
        out
    }

    fn to_parquet(&self) -> PolarsResult<Vec<u8>> {
        let field =
            |&(name, kind): &(&str, CellKind)| Ok(Field::new(name.into(), data_type(kind)?));
        let schema: Schema = self.columns.iter().map(field).collect::<PolarsResult<_>>()?;
        let mut batch = Batch::new(&schema);
        for row in &self.rows {
            for (place, (value, (_, kind))) in row.iter().zip(&self.columns).enumerate() {
                put(&mut batch, place, *kind, value);
            }
            batch.end_row();
        }
        parquet_of(batch.take()?)
    }
}

fn put(batch: &mut Batch, place: usize, kind: CellKind, value: &Value) {
    let cell = match (kind, value) {
        (CellKind::Text, Value::String(text)) => Cell::Text(text),
        (CellKind::Text, Value::Null) => return,
        (CellKind::Text, value) => return batch.put(place, Cell::Text(&value.to_string())),
        (CellKind::Bool, Value::Bool(truth)) => Cell::Bool(*truth),
        (CellKind::Float, Value::Number(number)) => {
            Cell::Float(number.as_f64().unwrap_or(f64::NAN))
        }
        (CellKind::Integer, Value::Number(number)) => match number.as_i64() {
            Some(integer) => Cell::Integer(integer),
            None => return,
        },
        (CellKind::Instant, Value::String(text)) => match Timestamp::parse(text.as_bytes()) {
            Some(at) => Cell::Integer(at.micros()),
            None => return,
        },
        _ => return,
    };
    batch.put(place, cell);
}

fn write_row(out: &mut Vec<u8>, row: &[Value]) {
    for (place, value) in row.iter().enumerate() {
        if place > 0 {
            out.push(b',');
        }
        match value {
            Value::Null => {}
            Value::String(text) => csv_cell(out, text.as_bytes()),
            number => csv_cell(out, number.to_string().as_bytes()),
        }
    }
    out.push(b'\n');
}
