//! The quick ways of reading values against slow ones.

use super::duration::{ProcessingTime, duration_micros, seconds_to_micros};
use super::endpoint::Endpoint;
use super::number::{Status, eight_digits, status, unsigned};
use super::request::RequestLine;
use super::time::{Memo, Timestamp};
use proptest::prelude::*;

fn text_of(bytes: &'static [u8], most: usize) -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(prop::sample::select(bytes), 0..most)
}

fn number(text: &[u8]) -> Option<u64> {
    let is_number = !text.is_empty() && text.iter().all(u8::is_ascii_digit);
    std::str::from_utf8(text).ok().filter(|_| is_number)?.parse().ok()
}

/// Seconds with or without decimals, to microseconds.
fn micros(text: &[u8]) -> Option<u64> {
    let mut parts = text.splitn(2, |&byte| byte == b'.');
    let whole = number(parts.next()?)?.checked_mul(1_000_000)?;
    let Some(decimals) = parts.next() else { return Some(whole) };
    if decimals.is_empty() || !decimals.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let six: Vec<u8> = decimals.iter().copied().chain([b'0'; 6]).take(6).collect();
    whole.checked_add(number(&six)?)
}

fn processing_time(text: &[u8]) -> ProcessingTime {
    let within_a_year = |micros: &u64| *micros <= 31_536_000_000_000;
    match text.strip_prefix(b"-") {
        Some(magnitude) if micros(magnitude) == Some(1_000_000) => ProcessingTime::NotMeasured,
        Some(_) => ProcessingTime::Absent,
        None => micros(text)
            .filter(within_a_year)
            .map_or(ProcessingTime::Absent, ProcessingTime::Micros),
    }
}

fn status_of(text: &[u8]) -> Status {
    match text {
        b"" | b"-" => Status::Absent,
        _ => match number(text) {
            Some(code @ 0..=999) => Status::Code(code as u16),
            _ => Status::Invalid,
        },
    }
}

fn endpoint(text: &[u8]) -> Endpoint<'_> {
    let port = |digits: &[u8]| number(digits).and_then(|port| u16::try_from(port).ok());
    let all = Endpoint { address: text, port: None };
    if text.starts_with(b"[")
        && let Some(close) = text.iter().position(|&byte| byte == b']')
    {
        let address = &text[1..close];
        return match &text[close + 1..] {
            [] => Endpoint { address, port: None },
            [b':', digits @ ..] if port(digits).is_some() => {
                Endpoint { address, port: port(digits) }
            }
            _ => all,
        };
    }
    let Some(colon) = text.iter().rposition(|&byte| byte == b':') else { return all };
    let address = &text[..colon];
    let groups: Vec<&[u8]> = address.split(|&byte| byte == b':').collect();
    let has_gap = address.windows(2).any(|pair| pair == b"::");
    let is_cut_off = address.ends_with(b":") && !address.ends_with(b"::")
        || !address.ends_with(b":") && groups.len() == 7 && !has_gap;
    match port(&text[colon + 1..]) {
        Some(port) if !is_cut_off => Endpoint { address, port: Some(port) },
        _ => all,
    }
}

/// Splits at the first and the last space.
fn request_line(text: &[u8]) -> RequestLine<'_> {
    let present = |text: &'_ [u8]| !matches!(text, b"" | b"-");
    let Some(first) = text.iter().position(|&byte| byte == b' ') else {
        return RequestLine { method: None, url: text, version: None };
    };
    let method = Some(&text[..first]).filter(|method| present(method));
    let mut rest = &text[first + 1..];
    if let Some(trimmed) = rest.strip_suffix(b" ")
        && let Some(space) = trimmed.iter().rposition(|&byte| byte == b' ')
        && (&trimmed[space + 1..] == b"-" || trimmed[space + 1..].starts_with(b"HTTP/"))
    {
        rest = trimmed;
    }
    match rest.iter().rposition(|&byte| byte == b' ') {
        Some(last) => {
            let version = Some(&rest[last + 1..]).filter(|version| present(version));
            RequestLine { method, url: &rest[..last], version }
        }
        None => RequestLine { method, url: rest, version: None },
    }
}

