//! A JSON string's escapes.

use std::borrow::Cow;

/// Undoes the escapes of what stands between a string's quotes (RFC 8259). Half of a surrogate
/// pair becomes U+FFFD; any other escape that JSON does not know stands for itself.
pub(crate) fn decode(inside: &[u8]) -> Cow<'_, [u8]> {
    let Some(first) = memchr::memchr(b'\\', inside) else { return Cow::Borrowed(inside) };
    let mut plain = Vec::with_capacity(inside.len());
    plain.extend_from_slice(&inside[..first]);
    let mut rest = &inside[first..];
    while let Some((&byte, after)) = rest.split_first() {
        let length = if byte == b'\\' { escape(after, &mut plain) } else { None };
        match length {
            Some(length) => rest = &after[length..],
            None => {
                plain.push(byte);
                rest = after;
            }
        }
    }
    Cow::Owned(plain)
}

/// Writes what the escape stands for; the number of its bytes behind the backslash.
fn escape(after: &[u8], plain: &mut Vec<u8>) -> Option<usize> {
    let byte = match after.first()? {
        byte @ (b'"' | b'\\' | b'/') => *byte,
        b'b' => 8,
        b'f' => 12,
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'u' => return unicode(after, plain),
        _ => return None,
    };
    plain.push(byte);
    Some(1)
}

fn unicode(after: &[u8], plain: &mut Vec<u8>) -> Option<usize> {
    let unit = hex(after.get(1..5)?)?;
    let low = || match after.get(5..11)? {
        [b'\\', b'u', digits @ ..] => hex(digits).filter(|low| (0xdc00..0xe000).contains(low)),
        _ => None,
    };
    let (code, length) = match unit {
        0xd800..0xdc00 => match low() {
            Some(low) => (0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00), 11),
            None => (0xfffd, 5),
        },
        _ => (unit, 5),
    };
    let character = char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
    plain.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
    Some(length)
}

fn hex(digits: &[u8]) -> Option<u32> {
    let digit = |value: u32, &byte: &u8| Some(value << 4 | char::from(byte).to_digit(16)?);
    digits.iter().try_fold(0, digit)
}
