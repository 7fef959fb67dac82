//! Queries: the names of parameters stay, their values do not.

use std::ops::Range;

use super::escape::escaped;
use super::token::look;
use crate::cut::Cut;
use crate::kind::Kind;

/// A name longer than this is none.
const MOST_NAME: usize = 64;

/// Hides the values of `name=value&name=value`, and all of a part without a name.
pub(crate) fn query(cut: &mut Cut<'_, '_>, part: Range<usize>) {
    let text = cut.text;
    let mut at = part.start;
    while at < part.end {
        let (end, mark) = sign(&text[at..part.end], b"&;", *b"26");
        let parameter = at..at + end;
        let (name, equals) = sign(&text[parameter.clone()], b"=", *b"3d");
        let value = at + name + equals..parameter.end;
        let keeps_name = equals > 0 && is_name(&text[at..at + name]);
        cut.hide(if keeps_name { value } else { parameter.clone() }, Kind::Query);
        at = parameter.end + mark.max(1);
    }
}

/// Where the first of those bytes stands, as such or escaped with those digits, and how long it
/// is; the end and 0 where none does.
fn sign(text: &[u8], bytes: &[u8], digits: [u8; 2]) -> (usize, usize) {
    for (place, &byte) in text.iter().enumerate() {
        if bytes.contains(&byte) {
            return (place, 1);
        }
        let length = if byte == b'%' { escaped(text, place, digits) } else { 0 };
        if length > 0 {
            return (place, length);
        }
    }
    (text.len(), 0)
}

/// A query within a text, from behind its `?` on, if it is one. Where to go on.
pub(crate) fn query_in_text(cut: &mut Cut<'_, '_>, part: Range<usize>) -> usize {
    let text = &cut.text[part.clone()];
    let is_end =
        |byte: u8| byte <= b' ' || matches!(byte, b'"' | b'\'' | b'<' | b'>' | b'`' | b')');
    let near = text.iter().take(MOST_NAME).position(|&byte| byte == b'=' || is_end(byte));
    if near.is_none_or(|place| text[place] != b'=') {
        return part.start;
    }
    let end = text.iter().position(|&byte| is_end(byte)).unwrap_or(text.len());
    query(cut, part.start..part.start + end);
    part.start + end
}

/// A name as programs give them: no address of anybody, no token.
fn is_name(name: &[u8]) -> bool {
    name.len() <= MOST_NAME
        && name.iter().all(|byte| byte.is_ascii_alphanumeric() || b"_-.[]$:%+".contains(byte))
        && !name.windows(3).any(|three| three == b"%40" || three == b"%25")
        && name.split(|byte| matches!(byte, b'.' | b'[' | b']')).all(|part| look(part).is_none())
}
