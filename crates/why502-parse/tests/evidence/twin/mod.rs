//! Slow readings of Lambda, VPC flow and WAF lines, written from their documentation with regular
//! expressions and whole trees of JSON: what the fast readers must agree with.
//!
//! Modules, each using only those to its left: `tree → lambda → network`

mod lambda;
mod network;
pub(crate) mod tree;

pub(crate) use lambda::lambda;
pub(crate) use network::{vpc_flow, waf};

use regex::bytes::{Captures, Regex};
use std::sync::LazyLock;
use tree::Node;

/// A record as the twin sees it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Seen {
    /// Microseconds since 1970 that the line itself tells.
    pub(crate) time: Option<i64>,
    /// When the request came, counted from `time`.
    pub(crate) start: Option<i64>,
    /// Keys and values that are not null, as text: see [`shown`].
    pub(crate) members: Vec<(String, String)>,
}

/// Numbers and truth values as they stand, durations as microseconds with `us` behind them, text
/// between quotes, arrays compact.
fn shown(kind: char, logged: &[u8]) -> Option<String> {
    let text = || format!("\"{}\"", logged.escape_ascii());
    let mut short = logged;
    while let [b'0', b'0'..=b'9', ..] = short {
        short = &short[1..];
    }
    let number = Some(short).filter(|text| tree::is_number(text));
    match (kind, logged) {
        (_, b"" | b"-") => None,
        ('j', _) => Some(String::from_utf8_lossy(&tree::compact(logged)).into_owned()),
        ('b', b"true" | b"false") => Some(String::from_utf8_lossy(logged).into_owned()),
        ('n', _) => Some(number.map_or_else(text, |n| String::from_utf8_lossy(n).into_owned())),
        ('d', [b'-', ..]) => None,
        ('d', _) => Some(milliseconds(logged).map_or_else(text, |micros| format!("{micros}us"))),
        _ => Some(text()),
    }
}

/// Decimal milliseconds as microseconds, those of more than a year left out.
fn milliseconds(text: &[u8]) -> Option<i64> {
    let text = std::str::from_utf8(text).ok()?;
    let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if !is_digits(whole) || !is_digits(decimals) {
        return None;
    }
    let nanos: i128 = whole.parse::<u64>().ok()?.into();
    let decimals: i128 = format!("{decimals:0<6.6}").parse().ok()?;
    let nanos = nanos * 1_000_000 + decimals;
    let micros = nanos / 1_000;
    (micros <= 31_536_000_000_000).then_some(i64::try_from(micros).ok()?)
}

/// A time with a zone; see the patterns.
fn instant(text: &[u8]) -> Option<i64> {
    static TIME: LazyLock<Regex> = LazyLock::new(|| {
        pattern(concat!(
            r"^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:[.,:](\d{1,9}))?",
            r"(?:Z|([+-])(\d\d):?(\d\d))$"
        ))
    });
    let found = TIME.captures(text)?;
    let number = |index: usize| number(&found, index);
    let (year, month, day) = (number(1), number(2), number(3));
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let lengths = [31, if leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let month = usize::try_from(month - 1).ok().filter(|month| *month < 12)?;
    if day < 1 || day > lengths[month] || number(4) > 23 || number(5) > 59 || number(6) > 60 {
        return None;
    }
    let is_leap = |year: &i64| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let leaps = |years: std::ops::Range<i64>| years.filter(is_leap).count() as i64;
    let days = (year - 1970) * 365 + leaps(1970..year) - leaps(year..1970)
        + lengths[..month].iter().sum::<i64>()
        + day
        - 1;
    let fraction = found.get(7).map_or(&b"0"[..], |digits| digits.as_bytes());
    let fraction = format!("{:0<6.6}", String::from_utf8_lossy(fraction));
    let offset = (number(9) * 60 + number(10)) * 60;
    let offset =
        if found.get(8).is_some_and(|sign| sign.as_bytes() == b"-") { -offset } else { offset };
    let seconds = days * 86_400 + number(4) * 3_600 + number(5) * 60 + number(6) - offset;
    valid(seconds * 1_000_000 + fraction.parse::<i64>().ok()?)
}

/// Within the years 1 to 9999.
fn valid(micros: i64) -> Option<i64> {
    (-62_135_596_800_000_000..=253_402_300_799_999_999).contains(&micros).then_some(micros)
}

fn number(found: &Captures<'_>, index: usize) -> i64 {
    let digits = found.get(index).map_or(&b"0"[..], |digits| digits.as_bytes());
    String::from_utf8_lossy(digits).parse().unwrap_or(0)
}

fn pattern(text: &str) -> Regex {
    regex::bytes::RegexBuilder::new(text).unicode(false).build().expect("a valid pattern")
}

/// Seconds or milliseconds since 1970.
fn epoch(text: &[u8]) -> Option<i64> {
    let text = std::str::from_utf8(text).ok()?;
    let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if !is_digits(whole) || !is_digits(decimals) {
        return None;
    }
    let whole = whole.parse::<u64>().ok().filter(|whole| *whole <= u64::MAX / 1_000_000)?;
    let decimals = format!("{decimals:0<6.6}").parse::<i128>().ok()?;
    let micros = i128::from(whole) * 1_000_000 + decimals;
    let micros = if whole < 100_000_000_000 { micros } else { micros / 1_000 };
    u64::try_from(micros).ok()?;
    valid(i64::try_from(micros).ok()?)
}

/// Members as they are found; the first of a key counts, a later one gets the format's name.
struct Record {
    format: &'static str,
    /// Keys and kinds of the format's columns.
    columns: &'static [(&'static str, char)],
    members: Vec<(String, char, Vec<u8>)>,
    extra: Vec<(String, char, Vec<u8>)>,
}

