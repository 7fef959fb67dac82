//! What can go wrong between opening an object and its last decoded byte.
//!
//! [`ReadError`] names the object, the step and the kind; its text is one
//! sentence without the object's name, so that a caller can put it in a table.

use std::fmt;
use std::io;
use std::sync::Arc;

/// Where in reading an object an error arose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Step {
    /// Opening it or looking at its first bytes.
    Open,
    /// Taking bytes from it.
    Read,
    /// Decompressing what was read.
    Decode,
}

/// A check of a gzip member or a zstd frame that did not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Check {
    /// CRC-32 of the decoded bytes (RFC 1952, `CRC32`).
    Crc,
    /// Decoded length modulo 2^32 (RFC 1952, `ISIZE`).
    Length,
    /// CRC-16 of the header (RFC 1952, `CRC16`).
    HeaderCrc,
    /// XXH64 of the decoded bytes, its low half (RFC 8878, `Content_Checksum`).
    Content,
}

/// A format known by its first bytes that this crate does not decode.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ForeignFormat {
    /// Apache Parquet file.
    Parquet,
    /// ZIP archive.
    Zip,
    /// bzip2 stream.
    Bzip2,
    /// xz stream.
    Xz,
    /// A compressed stream inside a compressed stream inside a compressed stream.
    Nested,
}

impl fmt::Display for ForeignFormat {
    /// Names the format and says what to do about it.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Parquet => {
                "Parquet is read by a program that is built with the feature `tables`, where it is \
                 not packed once more; unpack it, or have the logs delivered as text or JSON"
            }
            Self::Zip => "a zip archive is not read by this version; extract it first with `unzip`",
            Self::Bzip2 => {
                "bzip2 compression is not read by this version; decompress it first with `bunzip2`"
            }
            Self::Xz => {
                "xz compression is not read by this version; decompress it first with `unxz`"
            }
            Self::Nested => {
                "it is compressed three times over, and two are undone at most; decompress it once"
            }
        })
    }
}

/// What kind of trouble it was. Offsets count compressed bytes from the start
/// of the object, or of the stream inside its stream if that is the damaged
/// one; members, or frames of zstd, count from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReadErrorKind {
    /// The compressed stream ends before its last member does.
    Truncated {
        /// Bytes the object holds.
        compressed_bytes: u64,
    },
    /// The compressed data break the rules of gzip, DEFLATE or zstd.
    Corrupt {
        /// The member it was found in.
        member: u64,
        /// Where it was noticed; the damage lies there or a little before.
        offset: u64,
    },
    /// A member was decoded to its end and a check of it failed, so any byte
    /// of the member may be wrong.
    ChecksumMismatch {
        /// The member.
        member: u64,
        /// Where the stored check value stands.
        offset: u64,
        /// Which check.
        check: Check,
    },
    /// Bytes that are neither a member (a frame) nor the zero padding of gzip
    /// follow a whole, verified one.
    TrailingGarbage {
        /// The last good member.
        member: u64,
        /// Where the garbage begins.
        offset: u64,
    },
    /// A zstd frame that cannot be decoded without more memory than is allowed.
    ExcessiveWindow {
        /// The frame.
        member: u64,
        /// Where its header was read.
        offset: u64,
    },
    /// Another compression or container, told by its first bytes.
    UnsupportedCompression(ForeignFormat),
    /// A head or a byte range was asked of something that has none: standard
    /// input, or a range of a compressed object.
    NotSeekable,
    /// The operating system refused; see [`ReadError::cause`].
    Io,
}

/// Why an object, or the rest of it, could not be read.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{fault}")]
pub struct ReadError {
    object: Arc<str>,
    fault: Fault,
}

impl ReadError {
    pub(crate) fn new(object: Arc<str>, fault: Fault) -> Self {
        Self { object, fault }
    }

    /// The name of the object, as [`Object::name`](crate::Object::name) gives it.
    pub fn source_name(&self) -> &str {
        &self.object
    }

    /// The step that failed.
    pub fn step(&self) -> Step {
        self.fault.step
    }

    /// The kind of trouble, with its place.
    pub fn kind(&self) -> &ReadErrorKind {
        &self.fault.kind
    }

    /// The operating system's error, for [`ReadErrorKind::Io`].
    pub fn cause(&self) -> Option<&io::Error> {
        self.fault.cause.as_deref()
    }

    /// Whether everything handed out before this error is whole and verified,
    /// so that an unterminated last line is a line and not a fragment. True
    /// only for [`ReadErrorKind::TrailingGarbage`], and not where it follows a
    /// stream whose content was still being decoded.
    pub fn ends_cleanly(&self) -> bool {
        matches!(self.fault.kind, ReadErrorKind::TrailingGarbage { .. })
            && self.fault.layer != Layer::Outer
    }

