//! Where an object goes below the folder of a copy, and how it gets there whole.
//!
//! Folders are made one by one and looked at before they are entered: a symbolic link below the
//! folder is never followed. (Who can change the folder meanwhile can still lead a copy astray.)
//! Bytes go into a hidden draft beside the file, in order, so that its length says where to go
//! on; then it is synced, dated as the object, and renamed. All of it blocks.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use crate::copy::name::{draft_of, path_of};
use crate::list::Target;

/// Added to the name of a file whose key is a folder too.
const FILE_MARK: &str = "%file";

/// What has to be done for an object.
#[derive(Debug)]
pub(super) enum Start {
    /// A file of its size and date is there.
    AlreadyThere,
    /// Bytes are missing.
    From(Draft),
}

/// A file under way.
#[derive(Debug)]
pub(super) struct Draft {
    file: File,
    path: PathBuf,
    goal: PathBuf,
    /// Bytes it has.
    pub(super) length: u64,
    size: u64,
    modified: SystemTime,
}

/// An I/O error with the path it is about.
#[derive(Debug)]
pub(super) struct Trouble {
    pub(super) path: PathBuf,
    pub(super) error: io::Error,
}

/// Makes the folders of an object, and opens or resumes its draft.
pub(super) fn start(root: &Path, by_bucket: bool, target: &Target) -> Result<Start, Trouble> {
    let listed = &target.listed;
    let mut relative = path_of(&listed.key);
    if by_bucket {
        relative = path_of(&target.bucket).join(relative);
    }
    let mut folder = root.to_owned();
    for part in relative.parent().into_iter().flat_map(Path::components) {
        let part = part.as_os_str().to_string_lossy();
        folder = at(&folder.join(&*part), enter(&folder, &part))?;
    }
    let name = relative.file_name().unwrap_or_default().to_string_lossy();
    let mut goal = folder.join(&*name);
    let mut found = at(&goal, look(&goal))?;
    if found.as_ref().is_some_and(Metadata::is_dir) {
        // The key is a file and a folder.
        goal = folder.join(format!("{name}{FILE_MARK}"));
        found = at(&goal, look(&goal))?;
    }
    let modified = time(listed.last_modified);
    if found.is_some_and(|found| is_same(&found, listed.size, modified)) {
        return Ok(Start::AlreadyThere);
    }
    let path = folder.join(draft_of(&target.bucket, &listed.key, &listed.etag));
    let (file, length) = at(&path, open(&path, listed.size, !listed.etag.is_empty()))?;
    Ok(Start::From(Draft { file, path, goal, length, size: listed.size, modified }))
}

impl Draft {
    /// Adds bytes at its end.
    pub(super) fn add(&mut self, bytes: &[u8]) -> Result<(), Trouble> {
        let end = SeekFrom::Start(self.length);
        let written = self.file.seek(end).and_then(|_| self.file.write_all(bytes));
        at(&self.path, written)?;
        self.length += bytes.len() as u64;
        Ok(())
    }

    /// Makes it the file.
    pub(super) fn finish(self) -> Result<(), Trouble> {
        let synced = self.file.sync_all().and_then(|()| self.file.set_modified(self.modified));
        at(&self.path, synced)?;
        let length = at(&self.path, self.file.metadata())?.len();
        if length != self.size {
            let message = format!("holds {length} bytes of {}", self.size);
            return at(&self.path, Err(io::Error::other(message)));
        }
        drop(self.file);
        let mut renamed = fs::rename(&self.path, &self.goal);
        if renamed.is_err() && look(&self.goal).ok().flatten().is_some_and(|found| found.is_dir()) {
            // It became a folder since.
            let mut name = self.goal.file_name().unwrap_or_default().to_owned();
            name.push(FILE_MARK);
            renamed = fs::rename(&self.path, self.goal.with_file_name(name));
        }
        // Another run may have finished the same draft.
        let is_there = || {
            let found = look(&self.goal).ok().flatten();
            found.is_some_and(|found| is_same(&found, self.size, self.modified))
        };
        match renamed {
            Err(error) if error.kind() == io::ErrorKind::NotFound && is_there() => Ok(()),
            renamed => at(&self.goal, renamed),
        }
    }

    /// Removes it: what it holds is of no use.
    pub(super) fn discard(self) -> Result<(), Trouble> {
        drop(self.file);
        at(&self.path, fs::remove_file(&self.path))
    }
}

/// The folder of that name inside a folder, made if it is missing.
fn enter(folder: &Path, part: &str) -> io::Result<PathBuf> {
    let path = folder.join(part);
    if is_folder(&path)? {
        return Ok(path);
    }
    // A file has the name: the key is a file and a folder.
    let path = folder.join(format!("{part}%folder"));
    if is_folder(&path)? { Ok(path) } else { Err(io::ErrorKind::NotADirectory.into()) }
}

/// Is it a folder, now? A missing one is made; a file is none.
fn is_folder(path: &Path) -> io::Result<bool> {
    if let Some(found) = look(path)? {
        return Ok(found.is_dir());
    }
    match fs::create_dir(path) {
        // Made by another task since, or by another run.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            Ok(look(path)?.is_some_and(|found| found.is_dir()))
        }
        made => made.map(|()| true),
    }
}

/// What is there; a symbolic link is an error.
fn look(path: &Path) -> io::Result<Option<Metadata>> {
    match fs::symlink_metadata(path) {
        Ok(found) if found.file_type().is_symlink() => {
            Err(io::Error::other("is a symbolic link, which a copy does not follow"))
        }
        Ok(found) => Ok(Some(found)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Opens a draft, and says how much of it can stay.
fn open(path: &Path, size: u64, may_resume: bool) -> io::Result<(File, u64)> {
    let found = look(path)?.filter(Metadata::is_file);
    let length = found.filter(|_| may_resume).map_or(0, |found| found.len());
    let is_usable = length > 0 && length <= size;
    let mut options = OpenOptions::new();
    options.write(true);
    if is_usable {
        return Ok((options.open(path)?, length));
    }
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    // A new file is not opened through a link that was put there just now.
    Ok((options.create_new(true).open(path)?, 0))
}

fn is_same(found: &Metadata, size: u64, modified: SystemTime) -> bool {
    found.is_file() && found.len() == size && found.modified().is_ok_and(|at| at == modified)
}

fn time(seconds: i64) -> SystemTime {
    let distance = Duration::from_secs(seconds.unsigned_abs());
    let epoch = SystemTime::UNIX_EPOCH;
    let time = if seconds < 0 { epoch.checked_sub(distance) } else { epoch.checked_add(distance) };
    time.unwrap_or(epoch)
}

fn at<T>(path: &Path, result: io::Result<T>) -> Result<T, Trouble> {
    result.map_err(|error| Trouble { path: path.to_owned(), error })
}
