//! Bytes of a log as a JSON string, or as a cell of a table.

use crate::options::Layout;

/// Appends the text as a JSON string, quotes included. What is not UTF-8 becomes U+FFFD.
#[inline]
pub fn json_string(out: &mut Vec<u8>, text: &[u8]) {
    out.push(b'"');
    if is_plain(text) {
        out.extend_from_slice(text);
    } else {
        each_valid(text, &mut |valid| json_escaped(out, valid));
    }
    out.push(b'"');
}

/// ASCII that needs no escape.
#[inline]
fn is_plain(text: &[u8]) -> bool {
    !has_any(text, |byte| !matches!(byte, 0x20..=0x7e) | (byte == b'"') | (byte == b'\\'))
}

/// Is any byte odd? Without an early end, so that the compiler looks at all bytes of an array at once; the
/// last array overlaps the one before, since a loop over the rest costs more than all of it: most
/// values have 10 to 60 bytes.
#[inline(always)]
fn has_any(text: &[u8], is_odd: impl Fn(u8) -> bool + Copy) -> bool {
    if let Some(last) = text.last_chunk::<16>() {
        let (arrays, _) = text.as_chunks::<16>();
        return arrays.iter().fold(array_has_any(last, is_odd), |found, array| {
            found | array_has_any(array, is_odd)
        });
    }
    if let (Some(first), Some(last)) = (text.first_chunk::<8>(), text.last_chunk::<8>()) {
        return array_has_any(first, is_odd) | array_has_any(last, is_odd);
    }
    text.iter().fold(false, |found, &byte| found | is_odd(byte))
}

#[inline(always)]
fn array_has_any<const N: usize>(bytes: &[u8; N], is_odd: impl Fn(u8) -> bool) -> bool {
    bytes.iter().fold(0, |found, &byte| found | u8::from(is_odd(byte))) != 0
}

/// Calls `each` with the text cut where it is no UTF-8, and U+FFFD for each such place.
fn each_valid(text: &[u8], each: &mut dyn FnMut(&[u8])) {
    for chunk in text.utf8_chunks() {
        each(chunk.valid().as_bytes());
        if !chunk.invalid().is_empty() {
            each("\u{fffd}".as_bytes());
        }
    }
}

/// Appends the text as it stands. What is not UTF-8 becomes U+FFFD.
pub(crate) fn write_utf8(out: &mut Vec<u8>, text: &[u8]) {
    if text.is_ascii() {
        return out.extend_from_slice(text);
    }
    each_valid(text, &mut |valid| out.extend_from_slice(valid));
}

/// Escapes quotes, backslashes and control characters (also DEL, which terminals act on).
fn json_escaped(out: &mut Vec<u8>, text: &[u8]) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    let mut rest = text;
    let needs = |byte: &u8| *byte < 0x20 || matches!(*byte, b'"' | b'\\' | 0x7f);
    while let Some(at) = rest.iter().position(needs) {
        out.extend_from_slice(&rest[..at]);
        match rest[at] {
            b'"' => out.extend_from_slice(b"\\\""),
            b'\\' => out.extend_from_slice(b"\\\\"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\t' => out.extend_from_slice(b"\\t"),
            byte => {
                let digits = [HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]];
                out.extend_from_slice(b"\\u00");
                out.extend_from_slice(&digits);
            }
        }
        rest = &rest[at + 1..];
    }
    out.extend_from_slice(rest);
}

/// Appends a JSON array of the log: on one line, and UTF-8.
pub(crate) fn json_as_logged(out: &mut Vec<u8>, json: &[u8]) {
    // A raw control character stands between values only, where a space means the same.
    let begin = out.len();
    each_valid(json, &mut |valid| out.extend_from_slice(valid));
    for byte in &mut out[begin..] {
        if *byte < 0x20 {
            *byte = b' ';
        }
    }
}

/// Appends the text as a cell. A text that a spreadsheet would take for a formula gets a leading
/// apostrophe.
pub(crate) fn cell(out: &mut Vec<u8>, text: &[u8], layout: Layout) {
    let apostrophe: &[u8] = if is_formula(text) { b"'" } else { b"" };
    // Of nearly all values, and found in one look.
    let is_plain = match layout {
        Layout::Tsv => !has_any(text, |byte| is_tab_escaped(byte) | !byte.is_ascii()),
        _ => !has_any(text, |byte| is_quoted_for(byte) | !byte.is_ascii()),
    };
    if is_plain {
        out.extend_from_slice(apostrophe);
        return out.extend_from_slice(text);
    }
    if layout == Layout::Tsv {
        out.extend_from_slice(apostrophe);
        return each_valid(text, &mut |valid| tab_escaped(out, valid));
    }
    let is_quoted = has_any(text, is_quoted_for);
    if !is_quoted {
        out.extend_from_slice(apostrophe);
        return write_utf8(out, text);
    }
    out.push(b'"');
    out.extend_from_slice(apostrophe);
    // Most are quoted for the comma in a user agent.
    if has_any(text, |byte| byte == b'"') {
        each_valid(text, &mut |valid| {
            for part in valid.split_inclusive(|&byte| byte == b'"') {
                out.extend_from_slice(part);
                if part.ends_with(b"\"") {
                    out.push(b'"');
                }
            }
        });
    } else {
        write_utf8(out, text);
    }
    out.push(b'"');
}

#[inline(always)]
fn is_quoted_for(byte: u8) -> bool {
    (byte == b',') | (byte == b'"') | (byte == b'\n') | (byte == b'\r')
}

#[inline(always)]
fn is_tab_escaped(byte: u8) -> bool {
    (byte == b'\t') | (byte == b'\n') | (byte == b'\r') | (byte == b'\\')
}