fn request() -> impl Strategy<Value = Vec<u8>> {
    let pick = |parts: &'static [&'static str]| prop::sample::select(parts);
    let parts = (
        pick(&["GET", "OPTIONS", "PROPFIND", "PROPPATCH", "-", "", "GE T", "G"]),
        pick(&[" ", "", "  "]),
        pick(&["http://", "https://", "wss://", "http:/", "://", "", "ftp://", "HTTP://"]),
        pick(&[
            "www.example.com",
            "-",
            "",
            "[2001:db8::1]",
            "user@host",
            "a:b@c",
            "::1",
            "ex ample",
        ]),
        pick(&[":80", ":443", ":", "", ":80-", ":8x", "::", ":00000000001"]),
        pick(&["/", "/a/b", "", "*", "/a b", "/a:1", "/@x"]),
        pick(&["", "?", "?a=b", "?a?b", "?x=http://y/ HTTP/1.1"]),
        pick(&[" HTTP/1.1", " HTTP/2.0", " -", "", " ", " HTTP/1.1 ", " HTTP/ 1.", " HTTP/11 1"]),
    );
    parts.prop_map(|(a, b, c, d, e, f, g, h)| [a, b, c, d, e, f, g, h].concat().into_bytes())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20_000, ..ProptestConfig::default() })]

    #[test]
    fn numbers_are_read_alike(text in text_of(b"0123456789/:-", 24)) {
        prop_assert_eq!(unsigned(&text), number(&text));
        prop_assert_eq!(status(&text), status_of(&text));
    }

    #[test]
    fn eight_digits_are_read_alike(text in prop::array::uniform8(prop::sample::select(&b"0123456789"[..])), byte: u8, place in 0..8_usize) {
        let wanted = |text: [u8; 8]| number(&text).map(|number| number as u32);
        prop_assert_eq!(eight_digits(u64::from_le_bytes(text)), wanted(text));
        let mut other = text;
        other[place] = byte;
        prop_assert_eq!(eight_digits(u64::from_le_bytes(other)), wanted(other));
    }

    #[test]
    fn durations_are_read_alike(
        digits in prop::sample::select(&["", "0", "1", "12", "59", "31536000", "31536001", "-1", "-"][..]),
        point in prop::sample::select(&["", ".", ".."][..]),
        decimals in text_of(b"0019/:x", 9),
    ) {
        let text = [digits.as_bytes(), point.as_bytes(), &decimals].concat();
        prop_assert_eq!(ProcessingTime::parse(Some(&text)), processing_time(&text));
        prop_assert_eq!(seconds_to_micros(&text), micros(&text));
        let within = micros(&text).filter(|micros| *micros <= 31_536_000_000_000);
        prop_assert_eq!(duration_micros(&text), within);
    }

    #[test]
    fn timestamps_are_read_alike_whatever_was_read_before(
        texts in prop::collection::vec((
            prop::sample::select(&["2026-11-22T14:02:", "2026-11-22T14:03:", "9999-12-31T23:59:", "0001-01-01T00:00:", "2026-02-30T00:00:", "1970-01-01T00:00:"][..]),
            text_of(b"0123456", 3),
            prop::sample::select(&["", ".", ".000001", ".999999", ".123", ".1234567", ".12345x", "x000001"][..]),
            prop::sample::select(&["Z", "", "z"][..]),
        ), 1..5),
    ) {
        let mut memo = Memo::new();
        let mut known = None;
        for (minute, second, decimals, zone) in texts {
            let text = [minute.as_bytes(), &second, decimals.as_bytes(), zone.as_bytes()].concat();
            let time = Timestamp::parse(&text);
            let read = memo.parse(&text);
            prop_assert_eq!(read.map(|read| read.0), time);
            known = read.map(|read| (read.1, text.clone())).or(known);
            if let Some((minute, neighbour)) = &known {
                prop_assert_eq!(minute.parse(neighbour, &text), time);
            }
        }
    }

    #[test]
    fn endpoints_are_read_alike(text in text_of(b"::::0129.ab[]", 40)) {
        prop_assert_eq!(Endpoint::parse(&text), endpoint(&text));
    }

    #[test]
    fn short_endpoints_are_read_alike(text in text_of(b":::019.", 18)) {
        prop_assert_eq!(Endpoint::parse(&text), endpoint(&text));
    }

    #[test]
    fn request_lines_are_split_alike(made in request(), any in text_of(b"GHTP/1.: -?@[]", 30)) {
        for text in [made, any] {
            prop_assert_eq!(RequestLine::parse(&text), request_line(&text));
        }
    }
}
