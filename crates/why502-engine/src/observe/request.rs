//! A load balancer's request line as it is counted: what stands before the path, the path, its
//! shape.

use why502_parse::RequestLine;

use super::path::{Bitmaps, shape, shape_by};
use super::swar;

/// The parts of a request line that are counted.
pub(super) struct RequestParts<'a> {
    /// What stands before the path; all, where there is none. Method and host are read from it.
    pub(super) head: &'a [u8],
    /// The path without the query, as logged.
    pub(super) path: Option<&'a [u8]>,
    /// Its shape; empty where there is none.
    pub(super) shape: &'a [u8],
}

impl<'a> RequestParts<'a> {
    /// Of a request line; `buffer` is for the shape.
    #[inline]
    pub(super) fn of(request: &'a [u8], buffer: &'a mut Vec<u8>) -> Self {
        let Some((start, length, bitmaps)) = usual(request) else {
            return Self::of_any(request, buffer);
        };
        let (head, rest) = request.split_at(start);
        let path = &rest[..length];
        Self { head, path: Some(path), shape: shape_by(path, Some(bitmaps), buffer) }
    }

    fn of_any(request: &'a [u8], buffer: &'a mut Vec<u8>) -> Self {
        let path = RequestLine::parse(request).path();
        // A path is a part of the line.
        let before = |path: &[u8]| path.as_ptr().addr() - request.as_ptr().addr();
        let head = &request[..path.map_or(request.len(), before)];
        Self { head, path, shape: path.map_or(&[][..], |path| shape(path, buffer)) }
    }
}

/// Where the path of `METHOD http://host:port/path?query HTTP/1.1` begins, its length and its
/// bitmaps, eight bytes at a time; `None` for what is written otherwise or longer.
#[inline]
fn usual(request: &[u8]) -> Option<(usize, usize, Bitmaps)> {
    let word_at = |at: usize| {
        request.get(at..).and_then(<[u8]>::first_chunk).map(|word| u64::from_le_bytes(*word))
    };
    let method_bytes = first(swar::equal(word_at(0)?, b' ')).filter(|&bytes| bytes > 0)?;
    let url = method_bytes + 1;
    let host = url
        + match word_at(url)?.to_le_bytes() {
            [b'h', b't', b't', b'p', b's', b':', b'/', b'/'] => 8,
            [b'h', b't', b't', b'p', b':', b'/', b'/', _] => 7,
            _ => return None,
        };
    let mut at = host;
    let start = loop {
        let word = word_at(at)?;
        let ends = swar::equal(word, b'/') | swar::equal(word, b'?') | swar::equal(word, b' ');
        if let Some(bytes) = first(ends) {
            break at + bytes;
        }
        at += 8;
    };
    let (length, bitmaps) = Bitmaps::of_beginning(&request[start..])?;
    let end = start + length;
    // What ends at a space must be the whole: a URL may hold others.
    let is_whole = match request[end] {
        b'?' => true,
        _ => {
            request.len() == end + 9
                && request[end + 1..].starts_with(b"HTTP/")
                && swar::equal(word_at(end + 1)?, b' ') == 0
        }
    };
    (request[start] == b'/' && is_whole).then_some((start, length, bitmaps))
}

/// The place of the first byte whose highest bit is set.
#[inline]
fn first(high: u64) -> Option<usize> {
    (high != 0).then(|| (high.trailing_zeros() / 8) as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn both(request: &[u8]) {
        let (mut fast, mut slow) = (Vec::new(), Vec::new());
        let fast = RequestParts::of(request, &mut fast);
        let slow = RequestParts::of_any(request, &mut slow);
        let text = String::from_utf8_lossy(request);
        assert_eq!(
            (fast.head, fast.path, fast.shape),
            (slow.head, slow.path, slow.shape),
            "{text}"
        );
    }

    #[test]
    fn usual_lines_are_read_as_any() {
        let hosts = ["example.com:443", "a", "", "[2001:db8::1]:80", "user@h:1", "ho st", "a?b"];
        let paths = ["/", "/a/42/b", "/a b", "", "*", "//", "/abc?d=/e f", "/x/8f14e45fceea167a5"];
        let ends =
            [" HTTP/1.1", " HTTP/2.0", "", " ", " -", " HTTP/1.1 ", " HTTP/ .1", " HTTPS/1.1"];
        let mut usual_ones = 0;
        for method in ["GET", "-", "", "PROPFIND", "OPTIONS"] {
            for scheme in ["https://", "http://", "HTTPS://", "wss://", ""] {
                for (host, path) in hosts.iter().flat_map(|host| paths.map(|path| (host, path))) {
                    for end in ends {
                        let line = format!("{method} {scheme}{host}{path}{end}");
                        both(line.as_bytes());
                        usual_ones += usize::from(usual(line.as_bytes()).is_some());
                    }
                }
            }
        }
        assert!(usual_ones > 200, "{usual_ones}");
    }

    #[test]
    fn any_bytes_are_read_the_same() {
        let words =
            ["GET ", "https://", "http://", "h", ":443", "/", "?", " ", "HTTP/1.1", "77", "-"];
        let mut state = 502_u64;
        let mut next = |limit: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 33) as usize % limit
        };
        for _ in 0..100_000 {
            let mut line = if next(2) == 0 { "GET https://".to_owned() } else { String::new() };
            (0..next(14)).for_each(|_| line.push_str(words[next(words.len())]));
            both(line.as_bytes());
        }
    }
}
