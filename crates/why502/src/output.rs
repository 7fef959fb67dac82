//! Writing the result: to stdout, or to a file that appears only when it is complete.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

use crate::settings::Destination;

/// What is written to, as it comes.
pub(crate) type Out = Box<dyn Write + Send>;

/// What became of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Written {
    All,
    /// The reader of stdout went away. That is no error: it has what it wanted.
    ReaderLeft,
}

/// Writes all of `text`.
pub(crate) fn write(destination: &Destination, text: &str) -> io::Result<Written> {
    match destination {
        Destination::Stdout => {
            let mut stdout = io::stdout().lock();
            let written = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
            match written {
                Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(Written::ReaderLeft),
                other => other.map(|()| Written::All),
            }
        }
        Destination::File(path) => write_file(path, text).map(|()| Written::All),
    }
}

fn write_file(path: &Path, text: &str) -> io::Result<()> {
    let draft = Draft::begin(path)?;
    draft.writer()?.write_all(text.as_bytes())?;
    draft.complete()
}

/// A file that is being written: nothing is seen of it until it is complete.
pub(crate) enum Draft {
    /// Beside the place where it is to appear.
    Beside(NamedTempFile, PathBuf),
    /// What is no regular file (a pipe, a device) is written to as it is.
    InPlace(File),
}

impl Draft {
    /// A link is followed, so that it stays one.
    pub(crate) fn begin(path: &Path) -> io::Result<Self> {
        let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        if path.exists() && !path.is_file() {
            return std::fs::OpenOptions::new().write(true).open(path).map(Self::InPlace);
        }
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        Ok(Self::Beside(beside(folder)?, path))
    }

    /// To write to.
    pub(crate) fn writer(&self) -> io::Result<File> {
        match self {
            Self::Beside(file, _) => file.as_file().try_clone(),
            Self::InPlace(file) => file.try_clone(),
        }
    }

    /// Lets it appear.
    pub(crate) fn complete(self) -> io::Result<()> {
        let Self::Beside(file, path) = self else { return Ok(()) };
        file.as_file().sync_all()?;
        file.persist(path).map_err(|error| error.error)?;
        Ok(())
    }
}

/// A file of its own name in the same folder, readable by whom the user's mask allows.
fn beside(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = Builder::new();
    builder.prefix(".why502-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

/// A folder that is being filled: nothing is seen of it until it is complete.
#[cfg(feature = "tables")]
pub(crate) struct FolderDraft {
    /// Beside the place where it is to appear; gone with all in it where it never does.
    beside: tempfile::TempDir,
    path: PathBuf,
}

#[cfg(feature = "tables")]
impl FolderDraft {
    pub(crate) fn begin(path: &Path) -> io::Result<Self> {
        let parent = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let beside = Builder::new().prefix(".why502-").tempdir_in(parent)?;
        let draft = Self { beside, path: path.to_owned() };
        // Inside, with the rights that the user's mask allows.
        std::fs::create_dir(draft.root())?;
        Ok(draft)
    }

    /// What becomes the folder.
    pub(crate) fn root(&self) -> PathBuf {
        self.beside.path().join("all")
    }

    /// Lets it appear: all of it, or what is in its only folder.
    pub(crate) fn complete(self, only: Option<&str>) -> io::Result<()> {
        let root = self.root();
        let whole = only.map_or_else(|| root.clone(), |only| root.join(only));
        if self.path.is_dir() {
            // Fails where something came into it meanwhile.
            std::fs::remove_dir(&self.path)?;
        }
        std::fs::rename(whole, &self.path)
    }
}
