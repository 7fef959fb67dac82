//! [`Object`]: one named place that can be opened, and the choice of decoder.

use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use crate::decoder::{COMPRESSED_WINDOW_BYTES, Decoded};
use crate::error::{Codec, Fault, ForeignFormat, ReadError, ReadErrorKind, Step};
use crate::lines::{LineRange, READ_BYTES};
use crate::local::{self, LocalFile};
use crate::magic::{Encoding, MAGIC_BYTES, sniff};
use crate::name::printable;
use crate::reader::{Body, ObjectReader};
use crate::stored::open_stream;
use crate::window::Window;

/// Compressed objects up to this size are decoded in one go, if the result is not too large.
const WHOLE_OBJECT_BYTES: u64 = 16 << 20;

/// A file, a pipe or standard input, found but not opened yet.
#[derive(Clone, Debug)]
pub struct Object {
    name: Arc<str>,
    place: Place,
}

#[derive(Clone, Debug)]
enum Place {
    Stdin,
    /// A pipe or a device, whose bytes come only once.
    Stream {
        path: PathBuf,
    },
    File {
        path: PathBuf,
        size_bytes: u64,
    },
}

/// The beginning of an object, for planning.
#[derive(Debug)]
pub struct Head {
    /// The first decoded bytes: as many as were asked for, or all there are.
    pub bytes: Vec<u8>,
    /// Whether the object is compressed, so that it has no byte ranges.
    pub compressed: bool,
    /// The damage that ended `bytes` before the limit. It comes again when the
    /// object is read; a planner that would leave the object out must report it.
    pub damage: Option<ReadError>,
}

impl Object {
    pub(crate) fn stdin() -> Self {
        Self { name: "-".into(), place: Place::Stdin }
    }

    pub(crate) fn file(path: PathBuf, size_bytes: u64) -> Self {
        Self { name: printable(path.as_os_str()).into(), place: Place::File { path, size_bytes } }
    }

    pub(crate) fn stream(path: PathBuf) -> Self {
        Self { name: printable(path.as_os_str()).into(), place: Place::Stream { path } }
    }

    /// The path as given, with `%XX` for bytes that are not UTF-8; `-` for
    /// standard input.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The path of the file itself, all links resolved; nothing for standard
    /// input, a pipe, or a file that is gone.
    pub fn canonical_path(&self) -> Option<PathBuf> {
        match &self.place {
            Place::Stdin | Place::Stream { .. } => None,
            Place::File { path, .. } => local::resolved(path),
        }
    }

    /// Stored bytes when it was discovered; nothing for standard input and a
    /// pipe.
    pub fn size(&self) -> Option<u64> {
        match self.place {
            Place::Stdin | Place::Stream { .. } => None,
            Place::File { size_bytes, .. } => Some(size_bytes),
        }
    }

    /// Do both hold the same stored bytes? Reads both, up to the first difference; standard input,
    /// a pipe and what cannot be read are like nothing else.
    pub fn is_like(&self, other: &Self) -> bool {
        match (&self.place, &other.place) {
            (
                Place::File { path, size_bytes },
                Place::File { path: other, size_bytes: other_bytes },
            ) => size_bytes == other_bytes && local::are_alike(path, other),
            _ => false,
        }
    }

    /// When the file was last modified; nothing for standard input, a pipe, or a file that is
    /// gone.
    pub fn modified(&self) -> Option<SystemTime> {
        match &self.place {
            Place::Stdin | Place::Stream { .. } => None,
            Place::File { path, .. } => path.metadata().ok()?.modified().ok(),
        }
    }

    /// All of the object, decoded. Its first bytes decide whether it is compressed.
    ///
    /// # Errors
    ///
    /// When it cannot be opened or read at all, or is of a format that is not
    /// decoded here. Damage inside comes from the reader, after what is good.
    pub fn open(&self) -> Result<ObjectReader, ReadError> {
        self.open_but(&[])
    }

