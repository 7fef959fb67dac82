use super::segment::{LONGEST_WORD, SHORTEST_TOKEN, is_token_without_digits};
use super::*;

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

/// Rule by rule, one pass for each: the same as the bitmaps and traits.
fn varies(segment: &[u8]) -> bool {
    let digits = |text: &[u8]| text.iter().filter(|byte| byte.is_ascii_digit()).count();
    let is_hash = |part: &[u8]| {
        let is_hex = |byte: &u8| byte.is_ascii_hexdigit() || *byte == b'-';
        digits(part) > 0 && part.len() >= 8 && part.iter().all(is_hex)
    };
    let separator = |byte: &u8| b"-_.:=".contains(byte);
    if digits(segment) == 0 && segment.len() < SHORTEST_TOKEN {
        return false;
    }
    let dot = segment.iter().rposition(|&byte| byte == b'.').filter(|&dot| dot > 0);
    let stem = dot.map_or(segment, |dot| &segment[..dot]);
    if segment.len() > LONGEST_WORD || digits(segment) == segment.len() {
        return true;
    }
    if digits(stem) == 0 {
        return stem.len() >= SHORTEST_TOKEN && is_token_without_digits(stem);
    }
    let run = stem.split(|byte| !byte.is_ascii_digit()).map(<[u8]>::len).max();
    digits(stem) == stem.len()
        || run >= Some(4)
        || is_hash(stem)
        || (stem.len() >= SHORTEST_TOKEN && digits(stem) >= 3 && !stem.contains(&b'.'))
        || (stem.iter().any(separator)
            && stem.split(separator).any(|part| part.len() >= 2 && digits(part) == part.len()))
        || stem.split(|&byte| byte == b'.' || byte == b'-').any(is_hash)
}

#[test]
fn one_pass_gives_what_rule_by_rule_gives() {
    let alphabet = b"0123456789afgZ-_.:=%";
    let mut state = 502_u64;
    let mut next = |limit: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (state >> 33) as usize % limit
    };
    let mut varying = 0;
    for _ in 0..200_000 {
        let (length, letters) = (1 + next(44), 1 + next(alphabet.len()));
        let segment: Vec<u8> = (0..length).map(|_| alphabet[next(letters)]).collect();
        let segment = if next(3) == 0 { segment.into_iter().rev().collect() } else { segment };
        let (path, mut buffer) = ([b"/a/", &segment[..]].concat(), Vec::new());
        let is_star = shape(&path, &mut buffer) == b"/a/*";
        assert_eq!(is_star, varies(&segment), "{}", String::from_utf8_lossy(&segment));
        varying += usize::from(is_star);
    }
    assert!((20_000..190_000).contains(&varying), "{varying}");
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
