//! SOURCE arguments to objects: what is there, what is skipped, what failed.
//! The result does not depend on the order of the arguments, and one file is
//! one object however many names lead to it.
//!
//! Modules, each using only those to its left: `pattern`

mod pattern;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use crate::error::explain;
use crate::local::{self, Kind};
use crate::name::printable;
use crate::object::Object;
use pattern::{Expansion, is_pattern};

/// Everything the SOURCE arguments lead to; each list is sorted by name.
#[derive(Clone, Debug, Default)]
pub struct Discovery {
    /// What can be opened.
    pub objects: Vec<Object>,
    /// What is there and is no log by its nature.
    pub skipped: Vec<Skipped>,
    /// What was asked for and could not be found or entered.
    pub failed: Vec<Failed>,
}

/// Something that is left out, without harm.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Skipped {
    /// Its name.
    pub source: String,
    /// Why it is left out.
    pub reason: String,
}

/// A SOURCE, or something inside one, that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Failed {
    /// Its name.
    pub source: String,
    /// What is wrong and what to do, in one sentence.
    pub error: String,
}

const NOT_A_REGULAR_FILE: &str =
    "not a regular file; name a pipe as a SOURCE of its own to read it";
const UNREADABLE_KIND: &str = "not a regular file and not a pipe: it holds no log";
const LINK_TO_FOLDER: &str = "a link to a folder; name it as a SOURCE of its own to read it";
/// How every file begins that why502 writes and has not finished.
const DRAFT_MARK: &[u8] = b".why502-";
const DRAFT: &str = "an unfinished file of why502; the command that left it goes on with it";
const FOLDER_WITHOUT_FILES: &str = "a folder without files";
const S3_URL: &str = "this build of the program does not read S3 (its feature `s3` was left out); \
    copy the objects first with `aws s3 cp --recursive` and give the folder they are in";

/// Finds the objects of all `sources`: files, pipes, folders (walked to any
/// depth, pipes in them left out), glob patterns where no path of that very
/// name exists, and `-`. Never stops at a bad one: it is listed and the rest
/// goes on.
pub fn discover(sources: &[OsString]) -> Discovery {
    let mut finds = Finds::default();
    for source in sources {
        finds.add_source(source);
    }
    finds.into_discovery()
}

/// Keys are canonical paths; of several names of one file the smallest stays.
#[derive(Default)]
struct Finds {
    stdin: bool,
    /// With the size, which a pipe has not.
    files: BTreeMap<PathBuf, (PathBuf, Option<u64>)>,
    skipped: BTreeMap<PathBuf, (String, &'static str)>,
    failed: BTreeMap<PathBuf, (String, String)>,
}

impl Finds {
    fn add_source(&mut self, source: &OsString) {
        let path = Path::new(source);
        let text = source.to_str().unwrap_or_default();
        if source == "-" {
            self.stdin = true;
        } else if source.is_empty() {
            self.fail(path, "an empty name; give a file, a folder, a pattern or `-`".into());
        } else if text.starts_with("s3://") {
            self.fail(path, S3_URL.into());
        } else if is_pattern(text) && !local::is_present(path) {
            self.add_pattern(path, text);
        } else {
            self.add_path(path);
        }
    }

    fn add_path(&mut self, path: &Path) {
        match local::kind(path) {
            Ok(Kind::File { size_bytes }) => {
                self.add_file(local::canonical(path), path.to_path_buf(), Some(size_bytes));
            }
            Ok(Kind::Folder) => self.walk(path),
            Ok(Kind::Stream) => self.add_file(local::canonical(path), path.to_path_buf(), None),
            Ok(Kind::Other) => self.skip(local::canonical_entry(path), path, UNREADABLE_KIND),
            Err(error) => self.fail(path, explain(&error, local::is_present(path))),
        }
    }

    fn add_pattern(&mut self, path: &Path, text: &str) {
        let expansion = match Expansion::new(text) {
            Ok(expansion) => expansion,
            Err(error) => {
                let text = format!("not a valid pattern ({error}); check its wildcards");
                return self.fail(path, text);
            }
        };
        let mut matches = 0;
        expansion.for_each_match(|path, entry| {
            matches += 1;
            match entry {
                Ok(entry) if entry.file_type().is_dir() => self.walk(&path),
                Ok(entry) => self.add_entry(local::canonical_entry(&path), path, entry),
                Err(error) => self.fail_walk(&path, &error),
            }
        });
        if matches == 0 {
            self.fail(path, "no file matches this pattern; check it, or name the folder".into());
        }
    }