    /// The `ReadError` inside an error that an
    /// [`ObjectReader`](crate::ObjectReader) returned.
    pub fn of(error: &io::Error) -> Option<&Self> {
        error.get_ref().and_then(|inner| inner.downcast_ref())
    }
}

impl From<ReadError> for io::Error {
    fn from(error: ReadError) -> Self {
        let kind = match &error.fault.kind {
            ReadErrorKind::Truncated { .. } => io::ErrorKind::UnexpectedEof,
            ReadErrorKind::Io => error.cause().map_or(io::ErrorKind::Other, io::Error::kind),
            ReadErrorKind::NotSeekable | ReadErrorKind::UnsupportedCompression(_) => {
                io::ErrorKind::Unsupported
            }
            _ => io::ErrorKind::InvalidData,
        };
        Self::new(kind, error)
    }
}

/// A [`ReadError`] that does not know its object's name yet.
#[derive(Clone, Debug)]
pub(crate) struct Fault {
    step: Step,
    kind: ReadErrorKind,
    cause: Option<Arc<io::Error>>,
    codec: Codec,
    layer: Layer,
}

/// What compressed the stream that is damaged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Codec {
    Gzip,
    Zstd,
}

/// Which stream of an object is damaged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Layer {
    Only,
    /// The one around another, which was being decoded.
    Outer,
    /// The one inside another.
    Inner,
}

impl Fault {
    pub(crate) fn io(step: Step, cause: io::Error) -> Self {
        Self { cause: Some(Arc::new(cause)), step, ..ReadErrorKind::Io.into() }
    }

    /// What stopped a read of stored bytes: the system, or the damage of the
    /// stream around, sent by [`into_io`](Self::into_io).
    pub(crate) fn reading(error: io::Error) -> Self {
        match error.get_ref().and_then(|inner| inner.downcast_ref::<Carried>()) {
            Some(Carried(fault)) => Self { layer: Layer::Outer, ..fault.clone() },
            None => Self::io(Step::Read, error),
        }
    }

    /// Wrapped for a stream inside the damaged one.
    pub(crate) fn into_io(self) -> io::Error {
        io::Error::other(Carried(self))
    }

    pub(crate) fn of_zstd(kind: ReadErrorKind) -> Self {
        Self { codec: Codec::Zstd, ..kind.into() }
    }

    /// Told of the stream inside, unless it came from the one around.
    pub(crate) fn of_inner(self) -> Self {
        let layer = if self.layer == Layer::Only { Layer::Inner } else { self.layer };
        Self { layer, ..self }
    }
}

#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Carried(Fault);

impl From<ReadErrorKind> for Fault {
    fn from(kind: ReadErrorKind) -> Self {
        let step = match kind {
            ReadErrorKind::UnsupportedCompression(_) | ReadErrorKind::NotSeekable => Step::Open,
            ReadErrorKind::Io => Step::Read,
            _ => Step::Decode,
        };
        Self { step, kind, cause: None, codec: Codec::Gzip, layer: Layer::Only }
    }
}

/// What the system's error means for a place that was there before (`was_present`) or was named,
/// and what to do, in one sentence.
pub(crate) fn explain(error: &io::Error, was_present: bool) -> String {
    // An error that is not the system's says itself what happened and what to do.
    if let Some(own) = error.get_ref() {
        return own.to_string();
    }
    match error.kind() {
        io::ErrorKind::NotFound if was_present => {
            "it is a link to something that does not exist, or was removed during the run; mend \
             or remove the link, or run again"
        }
        io::ErrorKind::NotFound => "no such file or folder; check the path",
        io::ErrorKind::NotADirectory => {
            "no such path: a part of it is a file and not a folder; check the path"
        }
        io::ErrorKind::PermissionDenied => {
            "permission denied; make it readable (`chmod +r`, a folder also `+x`), or run as a \
             user who may read it"
        }
        _ => {
            return format!(
                "the system cannot read it: {error}; check the disk or the network share, and run \
                 again"
            );
        }
    }
    .to_owned()
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            ReadErrorKind::UnsupportedCompression(format) => format.fmt(out),
            ReadErrorKind::NotSeekable => out
                .write_str("standard input, pipes and compressed objects are read from the start"),
            ReadErrorKind::Io => match &self.cause {
                Some(cause) => out.write_str(&explain(cause, true)),
                None => out.write_str("the system cannot read it; run again"),
            },
            damage => {
                self.write_damage(out, damage)?;
                let inside = if self.layer == Layer::Inner { ", of the stream inside" } else { "" };
                out.write_str(inside)
            }
        }
    }
}

