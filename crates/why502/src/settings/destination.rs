//! Where the result goes, checked before the work is done.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::command_line::args::AnalyzeArguments;
use crate::command_line::usage::UsageError;

/// Where the result goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Destination {
    Stdout,
    File(PathBuf),
}

/// Refuses, before the work is done, what could not be written after it.
pub(super) fn destination(arguments: &AnalyzeArguments) -> Result<Destination, UsageError> {
    let Some(path) = arguments.output.as_deref().filter(|path| *path != Path::new("-")) else {
        return Ok(Destination::Stdout);
    };
    let shown = path.display();
    writable("-o", path, "incident.json")?;
    let written = path.canonicalize().ok();
    let is_source = |source: &OsString| {
        Path::new(source).canonicalize().ok().is_some_and(|s| Some(s) == written)
    };
    if written.is_some() && arguments.sources.iter().any(is_source) {
        return Err(UsageError::new(format!(
            "-o {shown} is also a SOURCE: the result would replace the log. Give another name."
        )));
    }
    Ok(Destination::File(path.to_owned()))
}

/// The file of a flag, where there is a folder for it and it is none itself.
pub(super) fn writable(flag: &str, path: &Path, example: &str) -> Result<PathBuf, UsageError> {
    let shown = path.display();
    if path.is_dir() {
        return Err(UsageError::new(format!(
            "{flag} {shown} is a folder. Give the name of a file, such as {}.",
            path.join(example).display()
        )));
    }
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if !folder.is_dir() || path.file_name().is_none() {
        return Err(UsageError::new(format!(
            "{flag} {shown}: there is no folder {} to write to. Create it first.",
            folder.display()
        )));
    }
    Ok(path.to_owned())
}

/// Where the progress of the run is noted.
pub(super) fn checkpoint(
    path: Option<PathBuf>,
    places: &[OsString],
    destination: &Destination,
) -> Result<Option<PathBuf>, UsageError> {
    let Some(path) = path else { return Ok(None) };
    let shown = path.display();
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if path.is_dir() || !folder.is_dir() || path.file_name().is_none() {
        return Err(UsageError::new(format!(
            "--checkpoint {shown}: give the name of a file in a folder that exists."
        )));
    }
    if places.iter().any(|place| place == "-") {
        return Err(UsageError::new(
            "--checkpoint: standard input comes only once, and cannot be gone on with. Give files \
             or s3://BUCKET/PREFIX.",
        ));
    }
    if *destination == Destination::File(path.clone()) {
        return Err(UsageError::new(format!(
            "--checkpoint {shown} is also the file of -o. Give another name."
        )));
    }
    Ok(Some(path))
}
