//! `analyze`: everything that was named, read once, into one result.

use why502_engine::{Analysis, note_duplicates};
use why502_input::{Object, Skipped, discover};

use crate::command_line::usage::UsageError;
use crate::exit_code::ExitStatus;
use crate::messages::Messages;
use crate::reading::{Checkpoint, Progress, read};
use crate::settings::Settings;
use crate::sources::local::{self, Large};
use crate::sources::twins::{count, without_twins};
use crate::sources::{Queue, context};
use crate::{interrupt, outcome};

use super::answer;
use super::spared::spare_the_logs_from;

/// Runs the verb.
///
/// # Errors
///
/// When something that was asked for cannot be had: a result that cannot be written, a checkpoint
/// of another command.
pub(crate) fn run(mut settings: Settings, messages: Messages) -> Result<ExitStatus, UsageError> {
    interrupt::watch();
    let (mut checkpoint, mut analysis) = resumed(&mut settings, messages)?;
    if let Some(window) = settings.window.text() {
        messages.note(&format!("Window: {window}."));
    }
    if settings.waits_for_typing {
        messages.note("Reading standard input; end it with Ctrl-D.");
    }
    let mut found = discover(&settings.places);
    if let Some(path) = settings.checkpoint.as_ref().and_then(|path| path.canonicalize().ok()) {
        // It may lie among the logs, and is none.
        found.objects.retain(|object| object.canonical_path().is_none_or(|at| at != path));
    }
    context::set_aside(&mut found, settings.aws_context.as_deref());
    spare_the_logs_from(&settings, &found.objects)?;
    #[cfg(feature = "tables")]
    if let Some(tables) = &settings.tables {
        super::table::spare_the_logs(&found.objects, tables)?;
    }
    let (objects, twins) = without_twins(found.objects);
    #[cfg(feature = "s3")]
    let is_local = settings.bucket.locations.is_empty();
    #[cfg(not(feature = "s3"))]
    let is_local = true;
    let large = match &checkpoint {
        Some(_) => Large::Marked,
        // All of it could be read a second time: neither pipes, nor what would be fetched again.
        None if is_local && objects.iter().all(|object| object.size().is_some()) => Large::Cut,
        None => Large::Whole,
    };
    let reading = Reading { settings: &settings, messages };
    let mut read = reading.all(&mut analysis, objects.clone(), large, checkpoint.as_mut())?;
    if read.is_whole && !analysis.mixed().is_empty() {
        let mixed: Vec<_> = analysis.mixed().iter().map(String::as_str).collect();
        messages.note(&format!(
            "More than one kind of lines in {}: reading everything again, whole files at a time.",
            mixed.join(", ")
        ));
        analysis = Analysis::new(settings.engine());
        read = reading.all(&mut analysis, objects, Large::Whole, None)?;
    }

    let mut summary = analysis.into_summary();
    summary.input.interrupted |= !read.is_whole;
    let skipped = [found.skipped, twins, read.left].concat();
    note_duplicates(&mut summary, count(&skipped));
    outcome::account_for(&mut summary.input, found.failed, skipped);
    let status = answer::give(&mut summary, &settings, messages)?.status;
    // What failed is tried again when the same command is run again.
    let is_complete = read.is_whole && summary.input.failed_objects.is_empty();
    if let Some(checkpoint) = checkpoint.filter(|_| is_complete)
        && let Err(error) = checkpoint.remove()
    {
        messages.warning(&format!("the checkpoint is not needed any more, and stays: {error}."));
    }
    Ok(status)
}

/// One pass over everything.
struct Reading<'s> {
    settings: &'s Settings,
    messages: Messages,
}

/// What came of it.
struct ReadThrough {
    /// Nobody ended it early.
    is_whole: bool,
    /// Objects that were left out in S3.
    left: Vec<Skipped>,
}

impl Reading<'_> {
    fn all(
        &self,
        analysis: &mut Analysis,
        objects: Vec<Object>,
        large: Large,
        checkpoint: Option<&mut Checkpoint>,
    ) -> Result<ReadThrough, UsageError> {
        let Self { settings, messages } = *self;
        let items = local::work_items(objects, settings.log_format, large);
        let done = checkpoint.is_some().then(|| analysis.marks());
        let queue = Queue::of_files(items, done.as_ref());
        #[cfg(feature = "s3")]
        let (queue, s3) = super::buckets::joined(queue, settings, done)?;
        let progress = Progress::start(&queue, settings.shows_progress);
        let is_whole = read(analysis, &queue, checkpoint, &progress, messages);
        progress.finish();
        let (left, warnings) = queue.into_remarks();
        #[cfg(feature = "s3")]
        drop(s3);
        warnings.iter().for_each(|warning| messages.warning(warning));
        Ok(ReadThrough { is_whole, left })
    }
}

/// The checkpoint, if one was asked for, and the analysis to go on with.
fn resumed(
    settings: &mut Settings,
    messages: Messages,
) -> Result<(Option<Checkpoint>, Analysis), UsageError> {
    let Some(path) = settings.checkpoint.clone() else {
        return Ok((None, Analysis::new(settings.engine())));
    };
    let (checkpoint, earlier) = Checkpoint::open(&path, settings)?;
    if let Some(earlier) = &earlier {
        messages.note(&format!(
            "Going on from {}: {} objects are read.",
            path.display(),
            earlier.marks().len()
        ));
    }
    Ok((Some(checkpoint), earlier.unwrap_or_else(|| Analysis::new(settings.engine()))))
}