    fn walk(&mut self, folder: &Path) {
        let canonical = local::canonical(folder);
        let mut is_empty = true;
        for entry in WalkDir::new(folder).min_depth(1) {
            match entry {
                Ok(entry) if entry.file_type().is_dir() => {}
                Ok(entry) => {
                    is_empty = false;
                    // No link lies between the folder and the entry: joining is
                    // the canonical path, without asking the system each time.
                    let below = entry.path().strip_prefix(folder).unwrap_or(entry.path());
                    let key = canonical.join(below);
                    self.add_entry(key, entry.path().to_path_buf(), &entry);
                }
                Err(error) => {
                    is_empty = false;
                    self.fail_walk(error.path().unwrap_or(folder), &error);
                }
            }
        }
        if is_empty {
            self.skip(canonical, folder, FOLDER_WITHOUT_FILES);
        }
    }

    /// Adds what a walk met that is no folder; `key` is the entry's canonical
    /// path, a link in the last place not followed.
    fn add_entry(&mut self, key: PathBuf, path: PathBuf, entry: &DirEntry) {
        if path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(DRAFT_MARK)) {
            return self.skip(key, &path, DRAFT);
        }
        let is_link = entry.path_is_symlink();
        let kind = if is_link {
            local::kind(&path)
        } else {
            entry.metadata().map(|metadata| local::kind_of(&metadata)).map_err(io::Error::from)
        };
        match kind {
            Ok(Kind::File { size_bytes }) => {
                let key = if is_link { local::canonical(&path) } else { key };
                self.add_file(key, path, Some(size_bytes));
            }
            Ok(Kind::Folder) => self.skip(key, &path, LINK_TO_FOLDER),
            Ok(Kind::Stream | Kind::Other) => self.skip(key, &path, NOT_A_REGULAR_FILE),
            Err(error) => self.fail(&path, explain(&error, is_link)),
        }
    }

    fn add_file(&mut self, key: PathBuf, path: PathBuf, size_bytes: Option<u64>) {
        let bytes = |path: &PathBuf| path.as_os_str().as_encoded_bytes().to_vec();
        let known = self.files.entry(key).or_insert_with(|| (path.clone(), size_bytes));
        if bytes(&path) < bytes(&known.0) {
            *known = (path, size_bytes);
        }
    }

    fn skip(&mut self, key: PathBuf, path: &Path, reason: &'static str) {
        let name = printable(path.as_os_str());
        let known = self.skipped.entry(key).or_insert_with(|| (name.clone(), reason));
        if (&name, reason) < (&known.0, known.1) {
            *known = (name, reason);
        }
    }

    fn fail_walk(&mut self, path: &Path, error: &walkdir::Error) {
        let text = error
            .io_error()
            .map_or_else(|| error.to_string(), |error| explain(error, local::is_present(path)));
        self.fail(path, text);
    }

    fn fail(&mut self, path: &Path, error: String) {
        let name = printable(path.as_os_str());
        let key = local::canonical_entry(path);
        let found = (name, error);
        let known = self.failed.entry(key).or_insert_with(|| found.clone());
        if found < *known {
            *known = found;
        }
    }

    fn into_discovery(self) -> Discovery {
        let stdin = self.stdin.then(Object::stdin);
        let files = self.files.into_values().map(|(path, size_bytes)| match size_bytes {
            Some(size_bytes) => Object::file(path, size_bytes),
            None => Object::stream(path),
        });
        let mut objects: Vec<Object> = stdin.into_iter().chain(files).collect();
        objects.sort_by(|left, right| left.name().cmp(right.name()));
        let skipped = self.skipped.into_values();
        let mut skipped: Vec<_> =
            skipped.map(|(source, reason)| Skipped { source, reason: reason.into() }).collect();
        skipped.sort();
        let failed = self.failed.into_values();
        let mut failed: Vec<_> = failed.map(|(source, error)| Failed { source, error }).collect();
        failed.sort();
        Discovery { objects, skipped, failed }
    }
}
