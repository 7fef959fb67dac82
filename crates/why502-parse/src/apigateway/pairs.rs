//! A line of pairs, `name: value, name: value`: the template that a widely used deployment tool
//! sets for REST APIs.

use super::members::Members;
use crate::row::Kind;
use memchr::memchr;

/// Names come from templates.
const LONGEST_NAME: usize = 64;

/// Takes the pairs; whether the line begins with one.
pub(super) fn read(line: &[u8], into: &mut Members) -> bool {
    into.begin(line.len());
    walk(line, &mut |name, value| into.push(name, value, Kind::Text))
}

/// Hands out name and value of every pair. A comma before what is no pair is part of a value.
pub(super) fn walk<'a>(line: &'a [u8], each: &mut dyn FnMut(&'a [u8], &'a [u8])) -> bool {
    let Some((mut name, mut value)) = pair(line) else { return false };
    let mut from = 0;
    while let Some(comma) = memchr(b',', &value[from..]) {
        let end = from + comma;
        let next = value[end + 1..].strip_prefix(b" ").and_then(pair);
        match next {
            Some((next, rest)) => {
                each(name, value[..end].trim_ascii());
                (name, value, from) = (next, rest, 0);
            }
            None => from = end + 1,
        }
    }
    each(name, value.trim_ascii());
    true
}

/// The name that begins there, and everything behind its colon.
fn pair(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let is_part = |byte: &&u8| byte.is_ascii_alphanumeric() || b"_-.$".contains(byte);
    let length = text.iter().take(LONGEST_NAME + 1).take_while(is_part).count();
    let (name, rest) = text.split_at(length);
    let is_name = (1..=LONGEST_NAME).contains(&length);
    Some((name, rest.strip_prefix(b": ")?)).filter(|_| is_name)
}
