//! Paths without what varies from request to request: `/users/1729/orders` → `/users/*/orders`.

/// A segment this long is a token, a hash or a signature, not a word of a route.
const LONGEST_WORD: usize = 40;

/// Shapes `path`: a segment that looks like an id becomes `*`.
///
/// Returns `path` itself where nothing varies; otherwise the shape is written to `buffer`.
pub(super) fn shape<'a>(path: &'a [u8], buffer: &'a mut Vec<u8>) -> &'a [u8] {
    if path.len() < LONGEST_WORD && !path.iter().any(u8::is_ascii_digit) && !has_long_run(path) {
        return path;
    }
    if !path.split(|&byte| byte == b'/').any(is_variable) {
        return path;
    }
    buffer.clear();
    for (index, segment) in path.split(|&byte| byte == b'/').enumerate() {
        if index > 0 {
            buffer.push(b'/');
        }
        buffer.extend_from_slice(if is_variable(segment) { b"*" } else { segment });
    }
    buffer
}

fn has_long_run(path: &[u8]) -> bool {
    path.len() >= 16 && path.split(|&byte| byte == b'/').any(is_variable)
}

/// Numbers, UUIDs, hashes, mixed tokens and anything with four digits in a row vary; `v2`,
/// `oauth2` and `s3` do not.
fn is_variable(segment: &[u8]) -> bool {
    let digits = segment.iter().filter(|byte| byte.is_ascii_digit()).count();
    if segment.len() > LONGEST_WORD {
        return true;
    }
    if digits == 0 {
        return segment.len() >= 16 && is_token_without_digits(segment);
    }
    digits == segment.len()
        || longest_digit_run(segment) >= 4
        || (segment.len() >= 8
            && segment.iter().all(|&byte| byte.is_ascii_hexdigit() || byte == b'-'))
        || (segment.len() >= 16 && digits >= 3 && !segment.contains(&b'.'))
        || looks_prefixed(segment, digits)
}

/// `order-42`, `user_7`, `42.html`: a word, a separator and a number.
fn looks_prefixed(segment: &[u8], digits: usize) -> bool {
    segment
        .split(|byte| matches!(byte, b'-' | b'_' | b'.' | b':' | b'='))
        .any(|part| !part.is_empty() && part.len() == digits && part.iter().all(u8::is_ascii_digit))
        && segment.iter().any(|byte| matches!(byte, b'-' | b'_' | b':' | b'=' | b'.'))
        && digits >= 2
}

/// Hexadecimal or mixed-case base64 without a digit by chance.
fn is_token_without_digits(segment: &[u8]) -> bool {
    let hex = segment.iter().all(u8::is_ascii_hexdigit);
    let upper = segment.iter().filter(|byte| byte.is_ascii_uppercase()).count();
    let letters = segment.iter().all(u8::is_ascii_alphabetic);
    hex || (letters && segment.len() >= 20 && upper * 4 >= segment.len() && upper < segment.len())
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
    use super::shape;

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
        ] {
            assert_eq!(shaped(path), expected, "{path}");
        }
    }
}
