//! Ctrl-C: the first asks for what is known so far, the second ends the program at once.

use std::sync::OnceLock;
use std::time::{Duration, Instant};

use crate::messages::Messages;

/// The status of a shell for a program that SIGINT ended.
const ENDED_BY_INTERRUPT: i32 = 130;

static ASKED_AT: OnceLock<Instant> = OnceLock::new();

/// From now on the user's wish to end is noted instead of obeyed at once. Also `SIGTERM` and
/// `SIGHUP`. Where the system refuses, Ctrl-C ends the program as it always does.
pub(crate) fn watch() {
    let _ = ctrlc::set_handler(|| {
        if ASKED_AT.set(Instant::now()).is_err() {
            end();
        }
        Messages { quiet: false }.note("Ending; once more ends at once.");
    });
}

/// Has the user asked for an end?
pub(crate) fn is_asked() -> bool {
    ASKED_AT.get().is_some()
}

/// How long ago the user asked for an end.
pub(crate) fn asked_since() -> Option<Duration> {
    ASKED_AT.get().map(Instant::elapsed)
}

#[expect(clippy::exit, reason = "the second Ctrl-C waits for nothing, least of all for the run")]
fn end() -> ! {
    std::process::exit(ENDED_BY_INTERRUPT)
}
