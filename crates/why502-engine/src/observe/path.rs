//! Paths without what varies from request to request: `/users/1729/orders` → `/users/*/orders`.

use std::borrow::Cow;

use why502_parse::percent_decode_once;

/// A segment this long is a token, a hash or a signature, not a word of a route.
const LONGEST_WORD: usize = 40;
/// A token without a digit, or with few of them, is at least this long.
const SHORTEST_TOKEN: usize = 16;

/// Shapes `path`: a segment that looks like an id becomes `*`.
///
/// Returns `path` itself where nothing varies; otherwise the shape is written to `buffer`.
pub(super) fn shape<'a>(path: &'a [u8], buffer: &'a mut Vec<u8>) -> &'a [u8] {
    buffer.clear();
    let mut copied = 0;
    let mut start = 0;
    for segment in path.split(|&byte| byte == b'/') {
        if is_variable(segment) {
            buffer.extend_from_slice(&path[copied..start]);
            buffer.push(b'*');
            copied = start + segment.len();
        }
        start += segment.len() + 1;
    }
    if copied == 0 {
        return path;
    }
    buffer.extend_from_slice(&path[copied..]);
    buffer
}

/// The path without percent-encoding, however often it was encoded (three times at most): one
/// log has it as the client sent it, the next encodes what it writes once more.
pub(crate) fn decoded(path: &[u8]) -> Cow<'_, [u8]> {
    const MOST_ROUNDS: usize = 3;
    let mut plain = Cow::Borrowed(path);
    for _ in 0..MOST_ROUNDS {
        match percent_decode_once(&plain) {
            Cow::Borrowed(_) => break,
            Cow::Owned(shorter) => plain = Cow::Owned(shorter),
        }
    }
    plain
}

/// `/prod/cart` as `/cart`; `None` where there is one segment only.
pub(crate) fn without_first_segment(path: &[u8]) -> Option<&[u8]> {
    let after = path.strip_prefix(b"/")?;
    after.iter().position(|&byte| byte == b'/').map(|slash| &after[slash..])
}

/// Does a segment vary? Words and plain numbers, which nearly all are, are told by one pass.
fn is_variable(segment: &[u8]) -> bool {
    let digits = segment.iter().filter(|byte| byte.is_ascii_digit()).count();
    if digits == 0 && segment.len() < SHORTEST_TOKEN {
        return false;
    }
    digits == segment.len() || segment.len() > LONGEST_WORD || looks_like_an_id(segment)
}

/// Numbers, UUIDs, hashes, mixed tokens and anything with four digits in a row vary; `v2`,
/// `oauth2` and `s3` do not. Of a file name the part before the extension decides.
fn looks_like_an_id(segment: &[u8]) -> bool {
    let dot = segment.iter().rposition(|&byte| byte == b'.').filter(|&dot| dot > 0);
    let stem = dot.map_or(segment, |dot| &segment[..dot]);
    let digits = stem.iter().filter(|byte| byte.is_ascii_digit()).count();
    if digits == 0 {
        return stem.len() >= SHORTEST_TOKEN && is_token_without_digits(stem);
    }
    digits == stem.len()
        || longest_digit_run(stem) >= 4
        || is_hash(stem, digits)
        || (stem.len() >= SHORTEST_TOKEN && digits >= 3 && !stem.contains(&b'.'))
        || ends_in_a_number(stem)
        || stem.split(|&byte| byte == b'.' || byte == b'-').any(|part| {
            let digits = part.iter().filter(|byte| byte.is_ascii_digit()).count();
            part.len() >= 8 && is_hash(part, digits)
        })
}

/// `037c231f`, a UUID: hexadecimal, eight or more, with a digit among them.
fn is_hash(part: &[u8], digits: usize) -> bool {
    digits > 0
        && part.len() >= 8
        && part.iter().all(|&byte| byte.is_ascii_hexdigit() || byte == b'-')
}

/// `order-42`, `user_17`: a word, a separator and a number of two digits or more.
fn ends_in_a_number(stem: &[u8]) -> bool {
    let separator = |byte: &u8| matches!(byte, b'-' | b'_' | b'.' | b':' | b'=');
    stem.iter().any(separator)
        && stem.split(separator).any(|part| part.len() >= 2 && part.iter().all(u8::is_ascii_digit))
}

/// Hexadecimal or mixed-case base64 without a digit by chance.
fn is_token_without_digits(stem: &[u8]) -> bool {
    let hex = stem.iter().all(u8::is_ascii_hexdigit);
    let upper = stem.iter().filter(|byte| byte.is_ascii_uppercase()).count();
    let letters = stem.iter().all(u8::is_ascii_alphabetic);
    hex || (letters && stem.len() >= 20 && upper * 4 >= stem.len() && upper < stem.len())
}

fn longest_digit_run(segment: &[u8]) -> usize {
    let mut longest = 0;
    let mut run = 0;
    for byte in segment {
        run = if byte.is_ascii_digit() { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}

#[cfg(test)]
mod tests {
    use super::{decoded, shape, without_first_segment};

    #[test]
    fn only_what_has_a_second_segment_is_a_tail() {
        assert_eq!(without_first_segment(b"/prod/a/b"), Some(&b"/a/b"[..]));
        assert_eq!(without_first_segment(b"/prod/"), Some(&b"/"[..]));
        for path in [&b"/"[..], b"/cart", b"*", b""] {
            assert_eq!(without_first_segment(path), None);
        }
    }

    #[test]
    fn a_path_is_the_same_however_often_it_was_encoded() {
        for path in ["/caf\u{e9} au lait", "/caf%C3%A9%20au lait", "/caf%25C3%25A9%2520au%20lait"] {
            assert_eq!(&*decoded(path.as_bytes()), "/caf\u{e9} au lait".as_bytes(), "{path}");
        }
        assert_eq!(&*decoded(b"/100%/off"), b"/100%/off");
    }

    fn shaped(path: &str) -> String {
        let mut buffer = Vec::new();
        String::from_utf8(shape(path.as_bytes(), &mut buffer).to_vec()).unwrap()
    }

    #[test]
    fn ids_collapse_and_words_stay() {
        for (path, expected) in [
            ("/", "/"),
            ("/api/v2/items", "/api/v2/items"),
            ("/users/1729/orders", "/users/*/orders"),
            ("/u/7", "/u/*"),
            ("/o/8f14e45fceea167a5a36dedd4bea2543", "/o/*"),
            ("/o/3f2504e0-4f89-11d3-9a0c-0305e82c3301/x", "/o/*/x"),
            ("/order-42", "/*"),
            ("/img/photo_000123.jpg", "/img/*"),
            ("/oauth2/idpresponse", "/oauth2/idpresponse"),
            ("/s3/report", "/s3/report"),
            ("/static/app.js", "/static/app.js"),
            ("/internationalization/settings", "/internationalization/settings"),
            ("/dist/bootstrap.min.css", "/dist/bootstrap.min.css"),
            ("/wp-login.php", "/wp-login.php"),
            ("/t/AbCdEfGhIjKlMnOpQrStUv", "/t/*"),
            ("/reports/2026-11-22", "/reports/*"),
            ("/static/img/037c231f.webp", "/static/img/*"),
            ("/static/app.3f9a1b7c.js", "/static/*"),
            ("/static/jquery-3.7.js", "/static/jquery-3.7.js"),
            ("/a/42.html", "/a/*"),
            ("/.env", "/.env"),
            ("/favicon.ico", "/favicon.ico"),
            ("/facade/decade", "/facade/decade"),
        ] {
            assert_eq!(shaped(path), expected, "{path}");
        }
    }
}
