//! Rows that wait to become a row group, column by column.

use polars::prelude::{
    BooleanChunkedBuilder, ChunkedBuilder, Column, DataFrame, DataType, Float64Type, Int32Type,
    Int64Type, IntoSeries, PolarsResult, PrimitiveChunkedBuilder, Schema, Series,
    StringChunkedBuilder,
};
use why502_records::Cell;

/// What a value of a column costs, its text apart: a view of polars.
const CELL_BYTES: usize = 16;
/// What a column costs as soon as there is a row, measured: builders, first blocks of text.
const COLUMN_BYTES: usize = 4 << 10;

/// Rows of one table.
pub(crate) struct Batch {
    columns: Vec<Filling>,
    rows: usize,
    text_bytes: usize,
}

/// A column that is being filled. It may be behind the rows: what is missing is null.
struct Filling {
    name: String,
    data_type: DataType,
    values: Values,
    filled: usize,
}

enum Values {
    Text(StringChunkedBuilder),
    Small(PrimitiveChunkedBuilder<Int32Type>),
    Integer(PrimitiveChunkedBuilder<Int64Type>),
    Float(PrimitiveChunkedBuilder<Float64Type>),
    Bool(BooleanChunkedBuilder),
}

impl Batch {
    pub(crate) fn new(schema: &Schema) -> Self {
        let columns = schema.iter().map(|(name, data_type)| Filling::new(name, data_type));
        Self { columns: columns.collect(), rows: 0, text_bytes: 0 }
    }

    pub(crate) fn rows(&self) -> usize {
        self.rows
    }

    /// About what the rows take in memory.
    pub(crate) fn size_bytes(&self) -> usize {
        if self.rows == 0 {
            return 0;
        }
        self.text_bytes + self.columns.len() * (COLUMN_BYTES + self.rows * CELL_BYTES)
    }

    /// A value of the row that is under way. Of two for one column the first counts; one that is
    /// not what the column holds is left out.
    pub(crate) fn put(&mut self, place: usize, cell: Cell<'_>) {
        let rows = self.rows;
        let Some(column) = self.columns.get_mut(place).filter(|c| c.filled <= rows) else { return };
        column.fill(rows);
        let is_put = column.values.push(cell);
        column.filled += usize::from(is_put);
        if let Cell::Text(text) = cell {
            self.text_bytes += text.len();
        }
    }

    /// The row is over.
    pub(crate) fn end_row(&mut self) {
        self.rows += 1;
    }

    /// All rows; none are left.
    pub(crate) fn take(&mut self) -> PolarsResult<DataFrame> {
        let rows = std::mem::take(&mut self.rows);
        self.text_bytes = 0;
        let columns: PolarsResult<Vec<Column>> =
            self.columns.iter_mut().map(|column| column.take(rows)).collect();
        DataFrame::new(rows, columns?)
    }
}

impl Filling {
    fn new(name: &str, data_type: &DataType) -> Self {
        let values = Values::new(name, data_type);
        Self { name: name.to_owned(), data_type: data_type.clone(), values, filled: 0 }
    }

    fn fill(&mut self, rows: usize) {
        while self.filled < rows {
            self.values.push_null();
            self.filled += 1;
        }
    }

    fn take(&mut self, rows: usize) -> PolarsResult<Column> {
        self.fill(rows);
        self.filled = 0;
        let fresh = Values::new(&self.name, &self.data_type);
        let series = std::mem::replace(&mut self.values, fresh).finish();
        let is_as_wanted = series.dtype() == &self.data_type;
        let series = if is_as_wanted { series } else { series.strict_cast(&self.data_type)? };
        Ok(series.into())
    }
}

impl Values {
    fn new(name: &str, data_type: &DataType) -> Self {
        let name = name.into();
        match data_type {
            DataType::Int32 => Self::Small(PrimitiveChunkedBuilder::new(name, 0)),
            DataType::Int64 | DataType::Datetime(..) => {
                Self::Integer(PrimitiveChunkedBuilder::new(name, 0))
            }
            DataType::Float64 => Self::Float(PrimitiveChunkedBuilder::new(name, 0)),
            DataType::Boolean => Self::Bool(BooleanChunkedBuilder::new(name, 0)),
            _ => Self::Text(StringChunkedBuilder::new(name, 0)),
        }
    }

    fn push(&mut self, cell: Cell<'_>) -> bool {
        match (self, cell) {
            (Self::Text(values), Cell::Text(text)) => values.append_value(text),
            (Self::Integer(values), Cell::Integer(integer)) => values.append_value(integer),
            (Self::Small(values), Cell::Integer(integer)) => {
                let Ok(small) = i32::try_from(integer) else { return false };
                values.append_value(small);
            }
            (Self::Float(values), Cell::Float(float)) => values.append_value(float),
            (Self::Bool(values), Cell::Bool(truth)) => values.append_value(truth),
            _ => return false,
        }
        true
    }

    fn push_null(&mut self) {
        match self {
            Self::Text(values) => values.append_null(),
            Self::Integer(values) => values.append_null(),
            Self::Small(values) => values.append_null(),
            Self::Float(values) => values.append_null(),
            Self::Bool(values) => values.append_null(),
        }
    }

    fn finish(self) -> Series {
        match self {
            Self::Text(values) => values.finish().into_series(),
            Self::Integer(values) => values.finish().into_series(),
            Self::Small(values) => values.finish().into_series(),
            Self::Float(values) => values.finish().into_series(),
            Self::Bool(values) => values.finish().into_series(),
        }
    }
}
