//! A folder that keeps what was fetched, so that no object crosses the network twice.
//!
//! An entry's name is the SHA-256 of bucket, key and `ETag`, an overwritten object is therefore
//! another entry. Entries appear by rename, whole or not at all, so runs may share a folder.
//! Folders are private to their owner (0700, files 0600): logs hold addresses and URLs.
//! Everything here blocks; callers keep it off the threads that drive the network.

use std::fs::{self, File, OpenOptions};
use std::hash::{BuildHasher, RandomState};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use crate::fingerprint::fingerprint;

/// Drafts that a killed run left behind are removed after so long.
const STALE_DRAFT: Duration = Duration::from_secs(24 * 60 * 60);

/// Tells the drafts of one process apart; those of others, also of machines that share the
/// folder, by chance.
static DRAFTS: AtomicU64 = AtomicU64::new(0);

/// An open cache folder.
#[derive(Clone, Debug)]
pub(crate) struct Cache {
    folder: Arc<Path>,
}

/// Where one object lies in the cache, or would lie.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    cache: Cache,
    path: PathBuf,
    size: u64,
}

/// An entry that is being written; it goes away unless it is finished.
#[derive(Debug)]
struct Draft {
    file: File,
    path: PathBuf,
    entry: Entry,
    written: u64,
    is_finished: bool,
}

impl Cache {
    /// Makes the folder if needed and removes old drafts.
    pub(crate) fn open(folder: &Path) -> io::Result<Self> {
        let cache = Self { folder: folder.into() };
        make_private(&cache.drafts())?;
        cache.remove_stale_drafts();
        Ok(cache)
    }

    /// The place of an object; nothing for one without an `ETag`, whose content nothing names.
    pub(crate) fn entry(&self, bucket: &str, key: &str, etag: &str, size: u64) -> Option<Entry> {
        if etag.is_empty() {
            return None;
        }
        let name = fingerprint(&[bucket, key, etag]);
        let (folder, file) = name.split_at(2);
        Some(Entry { cache: self.clone(), path: self.folder.join(folder).join(file), size })
    }

    fn drafts(&self) -> PathBuf {
        self.folder.join("drafts")
    }

    /// Best effort: a draft that stays only takes room.
    fn remove_stale_drafts(&self) {
        #[expect(clippy::disallowed_methods, reason = "the cache tends its own folder")]
        let Ok(listing) = fs::read_dir(self.drafts()) else { return };
        for file in listing.flatten() {
            let age = file.metadata().and_then(|meta| meta.modified()).ok();
            let age = age.and_then(|at| SystemTime::now().duration_since(at).ok());
            if age.is_some_and(|age| age > STALE_DRAFT) {
                let _ = fs::remove_file(file.path());
            }
        }
    }
}

impl Entry {
    /// The open file, where there is one of the right size. One of another size is removed.
    fn open(&self) -> io::Result<Option<File>> {
        #[expect(clippy::disallowed_methods, reason = "the cache reads its own folder")]
        let file = match File::open(&self.path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        if file.metadata()?.len() == self.size {
            return Ok(Some(file));
        }
        self.forget();
        Ok(None)
    }

    /// All bytes, where the object is here.
    pub(crate) fn read(&self) -> io::Result<Option<Vec<u8>>> {
        let Some(mut file) = self.open()? else { return Ok(None) };
        let mut bytes = Vec::with_capacity(usize::try_from(self.size).unwrap_or(0));
        file.read_to_end(&mut bytes)?;
        if bytes.len() as u64 == self.size {
            return Ok(Some(bytes));
        }
        self.forget();
        Ok(None)
    }

    /// Removes the entry; the next run fetches the object anew.
    fn forget(&self) {
        let _ = fs::remove_file(&self.path);
    }

    /// Writes the whole object.
    pub(crate) fn write(&self, bytes: &[u8]) -> io::Result<()> {
        let mut draft = self.begin()?;
        draft.write_at(0, bytes)?;
        draft.finish()
    }

    /// Begins to write the object in pieces.
    fn begin(&self) -> io::Result<Draft> {
        let number = DRAFTS.fetch_add(1, Ordering::Relaxed);
        let chance = RandomState::new().hash_one(number);
        let name = format!("{}-{number}-{chance:016x}", std::process::id());
        let path = self.cache.drafts().join(name);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&path)?;
        Ok(Draft { file, path, entry: self.clone(), written: 0, is_finished: false })
    }
}

