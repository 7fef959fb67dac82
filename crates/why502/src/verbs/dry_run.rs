//! `--dry-run`: what would be read from S3, and what it would cost. Lists, and reads nothing.

use indicatif::DecimalBytes;
use serde_json::{Value, json};
use why502_report::escape::visible;
use why502_s3::{Amount, Survey, Wish};

use crate::command_line::choice::ReportFormat;
use crate::command_line::usage::UsageError;
use crate::exit_code::ExitStatus;
use crate::messages::Messages;
use crate::output;
use crate::settings::Destination;
use crate::settings::bucket::BucketSettings;

use super::buckets;

/// How many folders that were left out, or failed, are named.
const NAMED: usize = 10;

/// Runs the verb.
///
/// # Errors
///
/// When the settings of S3 make no sense, or the result cannot be written.
pub(crate) fn run(
    settings: &BucketSettings,
    wish: Wish,
    format: ReportFormat,
    destination: &Destination,
    messages: Messages,
) -> Result<ExitStatus, UsageError> {
    let survey = buckets::connected(settings)?.survey(wish);
    for (source, error) in survey.failed.iter().take(NAMED) {
        messages.error(&format!("{source}: {error}."));
    }
    if survey.failed.len() > NAMED {
        messages.error(&format!("{} more could not be listed.", survey.failed.len() - NAMED));
    }
    let rendered = match format {
        ReportFormat::Json => format!("{:#}\n", value(&survey)),
        _ => text(&survey),
    };
    output::write(destination, &rendered).map_err(|error| {
        UsageError::new(format!("what --dry-run found could not be written: {error}."))
    })?;
    Ok(match (survey.found.objects, survey.failed.is_empty()) {
        (0, _) => ExitStatus::Nothing,
        (_, true) => ExitStatus::Done,
        (_, false) => ExitStatus::Incomplete,
    })
}

fn text(survey: &Survey) -> String {
    let mut out = String::new();
    let mut line = |text: String| {
        out.push_str(&visible(&text));
        out.push('\n');
    };
    line(format!("{:<24}{:<12}{:>10}{:>14}", "log", "day (UTC)", "objects", "bytes"));
    let row = |log: &str, day: &str, amount: Amount| {
        format!("{log:<24}{day:<12}{:>10}{:>14}", amount.objects, bytes(amount.bytes))
    };
    for day in &survey.days {
        line(row(day.kind.map_or("of no known name", |kind| kind.name()), &day.day, day.amount));
    }
    let found = &survey.found;
    line(row("total", "", Amount { objects: found.objects, bytes: found.bytes }));
    line(String::new());
    line(format!(
        "Requests: {} LIST made now ({:.4} USD), {} GET to read it all ({:.4} USD).",
        found.list_requests, survey.price.list_usd, survey.get_requests, survey.price.get_usd
    ));
    line(format!(
        "Transfer: nothing within the region, about {:.2} USD to the internet.",
        survey.price.internet_usd
    ));
    line(format!("Estimates: {}.", survey.price.assumption));
    if survey.late.objects > 0 {
        line(format!(
            "{} of the objects ({}) are named after the window: CloudFront may deliver records so \
             late. --late 1h leaves most of them out.",
            survey.late.objects,
            bytes(survey.late.bytes)
        ));
    }
    if survey.archived.objects > 0 {
        line(format!(
            "{} objects ({}) are archived: they can be read only where they have been restored.",
            survey.archived.objects,
            bytes(survey.archived.bytes)
        ));
    }
    for (source, reason) in survey.left.iter().take(NAMED) {
        line(format!("Left out: {source} ({reason})."));
    }
    if survey.left.len() > NAMED {
        line(format!("Left out: {} more.", survey.left.len() - NAMED));
    }
    out
}

fn bytes(bytes: u64) -> String {
    DecimalBytes(bytes).to_string()
}

fn value(survey: &Survey) -> Value {
    let amount = |amount: Amount| json!({"objects": amount.objects, "bytes": amount.bytes});
    let days = survey.days.iter().map(|day| {
        json!({
            "format": day.kind.map(|kind| kind.name()),
            "day": (!day.day.is_empty()).then_some(&day.day),
            "objects": day.amount.objects,
            "bytes": day.amount.bytes,
        })
    });
    let left =
        survey.left.iter().map(|(source, reason)| json!({"source": source, "reason": reason}));
    let failed = survey.failed.iter();
    json!({
        "schema_version": 1,
        "objects": survey.found.objects,
        "bytes": survey.found.bytes,
        "days": days.collect::<Vec<_>>(),
        "list_requests": survey.found.list_requests,
        "get_requests": survey.get_requests,
        "late": amount(survey.late),
        "archived": amount(survey.archived),
        "price": {
            "list_usd": survey.price.list_usd,
            "get_usd": survey.price.get_usd,
            "internet_usd": survey.price.internet_usd,
            "assumption": survey.price.assumption,
        },
        "skipped": left.collect::<Vec<_>>(),
        "failed": failed
            .map(|(source, error)| json!({"source": source, "error": error.to_string()}))
            .collect::<Vec<_>>(),
    })
}
