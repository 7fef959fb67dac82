//! What is a column of records in polars.

use polars::prelude::{DataType, FrozenCategories, Schema, TimeUnit, TimeZone};
use polars::prelude::{Field, PolarsResult};
use why502_parse::Format;
use why502_records::{CellKind, TypedColumns};
use why502_rulebook::{FailureSide, evidence, signatures};

const SIDES: [FailureSide; 5] = [
    FailureSide::Target,
    FailureSide::LoadBalancer,
    FailureSide::Edge,
    FailureSide::Client,
    FailureSide::Gateway,
];

/// The type of a column. Names of a closed list are an enumeration, so that a file holds the list
/// once and the same list always.
pub(crate) fn data_type(kind: CellKind) -> PolarsResult<DataType> {
    Ok(match kind {
        CellKind::Text => DataType::String,
        CellKind::Format => one_of(Format::ALL.iter().map(|format| format.name()))?,
        CellKind::Signature => {
            let ids = signatures::all().map(|signature| signature.id);
            one_of(distinct(ids.chain(evidence::all().map(|rule| rule.id))))?
        }
        CellKind::Side => one_of(SIDES.iter().map(|side| side.name()))?,
        CellKind::Status => DataType::Int32,
        CellKind::Integer => DataType::Int64,
        CellKind::Float => DataType::Float64,
        CellKind::Bool => DataType::Boolean,
        CellKind::Instant => DataType::Datetime(TimeUnit::Microseconds, Some(TimeZone::UTC)),
    })
}

fn one_of<'n>(names: impl IntoIterator<Item = &'n str>) -> PolarsResult<DataType> {
    FrozenCategories::new(names).map(DataType::from_frozen_categories)
}

fn distinct<'n>(names: impl Iterator<Item = &'n str>) -> Vec<&'n str> {
    let mut met = Vec::new();
    names.for_each(|name| {
        if !met.contains(&name) {
            met.push(name);
        }
    });
    met
}

/// The schema of these columns.
pub(super) fn schema(columns: &TypedColumns) -> PolarsResult<Schema> {
    let field = |column: &why502_records::TypedColumn| {
        Ok(Field::new(column.key.as_str().into(), data_type(column.kind)?))
    };
    columns.as_slice().iter().map(field).collect()
}
