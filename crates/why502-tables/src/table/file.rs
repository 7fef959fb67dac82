//! One file of a table: Parquet, or an Arrow IPC file.

use std::io::Write;

use polars::io::parquet::write::KeyValueMetadata;
use polars::io::{ipc, parquet};
use polars::prelude::{
    CompatLevel, DataFrame, IpcCompression, IpcWriter, ParquetCompression, ParquetWriter,
    PolarsResult, Schema, SchemaExt, SerWriter,
};
use polars_parquet::write::schema_to_metadata_key;

/// What every reader of Arrow knows: text as text, and not as views of it.
const LEVEL: CompatLevel = CompatLevel::oldest();

/// What is written to.
pub(crate) type Out = Box<dyn Write + Send>;

/// Which files a table is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// Apache Parquet, pages packed with zstd.
    Parquet,
    /// Arrow IPC file (Feather 2), buffers packed with zstd.
    Arrow,
}

impl FileKind {
    /// What the names of such files end in.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Parquet => "parquet",
            Self::Arrow => "arrow",
        }
    }
}

/// A file that is being written.
pub(super) enum TableFile {
    Parquet(Box<parquet::write::BatchedWriter<Out>>),
    Arrow(Box<ipc::BatchedWriter<Out>>),
}

impl TableFile {
    pub(super) fn begin(kind: FileKind, out: Out, schema: &Schema) -> PolarsResult<Self> {
        match kind {
            FileKind::Parquet => parquet_writer(out, schema)
                .batched(schema)
                .map(|writer| Self::Parquet(Box::new(writer))),
            FileKind::Arrow => {
                let arrow = schema.to_arrow(LEVEL);
                let fields = polars_arrow::io::ipc::write::default_ipc_fields(arrow.iter_values());
                let writer = IpcWriter::new(out)
                    .with_compression(Some(IpcCompression::default()))
                    .with_compat_level(LEVEL);
                writer.batched(schema, fields).map(|writer| Self::Arrow(Box::new(writer)))
            }
        }
    }

    /// Writes the rows as a row group, or a record batch.
    pub(super) fn write(&mut self, rows: &DataFrame) -> PolarsResult<()> {
        match self {
            Self::Parquet(writer) => writer.write_batch(rows),
            Self::Arrow(writer) => writer.write_batch(rows),
        }
    }

    /// Writes what stands at the end. What was written to is flushed when this is dropped.
    pub(super) fn finish(self) -> PolarsResult<()> {
        match self {
            Self::Parquet(writer) => writer.finish().map(drop),
            Self::Arrow(mut writer) => writer.finish(),
        }
    }
}

/// With the schema that readers of Arrow take the types from: polars itself would name views.
fn parquet_writer<W: Write>(out: W, schema: &Schema) -> ParquetWriter<W> {
    let arrow = schema_to_metadata_key(&schema.to_arrow(LEVEL));
    ParquetWriter::new(out)
        .with_compression(ParquetCompression::Zstd(None))
        .with_key_value_metadata(Some(KeyValueMetadata::Static(vec![arrow])))
}

/// A whole table as a Parquet file.
pub(crate) fn parquet_of(mut table: DataFrame) -> PolarsResult<Vec<u8>> {
    let mut bytes = Vec::new();
    let schema = table.schema().clone();
    parquet_writer(&mut bytes, &schema).finish(&mut table)?;
    Ok(bytes)
}