impl Draft {
    /// Writes a piece; pieces come in any order and do not overlap.
    fn write_at(&mut self, offset: u64, bytes: &[u8]) -> io::Result<()> {
        self.file.seek(SeekFrom::Start(offset))?;
        self.file.write_all(bytes)?;
        self.written += bytes.len() as u64;
        Ok(())
    }

    /// Has every byte been written?
    fn is_whole(&self) -> bool {
        self.written == self.entry.size
    }

    /// Makes it an entry. Not synced to disk: an entry cut by a power failure has another size
    /// or fails the check of its gzip content, and is fetched again.
    fn finish(mut self) -> io::Result<()> {
        if !self.is_whole() {
            return Err(io::Error::other("not every byte of the object was written"));
        }
        if let Some(parent) = self.entry.path.parent() {
            make_private(parent)?;
        }
        fs::rename(&self.path, &self.entry.path)?;
        self.is_finished = true;
        Ok(())
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if !self.is_finished {
            let _ = fs::remove_file(&self.path);
        }
    }
}

fn make_private(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> tempfile::TempDir {
        tempfile::tempdir().unwrap()
    }

    #[test]
    fn what_was_written_is_read_again() {
        let folder = folder();
        let cache = Cache::open(folder.path()).unwrap();
        let entry = cache.entry("b", "k", "\"1\"", 5).unwrap();
        assert_eq!(entry.read().unwrap(), None);
        entry.write(b"hello").unwrap();
        assert_eq!(entry.read().unwrap().as_deref(), Some(&b"hello"[..]));
        assert_eq!(cache.entry("b", "k", "\"2\"", 5).unwrap().read().unwrap(), None);
        assert_eq!(cache.entry("bk", "", "\"1\"", 5).unwrap().read().unwrap(), None);
        assert!(cache.entry("b", "k", "", 5).is_none());
    }

    #[test]
    fn an_entry_of_another_size_is_gone() {
        let folder = folder();
        let cache = Cache::open(folder.path()).unwrap();
        let entry = cache.entry("b", "k", "\"1\"", 5).unwrap();
        entry.write(b"hello").unwrap();
        fs::write(&entry.path, b"hell").unwrap();
        assert_eq!(entry.read().unwrap(), None);
        assert!(!entry.path.exists());
    }

    #[test]
    fn pieces_become_an_entry_only_when_whole() {
        let folder = folder();
        let cache = Cache::open(folder.path()).unwrap();
        let entry = cache.entry("b", "k", "\"1\"", 5).unwrap();
        let mut draft = entry.begin().unwrap();
        draft.write_at(3, b"lo").unwrap();
        assert!(!draft.is_whole());
        assert_eq!(entry.read().unwrap(), None);
        draft.write_at(0, b"hel").unwrap();
        draft.finish().unwrap();
        assert_eq!(entry.read().unwrap().as_deref(), Some(&b"hello"[..]));
        let mut left = entry.begin().unwrap();
        left.write_at(0, b"x").unwrap();
        assert!(left.finish().is_err());
        assert_eq!(entry.read().unwrap().as_deref(), Some(&b"hello"[..]));
        #[expect(clippy::disallowed_methods, reason = "a test looks at the folder")]
        let drafts = fs::read_dir(cache.drafts()).unwrap().count();
        assert_eq!(drafts, 0);
    }

    #[cfg(unix)]
    #[test]
    fn others_may_not_read() {
        use std::os::unix::fs::PermissionsExt;
        let folder = folder();
        let inner = folder.path().join("cache");
        let cache = Cache::open(&inner).unwrap();
        let entry = cache.entry("b", "k", "\"1\"", 1).unwrap();
        entry.write(b"x").unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&inner), 0o700);
        assert_eq!(mode(entry.path.parent().unwrap()), 0o700);
        assert_eq!(mode(&entry.path), 0o600);
    }
}
