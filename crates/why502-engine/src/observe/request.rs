//! A load balancer's request line as it is counted: what stands before the path, the path, its
//! shape.

use why502_parse::{RequestLine, places_of};

use super::path::Bitmaps;

/// The parts of a request line that are counted.
pub(super) struct RequestParts<'a> {
    /// What stands before the path; all, where there is none. Method and host are read from it.
    pub(super) head: &'a [u8],
    /// The path without the query, as logged.
    pub(super) path: Option<&'a [u8]>,
    /// What is known of the path.
    pub(super) bitmaps: Option<Bitmaps>,
}

impl<'a> RequestParts<'a> {
    /// Of a request line, with which `onward` begins.
    #[inline]
    pub(super) fn of(request: &'a [u8], onward: &'a [u8]) -> Self {
        let Some((start, length, bitmaps)) = usual(request, onward) else {
            return Self::of_any(request);
        };
        let (head, rest) = request.split_at(start);
        Self { head, path: Some(&rest[..length]), bitmaps: Some(bitmaps) }
    }

    fn of_any(request: &'a [u8]) -> Self {
        let path = RequestLine::parse(request).path();
        // A path is a part of the line.
        let before = |path: &[u8]| path.as_ptr().addr() - request.as_ptr().addr();
        let head = &request[..path.map_or(request.len(), before)];
        Self { head, path, bitmaps: path.and_then(Bitmaps::of) }
    }
}

/// Where the path of `METHOD http://host:port/path?query HTTP/1.1` begins, its length and its
/// bitmaps, 64 bytes at a time; `None` for what is written otherwise or longer, and near the end of
/// a line.
#[inline]
fn usual(request: &[u8], onward: &[u8]) -> Option<(usize, usize, Bitmaps)> {
    let block = onward.first_chunk()?;
    let spaces = places_of(block, b' ');
    let method_bytes = spaces.trailing_zeros() as usize;
    let url = method_bytes.wrapping_add(1);
    let host = url.wrapping_add(match onward.get(url..)?.first_chunk()? {
        b"https://" => 8,
        [b'h', b't', b't', b'p', b':', b'/', b'/', _] => 7,
        _ => return None,
    });
    let ends = spaces | places_of(block, b'/') | places_of(block, b'?');
    let ends = ends & u64::MAX.checked_shl(host as u32)?;
    let start = ends.trailing_zeros() as usize;
    let (length, bitmaps) = Bitmaps::of_beginning(onward.get(start..)?.first_chunk()?)?;
    let end = start.wrapping_add(length);
    // What ends at a space must be the whole: a URL may hold others.
    let is_whole = match request.get(end)? {
        b'?' => true,
        _ => matches!(request.get(end..)?, [b' ', b'H', b'T', b'T', b'P', b'/', rest @ ..]
            if rest.len() == 3 && !rest.contains(&b' ')),
    };
    let is_usual = ends != 0 && method_bytes > 0 && request[start] == b'/' && is_whole;
    is_usual.then_some((start, length, bitmaps))
}

#[cfg(test)]
mod tests {
    use super::super::path::shape_by;
    use super::*;

    /// What follows a request line in its record.
    fn onward(request: &[u8]) -> Vec<u8> {
        [request, b"\" \"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130.0.0.0\" x"]
            .concat()
    }

    fn both(request: &[u8]) {
        let line = onward(request);
        let fast = RequestParts::of(&line[..request.len()], &line);
        let slow = RequestParts::of_any(request);
        let text = String::from_utf8_lossy(request);
        assert_eq!((fast.head, fast.path), (slow.head, slow.path), "{text}");
        let shape = |parts: RequestParts<'_>| {
            let path = parts.path.unwrap_or_default();
            shape_by(path, parts.bitmaps, &mut Vec::new()).to_vec()
        };
        assert_eq!(shape(fast), shape(slow), "{text}");
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
                        let line = line.as_bytes();
                        usual_ones += usize::from(usual(line, &onward(line)).is_some());
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
