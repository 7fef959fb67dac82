//! Objects, bytes and rate on stderr while the logs are read; nothing where no one watches.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use why502_engine::{Observer, WorkItem};

const SIZED: &str = "{bar:24} {bytes} of {total_bytes} · {bytes_per_sec} · {msg}";
/// Standard input does not say how much is to come.
const UNSIZED: &str = "{spinner} {bytes} · {bytes_per_sec} · {msg}";

/// A line that is redrawn, and gone once the reading is over.
pub(crate) struct Progress {
    bytes: ProgressBar,
    items: ProgressBar,
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
        Self { bytes, items: ProgressBar::with_draw_target(Some(items.len() as u64), ProgressDrawTarget::hidden()) }
    }

    pub(crate) fn finish(&self) {
        self.bytes.finish_and_clear();
    }
}

impl Observer for Progress {
    fn advanced(&self, read_bytes: u64, _decoded_bytes: u64) {
        self.bytes.inc(read_bytes);
    }

    fn object_done(&self) {
        self.items.inc(1);
        if !self.bytes.is_hidden() {
            let total = self.items.length().unwrap_or_default();
            self.bytes.set_message(format!("{} of {total} parts", self.items.position()));
        }
    }
}
