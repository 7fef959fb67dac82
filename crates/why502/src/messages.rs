//! What is said beside the result: always on stderr, always escaped.

use std::io::{self, Write};
use std::sync::{Arc, OnceLock};

use why502_redact::Redactor;
use why502_report::escape::visible;

/// What is hidden in messages, from when it is known on. There is one standard error, and what is
/// said on it from any place may name an object or quote a line.
static REDACTOR: OnceLock<Arc<Redactor>> = OnceLock::new();

/// Hides in all messages that follow what that redactor hides.
pub(crate) fn redact(redactor: Option<&Arc<Redactor>>) {
    if let Some(redactor) = redactor {
        REDACTOR.get_or_init(|| redactor.clone());
    }
}

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
    let text = visible(text);
    let text =
        REDACTOR.get().map(|redactor| redactor.message(&text)).unwrap_or_else(|| text.into());
    let _ = writeln!(io::stderr().lock(), "{text}");
}
