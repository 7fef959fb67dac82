//! Objects, bytes and rate on stderr while the logs are read; nothing where no one watches.

use std::sync::atomic::{AtomicU64, Ordering};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use why502_engine::Observer;

use crate::sources::{Queue, Totals};

const SIZED: &str =
    "{bar:24} {decimal_bytes} of {decimal_total_bytes} · {decimal_bytes_per_sec} · {msg}";
/// Standard input does not say how much is to come.
const UNSIZED: &str = "{spinner} {decimal_bytes} · {decimal_bytes_per_sec} · {msg}";

/// A line that is redrawn, and gone once the reading is over.
pub(crate) struct Progress<'q> {
    queue: &'q Queue,
    bytes: ProgressBar,
    parts_done: AtomicU64,
}

impl<'q> Progress<'q> {
    pub(crate) fn start(queue: &'q Queue, visible: bool) -> Self {
        let bytes = line(visible);
        let progress = Self { queue, bytes, parts_done: AtomicU64::new(0) };
        progress.say_parts(0);
        progress
    }

    pub(crate) fn finish(&self) {
        self.bytes.finish_and_clear();
    }

    fn say_parts(&self, done: u64) {
        if self.bytes.is_hidden() {
            return;
        }
        let Totals { parts, bytes, is_complete } = self.queue.totals();
        if bytes > 0 && self.bytes.length() != Some(bytes) {
            if self.bytes.length().is_none() {
                style(&self.bytes, SIZED);
            }
            self.bytes.set_length(bytes);
        }
        let more = if is_complete { "" } else { " and more" };
        self.bytes.set_message(format!("{done} of {parts} parts{more}"));
    }
}

impl Observer for Progress<'_> {
    fn advanced(&self, read_bytes: u64, _decoded_bytes: u64) {
        self.bytes.inc(read_bytes);
    }

    fn object_done(&self) {
        self.say_parts(self.parts_done.fetch_add(1, Ordering::Relaxed) + 1);
    }
}

/// A line of progress that does not know yet how much there is.
pub(crate) fn line(visible: bool) -> ProgressBar {
    let target = if visible { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let line = ProgressBar::with_draw_target(None, target);
    style(&line, UNSIZED);
    line
}

fn style(line: &ProgressBar, template: &str) {
    if let Ok(style) = ProgressStyle::with_template(template) {
        line.set_style(style);
    }
}
