//! One column of the rows that were read, and its values as JSON.

use std::io::Write as _;

use polars::prelude::{
    BooleanChunked, Column, DataType, Float64Chunked, Int64Chunked, PolarsResult, StringChunked,
    TimeUnit, UInt64Chunked,
};
use why502_parse::Timestamp;
use why502_records::json_string;

/// Values of one column.
pub(super) enum Values {
    Text(StringChunked),
    Integer(Int64Chunked),
    Unsigned(UInt64Chunked),
    Float(Float64Chunked),
    Bool(BooleanChunked),
    /// Instants, with how many of their unit make a microsecond, or how many microseconds make one.
    Instant(Int64Chunked, Scale),
    /// Of a type that no log has.
    None,
}

/// From the unit of a column of instants to microseconds.
#[derive(Debug, Clone, Copy)]
pub(super) enum Scale {
    Times(i64),
    Over(i64),
}

impl Values {
    /// Of the column, which is in one piece.
    pub(super) fn of(column: &Column) -> PolarsResult<Self> {
        let series = column.as_materialized_series();
        Ok(match series.dtype() {
            DataType::String => Self::Text(series.str()?.clone()),
            DataType::Categorical(..) | DataType::Enum(..) | DataType::Binary => {
                Self::Text(series.cast(&DataType::String)?.str()?.clone())
            }
            DataType::Boolean => Self::Bool(series.bool()?.clone()),
            DataType::UInt64 => Self::Unsigned(series.u64()?.clone()),
            DataType::Datetime(unit, _) => {
                let scale = match unit {
                    TimeUnit::Nanoseconds => Scale::Over(1_000),
                    TimeUnit::Microseconds => Scale::Times(1),
                    TimeUnit::Milliseconds => Scale::Times(1_000),
                };
                Self::Instant(series.cast(&DataType::Int64)?.i64()?.clone(), scale)
            }
            kind if kind.is_integer() => {
                Self::Integer(series.cast(&DataType::Int64)?.i64()?.clone())
            }
            kind if kind.is_float() => Self::Float(series.cast(&DataType::Float64)?.f64()?.clone()),
            _ => Self::None,
        })
    }

    /// Appends the value of a row; says whether it has one.
    pub(super) fn write(&self, row: usize, out: &mut Vec<u8>) -> bool {
        match self {
            Self::Text(values) => {
                let text = values.get(row);
                text.map(|text| json_string(out, text.as_bytes())).is_some()
            }
            Self::Integer(values) => values.get(row).map(|v| put(out, &v)).is_some(),
            Self::Unsigned(values) => values.get(row).map(|v| put(out, &v)).is_some(),
            Self::Bool(values) => values.get(row).map(|v| put(out, &v)).is_some(),
            Self::Float(values) => {
                let float = values.get(row).filter(|float| float.is_finite());
                float.map(|float| put(out, &float)).is_some()
            }
            Self::Instant(values, scale) => {
                let text = values.get(row).and_then(|value| instant(value, *scale));
                text.map(|text| json_string(out, text.as_bytes())).is_some()
            }
            Self::None => false,
        }
    }
}

fn put(out: &mut Vec<u8>, value: &dyn std::fmt::Display) {
    write!(out, "{value}").expect("memory takes all that is written");
}

/// RFC 3339, as load balancers write it.
fn instant(value: i64, scale: Scale) -> Option<String> {
    let micros = match scale {
        Scale::Times(factor) => value.checked_mul(factor)?,
        Scale::Over(divisor) => value.div_euclid(divisor),
    };
    let at = Timestamp::from_micros(micros);
    if !(Timestamp::MIN..=Timestamp::MAX).contains(&at) {
        return None;
    }
    let (date, micros) = (at.civil_date(), at.micros_of_day());
    let (seconds, fraction) = (micros / 1_000_000, micros % 1_000_000);
    Some(format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{fraction:06}Z",
        date.year,
        date.month,
        date.day,
        seconds / 3600,
        seconds / 60 % 60,
        seconds % 60
    ))
}
