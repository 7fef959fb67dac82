//! The folder of `--aws-context`: documents about the account, read before the logs.

use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

use why502_account::{Facts, Reader};
use why502_input::{Discovery, Object, discover};

use crate::command_line::usage::UsageError;
use crate::messages::Messages;
use crate::settings::Settings;

/// Puts the facts into the settings, if any are wished for. A file that is none, or is broken, is
/// said and left aside: the logs are analysed all the same.
///
/// # Errors
///
/// When there is no such folder, or nothing in it: then the flag is wrong.
pub(crate) fn read(settings: &mut Settings, messages: Messages) -> Result<(), UsageError> {
    let Some(place) = settings.aws_context.as_deref() else { return Ok(()) };
    let shown = place.display();
    if place == Path::new("-") || !place.exists() {
        return Err(UsageError::new(format!(
            "--aws-context {shown}: there is no such folder. Give the folder that holds the JSON \
             printed by the AWS CLI; docs/AWS_CONTEXT.md says which commands fill it."
        )));
    }
    let found = discover(&[place.as_os_str().to_owned()]);
    let mut reader = Reader::default();
    for object in &found.objects {
        match bytes(object) {
            Ok(bytes) => reader.read(object.name(), &bytes),
            Err(error) => reader.fail(object.name(), &error.to_string()),
        }
    }
    found.failed.iter().for_each(|failed| reader.fail(&failed.source, &failed.error));
    let facts = reader.finish();
    if facts.files == 0 {
        return Err(UsageError::new(format!(
            "--aws-context {shown}: there is no file in it. docs/AWS_CONTEXT.md says which commands \
             fill it."
        )));
    }
    say(&facts, messages);
    settings.facts = Some(Arc::new(facts));
    Ok(())
}

/// Leaves the documents out of what is read as logs, where they lie among them.
pub(crate) fn set_aside(found: &mut Discovery, place: Option<&Path>) {
    let Some(place) = place.and_then(|place| place.canonicalize().ok()) else { return };
    let lies_there =
        |object: &Object| object.canonical_path().is_some_and(|path| path.starts_with(&place));
    if found.objects.iter().all(lies_there) {
        // The logs lie in the same folder, or beside nothing else: they tell themselves apart.
        return;
    }
    found.objects.retain(|object| !lies_there(object));
}

/// One byte more than is taken, so that a larger file is known for one.
fn bytes(object: &Object) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let most = Reader::MOST_BYTES as u64 + 1;
    object.open().map_err(io::Error::other)?.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn say(facts: &Facts, messages: Messages) {
    for broken in &facts.broken {
        messages.warning(&format!(
            "--aws-context: {}: {}. It is left aside; run its command again.",
            broken.source, broken.error
        ));
    }
    if !facts.unknown.is_empty() {
        messages.note(&format!(
            "--aws-context: none of the documents that are known, left aside: {}.",
            facts.unknown.join(", ")
        ));
    }
    if !facts.unowned.is_empty() {
        messages.warning(&format!(
            "--aws-context: it cannot be told whose attributes these are, left aside: {}. \
             docs/AWS_CONTEXT.md shows how to say it.",
            facts.unowned.join(", ")
        ));
    }
}
