//! How an object is stored: as its key says.

use std::io::{Result, Write};

use flate2::{Compression, GzBuilder};

/// How the bytes of an object are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Packing {
    /// As they are.
    Plain,
    /// One gzip member.
    Gzip,
    /// Gzip of a gzip member for every line: what Firehose makes of CloudWatch's own gzip when it
    /// is told to compress.
    GzipTwice,
    /// One zstd frame.
    Zstd,
}

impl Packing {
    /// What the key of an object says.
    #[must_use]
    pub fn of(key: &str) -> Self {
        match key {
            _ if key.contains("/firehose/") && !key.contains('.') => Self::GzipTwice,
            _ if key.ends_with(".gz") => Self::Gzip,
            _ if key.ends_with(".zst") => Self::Zstd,
            _ => Self::Plain,
        }
    }

    /// The stored bytes of a text.
    ///
    /// # Errors
    /// None that a text can cause.
    pub fn pack(self, text: &str) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        match self {
            Self::Plain => bytes.extend_from_slice(text.as_bytes()),
            Self::Gzip => write_gzip(text.as_bytes(), &mut bytes)?,
            Self::GzipTwice => {
                let mut inner = Vec::new();
                for line in text.split_inclusive('\n') {
                    write_gzip(line.trim_end().as_bytes(), &mut inner)?;
                }
                write_gzip(&inner, &mut bytes)?;
            }
            Self::Zstd => bytes = zstd::stream::encode_all(text.as_bytes(), 6)?,
        }
        Ok(bytes)
    }
}

/// One gzip member without a name or a time, so that the same content gives the same
/// bytes. Only for one version of the deflate library: another may find other matches,
/// which is why tests compare what the objects hold, not their bytes.
///
/// # Errors
/// Those of `out`.
pub fn write_gzip(content: &[u8], out: &mut dyn Write) -> Result<()> {
    let mut encoder = GzBuilder::new().mtime(0).write(out, Compression::new(6));
    encoder.write_all(content)?;
    encoder.finish()?.flush()
}