    /// As [`open`](Self::open); bytes in one of the formats `kept` come as they are stored, and
    /// [`ObjectReader::kept`] says so.
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open).
    pub fn open_but(&self, kept: &[ForeignFormat]) -> Result<ObjectReader, ReadError> {
        let opened = match &self.place {
            Place::Stdin => open_stream(io::stdin(), kept),
            Place::Stream { path } => {
                let opened = local::open_stream(path).map_err(|e| Fault::io(Step::Open, e));
                opened.and_then(|origin| open_stream(origin, kept))
            }
            Place::File { path, .. } => open_whole(path, kept),
        };
        match opened {
            Ok((body, kept)) => Ok(ObjectReader::keeping(Arc::clone(&self.name), body, kept)),
            Err(fault) => Err(ReadError::new(Arc::clone(&self.name), fault)),
        }
    }

    /// The first decoded bytes, `limit` at most. Not for standard input and
    /// pipes, whose bytes come only once.
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open), and when damage leaves not one byte.
    pub fn head(&self, limit: usize) -> Result<Head, ReadError> {
        let opened = self.path().and_then(|path| {
            let (file, encoding) = sniffed(path)?;
            let window = Window::new(file, limit.clamp(1, COMPRESSED_WINDOW_BYTES));
            match encoding.codec()? {
                None => Ok(Body::Plain(window)),
                Some(codec) => Decoded::stream(window, codec).map(Body::Decoded),
            }
        });
        let compressed = matches!(opened, Ok(Body::Decoded(_)));
        let mut reader = self.reader(opened)?;
        let mut head = Head { bytes: Vec::new(), compressed, damage: None };
        while head.bytes.len() < limit {
            let count = match reader.fill() {
                Ok([]) => break,
                Ok(bytes) => {
                    let count = bytes.len().min(limit - head.bytes.len());
                    head.bytes.extend_from_slice(&bytes[..count]);
                    count
                }
                Err(error) if head.bytes.is_empty() => return Err(error),
                Err(error) => {
                    head.damage = Some(error);
                    break;
                }
            };
            io::BufRead::consume(&mut reader, count);
        }
        Ok(head)
    }

    /// The whole lines that begin inside `range` of a plain file: a line that
    /// began before is skipped, the last one is read to its end. Ranges that
    /// cover the file without overlap hand out every line once.
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open); [`ReadErrorKind::NotSeekable`] for standard
    /// input, a pipe and a compressed file.
    pub fn open_range(&self, range: Range<u64>) -> Result<ObjectReader, ReadError> {
        let opened = self.path().and_then(plain);
        self.reader(opened.map(|file| Body::Lines(LineRange::new(file, &range))))
    }

    fn path(&self) -> Result<&Path, Fault> {
        match &self.place {
            Place::Stdin | Place::Stream { .. } => Err(ReadErrorKind::NotSeekable.into()),
            Place::File { path, .. } => Ok(path),
        }
    }

    fn reader(&self, body: Result<Body, Fault>) -> Result<ObjectReader, ReadError> {
        match body {
            Ok(body) => Ok(ObjectReader::new(Arc::clone(&self.name), body)),
            Err(fault) => Err(ReadError::new(Arc::clone(&self.name), fault)),
        }
    }
}

fn sniffed(path: &Path) -> Result<(LocalFile, Encoding), Fault> {
    let opening = |error| Fault::io(Step::Open, error);
    let file = LocalFile::open(path).map_err(opening)?;
    let mut first = [0; MAGIC_BYTES];
    let count = file.first(&mut first).map_err(opening)?;
    Ok((file, sniff(&first[..count])))
}

/// A file that is not compressed.
fn plain(path: &Path) -> Result<LocalFile, Fault> {
    let (file, encoding) = sniffed(path)?;
    match encoding.codec()? {
        None => Ok(file),
        Some(_) => Err(ReadErrorKind::NotSeekable.into()),
    }
}

/// The body, and its format where that is one of those `kept`.
fn open_whole(path: &Path, kept: &[ForeignFormat]) -> Result<(Body, Option<ForeignFormat>), Fault> {
    let (file, encoding) = sniffed(path)?;
    let Some(codec) = encoding.codec_but(kept)? else {
        return Ok((Body::Plain(Window::new(file, READ_BYTES)), encoding.kept(kept)));
    };
    let size_bytes = file.size().map_err(|error| Fault::io(Step::Open, error))?;
    // One byte more than the size, so that a single read also sees the end.
    let capacity = match usize::try_from(size_bytes) {
        Ok(size) if size_bytes <= WHOLE_OBJECT_BYTES && codec == Codec::Gzip => size + 1,
        _ => COMPRESSED_WINDOW_BYTES,
    };
    let decoded = Decoded::open(Window::new(file, capacity), codec)?;
    Ok((Body::Decoded(decoded), None))
}
