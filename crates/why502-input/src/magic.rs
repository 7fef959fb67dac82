//! What an object is, by its first bytes and never by its name.

use crate::error::ForeignFormat;

/// Bytes that are enough for every decision made here.
pub(crate) const MAGIC_BYTES: usize = 16;

/// How the bytes of an object are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    Plain,
    Gzip,
    Foreign(ForeignFormat),
}

/// Decides from the first [`MAGIC_BYTES`] (fewer where the object is shorter).
pub(crate) fn sniff(first: &[u8]) -> Encoding {
    // A lone 0x1f can be no log; it is a gzip stream cut after its first byte.
    if first.starts_with(b"\x1f\x8b") || first == b"\x1f" {
        return Encoding::Gzip;
    }
    let foreign: [(&[u8], ForeignFormat); 6] = [
        (b"\x28\xb5\x2f\xfd", ForeignFormat::Zstd),
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
    fn foreign_formats_are_named() {
        let cases: [(&[u8], ForeignFormat); 5] = [
            (b"\x28\xb5\x2f\xfd\x04", ForeignFormat::Zstd),
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
