//! What an object is, by its first bytes and never by its name.

use crate::error::{Codec, Fault, ForeignFormat, ReadErrorKind};

/// Bytes that are enough for every decision made here.
pub(crate) const MAGIC_BYTES: usize = 16;

/// How the bytes of an object are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    Plain,
    Gzip,
    Zstd,
    Foreign(ForeignFormat),
}

impl Encoding {
    /// What the bytes are compressed with, if they are; an error for what is not decoded.
    pub(crate) fn codec(self) -> Result<Option<Codec>, Fault> {
        match self {
            Self::Plain => Ok(None),
            Self::Gzip => Ok(Some(Codec::Gzip)),
            Self::Zstd => Ok(Some(Codec::Zstd)),
            Self::Foreign(format) => Err(ReadErrorKind::UnsupportedCompression(format).into()),
        }
    }
}

impl Encoding {
    /// As [`codec`](Self::codec); bytes of a format that the caller reads itself stay as they are.
    pub(crate) fn codec_but(self, kept: &[ForeignFormat]) -> Result<Option<Codec>, Fault> {
        if self.kept(kept).is_some() { Ok(None) } else { self.codec() }
    }

    /// The format, if it is one of those.
    pub(crate) fn kept(self, kept: &[ForeignFormat]) -> Option<ForeignFormat> {
        match self {
            Self::Foreign(format) if kept.contains(&format) => Some(format),
            _ => None,
        }
    }
}

/// How a zstd frame begins (RFC 8878, 3.1.1).
const ZSTD: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// Whether this begins a zstd frame that holds no content, as parallel compressors write one
/// before each frame (RFC 8878, 3.1.2).
fn is_skippable_frame(first: &[u8]) -> bool {
    matches!(first, [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..])
}

/// Whether these four bytes begin a zstd frame, of content or not.
pub(crate) fn begins_zstd_frame(first: &[u8; 4]) -> bool {
    *first == ZSTD || is_skippable_frame(first)
}

/// Decides from the first [`MAGIC_BYTES`] (fewer where the object is shorter).
pub(crate) fn sniff(first: &[u8]) -> Encoding {
    // A lone 0x1f can be no log; it is a gzip stream cut after its first byte.
    if first.starts_with(b"\x1f\x8b") || first == b"\x1f" {
        return Encoding::Gzip;
    }
    if first.starts_with(&ZSTD) || is_skippable_frame(first) {
        return Encoding::Zstd;
    }
    let foreign: [(&[u8], ForeignFormat); 5] = [
        (b"PAR1", ForeignFormat::Parquet),
        (b"PK\x03\x04", ForeignFormat::Zip),
        (b"PK\x05\x06", ForeignFormat::Zip),
        (b"\xfd7zXZ\0", ForeignFormat::Xz),
        (b"BZh", ForeignFormat::Bzip2),
    ];
    foreign
        .into_iter()
        .find(|(magic, format)| first.starts_with(magic) && is_convincing(first, *format))
        .map_or(Encoding::Plain, |(_, format)| Encoding::Foreign(format))
}

/// `BZh` alone could begin a text: the level and the mark of the first block,
/// or of the end of an empty stream, must follow.
fn is_convincing(first: &[u8], format: ForeignFormat) -> bool {
    format != ForeignFormat::Bzip2
        || first.get(3).is_some_and(u8::is_ascii_digit)
            && [b"\x31\x41\x59\x26\x53\x59".as_slice(), b"\x17\x72\x45\x38\x50\x90"]
                .iter()
                .any(|mark| first.get(4..).is_some_and(|rest| rest.starts_with(mark)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_nothing_are_plain() {
        for first in [b"".as_slice(), b"h", b"https 2026-", b"BZh9 is text", b"PARIS", b"#Version"]
        {
            assert_eq!(sniff(first), Encoding::Plain, "{first:?}");
        }
    }

    #[test]
    fn gzip_is_told_even_when_cut_in_its_magic() {
        for first in [b"\x1f".as_slice(), b"\x1f\x8b", b"\x1f\x8b\x08\0"] {
            assert_eq!(sniff(first), Encoding::Gzip, "{first:?}");
        }
    }

    #[test]
    fn zstd_is_told_by_its_frames_also_those_without_content() {
        for first in
            [b"\x28\xb5\x2f\xfd".as_slice(), b"\x28\xb5\x2f\xfd\x04", b"\x5f\x2a\x4d\x18\x04"]
        {
            assert_eq!(sniff(first), Encoding::Zstd, "{first:?}");
        }
        for first in [b"\x28\xb5\x2f".as_slice(), b"P*M no frame", b"(text)"] {
            assert_eq!(sniff(first), Encoding::Plain, "{first:?}");
        }
    }

    #[test]
    fn foreign_formats_are_named() {
        let cases: [(&[u8], ForeignFormat); 4] = [
            (b"PAR1\x15", ForeignFormat::Parquet),
            (b"PK\x03\x04\x14", ForeignFormat::Zip),
            (b"\xfd7zXZ\0\0", ForeignFormat::Xz),
            (b"BZh91AY&SY\0\0", ForeignFormat::Bzip2),
        ];
        for (first, format) in cases {
            assert_eq!(sniff(first), Encoding::Foreign(format), "{first:?}");
        }
    }
}
