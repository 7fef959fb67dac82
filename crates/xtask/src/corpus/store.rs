//! Where objects go: a folder of gzip objects, one plain file, one gzip member.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use flate2::write::GzEncoder;
use flate2::{Compression, GzBuilder};

use crate::sample_logs::packing::write_gzip;

use super::Form;

/// An open target.
pub(super) enum Store {
    /// Objects under their keys, and the bytes they took so far.
    Objects {
        root: PathBuf,
        stored_bytes: u64,
    },
    /// The path is kept for messages and for the size in the end.
    Plain {
        path: PathBuf,
        out: BufWriter<File>,
    },
    Gzip {
        path: PathBuf,
        out: Box<GzEncoder<BufWriter<File>>>,
    },
}

impl Store {
    /// Refuses a folder that has something in it: two corpora in one are neither of them.
    pub(super) fn open(form: Form, target: &Path) -> Result<Self> {
        let path = target.to_owned();
        if form == Form::Objects {
            ensure!(is_empty(target)?, "{}: the folder is not empty", target.display());
            return Ok(Self::Objects { root: path, stored_bytes: 0 });
        }
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
        }
        let file = File::create(target).with_context(|| target.display().to_string())?;
        let out = BufWriter::with_capacity(1 << 20, file);
        Ok(match form {
            Form::Gzip => {
                let encoder = GzBuilder::new().mtime(0).write(out, Compression::new(6));
                Self::Gzip { path, out: Box::new(encoder) }
            }
            _ => Self::Plain { path, out },
        })
    }

    pub(super) fn put(&mut self, key: &str, content: &[u8]) -> Result<()> {
        match self {
            Self::Objects { root, stored_bytes } => {
                let mut compressed = Vec::with_capacity(content.len() / 6);
                write_gzip(content, &mut compressed)?;
                *stored_bytes += compressed.len() as u64;
                let path = root.join(key);
                let folder = path.parent().context("a file without a folder")?;
                fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
                fs::write(&path, &compressed).with_context(|| path.display().to_string())
            }
            Self::Plain { path, out } => {
                out.write_all(content).with_context(|| path.display().to_string())
            }
            Self::Gzip { path, out } => {
                out.write_all(content).with_context(|| path.display().to_string())
            }
        }
    }

    /// The bytes on disk.
    pub(super) fn finish(self) -> Result<u64> {
        let (path, mut out) = match self {
            Self::Objects { stored_bytes, .. } => return Ok(stored_bytes),
            Self::Plain { path, out } => (path, out),
            Self::Gzip { path, out } => {
                let out = out.finish().with_context(|| path.display().to_string())?;
                (path, out)
            }
        };
        out.flush().with_context(|| path.display().to_string())?;
        Ok(fs::metadata(&path).with_context(|| path.display().to_string())?.len())
    }
}

#[expect(clippy::disallowed_methods, reason = "it is looked for what would be mixed up")]
fn is_empty(folder: &Path) -> Result<bool> {
    match fs::read_dir(folder) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(error).with_context(|| folder.display().to_string()),
    }
}
