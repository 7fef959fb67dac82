//! The stop line: no source file over 400 lines of code.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::layers::tokens::tokens;

/// Lines of code a file may have; blank lines and comments do not count, tests do.
pub const STOP_LINE: usize = 400;

/// Source files of the package over the stop line.
///
/// # Errors
/// Names what could not be read.
pub fn violations(package: &Path) -> Result<Vec<String>> {
    let mut found = Vec::new();
    let mut folders = vec![package.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in entries(&folder)? {
            if entry.is_dir() && entry.file_name().is_some_and(|name| name != "target") {
                folders.push(entry);
            } else if entry.extension().is_some_and(|extension| extension == "rs") {
                #[expect(clippy::disallowed_methods, reason = "a developer's tool reads sources")]
                let source =
                    fs::read_to_string(&entry).with_context(|| entry.display().to_string())?;
                let lines = code_lines(&source);
                if lines > STOP_LINE {
                    found.push(format!(
                        "{}: {lines} lines of code, the stop line is {STOP_LINE}",
                        entry.display()
                    ));
                }
            }
        }
    }
    found.sort();
    Ok(found)
}

/// What lies in a folder, in order of name.
///
/// # Errors
/// Names the folder.
pub fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    #[expect(clippy::disallowed_methods, reason = "a developer's tool walks the workspace")]
    let listing = fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    let mut entries = listing.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    entries.sort();
    Ok(entries)
}

/// Lines that hold at least part of a token.
fn code_lines(source: &str) -> usize {
    let lines: BTreeSet<usize> =
        tokens(source).into_iter().flat_map(|token| token.line..=token.last_line).collect();
    lines.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_blank_lines_do_not_count() {
        assert_eq!(
            code_lines("//! doc\n\nfn f() {\n    // why\n    g(\"a\nb\"); /* x\n */\n}\n"),
            4
        );
    }
}