/// Appends the text as a cell of a table whose cells stand between commas: quoted where it must be.
/// A text that a spreadsheet would take for a formula gets a leading apostrophe.
pub fn csv_cell(out: &mut Vec<u8>, text: &[u8]) {
    cell(out, text, Layout::Csv);
}

/// Begins with `=`, `+`, `-`, `@`, TAB or CR, and is neither a number nor a lone `-`.
fn is_formula(text: &[u8]) -> bool {
    matches!(text.first(), Some(b'=' | b'+' | b'-' | b'@' | b'\t' | b'\r'))
        && text != b"-"
        && !is_number(text)
}

/// An optional sign, digits, and an optional fraction and exponent.
fn is_number(text: &[u8]) -> bool {
    let unsigned = text.strip_prefix(b"-").or_else(|| text.strip_prefix(b"+")).unwrap_or(text);
    let digits = |text: &[u8]| text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let whole = digits(unsigned);
    let mut rest = &unsigned[whole..];
    if let Some(fraction) = rest.strip_prefix(b".") {
        let count = digits(fraction);
        if count == 0 {
            return false;
        }
        rest = &fraction[count..];
    }
    if let [b'e' | b'E', exponent @ ..] = rest {
        let exponent = match exponent {
            [b'+' | b'-', digits @ ..] => digits,
            digits => digits,
        };
        return whole > 0 && !exponent.is_empty() && digits(exponent) == exponent.len();
    }
    whole > 0 && rest.is_empty()
}

/// A tab-separated row has no quotes: what would end a cell or a row is written with a backslash.
fn tab_escaped(out: &mut Vec<u8>, text: &[u8]) {
    for &byte in text {
        match byte {
            b'\t' => out.extend_from_slice(b"\\t"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\\' => out.extend_from_slice(b"\\\\"),
            byte => out.push(byte),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn csv(text: &str) -> String {
        let mut out = Vec::new();
        cell(&mut out, text.as_bytes(), Layout::Csv);
        String::from_utf8(out).unwrap()
    }

    fn tsv(text: &str) -> String {
        let mut out = Vec::new();
        cell(&mut out, text.as_bytes(), Layout::Tsv);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn what_a_spreadsheet_would_compute_gets_an_apostrophe() {
        for text in ["=1+1", "+cmd|x", "-2+3", "@SUM(A1)", "-1x", "--", "-.", "+1e", "-e5"] {
            assert_eq!(csv(text), format!("'{text}"));
            assert_eq!(tsv(text), format!("'{text}"));
        }
        assert_eq!(csv("=HYPERLINK(\"x\",1)"), "\"'=HYPERLINK(\"\"x\"\",1)\"");
        assert_eq!(tsv("\t=1"), "'\\t=1");
        assert_eq!(csv("\r=1"), "\"'\r=1\"");
    }

    #[test]
    fn numbers_and_a_lone_hyphen_stay_as_they_are() {
        for text in ["-", "-1", "+5", "-0.25", "-1e-9", "+1.5E+3", "12", "a=b", ""] {
            assert_eq!(csv(text), text);
        }
    }

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        assert_eq!(csv("a,b"), "\"a,b\"");
        assert_eq!(csv("say \"so\""), "\"say \"\"so\"\"\"");
        assert_eq!(csv("a\nb"), "\"a\nb\"");
        assert_eq!(tsv("a\tb\\c\nd,\"e\""), "a\\tb\\\\c\\nd,\"e\"");
    }

    #[test]
    fn a_cell_is_the_same_wherever_an_odd_byte_stands() {
        for (length, odd) in (1..40).flat_map(|length| b",\"\n\r\t\\=\x80".map(|odd| (length, odd)))
        {
            for place in 0..length {
                let mut bytes = vec![b'a'; length];
                bytes[place] = odd;
                let text = String::from_utf8_lossy(&bytes);
                let apostrophe = if place == 0 && b"=\t\r".contains(&odd) { "'" } else { "" };
                let (mut comma, mut tab) = (Vec::new(), Vec::new());
                cell(&mut comma, &bytes, Layout::Csv);
                cell(&mut tab, &bytes, Layout::Tsv);
                let quote = if b",\"\n\r".contains(&odd) { "\"" } else { "" };
                let doubled = text.replace('"', "\"\"");
                assert_eq!(comma, format!("{quote}{apostrophe}{doubled}{quote}").into_bytes());
                let escaped = text.replace('\\', "\\\\").replace('\t', "\\t");
                let escaped = escaped.replace('\n', "\\n").replace('\r', "\\r");
                assert_eq!(tab, format!("{apostrophe}{escaped}").into_bytes());
            }
        }
    }

    #[test]
    fn what_needs_an_escape_is_seen_at_every_place() {
        for length in 1..70 {
            for place in 0..length {
                for odd in [b'"', b'\\', 0, 0x1f, 0x7f, 0x80, 0xff] {
                    let mut text = vec![b'a'; length];
                    assert!(is_plain(&text));
                    text[place] = odd;
                    assert!(!is_plain(&text), "{odd} at {place} of {length}");
                }
            }
        }
        assert!(is_plain(b"") && is_plain(b" !#[]~"));
    }

    #[test]
    fn a_json_string_reads_back_as_the_text() {
        for bytes in [&b"plain"[..], b"\"\\\x00\x1f\x7f\n", "é\u{2028}".as_bytes(), b"a\xffb\xc3"]
        {
            let mut out = Vec::new();
            json_string(&mut out, bytes);
            assert!(out.iter().all(|&byte| byte >= 0x20 && byte != 0x7f));
            let read: String = serde_json::from_slice(&out).unwrap();
            assert_eq!(read, String::from_utf8_lossy(bytes));
        }
    }
}
