//! What single fields stand for.

use regex::Regex;
use std::sync::LazyLock;

pub(super) fn shown(kind: char, logged: &str) -> String {
    let text = |text: &str| format!("\"{text}\"");
    match kind {
        _ if logged.is_empty() || logged == "-" => "null".to_owned(),
        's' | 'm' if logged.starts_with('-') => "null".to_owned(),
        'n' | 's' => number(logged).unwrap_or_else(|| text(logged)),
        'm' => match millis(logged) {
            Some(micros) => format!("{micros} us"),
            None => text(logged),
        },
        'e' => text(&unescaped(logged)),
        'p' => text(&percent_decoded(logged)),
        'b' | 'j' => logged.to_owned(),
        _ => text(logged),
    }
}

/// As JSON writes it, without zeros before it.
pub(super) fn number(text: &str) -> Option<String> {
    static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new("^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][+-]?[0-9]+)?$").expect("a pattern")
    });
    let mut rest = text;
    while let [b'0', b'0'..=b'9', ..] = rest.as_bytes() {
        rest = &rest[1..];
    }
    NUMBER.is_match(rest).then(|| rest.to_owned())
}

/// Seconds, up to a year, in microseconds.
pub(super) fn duration(text: &str) -> Option<i64> {
    micros(text).filter(|micros| *micros <= YEAR)
}

/// Milliseconds, up to a year, in microseconds.
pub(super) fn millis(text: &str) -> Option<i64> {
    micros(text).map(|micros| micros / 1000).filter(|micros| *micros <= YEAR)
}

const YEAR: i64 = 365 * 86_400 * 1_000_000;

/// Of seconds.
fn micros(text: &str) -> Option<i64> {
    static SECONDS: LazyLock<Regex> =
        LazyLock::new(|| Regex::new("^0*([0-9]{1,12})(?:[.]([0-9]+))?$").expect("a pattern"));
    let parts = SECONDS.captures(text)?;
    let fraction = format!("{:0<6}", parts.get(2).map_or("", |fraction| fraction.as_str()));
    Some(parts[1].parse::<i64>().ok()? * 1_000_000 + fraction[..6].parse::<i64>().ok()?)
}

pub(super) fn status_of(text: &str) -> Result<Option<u16>, &'static str> {
    static STATUS: LazyLock<Regex> =
        LazyLock::new(|| Regex::new("^0*([0-9]{1,3})$").expect("a pattern"));
    if text.is_empty() || text == "-" {
        return Ok(None);
    }
    let digits = STATUS.captures(text).ok_or("bad_field_value")?;
    Ok(digits[1].parse().ok())
}

pub(super) const FIRST: i64 = -719_162 * 86_400_000_000;

pub(super) fn last() -> i64 {
    days_before(10_000) * 86_400_000_000 - 1
}

fn is_leap(year: i64) -> bool {
    (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
}

/// Days from 1970 to the year's first.
fn days_before(year: i64) -> i64 {
    let length = |year| if is_leap(year) { 366 } else { 365 };
    (1970..year).map(length).sum::<i64>() - (year..1970).map(length).sum::<i64>()
}

pub(super) fn micros_of(text: &str) -> Option<i64> {
    static TIME: LazyLock<Regex> = LazyLock::new(|| {
        let time = "^([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})";
        Regex::new(&format!("{time}(?:[.]([0-9]{{1,9}}))?Z?$")).expect("a pattern")
    });
    let parts = TIME.captures(text)?;
    let part = |place: usize| parts[place].parse::<i64>().ok();
    let (year, month, day) = (part(1)?, part(2)?, part(3)?);
    let (hour, minute, second) = (part(4)?, part(5)?, part(6)?);
    let february = if is_leap(year) { 29 } else { 28 };
    let months = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let before = usize::try_from(month - 1).ok()?;
    if day < 1 || day > *months.get(before)? || hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let days = days_before(year) + months[..before].iter().sum::<i64>() + day - 1;
    let fraction = format!("{:0<6}", parts.get(7).map_or("", |fraction| fraction.as_str()));
    let seconds = ((days * 24 + hour) * 60 + minute) * 60 + second;
    let time = seconds * 1_000_000 + fraction[..6].parse::<i64>().ok()?;
    (FIRST..=last()).contains(&time).then_some(time)
}

pub(super) fn hex(digits: Option<&[char]>) -> Option<u32> {
    let digits: String = digits?.iter().collect();
    let are_digits = digits.chars().all(|digit| digit.is_ascii_hexdigit());
    u32::from_str_radix(&digits, 16).ok().filter(|_| are_digits)
}

/// `\xHH`, `\"` and `\\`; any other backslash stays.
fn unescaped(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let (mut plain, mut at) = (String::new(), 0);
    while at < letters.len() {
        let next = letters.get(at + 1).copied();
        let code = hex(letters.get(at + 2..at + 4)).and_then(char::from_u32);
        let (letter, length) = match (letters[at], next, code) {
            ('\\', Some('x' | 'X'), Some(code)) => (code, 4),
            ('\\', Some(letter @ ('"' | '\\')), _) => (letter, 2),
            (letter, _, _) => (letter, 1),
        };
        plain.push(letter);
        at += length;
    }
    plain
}

fn percent_decoded(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let (mut plain, mut at) = (String::new(), 0);
    while at < letters.len() {
        let code = hex(letters.get(at + 1..at + 3)).and_then(char::from_u32);
        let (letter, length) = match (letters[at], code) {
            ('%', Some(code)) => (code, 3),
            (letter, _) => (letter, 1),
        };
        plain.push(letter);
        at += length;
    }
    plain
}
