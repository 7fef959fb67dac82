//! A line that is one XML element, as the console's template writes it: the root's attributes and
//! the elements inside, each a name and a text, or elements again.

use super::members::Members;
use crate::row::Kind;
use memchr::{memchr, memchr_iter};
use std::borrow::Cow;

/// Elements deeper than this are text.
const DEEPEST: usize = 8;
/// Names come from templates.
const LONGEST_NAME: usize = 128;

/// Whether the line begins as the console's template does.
pub(super) fn is_typical(line: &[u8]) -> bool {
    line.starts_with(b"<request id=\"")
}

/// Takes the members of the element; whether the line is one, up to its end.
pub(super) fn read(line: &[u8], into: &mut Members) -> bool {
    into.begin(line.len());
    let Some((root, rest)) = element(line) else { return false };
    if !rest.trim_ascii().is_empty() {
        return false;
    }
    let mut path = root.name.to_vec();
    attributes(root.attributes, &mut path, into);
    // Elements that only group what they hold have no part in the names but the root's attributes.
    path.clear();
    children(root.inside, &mut path, 0, into)
}

struct Element<'a> {
    name: &'a [u8],
    attributes: &'a [u8],
    inside: &'a [u8],
}

/// The element that begins there, and what is behind it.
fn element(text: &[u8]) -> Option<(Element<'_>, &[u8])> {
    let tag = text.strip_prefix(b"<")?;
    let is_part = |byte: &&u8| byte.is_ascii_alphanumeric() || b"_-.:$".contains(byte);
    let length = tag.iter().take(LONGEST_NAME + 1).take_while(is_part).count();
    if length == 0 || length > LONGEST_NAME {
        return None;
    }
    let (name, rest) = tag.split_at(length);
    let close = tag_end(rest)?;
    let (attributes, inside) = (&rest[..close], &rest[close + 1..]);
    if let Some(attributes) = attributes.strip_suffix(b"/") {
        return Some((Element { name, attributes, inside: b"" }, inside));
    }
    let (end, behind) = closing_tag(inside, name)?;
    Some((Element { name, attributes, inside: &inside[..end] }, &inside[behind..]))
}

/// The first `>` outside of quotes.
fn tag_end(rest: &[u8]) -> Option<usize> {
    let mut is_quoted = false;
    rest.iter().position(|&byte| {
        is_quoted ^= byte == b'"';
        byte == b'>' && !is_quoted
    })
}

/// Where the name's closing tag begins and ends.
fn closing_tag(text: &[u8], name: &[u8]) -> Option<(usize, usize)> {
    memchr_iter(b'<', text).find_map(|at| {
        let tag = text[at..].strip_prefix(b"</")?.strip_prefix(name)?.strip_prefix(b">")?;
        Some((at, text.len() - tag.len()))
    })
}

/// `name="value"`, each between blanks.
fn attributes(mut text: &[u8], path: &mut Vec<u8>, into: &mut Members) {
    let around = path.len();
    while let Some(equals) = memchr(b'=', text) {
        let name = text[..equals].trim_ascii();
        let Some(value) = text[equals + 1..].trim_ascii_start().strip_prefix(b"\"") else { return };
        let Some(end) = memchr(b'"', value) else { return };
        path.push(b'.');
        path.extend_from_slice(name);
        into.push(path, &decode(&value[..end]), Kind::Text);
        path.truncate(around);
        text = &value[end + 1..];
    }
}

/// Takes the elements; whether there is nothing but elements and blanks.
fn children(mut text: &[u8], path: &mut Vec<u8>, depth: usize, into: &mut Members) -> bool {
    let around = path.len();
    loop {
        text = text.trim_ascii_start();
        if text.is_empty() {
            return true;
        }
        let Some((element, rest)) = element(text) else { return false };
        if around > 0 {
            path.push(b'.');
        }
        path.extend_from_slice(element.name);
        let is_nested = depth < DEEPEST && holds_elements(element.inside);
        if is_nested {
            children(element.inside, path, depth + 1, into);
        } else {
            into.push(path, &decode(element.inside.trim_ascii()), Kind::Text);
        }
        path.truncate(around);
        text = rest;
    }
}

/// Whether there are elements and blanks, and nothing else. API Gateway escapes nothing: text may
/// begin like an element.
fn holds_elements(mut text: &[u8]) -> bool {
    text = text.trim_ascii();
    let mut count = 0;
    while let Some((_, rest)) = element(text) {
        text = rest.trim_ascii_start();
        count += 1;
    }
    count > 0 && text.is_empty()
}

/// Undoes the references of XML to characters; what is none of them stands for itself.
pub(super) fn decode(text: &[u8]) -> Cow<'_, [u8]> {
    if memchr(b'&', text).is_none() {
        return Cow::Borrowed(text);
    }
    let mut plain = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr(b'&', rest) {
        plain.extend_from_slice(&rest[..at]);
        match reference(&rest[at + 1..]) {
            Some((character, length)) => {
                plain.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
                rest = &rest[at + 1 + length..];
            }
            None => {
                plain.push(b'&');
                rest = &rest[at + 1..];
            }
        }
    }
    plain.extend_from_slice(rest);
    Cow::Owned(plain)
}

/// The character that a reference stands for, and the reference's length behind the `&`.
fn reference(text: &[u8]) -> Option<(char, usize)> {
    let window = &text[..text.len().min(10)];
    let end = memchr(b';', window)?;
    let character = match &window[..end] {
        b"lt" => '<',
        b"gt" => '>',
        b"amp" => '&',
        b"quot" => '"',
        b"apos" => '\'',
        [b'#', b'x', digits @ ..] => code(digits, 16)?,
        [b'#', digits @ ..] => code(digits, 10)?,
        _ => return None,
    };
    Some((character, end + 1))
}

fn code(digits: &[u8], radix: u32) -> Option<char> {
    let digits = std::str::from_utf8(digits).ok().filter(|digits| !digits.starts_with('+'))?;
    char::from_u32(u32::from_str_radix(digits, radix).ok()?)
}
