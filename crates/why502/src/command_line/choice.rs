//! Values that are one of a few.

use clap::ValueEnum;
use why502_report::Language;

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    /// For a person
    Text,
    /// For a program, as docs/schema/analyze.v1.json says
    Json,
    /// A postmortem for tickets and chat
    Markdown,
    /// A postmortem as one file for a browser, that needs nothing else
    Html,
}

/// The language of what people read; names, commands and values are the same in all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Lang {
    /// English
    En,
    /// Japanese (日本語)
    Ja,
}

impl From<Lang> for Language {
    fn from(lang: Lang) -> Self {
        match lang {
            Lang::En => Self::English,
            Lang::Ja => Self::Japanese,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PageFormat {
    /// For a person
    Text,
    /// For a program
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ComparisonFormat {
    /// For a person
    Text,
    /// For a program, as docs/schema/compare.v1.json says
    Json,
    /// For tickets and chat
    Markdown,
    /// One file for a browser, that needs nothing else
    Html,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum RecordsFormat {
    /// One JSON object a line
    Ndjson,
    /// One JSON array
    Json,
    /// Cells between commas, with a header row
    Csv,
    /// Cells between tabs, with a header row
    Tsv,
    /// A table with typed columns for DuckDB, Spark, Athena, pandas (docs/TABLES.md)
    Parquet,
    /// The same as an Arrow IPC file (Feather)
    Arrow,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PartitionWish {
    /// By the day of the timestamp, UTC
    Day,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TablesFormat {
    /// Cells between commas, with a header row
    Csv,
    /// Typed columns
    Parquet,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SortWish {
    /// By timestamp; at the same time in the order of the sources
    Time,
}

/// What `--redact` hides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum RedactWish {
    /// What is about users
    Users,
    /// Also addresses of targets and nodes, host names, numbers of accounts
    All,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorWish {
    Auto,
    Always,
    Never,
}
