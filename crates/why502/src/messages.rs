//! What is said beside the result: always on stderr, always escaped.

use std::io::{self, Write};

use why502_report::escape::visible;

/// Errors are always said; notes only where the user did not ask for quiet.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Messages {
    pub(crate) quiet: bool,
}

impl Messages {
    /// One paragraph: what is wrong and what to do.
    pub(crate) fn error(self, text: &str) {
        say(&format!("why502: {text}"));
    }

    /// The result is there, and something about it must not be overlooked.
    pub(crate) fn warning(self, text: &str) {
        self.note(&format!("why502: warning: {text}"));
    }

    /// Something worth knowing that asks for no action.
    pub(crate) fn note(self, text: &str) {
        if !self.quiet {
            say(text);
        }
    }
}

/// A closed stderr is no reason to fail.
fn say(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{}", visible(text));
}
