//! Stored bytes that are read from somewhere, told apart by how they begin.
//!
//! [`decode_at_once`], [`decode_bytes`] and [`decode_stream`] are for callers that bring the bytes themselves, from
//! the network for one.

use std::io::{self, Cursor, Read};

use crate::decoder::Decoded;
use crate::error::{Fault, ForeignFormat, ReadError, Step};
use crate::gzip::decode_whole;
use crate::lines::READ_BYTES;
use crate::magic::{Encoding, MAGIC_BYTES, sniff};
use crate::reader::{Body, ObjectReader};
use crate::window::Window;

/// The stored bytes of a whole object, decoded and verified at once; nothing where they are not
/// exactly one good gzip member of moderate size, or one whose content is one. `name` is what
/// errors call it.
#[must_use]
pub fn decode_at_once(name: &str, stored: &[u8]) -> Option<ObjectReader> {
    if encoding(stored) != Encoding::Gzip {
        return None;
    }
    let decoded = Decoded::of_whole(decode_whole(stored)?, stored.len() as u64).ok()?;
    let is_verified = matches!(decoded, Decoded::Whole { .. });
    is_verified.then(|| ObjectReader::new(name.into(), Body::Decoded(decoded)))
}

/// The stored bytes of a whole object, decoded. `name` is what errors call it.
///
/// # Errors
///
/// When they are of a format that is not decoded here. Damage inside comes from the reader,
/// after what is good.
pub fn decode_bytes(
    name: &str,
    bytes: impl AsRef<[u8]> + Send + 'static,
) -> Result<ObjectReader, ReadError> {
    match decode_at_once(name, bytes.as_ref()) {
        Some(reader) => Ok(reader),
        None => decode_stream(name, Cursor::new(bytes)),
    }
}

/// Stored bytes that come bit by bit, decoded. `name` is what errors call it.
///
/// # Errors
///
/// When the first bytes cannot be read, or are of a format that is not decoded here. A later
/// error of `origin`, and damage, come from the reader, after what is good.
pub fn decode_stream(
    name: &str,
    origin: impl Read + Send + 'static,
) -> Result<ObjectReader, ReadError> {
    decode_stream_but(name, origin, &[])
}

/// As [`decode_stream`]; bytes in one of the formats `kept` come as they are stored, and
/// [`ObjectReader::kept`] says so.
///
/// # Errors
///
/// As [`decode_stream`].
pub fn decode_stream_but(
    name: &str,
    origin: impl Read + Send + 'static,
    kept: &[ForeignFormat],
) -> Result<ObjectReader, ReadError> {
    match open_stream(origin, kept) {
        Ok((body, kept)) => Ok(ObjectReader::keeping(name.into(), body, kept)),
        Err(fault) => Err(ReadError::new(name.into(), fault)),
    }
}

/// Is the compressed stream of a whole object cut short, broken or wrong? Bytes that are no such
/// stream have no check of their own, and are never damaged; nor is a format that is not decoded.
#[must_use]
pub fn is_damaged(stored: &[u8]) -> bool {
    let is_checked = match encoding(stored) {
        Encoding::Plain | Encoding::Foreign(_) => return false,
        Encoding::Gzip => decode_at_once("", stored).is_some(),
        Encoding::Zstd => false,
    };
    if is_checked {
        return false;
    }
    // The stream keeps what it reads from: a copy, of the few objects that come to this.
    let Ok(mut reader) = decode_stream("", Cursor::new(stored.to_vec())) else { return false };
    loop {
        match reader.fill() {
            Ok([]) => return false,
            Ok(bytes) => {
                let count = bytes.len();
                io::BufRead::consume(&mut reader, count);
            }
            Err(error) => return !error.ends_cleanly(),
        }
    }
}

fn encoding(stored: &[u8]) -> Encoding {
    sniff(&stored[..stored.len().min(MAGIC_BYTES)])
}

/// The body, and its format where that is one of those `kept`.
pub(crate) fn open_stream(
    origin: impl io::Read + Send + 'static,
    kept: &[ForeignFormat],
) -> Result<(Body, Option<ForeignFormat>), Fault> {
    let mut window = Window::new(origin, READ_BYTES);
    let first = window.fill().map_err(|error| Fault::io(Step::Read, error))?;
    let encoding = encoding(first);
    let body = match encoding.codec_but(kept)? {
        None => Body::Plain(window),
        Some(codec) => Decoded::open(window, codec).map(Body::Decoded)?,
    };
    Ok((body, encoding.kept(kept)))
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    fn read(opened: Result<ObjectReader, ReadError>) -> io::Result<(Vec<u8>, u64)> {
        let mut reader = opened?;
        let mut text = Vec::new();
        reader.read_to_end(&mut text)?;
        Ok((text, reader.bytes_read()))
    }

    #[test]
    fn bytes_and_a_stream_of_them_decode_alike() {
        let text = b"one\ntwo\n".repeat(50_000);
        let members = [gzip(&text[..8]), gzip(&text[8..])].concat();
        let (twice, zstd) = (gzip(&members), zstd::encode_all(&text[..], 3).unwrap());
        for stored in [gzip(&text), gzip(&gzip(&text)), members, twice, zstd, text.clone()] {
            let length = stored.len() as u64;
            let streamed = read(decode_stream("a", Cursor::new(stored.clone()))).unwrap();
            assert_eq!(read(decode_bytes("a", stored)).unwrap(), (text.clone(), length));
            assert_eq!(streamed, (text.clone(), length));
        }
    }

    #[test]
    fn damage_is_noticed_and_a_missing_check_is_none() {
        let whole = gzip(&b"line\n".repeat(9_000));
        let twice = whole.repeat(2);
        let mut flipped = whole.clone();
        flipped[whole.len() / 2] ^= 1;
        let with_tail = [&whole[..], b"tail"].concat();
        let (inside, cut_inside) = (gzip(&whole), gzip(&whole[..whole.len() - 1]));
        let zstd = zstd::encode_all(&whole[..], 3).unwrap();
        for (stored, damaged) in [
            (&whole[..], false),
            (&twice, false),
            (&with_tail, false),
            (b"plain text\n", false),
            (b"", false),
            (b"PAR1", false),
            (&inside, false),
            (&cut_inside, true),
            (&zstd, false),
            (&zstd[..zstd.len() - 1], true),
            (&flipped, true),
            (&whole[..whole.len() - 1], true),
            (&twice[..whole.len() + 9], true),
        ] {
            assert_eq!(is_damaged(stored), damaged);
        }
    }

    #[test]
    fn an_error_of_the_origin_keeps_its_words() {
        struct Broken;
        impl Read for Broken {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::other("403 AccessDenied"))
            }
        }
        let origin = Cursor::new(b"one\n".to_vec()).chain(Broken);
        let mut reader = decode_stream("s3://b/k", origin).unwrap();
        let mut text = Vec::new();
        let error = reader.read_to_end(&mut text).unwrap_err();
        assert_eq!(
            (text.as_slice(), error.to_string().as_str()),
            (&b"one\n"[..], "403 AccessDenied")
        );
        assert_eq!(ReadError::of(&error).unwrap().source_name(), "s3://b/k");
    }
}