impl Fault {
    fn write_damage(&self, out: &mut fmt::Formatter<'_>, damage: &ReadErrorKind) -> fmt::Result {
        let (codec, part) = match self.codec {
            Codec::Gzip => ("gzip", "member"),
            Codec::Zstd => ("zstd", "frame"),
        };
        match *damage {
            ReadErrorKind::Truncated { compressed_bytes } => {
                let bytes = Grouped(compressed_bytes);
                write!(out, "{codec} stream is cut short after {bytes} compressed bytes")
            }
            ReadErrorKind::ChecksumMismatch { member, offset, check } => {
                let what = match check {
                    Check::Crc => "CRC",
                    Check::Length => "length",
                    Check::HeaderCrc => "header CRC",
                    Check::Content => "checksum",
                };
                let offset = Grouped(offset);
                write!(out, "{codec} {what} mismatch in {part} {member} (stored at byte {offset})")
            }
            ReadErrorKind::TrailingGarbage { member, offset } => {
                let offset = Grouped(offset);
                write!(out, "trailing garbage after {part} {member} at byte {offset}")
            }
            ReadErrorKind::ExcessiveWindow { member, .. } => write!(
                out,
                "zstd frame {member} needs a window of more than 128 MiB; compress it again \
                 without `--ultra` and `--long`"
            ),
            ReadErrorKind::Corrupt { member, offset } => {
                let offset = Grouped(offset);
                write!(out, "{codec} data are damaged in {part} {member} near byte {offset}")
            }
            ReadErrorKind::UnsupportedCompression(_)
            | ReadErrorKind::NotSeekable
            | ReadErrorKind::Io => Ok(()),
        }
    }
}

/// A number with a comma between groups of three digits.
struct Grouped(u64);

impl fmt::Display for Grouped {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.0.to_string();
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                out.write_str(",")?;
            }
            write!(out, "{digit}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(kind: ReadErrorKind) -> String {
        ReadError::new("a".into(), kind.into()).to_string()
    }

    #[test]
    fn what_the_system_refuses_is_told_with_what_to_do() {
        let text = |kind: io::ErrorKind| {
            ReadError::new("a".into(), Fault::io(Step::Open, kind.into())).to_string()
        };
        for (kind, said) in [
            (io::ErrorKind::PermissionDenied, ["permission denied", "chmod +r"]),
            (io::ErrorKind::NotFound, ["removed during the run", "run again"]),
            (io::ErrorKind::TimedOut, ["timed out", "check the disk"]),
        ] {
            let text = text(kind);
            assert!(said.iter().all(|said| text.contains(said)), "{text}");
            assert!(!text.contains('\n') && !text.contains("os error"), "{text}");
        }
    }

    #[test]
    fn an_error_with_words_of_its_own_keeps_them() {
        let error = io::Error::new(io::ErrorKind::NotFound, "deleted since it was listed");
        assert_eq!(explain(&error, true), "deleted since it was listed");
    }

    #[test]
    fn numbers_are_grouped_by_three_digits() {
        let grouped: Vec<String> =
            [0, 7, 999, 1_000, 12_345, 1_234_567].map(|n| Grouped(n).to_string()).into();
        assert_eq!(grouped, ["0", "7", "999", "1,000", "12,345", "1,234,567"]);
    }

    #[test]
    fn damage_is_told_with_its_place() {
        assert_eq!(
            text(ReadErrorKind::Truncated { compressed_bytes: 12_345 }),
            "gzip stream is cut short after 12,345 compressed bytes"
        );
        assert_eq!(
            text(ReadErrorKind::TrailingGarbage { member: 1, offset: 2_000 }),
            "trailing garbage after member 1 at byte 2,000"
        );
        let check = ReadErrorKind::ChecksumMismatch { member: 2, offset: 90, check: Check::Crc };
        assert_eq!(text(check), "gzip CRC mismatch in member 2 (stored at byte 90)");
    }

    #[test]
    fn only_trailing_garbage_leaves_the_last_line_whole() {
        let ends = |kind: ReadErrorKind| ReadError::new("a".into(), kind.into()).ends_cleanly();
        assert!(ends(ReadErrorKind::TrailingGarbage { member: 1, offset: 1 }));
        assert!(!ends(ReadErrorKind::Truncated { compressed_bytes: 1 }));
        assert!(!ends(ReadErrorKind::Corrupt { member: 1, offset: 1 }));
        assert!(!ends(ReadErrorKind::Io));
    }

    #[test]
    fn the_error_survives_the_trip_through_an_io_error() {
        let kind = ReadErrorKind::Truncated { compressed_bytes: 2 };
        let error = io::Error::from(ReadError::new("x.gz".into(), kind.clone().into()));
        assert_eq!(error.kind(), io::ErrorKind::UnexpectedEof);
        let inner = ReadError::of(&error).unwrap();
        assert_eq!((inner.source_name(), inner.kind()), ("x.gz", &kind));
    }
}
