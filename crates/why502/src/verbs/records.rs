//! `records`: everything that was named, every record of it as data.

use std::collections::HashSet;
use std::ffi::OsString;
use std::io;

use why502_engine::summary::InputSummary;
use why502_engine::{Control, End, hand_out};
use why502_input::{Discovery, discover};
use why502_records::{Options, Order, Records, Report};

use crate::command_line::usage::UsageError;
use crate::exit_code::ExitStatus;
use crate::messages::Messages;
use crate::reading::{Progress, guarded, is_grace_over};
use crate::settings::records::RecordsSettings;
use crate::settings::{Destination, Settings};
use crate::sources::Queue;
use crate::sources::local::{self, Large};
use crate::sources::twins::without_twins;
use crate::{interrupt, outcome};

use super::spared::spare_the_logs;
use super::target::Target;

/// How many keys a message names.
const NAMED: usize = 5;

/// Runs the verb.
///
/// # Errors
///
/// When something that was asked for cannot be had: records that cannot be written.
pub(crate) fn run(settings: RecordsSettings, messages: Messages) -> Result<ExitStatus, UsageError> {
    interrupt::watch();
    let wanted = settings;
    let settings = &wanted.input;
    if let Some(window) = settings.window.text() {
        messages.note(&format!("Window: {window}."));
    }
    if settings.waits_for_typing {
        messages.note("Reading standard input; end it with Ctrl-D.");
    }
    let found = in_order(&settings.places);
    spare_the_logs(&found.objects, &settings.destination)?;
    // Whole objects: a record's line is its number in the object.
    let (objects, twins) = without_twins(found.objects);
    let items = local::work_items(objects, settings.log_format, Large::Marked);
    let listed: Vec<String> = items.iter().map(|item| item.source.clone()).collect();
    let queue = Queue::in_order(items);
    #[cfg(feature = "s3")]
    let (queue, s3) = super::buckets::joined(queue, settings, None)?;
    #[cfg(feature = "s3")]
    let arrives = s3.is_some();
    #[cfg(not(feature = "s3"))]
    let arrives = false;
    let unwritable = |error| unwritable(&settings.destination, &error);
    #[cfg(feature = "tables")]
    let opened = Target::open(&wanted);
    #[cfg(not(feature = "tables"))]
    let opened = Target::text(&settings.destination);
    let (target, out) = opened.map_err(unwritable)?;
    let options = ordered(wanted.options.clone(), listed.len(), arrives);
    let records = Records::new(options, out);
    let (mut input, is_whole) = read(settings, &queue, &records);
    let (left, warnings) = queue.into_remarks();
    #[cfg(feature = "s3")]
    drop(s3);
    warnings.iter().for_each(|warning| messages.warning(warning));
    outcome::account_for(&mut input, found.failed, [found.skipped, twins, left].concat());
    input.interrupted = !is_whole;
    let report = records.finish().map_err(|error| UsageError::new(format!("{error}.")))?;
    forget_unwanted(&mut input, &report, &listed);
    let status = status(&input, &report);
    say(&input, &report, status, settings, messages);
    if input.interrupted && target.is_drafted() {
        messages.error("the run was ended: the file of -o is not written.");
    } else if !report.reader_left {
        target.complete().map_err(unwritable)?;
    }
    Ok(status)
}

/// What the places lead to, in their order; a file that several of them lead to stands where it is
/// met first.
fn in_order(places: &[OsString]) -> Discovery {
    let mut all = Discovery::default();
    let mut met = HashSet::new();
    for place in places {
        let found = discover(std::slice::from_ref(place));
        all.objects.extend(found.objects.into_iter().filter(|object| {
            met.insert(object.canonical_path().unwrap_or_else(|| object.name().into()))
        }));
        all.skipped.extend(found.skipped);
        all.failed.extend(found.failed);
    }
    all.skipped.sort();
    all.skipped.dedup();
    all.failed.sort();
    all.failed.dedup();
    all
}

/// Reads all of the queue, or as much as is wanted. Is that everything?
fn read(settings: &Settings, queue: &Queue, records: &Records<'static>) -> (InputSummary, bool) {
    let progress = Progress::start(queue, settings.shows_progress);
    let (input, end) = guarded(queue, || {
        hand_out(&settings.engine(), queue, &Pace { records }, &progress, records)
    });
    progress.finish();
    (input, end == End::Exhausted || records.is_over())
}

