//! Glob patterns: `*`, `?`, `[..]` within a name, `**` over folders. Expanded
//! by a walk that follows no link to a folder, so that a circle of links
//! cannot make it endless.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use glob::{MatchOptions, Pattern, PatternError};
use walkdir::{DirEntry, WalkDir};

const OPTIONS: MatchOptions = MatchOptions {
    case_sensitive: true,
    require_literal_separator: true,
    require_literal_leading_dot: false,
};

/// Whether the text has a character that only a pattern gives a meaning.
pub(crate) fn is_pattern(text: &str) -> bool {
    text.contains(['*', '?', '['])
}

/// A pattern, split where its first wildcard stands.
pub(crate) struct Expansion {
    root: PathBuf,
    /// One pattern a folder level, up to the first `**`.
    levels: Vec<Pattern>,
    whole: Pattern,
    most_levels: usize,
    folders_only: bool,
}

impl Expansion {
    pub(crate) fn new(text: &str) -> Result<Self, PatternError> {
        let folders_only = text.ends_with(std::path::is_separator);
        let parts: Vec<&str> = text.split(std::path::is_separator).collect();
        let first_wild = parts.iter().position(|part| is_pattern(part)).unwrap_or(parts.len());
        let (plain, wild) = parts.split_at(first_wild);
        let root = plain.iter().map(|part| format!("{part}/")).collect::<String>();
        let wild: Vec<&str> = wild.iter().copied().filter(|part| !part.is_empty()).collect();
        let fixed = wild.iter().take_while(|part| **part != "**");
        Ok(Self {
            root: PathBuf::from(root),
            levels: fixed.map(|part| Pattern::new(part)).collect::<Result<_, _>>()?,
            whole: Pattern::new(&wild.join("/"))?,
            most_levels: if wild.contains(&"**") { usize::MAX } else { wild.len() },
            folders_only,
        })
    }

    /// Calls `each` with every match, by the name it would have been given on
    /// the command line. A folder that matches stands for all it holds: the
    /// search does not enter it.
    pub(crate) fn for_each_match(
        &self,
        mut each: impl FnMut(PathBuf, Result<&DirEntry, walkdir::Error>),
    ) {
        let is_here = self.root.as_os_str().is_empty();
        let walk_root = if is_here { Path::new(".") } else { &self.root };
        let walk = WalkDir::new(walk_root).min_depth(1).max_depth(self.most_levels);
        let mut entries = walk.into_iter().filter_entry(|entry| self.may_lead_to_match(entry));
        while let Some(entry) = entries.next() {
            match entry {
                Ok(entry) => {
                    let Ok(below) = entry.path().strip_prefix(walk_root) else { continue };
                    let is_folder = entry.file_type().is_dir();
                    if (is_folder || !self.folders_only) && self.matches(below) {
                        each(self.root.join(below), Ok(&entry));
                        if is_folder {
                            entries.skip_current_dir();
                        }
                    }
                }
                // A missing root is a pattern without a match, which the caller reports.
                Err(error) if is_missing(&error) => {}
                Err(error) => {
                    let path = error.path().unwrap_or(walk_root).to_path_buf();
                    each(path, Err(error));
                }
            }
        }
    }

    /// Names that are not UTF-8 are compared with a replacement character for
    /// each bad byte, so that `*` finds them.
    fn matches(&self, below: &Path) -> bool {
        let names: Vec<_> = below.iter().map(|name| name.to_string_lossy()).collect();
        self.whole.matches_with(&names.join("/"), OPTIONS)
    }

    fn may_lead_to_match(&self, entry: &DirEntry) -> bool {
        let level = entry.depth().checked_sub(1).and_then(|depth| self.levels.get(depth));
        level.is_none_or(|level| level.matches_with(&entry.file_name().to_string_lossy(), OPTIONS))
    }
}

fn is_missing(error: &walkdir::Error) -> bool {
    let kind = error.io_error().map(io::Error::kind);
    error.depth() == 0 && matches!(kind, Some(ErrorKind::NotFound | ErrorKind::NotADirectory))
}
