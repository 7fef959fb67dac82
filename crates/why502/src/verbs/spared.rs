//! What a result is made from, it never replaces.

use std::path::Path;

use why502_input::{Object, discover};

use crate::command_line::usage::UsageError;
use crate::settings::{Destination, Settings};
use crate::sources::local;

/// Nothing that is written replaces a file that it is made from.
///
/// # Errors
///
/// When something would.
pub(super) fn spare_the_logs_from(
    settings: &Settings,
    objects: &[Object],
) -> Result<(), UsageError> {
    spare_the_logs(objects, &settings.destination)?;
    settings.conditions.junit.as_deref().map_or(Ok(()), |path| spare("--junit", objects, path))
}

/// The result never replaces a file that it is made from, whatever that holds and however it is
/// named.
///
/// # Errors
///
/// When it would.
pub(super) fn spare_the_logs(
    objects: &[Object],
    destination: &Destination,
) -> Result<(), UsageError> {
    let Destination::File(path) = destination else { return Ok(()) };
    spare("-o", objects, path)
}

fn spare(flag: &str, objects: &[Object], path: &Path) -> Result<(), UsageError> {
    let Ok(written) = path.canonicalize() else { return Ok(()) };
    let is_replaced = |object: &&Object| object.canonical_path().is_some_and(|at| at == written);
    if let Some(object) = objects.iter().find(is_replaced) {
        return Err(UsageError::new(format!(
            "{flag} {} would replace {}, which is one of the files to be read. Give another name, \
             best outside the folder of the logs; an earlier result has to be removed first.",
            path.display(),
            object.name()
        )));
    }
    // `-o logs/*.gz`: a shell makes a log of what was to be the name of the result.
    if discover(&[written.into_os_string()]).objects.iter().any(local::is_log) {
        return Err(UsageError::new(format!(
            "{flag} {} is a log, and would be replaced. Give another name; a pattern after {flag} \
             may have been expanded by the shell.",
            path.display()
        )));
    }
    Ok(())
}
