//! Objects, bytes and rate on stderr while the logs are read; nothing where no one watches.

use std::sync::atomic::{AtomicU64, Ordering};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use why502_engine::{Observer, WorkItem};

const SIZED: &str =
    "{bar:24} {decimal_bytes} of {decimal_total_bytes} · {decimal_bytes_per_sec} · {msg}";
/// Standard input does not say how much is to come.
const UNSIZED: &str = "{spinner} {decimal_bytes} · {decimal_bytes_per_sec} · {msg}";

/// A line that is redrawn, and gone once the reading is over.
pub(crate) struct Progress {
    bytes: ProgressBar,
    parts: u64,
    parts_done: AtomicU64,
}

impl Progress {
    pub(crate) fn start(items: &[WorkItem<'_>], visible: bool) -> Self {
        let size = items.iter().map(|item| item.size).sum();
        let target =
            if visible { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bytes = ProgressBar::with_draw_target(Some(size), target);
        let template = if size > 0 { SIZED } else { UNSIZED };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bytes.set_style(style);
        }
        let progress = Self { bytes, parts: items.len() as u64, parts_done: AtomicU64::new(0) };
        progress.say_parts(0);
        progress
    }

    pub(crate) fn finish(&self) {
        self.bytes.finish_and_clear();
    }

    fn say_parts(&self, done: u64) {
        if !self.bytes.is_hidden() {
            self.bytes.set_message(format!("{done} of {} parts", self.parts));
        }
    }
}

impl Observer for Progress {
    fn advanced(&self, read_bytes: u64, _decoded_bytes: u64) {
        self.bytes.inc(read_bytes);
    }

    fn object_done(&self) {
        self.say_parts(self.parts_done.fetch_add(1, Ordering::Relaxed) + 1);
    }
}
