//! A plain reader of JSON that builds the whole object: the slow counterpart of the parser's walk.
//! Strings may hold any bytes.

/// A value.
pub(crate) enum Node {
    /// What stands between the quotes.
    Text(Vec<u8>),
    /// A number, as it stands.
    Number(Vec<u8>),
    /// A truth value.
    Bool(bool),
    /// `null`.
    Null,
    /// An array, as it stands.
    Array(Vec<u8>),
    /// Names between their quotes, and values.
    Object(Vec<(Vec<u8>, Node)>),
}

/// The object that the text is, if it is one and nothing else.
pub(crate) fn object(text: &[u8]) -> Option<Vec<(Vec<u8>, Node)>> {
    let mut at = blanks(text, 0);
    let Node::Object(members) = value(text, &mut at, 1)? else { return None };
    text[at..].iter().all(u8::is_ascii_whitespace).then_some(members)
}

fn blanks(text: &[u8], mut at: usize) -> usize {
    while at < text.len() && b" \t\r\n".contains(&text[at]) {
        at += 1;
    }
    at
}

fn value(text: &[u8], at: &mut usize, depth: usize) -> Option<Node> {
    let start = *at;
    match *text.get(*at)? {
        b'"' => string(text, at).map(Node::Text),
        open @ (b'{' | b'[') => {
            if depth > 32 {
                return None;
            }
            let close = if open == b'{' { b'}' } else { b']' };
            let mut members = Vec::new();
            *at = blanks(text, *at + 1);
            while *text.get(*at)? != close {
                if open == b'{' {
                    let name = string(text, at)?;
                    *at = blanks(text, *at);
                    if *text.get(*at)? != b':' {
                        return None;
                    }
                    *at = blanks(text, *at + 1);
                    members.push((name, value(text, at, depth + 1)?));
                } else {
                    value(text, at, depth + 1)?;
                }
                *at = blanks(text, *at);
                match *text.get(*at)? {
                    b',' => {
                        *at = blanks(text, *at + 1);
                        if *text.get(*at)? == close {
                            return None;
                        }
                    }
                    byte if byte == close => {}
                    _ => return None,
                }
            }
            *at += 1;
            let array = || Node::Array(text[start..*at].to_vec());
            Some(if open == b'{' { Node::Object(members) } else { array() })
        }
        _ => {
            while *at < text.len()
                && (text[*at].is_ascii_alphanumeric() || b"+-.".contains(&text[*at]))
            {
                *at += 1;
            }
            match &text[start..*at] {
                b"true" => Some(Node::Bool(true)),
                b"false" => Some(Node::Bool(false)),
                b"null" => Some(Node::Null),
                word if is_number(word) => Some(Node::Number(word.to_vec())),
                _ => None,
            }
        }
    }
}

fn string(text: &[u8], at: &mut usize) -> Option<Vec<u8>> {
    if *text.get(*at)? != b'"' {
        return None;
    }
    let start = *at + 1;
    *at = start;
    while *text.get(*at)? != b'"' {
        *at += if text[*at] == b'\\' { 2 } else { 1 };
    }
    *at += 1;
    Some(text[start..*at - 1].to_vec())
}

/// Whether JSON allows the word as a number.
pub(crate) fn is_number(word: &[u8]) -> bool {
    let is_part = |byte: &u8| byte.is_ascii_digit() || b"+-.eE".contains(byte);
    let text = std::str::from_utf8(word).unwrap_or_default();
    // A number too large for any type is one all the same: only its shape counts here.
    let shape = |text: &str| {
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let mantissa = mantissa.strip_prefix('-').unwrap_or(mantissa);
        let (whole, decimals) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
        digits(exponent)
            && digits(decimals)
            && digits(whole)
            && (whole.len() == 1 || !whole.starts_with('0'))
    };
    !word.is_empty() && word.iter().all(is_part) && shape(text)
}

/// The text with its escapes undone; those of `\u` that are halves of pairs become U+FFFD.
pub(crate) fn plain(inside: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < inside.len() {
        let unit = |at: usize| {
            let digits = inside.get(at..at + 6)?.strip_prefix(b"\\u")?;
            let text = std::str::from_utf8(digits).ok()?;
            let is_hex = text.bytes().all(|byte| byte.is_ascii_hexdigit());
            u16::from_str_radix(text, 16).ok().filter(|_| is_hex)
        };
        let simple = match inside.get(at..at + 2).unwrap_or_default() {
            [b'\\', byte @ (b'"' | b'\\' | b'/')] => Some(*byte),
            br"\b" => Some(8),
            br"\f" => Some(12),
            br"\n" => Some(10),
            br"\r" => Some(13),
            br"\t" => Some(9),
            _ => None,
        };
        if let Some(byte) = simple {
            out.push(byte);
            at += 2;
        } else if let Some(first) = unit(at) {
            let is_high = (0xd800..0xdc00).contains(&first);
            let low = unit(at + 6).filter(|low| is_high && (0xdc00..0xe000).contains(low));
            let units = [first, low.unwrap_or_default()];
            let units = &units[..1 + usize::from(low.is_some())];
            out.extend(String::from_utf16_lossy(units).as_bytes());
            at += 6 * units.len();
        } else {
            out.push(inside[at]);
            at += 1;
        }
    }
    out
}

/// The array in one line, without blanks between its parts.
pub(crate) fn compact(array: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < array.len() {
        if array[at] == b'"' {
            let start = at;
            let Some(_) = string(array, &mut at) else { break };
            for &byte in &array[start..at] {
                match byte {
                    b'\n' => out.extend(br"\n"),
                    b'\r' => out.extend(br"\r"),
                    _ => out.push(byte),
                }
            }
        } else {
            if !b" \t\r\n".contains(&array[at]) {
                out.push(array[at]);
            }
            at += 1;
        }
    }
    out
}