/// Objects of S3 arrive in an order of their own, behind the `listed` ones.
fn ordered(mut options: Options, listed: usize, arrives: bool) -> Options {
    let listed = listed as u64;
    options.order = match options.order {
        Order::ByTime { .. } => Order::ByTime { listed },
        _ if arrives => Order::ByName { listed },
        order => order,
    };
    if options.order == Order::AsGiven {
        options.memory_bytes = options.memory_bytes.min(AHEAD_BYTES);
    }
    options
}

/// Threads may be ahead of the last record that was wanted: what they met there is no failure.
fn forget_unwanted(input: &mut InputSummary, report: &Report, listed: &[String]) {
    let last = report.limit_place.and_then(|place| usize::try_from(place).ok());
    if let Some(last) = last {
        let unwanted = listed.get(last + 1..).unwrap_or_default();
        input.failed_objects.retain(|failed| !unwanted.contains(&failed.source));
    }
}

/// So much may be rendered ahead of the object whose turn it is.
const AHEAD_BYTES: usize = 128 << 20;

/// Until the user wants an end, or nothing more is wanted of the records.
struct Pace<'r> {
    records: &'r Records<'static>,
}

impl Control for Pace<'_> {
    fn takes_more(&self) -> bool {
        !interrupt::is_asked() && !self.records.is_over()
    }

    fn goes_on(&self) -> bool {
        !is_grace_over()
    }
}

/// What was not looked at is no failure where nobody wants it.
fn status(input: &InputSummary, report: &Report) -> ExitStatus {
    if report.reader_left { ExitStatus::Done } else { outcome::status(input) }
}

/// What a reader of the records alone could overlook.
fn say(
    input: &InputSummary,
    report: &Report,
    status: ExitStatus,
    settings: &Settings,
    messages: Messages,
) {
    if report.reader_left {
        return;
    }
    if status == ExitStatus::Nothing {
        return messages.error(&outcome::why_nothing(input, settings));
    }
    if !input.failed_objects.is_empty() {
        messages.error(&outcome::failures(input));
    }
    if !report.limit_reached {
        for text in [outcome::rejected(input), outcome::skipped(input), left_out(report)] {
            text.into_iter().for_each(|text| messages.warning(&text));
        }
    }
    redacted(report, messages);
    for (key, nearest) in &report.unmet_fields {
        messages.warning(&format!(
            "--fields: no record has the key `{key}`, which is in no documentation either; the \
             nearest that is documented is `{nearest}`."
        ));
    }
}

/// How much was hidden; with a limit threads were ahead of it, and no number would be right.
fn redacted(report: &Report, messages: Messages) {
    let Some(redacted) = &report.redacted else { return };
    let kinds = redacted.iter().map(|(kind, count)| match report.limit_reached {
        true => (*kind).to_owned(),
        false => format!("{kind} {count}"),
    });
    let kinds = kinds.collect::<Vec<_>>().join(", ");
    let kinds = if kinds.is_empty() { "nothing was found" } else { &kinds };
    messages.note(&format!("Hidden by --redact: {kinds}."));
}

/// One sentence where values of a table have no column.
fn left_out(report: &Report) -> Option<String> {
    let keys = &report.left_out_keys;
    let mut named: Vec<&str> = keys.iter().take(NAMED).map(String::as_str).collect();
    if keys.len() > NAMED {
        named.push("…");
    }
    (report.left_out_records > 0).then(|| {
        format!(
            "values of {} records are not in the table, whose columns are those of its first \
             record: {}. Name columns with --fields, or write ndjson.",
            report.left_out_records,
            named.join(", ")
        )
    })
}

fn unwritable(destination: &Destination, error: &io::Error) -> UsageError {
    let place = match destination {
        Destination::Stdout => "standard output".to_owned(),
        Destination::File(path) => path.display().to_string(),
    };
    UsageError::new(format!(
        "the records could not be written to {place}: {error}. Check the space and the rights \
         there, or name another file with -o."
    ))
}
