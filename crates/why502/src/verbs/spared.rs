//! What a result is made from, it never replaces.

use why502_input::{Object, discover};

use crate::command_line::usage::UsageError;
use crate::settings::Destination;
use crate::sources::local;

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
    let Ok(written) = path.canonicalize() else { return Ok(()) };
    let is_replaced = |object: &&Object| object.canonical_path().is_some_and(|at| at == written);
    if let Some(object) = objects.iter().find(is_replaced) {
        return Err(UsageError::new(format!(
            "-o {} would replace {}, which is one of the files to be read. Give another name, \
             best outside the folder of the logs; an earlier result has to be removed first.",
            path.display(),
            object.name()
        )));
    }
    // `-o logs/*.gz`: a shell makes a log of what was to be the name of the result.
    if discover(&[written.into_os_string()]).objects.iter().any(local::is_log) {
        return Err(UsageError::new(format!(
            "-o {} is a log, and would be replaced. Give another name; a pattern after -o may \
             have been expanded by the shell.",
            path.display()
        )));
    }
    Ok(())
}
