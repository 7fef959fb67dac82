//! A line that is a JSON object, or would be one if API Gateway escaped what it puts in.

use super::members::Members;
use crate::json::{Token, decode, members, tolerant_members};
use crate::row::Kind;

/// Takes the members of the object; whether it is one, up to the line's end.
pub(super) fn read(line: &[u8], into: &mut Members) -> bool {
    into.begin(line.len());
    let end = members(line, &mut |name, token| match token {
        Token::Text(inside) => into.push(name, &decode(inside), Kind::Text),
        token => push_as_logged(into, name, token),
    });
    if end.is_ok_and(|end| line[end..].trim_ascii().is_empty()) {
        return true;
    }
    // A backslash in such a line escapes nothing, or the quotes would have one.
    into.begin(line.len());
    tolerant_members(line, &mut |name, token| push_as_logged(into, name, token)).is_ok()
}

/// The names in the object, or in the beginning of one, and the values as they are logged.
pub(super) fn names(line: &[u8], each: &mut dyn FnMut(&[u8], &[u8])) {
    // What the strict reading hands out before it stops may end at the wrong quote.
    let end = members(line, &mut |_, _| {});
    if end.is_ok_and(|end| line[end..].trim_ascii().is_empty()) {
        let _ = members(line, &mut |name, token| each(name, logged(token).0));
    } else {
        let _ = tolerant_members(line, &mut |name, token| each(name, logged(token).0));
    }
}

fn push_as_logged(into: &mut Members, name: &[u8], token: Token<'_>) {
    let (value, kind) = logged(token);
    into.push(name, value, kind);
}

fn logged(token: Token<'_>) -> (&[u8], Kind) {
    match token {
        Token::Text(text) => (text, Kind::Text),
        Token::Number(number) => (number, Kind::Number),
        Token::Bool(word) => (word, Kind::Bool),
        Token::Array(array) => (array, Kind::Json),
        Token::Null => (b"", Kind::Text),
    }
}
