//! `why502 explain`: pages of the rulebook, without any log.

use why502_report::explain::{self, ExplainOptions, Subject};

use crate::command_line::choice::PageFormat;
use crate::command_line::explain::ExplainArguments;
use crate::command_line::usage::{UsageError, nearest_few};
use crate::exit_code::ExitStatus;
use crate::output;
use crate::settings::{Destination, Environment};

/// How many names stand in for one that does not exist.
const NAMED: usize = 3;

/// Runs the verb.
///
/// # Errors
///
/// When there is no cause or signature of that name, or the page cannot be written.
pub(crate) fn run(
    arguments: &ExplainArguments,
    environment: &Environment,
) -> Result<ExitStatus, UsageError> {
    let subject = arguments.name.as_deref().map(subject).transpose()?;
    let options = ExplainOptions {
        language: arguments.lang.into(),
        width: environment.text_width(environment.stdout_is_terminal),
        color: environment.wants_color(arguments.color, environment.stdout_is_terminal),
    };
    let page = match (subject, arguments.format) {
        (Some(subject), PageFormat::Text) => explain::page(subject, &options),
        (Some(subject), PageFormat::Json) => explain::page_json(subject, options.language),
        (None, PageFormat::Text) => explain::list(&options),
        (None, PageFormat::Json) => explain::list_json(options.language),
    };
    output::write(&Destination::Stdout, &page)
        .map_err(|error| UsageError::new(format!("the page could not be written: {error}.")))?;
    Ok(ExitStatus::Done)
}

fn subject(name: &str) -> Result<Subject, UsageError> {
    let name = name.trim();
    explain::find(name).ok_or_else(|| {
        let near: Vec<String> = nearest_few(name, &explain::names(), NAMED)
            .into_iter()
            .map(|near| format!("`{near}`"))
            .collect();
        UsageError::new(format!(
            "`{name}`: there is no such cause or signature. The nearest are {}; `why502 explain` \
             lists all causes.",
            near.join(", ")
        ))
    })
}
