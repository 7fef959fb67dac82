//! The only file that touches the file system: opening, positioned reads,
//! kinds and canonical paths. Nothing here knows about compression.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Two files are compared in pieces of this size.
const COMPARED_BYTES: usize = 64 << 10;

/// A regular file read by position, so that several readers of one file never
/// disturb each other.
pub(crate) struct LocalFile {
    file: File,
    offset: u64,
}

impl LocalFile {
    #[expect(clippy::disallowed_methods, reason = "the one place that opens log files")]
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        Ok(Self { file: File::open(path)?, offset: 0 })
    }

    /// Size in bytes now; the file may have changed since it was discovered.
    pub(crate) fn size(&self) -> io::Result<u64> {
        Ok(self.file.metadata()?.len())
    }

    /// Reads begin at `offset`.
    pub(crate) fn starting_at(self, offset: u64) -> Self {
        Self { offset, ..self }
    }

    /// The first bytes, as many as `bytes` holds or the file has. Later reads
    /// are not affected.
    pub(crate) fn first(&self, bytes: &mut [u8]) -> io::Result<usize> {
        self.fill_at(bytes, 0)
    }

    /// The bytes from a place on, as many as `bytes` holds or the file has.
    fn fill_at(&self, bytes: &mut [u8], from: u64) -> io::Result<usize> {
        let mut filled = 0;
        while filled < bytes.len() {
            match read_at(&self.file, &mut bytes[filled..], from + filled as u64) {
                Ok(0) => break,
                Ok(count) => filled += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(filled)
    }
}

/// Do two files hold the same bytes? A file that cannot be read is like no other.
pub(crate) fn are_alike(one: &Path, other: &Path) -> bool {
    let (Ok(one), Ok(other)) = (LocalFile::open(one), LocalFile::open(other)) else {
        return false;
    };
    let (mut left, mut right) = (vec![0; COMPARED_BYTES], vec![0; COMPARED_BYTES]);
    let mut at = 0;
    loop {
        match (one.fill_at(&mut left, at), other.fill_at(&mut right, at)) {
            (Ok(0), Ok(0)) => return true,
            (Ok(here), Ok(there)) if left[..here] == right[..there] => at += here as u64,
            _ => return false,
        }
    }
}

/// Opens a pipe or a device, to be read from its start to its end.
#[expect(clippy::disallowed_methods, reason = "the one place that opens logs")]
pub(crate) fn open_stream(path: &Path) -> io::Result<File> {
    File::open(path)
}

impl Read for LocalFile {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let count = read_at(&self.file, bytes, self.offset)?;
        self.offset += count as u64;
        Ok(count)
    }
}

#[cfg(unix)]
fn read_at(file: &File, bytes: &mut [u8], offset: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, bytes, offset)
}

#[cfg(windows)]
fn read_at(file: &File, bytes: &mut [u8], offset: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, bytes, offset)
}

/// What a path leads to, links followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    File {
        size_bytes: u64,
    },
    Folder,
    /// A pipe or a character device: bytes come in order, and once.
    Stream,
    Other,
}

/// What `path` leads to, links followed.
pub(crate) fn kind(path: &Path) -> io::Result<Kind> {
    fs::metadata(path).map(|metadata| kind_of(&metadata))
}

/// As [`kind`], from metadata already at hand.
pub(crate) fn kind_of(metadata: &fs::Metadata) -> Kind {
    match metadata.file_type() {
        file if file.is_file() => Kind::File { size_bytes: metadata.len() },
        folder if folder.is_dir() => Kind::Folder,
        stream if is_stream(stream) => Kind::Stream,
        _ => Kind::Other,
    }
}

#[cfg(unix)]
fn is_stream(kind: fs::FileType) -> bool {
    use std::os::unix::fs::FileTypeExt as _;
    kind.is_fifo() || kind.is_char_device()
}

#[cfg(not(unix))]
fn is_stream(_: fs::FileType) -> bool {
    false
}

/// Whether the path itself, not what a link leads to, exists.
pub(crate) fn is_present(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// The path that two names of one file share; the path itself where the
/// system cannot say.
pub(crate) fn canonical(path: &Path) -> PathBuf {
    resolved(path).unwrap_or_else(|| path.to_path_buf())
}

/// The path with all links resolved, where there is something.
pub(crate) fn resolved(path: &Path) -> Option<PathBuf> {
    fs::canonicalize(path).ok()
}

/// As [`canonical`], but a link in the last place stays: it is meant itself.
pub(crate) fn canonical_entry(path: &Path) -> PathBuf {
    match (path.parent(), path.file_name()) {
        (Some(parent), Some(file_name)) => {
            let parent = if parent.as_os_str().is_empty() { Path::new(".") } else { parent };
            canonical(parent).join(file_name)
        }
        _ => canonical(path),
    }
}