impl Record {
    fn new(format: &'static str, columns: &'static [(&'static str, char)]) -> Self {
        Self { format, columns, members: Vec::new(), extra: Vec::new() }
    }

    fn get(&self, key: &str) -> Option<&[u8]> {
        let found = self.members.iter().find(|(known, ..)| known == key);
        found.map(|(_, _, value)| &value[..])
    }

    fn put(&mut self, key: &str, value: &[u8]) {
        let Some((_, kind)) = self.columns.iter().find(|(known, _)| *known == key) else { return };
        if self.get(key).is_none() {
            self.members.push((key.to_owned(), *kind, value.to_vec()));
        }
    }

    fn add(&mut self, name: &[u8], kind: char, value: &[u8]) {
        const COMMON: [&str; 8] = [
            "format",
            "source",
            "line",
            "timestamp",
            "status",
            "signature",
            "failure_side",
            "start_timestamp",
        ];
        let is_column = |key: &str| self.columns.iter().any(|(known, _)| *known == key);
        let mut key = why502_parse::key_of(name);
        if COMMON.contains(&&key[..]) || is_column(&key) {
            key = format!("{}_{key}", self.format);
        }
        let is_taken = self.extra.iter().any(|(known, ..)| *known == key);
        if !key.is_empty() && !is_taken && !is_column(&key) {
            self.extra.push((key, kind, value.to_vec()));
        }
    }

    fn add_node(&mut self, name: &[u8], node: &Node) {
        let (kind, value) = said(node);
        self.add(&tree::plain(name), kind, &value);
    }

    fn seen(self, time: Option<i64>, start: Option<i64>) -> Seen {
        let members = self.members.into_iter().chain(self.extra);
        let mut members: Vec<(String, String)> =
            members.filter_map(|(key, kind, value)| Some((key, shown(kind, &value)?))).collect();
        members.sort();
        Seen { time, start, members }
    }
}

fn said(node: &Node) -> (char, Vec<u8>) {
    match node {
        Node::Text(inside) => ('t', tree::plain(inside)),
        Node::Number(number) => ('n', number.clone()),
        Node::Bool(bool) => ('b', bool.to_string().into_bytes()),
        Node::Null | Node::Object(_) => ('t', Vec::new()),
        Node::Array(array) if array.contains(&b'\n') || array.contains(&b'\r') => {
            ('j', tree::compact(array))
        }
        Node::Array(array) => ('j', array.clone()),
    }
}

/// Every member that is no object, under its dotted name.
fn flat<'n>(prefix: &[u8], members: &'n [(Vec<u8>, Node)], out: &mut Vec<(Vec<u8>, &'n Node)>) {
    for (name, node) in members {
        let name = if prefix.is_empty() { name.clone() } else { [prefix, b".", name].concat() };
        match node {
            Node::Object(inner) => flat(&name, inner, out),
            _ => out.push((name, node)),
        }
    }
}
