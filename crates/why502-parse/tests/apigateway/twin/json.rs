//! Objects: as JSON, tokens first, then what they make; and as a writer leaves them that escapes
//! nothing.

use super::{Pair, regex, utf8};
use regex::bytes::Captures;

fn tokens(text: &[u8]) -> Option<Vec<&[u8]>> {
    let token = regex(
        r#"(?s-u)^[ \t\r\n]*("(?:[^"\\]|\\.)*"|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null|[{}\[\],:])[ \t\r\n]*"#,
    );
    let mut tokens = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let found = token.captures(rest)?;
        tokens.push(found.get(1)?.as_bytes());
        rest = &rest[found[0].len()..];
    }
    Some(tokens)
}

pub(super) fn json(text: &[u8]) -> Option<Vec<Pair>> {
    let tokens = tokens(text)?;
    let mut pairs = Vec::new();
    let end = value(text, &tokens, 0, 0, &[], Some(&mut pairs))?;
    (end == tokens.len()).then_some(pairs)
}

/// The place behind the value that begins at `at`.
fn value(
    text: &[u8],
    tokens: &[&[u8]],
    at: usize,
    depth: usize,
    path: &[u8],
    mut pairs: Option<&mut Vec<Pair>>,
) -> Option<usize> {
    let is = |at: usize, token: &[u8]| tokens.get(at).is_some_and(|found| *found == token);
    if is(at, b"{") || is(at, b"[") {
        let is_object = is(at, b"{");
        let close: &[u8] = if is_object { b"}" } else { b"]" };
        if depth == 32 {
            return None;
        }
        let mut next = at + 1;
        let mut is_first = true;
        while !is(next, close) {
            if !is_first {
                next = is(next, b",").then_some(next + 1)?;
            }
            is_first = false;
            let mut name = path.to_vec();
            if is_object {
                let inside = tokens.get(next)?.strip_prefix(b"\"")?.strip_suffix(b"\"")?;
                if !name.is_empty() {
                    name.push(b'.');
                }
                name.extend_from_slice(inside);
                next = is(next + 1, b":").then_some(next + 2)?;
            }
            let inner = if is_object { pairs.as_deref_mut() } else { None };
            next = value(text, tokens, next, depth + 1, &name, inner)?;
        }
        if !is_object && let Some(pairs) = pairs {
            let place = |token: &[u8]| token.as_ptr() as usize - text.as_ptr() as usize;
            let array = text[place(tokens[at])..=place(tokens[next])].to_vec();
            pairs.push((path.to_vec(), array, "Json"));
        }
        return Some(next + 1);
    }
    let token = *tokens.get(at)?;
    let (logged, kind) = match token {
        b"null" => (Vec::new(), "Text"),
        b"true" | b"false" => (token.to_vec(), "Bool"),
        [b'"', inside @ .., b'"'] => (unescaped(inside), "Text"),
        [b'-' | b'0'..=b'9', ..] => (token.to_vec(), "Number"),
        _ => return None,
    };
    if let Some(pairs) = pairs {
        pairs.push((path.to_vec(), logged, kind));
    }
    Some(at + 1)
}

fn unescaped(inside: &[u8]) -> Vec<u8> {
    let escape = regex(
        r#"(?-u)\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\["\\/bfnrt]"#,
    );
    let unit = |digits: &[u8]| u16::from_str_radix(&utf8(digits), 16).unwrap_or(0);
    let plain = |found: &Captures<'_>| match &found[0] {
        [b'\\', b'u', first @ .., b'\\', b'u', a, b, c, d] => {
            String::from_utf16_lossy(&[unit(first), unit(&[*a, *b, *c, *d])]).into_bytes()
        }
        [b'\\', b'u', digits @ ..] => String::from_utf16_lossy(&[unit(digits)]).into_bytes(),
        b"\\b" => vec![8],
        b"\\f" => vec![12],
        b"\\n" => vec![b'\n'],
        b"\\r" => vec![b'\r'],
        b"\\t" => vec![b'\t'],
        other => other[1..].to_vec(),
    };
    escape.replace_all(inside, plain).into_owned()
}

// JSON whose writer escapes nothing.

const BLANK: &str = r"[ \t\r\n]*";
const NAME: &str = r#""([^"\\{},\x00-\x1f\x7f]{1,128})"[ \t\r\n]*:"#;

pub(super) fn loose_json(text: &[u8]) -> Option<Vec<Pair>> {
    let mut pairs = Vec::new();
    let end = loose_object(text, 1, 1, &[], &mut pairs)?;
    text[end..].trim_ascii().is_empty().then_some(pairs)
}

fn skip(text: &[u8], at: usize, pattern: &str) -> Option<usize> {
    let found = regex(&format!("(?s-u)^{BLANK}(?:{pattern})")).find(text.get(at..)?)?;
    Some(at + found.end())
}

/// The place behind the object whose inside begins at `at`.
fn loose_object(
    text: &[u8],
    mut at: usize,
    depth: usize,
    path: &[u8],
    pairs: &mut Vec<Pair>,
) -> Option<usize> {
    loop {
        if let Some(end) = skip(text, at, r"\}") {
            return Some(end);
        }
        let found = regex(&format!("(?s-u)^{BLANK}{NAME}")).captures(text.get(at..)?)?;
        let name =
            if path.is_empty() { found[1].to_vec() } else { [path, b".", &found[1]].concat() };
        let start = skip(text, at + found[0].len(), "")?;
        let is_object = skip(text, start, &format!(r"\{{{BLANK}(?:\}}|{NAME})")).is_some();
        if is_object && text[start] == b'{' && depth < 32 {
            at = loose_object(text, start + 1, depth + 1, &name, pairs)?;
        } else {
            let braced = pairs.iter().filter(|pair| pair.1.starts_with(b"{")).count();
            let (logged, end) = loose_value(text, start, depth, braced < 16)?;
            let is_token = tokens(&logged).is_some_and(|found| found == [&logged[..]]);
            let kind = match &logged[..] {
                _ if text[start] == b'"' || !is_token => "Text",
                b"true" | b"false" => "Bool",
                [b'-' | b'0'..=b'9', ..] => "Number",
                _ => "Text",
            };
            let is_null = logged == b"null" && text[start] != b'"';
            pairs.push((name, if is_null { Vec::new() } else { logged }, kind));
            at = end;
        }
        at = skip(text, at, ",").unwrap_or(at);
    }
}

fn loose_value(
    text: &[u8],
    start: usize,
    depth: usize,
    may_hold: bool,
) -> Option<(Vec<u8>, usize)> {
    let close = format!(r"(?:(?:,{BLANK})?\}}{BLANK})");
    let ends = format!("{close}{{0,{}}},{BLANK}{NAME}|{close}{{{depth}}}$", depth - 1);
    if text[start..].starts_with(b"\"") {
        let is_end = |end: &usize| text[*end] == b'"' && skip(text, end + 1, &ends).is_some();
        let holds = |end: &usize| {
            text[end - 1] == b'}' && text[*end] == b'"' && json(&text[start + 1..*end]).is_some()
        };
        let is_braced = may_hold && text[start + 1..].starts_with(b"{");
        let whole = (start + 2..text.len()).find(holds).filter(|_| is_braced).filter(is_end);
        let end = whole.or_else(|| (start + 1..text.len()).find(is_end))?;
        return Some((text[start + 1..end].to_vec(), end + 1));
    }
    let is_end =
        |end: &usize| matches!(text[*end], b',' | b'}') && skip(text, *end, &ends).is_some();
    let end = (start..text.len()).find(is_end)?;
    Some((text[start..end].trim_ascii_end().to_vec(), end))
}
