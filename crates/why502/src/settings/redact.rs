//! What is hidden, and the key that names it.

use std::sync::Arc;

use why502_redact::{Reach, Redactor};

use crate::command_line::choice::RedactWish;
use crate::command_line::redact::RedactArguments;
use crate::command_line::usage::UsageError;

/// What stands before the name of a variable.
const VARIABLE: &str = "env:";

/// What hides, if anything is to be hidden.
pub(super) fn redactor(arguments: &RedactArguments) -> Result<Option<Arc<Redactor>>, UsageError> {
    let reach = match arguments.redact {
        None => return Ok(None),
        Some(RedactWish::Users) => Reach::Users,
        Some(RedactWish::All) => Reach::All,
    };
    let Some(place) = &arguments.redact_key else {
        return Ok(Some(Arc::new(Redactor::new(reach))));
    };
    let key = key(place)?;
    // A line feed at the end is the editor's.
    let redactor = Redactor::with_key(reach, key.trim_ascii_end()).map_err(|error| {
        UsageError::new(format!(
            "--redact-key: {error}, and {place} has fewer. `openssl rand -hex 32` makes one."
        ))
    })?;
    Ok(Some(Arc::new(redactor)))
}

fn key(place: &str) -> Result<Vec<u8>, UsageError> {
    if let Some(name) = place.strip_prefix(VARIABLE) {
        let value = std::env::var_os(name).ok_or_else(|| {
            UsageError::new(format!("--redact-key: the variable {name} is not set."))
        })?;
        return Ok(value.into_encoded_bytes());
    }
    #[expect(clippy::disallowed_methods, reason = "the key is no log")]
    let read = std::fs::read(place);
    read.map_err(|error| {
        UsageError::new(format!(
            "--redact-key: {place} could not be read: {error}. Give a file, or env:NAME for a \
             variable."
        ))
    })
}
