//! Settings of the verb `records`: what an analysis of the same logs depends on, and how they are
//! written.

use why502_parse::View;
use why502_records::{Layout, Options, Order};

use crate::command_line::args::AnalyzeArguments;
use crate::command_line::choice::{RecordsFormat, SortWish};
use crate::command_line::logs::LogArguments;
use crate::command_line::records::RecordsArguments;
use crate::command_line::usage::UsageError;

use super::tables::{TableWish, table};
use super::{Destination, Environment, Settings};

/// Everything the verb depends on.
#[derive(Debug)]
pub(crate) struct RecordsSettings {
    /// What is read.
    pub(crate) input: Settings,
    /// How it is written. The order is by time or as given: that of S3 is the verb's business.
    pub(crate) options: Options,
    /// Written as typed tables.
    #[cfg_attr(
        not(feature = "tables"),
        expect(dead_code, reason = "refused where it is resolved")
    )]
    pub(crate) table: Option<TableWish>,
    pub(crate) quiet: bool,
}

impl RecordsSettings {
    pub(crate) fn resolve(
        mut arguments: RecordsArguments,
        environment: &Environment,
    ) -> Result<Self, UsageError> {
        let table = table(&mut arguments, environment)?;
        let fields = arguments.fields.as_deref().map(fields).transpose()?;
        let mut options = Options {
            fields,
            view: if arguments.raw { View::Logged } else { View::Meant },
            limit: arguments.limit.map(u64::from),
            order: match arguments.sort {
                Some(SortWish::Time) => Order::ByTime { listed: u64::MAX },
                None => Order::AsGiven,
            },
            ..Options::default()
        };
        let (format, quiet) = (arguments.format, arguments.quiet);
        let input = Settings::resolve(as_analysis(arguments)?, environment)?;
        options.layout = layout(format, &input.destination);
        if table.is_some() {
            options.layout = Layout::Typed;
            options.memory_bytes = match options.order {
                Order::AsGiven => TABLE_AHEAD_BYTES,
                _ => TABLE_SORT_BYTES,
            };
        }
        options.workers = input.workers;
        options.redactor.clone_from(&input.redactor);
        Ok(Self { input, options, table, quiet })
    }
}

/// What rows may take for the sake of order beside those that wait for a row group: those ahead of
/// their turn, and those that are sorted.
const TABLE_AHEAD_BYTES: usize = 24 << 20;
const TABLE_SORT_BYTES: usize = 48 << 20;

/// The analysis of the same records.
fn as_analysis(arguments: RecordsArguments) -> Result<AnalyzeArguments, UsageError> {
    Ok(AnalyzeArguments {
        window: arguments.window,
        filter: arguments.filter,
        log_format: arguments.log_format,
        logs: LogArguments { log_fields: arguments.log_fields, apigw_map: arguments.apigw_map },
        redact: arguments.redact,
        jobs: arguments.jobs,
        output: arguments.output,
        quiet: arguments.quiet,
        #[cfg(feature = "s3")]
        bucket: arguments.bucket,
        ..AnalyzeArguments::plain(arguments.sources)?
    })
}

/// Each key once, none of them empty.
fn fields(keys: &[String]) -> Result<Vec<String>, UsageError> {
    let keys: Vec<String> = keys.iter().map(|key| key.trim().to_owned()).collect();
    if keys.iter().any(String::is_empty) {
        return Err(UsageError::new(
            "--fields: a key is empty. Give keys between commas, as in `--fields \
             timestamp,status,target_port`.",
        ));
    }
    match keys.iter().enumerate().find(|(place, key)| keys[..*place].contains(key)) {
        Some((_, twice)) => {
            Err(UsageError::new(format!("--fields: `{twice}` is there twice. Give it once.")))
        }
        None => Ok(keys),
    }
}

fn layout(wish: Option<RecordsFormat>, destination: &Destination) -> Layout {
    let extension = match destination {
        Destination::File(path) => path.extension().and_then(|extension| extension.to_str()),
        Destination::Stdout => None,
    };
    match (wish, extension) {
        (Some(RecordsFormat::Ndjson), _) => Layout::Ndjson,
        (Some(RecordsFormat::Json), _) | (None, Some("json")) => Layout::Json,
        (Some(RecordsFormat::Csv), _) | (None, Some("csv")) => Layout::Csv,
        (Some(RecordsFormat::Tsv), _) | (None, Some("tsv")) => Layout::Tsv,
        (Some(RecordsFormat::Parquet | RecordsFormat::Arrow), _) => Layout::Typed,
        (None, _) => Layout::Ndjson,
    }
}
