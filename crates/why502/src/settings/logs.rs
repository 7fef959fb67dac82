//! What is known of the logs beside their bytes, and which records are meant.

use jiff::tz::TimeZone;
use why502_engine::Filter;

use crate::command_line::logs::LogArguments;
use crate::command_line::usage::UsageError;
use crate::instant;

/// Names of columns: between commas, in one flag or several.
pub(crate) fn fields(arguments: &LogArguments) -> Vec<String> {
    arguments.log_fields.iter().map(|name| name.trim().to_owned()).collect()
}

/// Pairs of key and variable; `$context.` before the variable is left out.
pub(crate) fn apigw_map(arguments: &LogArguments) -> Result<Vec<(String, String)>, UsageError> {
    let pair = |text: &String| {
        let (key, variable) = text.split_once('=').map(|(key, variable)| {
            let variable = variable.trim();
            (key.trim(), variable.strip_prefix("$context.").unwrap_or(variable))
        })?;
        (!key.is_empty() && !variable.is_empty()).then(|| (key.to_owned(), variable.to_owned()))
    };
    arguments
        .apigw_map
        .iter()
        .map(|text| {
            pair(text).ok_or_else(|| {
                UsageError::new(format!(
                    "--apigw-map: `{text}` is no pair KEY=VARIABLE. Give the key of your log and the \
                     variable it stands for, as in --apigw-map took=responseLatency."
                ))
            })
        })
        .collect()
}

/// The filter, its times in the zone and in the forms of --since.
pub(crate) fn filter(
    text: Option<&str>,
    now: jiff::Timestamp,
    zone: &TimeZone,
) -> Result<Option<Filter>, UsageError> {
    let compile = |text| {
        Filter::parse(text, &|instant| instant::parse(instant, now, zone).ok()).map_err(|error| {
            UsageError::new(format!("--where: {error}. docs/WHERE.md explains it."))
        })
    };
    text.map(compile).transpose()
}
