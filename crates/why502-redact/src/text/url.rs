//! URLs and request lines.

use std::ops::Range;

use super::class::How;
use super::escape::escaped;
use super::query::query;
use super::scan::scan;
use crate::cut::Cut;

/// Hides who asks, the values of the query, the fragment, and what the path should not hold:
/// `https://USER@example.com/a?q=VALUE`, alone or with a method before it and a version behind.
pub(crate) fn url(cut: &mut Cut<'_, '_>, part: Range<usize>, how: How<'_>) {
    let text = cut.text;
    let end = part.start + without_version(&text[part.clone()]).len();
    let (path_end, mark) = path_end(&text[part.start..end]);
    let path = part.start..part.start + path_end;
    scan(cut, path.clone(), How { queries: false, parameters: true, ..how });
    query(cut, path.end + mark..end);
}

/// A request line without ` HTTP/1.1`.
fn without_version(line: &[u8]) -> &[u8] {
    let begin = line.len().saturating_sub(12);
    match memchr::memmem::rfind(&line[begin..], b" HTTP/") {
        Some(place) => &line[..begin + place],
        None => line,
    }
}

/// Where the path ends, and the length of what ends it: `?`, `#`, or such escaped.
fn path_end(text: &[u8]) -> (usize, usize) {
    let mut from = 0;
    while let Some(place) = memchr::memchr3(b'?', b'#', b'%', &text[from..]).map(|at| from + at) {
        if text[place] != b'%' {
            return (place, 1);
        }
        let length = escaped(text, place, *b"3f").max(escaped(text, place, *b"23"));
        if length > 0 {
            return (place, length);
        }
        from = place + 1;
    }
    (text.len(), 0)
}
