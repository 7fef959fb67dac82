//! A second reading of CloudFront's forms, written only to be obviously right: text is split into
//! owned pieces, names are looked up in plain lists, days are counted year by year.
#![allow(unreachable_pub, reason = "fuzz targets take this file as a module too")]

// The path is the same for those who take this file by its own path.
#[path = "looks.rs"]
mod looks;

use looks::catalogue;
use regex::Regex;
use std::cell::RefCell;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// How the line is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form<'f> {
    /// Standard log whose header named these columns.
    Columns(&'f str),
    /// Standard log as JSON.
    Json,
    /// Real-time log, columns as in the catalogue.
    Realtime,
    /// Connection log whose header named these columns.
    ConnectionColumns(&'f str),
    /// Connection log as JSON.
    ConnectionJson,
}

/// What the line is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seen {
    /// A record: microseconds, status, members by key. Values are `null`, `n:` and a number, `u:` and
    /// microseconds, `b:` and a truth value, or `t:` and text.
    Record {
        /// Microseconds since 1970.
        time: i64,
        /// The status, where there is one.
        status: Option<u16>,
        /// Members.
        members: BTreeMap<String, String>,
    },
    /// No record.
    Rejected,
    /// JSON that this reading does not judge: not flat, not UTF-8, not strict.
    Beyond,
}

const STANDARD: &str = "date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem \
    sc-status cs(Referer) cs(User-Agent) cs-uri-query cs(Cookie) x-edge-result-type \
    x-edge-request-id x-host-header cs-protocol cs-bytes time-taken x-forwarded-for ssl-protocol \
    ssl-cipher x-edge-response-result-type cs-protocol-version fle-status fle-encrypted-fields \
    c-port time-to-first-byte x-edge-detailed-result-type sc-content-type sc-content-len \
    sc-range-start sc-range-end";

pub(crate) const MEDIA: &str = "cmcd-encoded-bitrate cmcd-buffer-length cmcd-buffer-starvation cmcd-content-id \
    cmcd-object-duration cmcd-deadline cmcd-measured-throughput cmcd-next-object-request \
    cmcd-next-range-request cmcd-object-type cmcd-playback-rate \
    cmcd-requested-maximum-throughput cmcd-streaming-format cmcd-session-id cmcd-stream-type \
    cmcd-startup cmcd-top-bitrate cmcd-version";

const CHOSEN: &str = "timestamp timestamp(ms) origin-fbl origin-lbl asn c-country \
    cache-behavior-path-pattern distribution-tenant-id connection-id viewer-request-log-data \
    viewer-response-log-data s-ip primary-distribution-id primary-distribution-dns-name r-host \
    sr-reason x-edge-mqcs c-ip-version cs-accept-encoding cs-accept cs-headers cs-header-names \
    cs-headers-count";

/// The real-time catalogue up to the autonomous system.
pub(crate) const REALTIME: &str = "timestamp c-ip s-ip time-to-first-byte sc-status sc-bytes cs-method \
    cs-protocol cs-host cs-uri-stem cs-bytes x-edge-location x-edge-request-id x-host-header \
    time-taken cs-protocol-version c-ip-version cs-user-agent cs-referer cs-cookie cs-uri-query \
    x-edge-response-result-type x-forwarded-for ssl-protocol ssl-cipher x-edge-result-type \
    fle-encrypted-fields fle-status sc-content-type sc-content-len sc-range-start sc-range-end \
    c-port x-edge-detailed-result-type c-country cs-accept-encoding cs-accept \
    cache-behavior-path-pattern cs-headers cs-header-names cs-headers-count \
    primary-distribution-id primary-distribution-dns-name origin-fbl origin-lbl asn";
pub(crate) const REALTIME_END: &str =
    "r-host sr-reason x-edge-mqcs distribution-tenant-id connection-id";

const CONNECTION: &str = "eventTimestamp distributionId connectionId timestamp connectionStatus \
    clientIp clientPort serverIp distributionTenantId tlsProtocol tlsCipher tlsHandshakeDuration \
    tlsSni clientLeafCertSerialNumber clientLeafCertSubject clientLeafCertIssuer \
    clientLeafCertValidity connectionLogCustomData";

const SECONDS: &str = "time_taken time_to_first_byte origin_fbl origin_lbl";
const NUMBERS: &str = "sc_bytes sc_status cs_bytes fle_encrypted_fields c_port sc_content_len \
    sc_range_start sc_range_end timestamp timestamp_ms cs_headers_count asn";
const CONNECTION_NUMBERS: &str = "event_timestamp timestamp client_port";
const CONNECTION_ENCODED: &str = "client_leaf_cert_subject client_leaf_cert_issuer \
    client_leaf_cert_validity connection_log_custom_data";
const COMMON: &str = "format source line timestamp status signature failure_side start_timestamp";

pub(crate) fn has(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|other| other == word)
}

/// A pattern of this file, made once for each thread.
fn regex(pattern: &str) -> Regex {
    thread_local! {
        static MADE: RefCell<BTreeMap<String, Regex>> = const { RefCell::new(BTreeMap::new()) };
    }
    MADE.with_borrow_mut(|made| {
        if !made.contains_key(pattern) {
            made.insert(pattern.to_owned(), Regex::new(pattern).expect("a pattern of this file"));
        }
        made[pattern].clone()
    })
}

fn matches(pattern: &str, text: &str) -> bool {
    regex(pattern).is_match(text)
}

/// `cs(User-Agent)` and `csUserAgent` → `cs_user_agent`.
fn key_of(name: &str) -> String {
    let name = regex("([A-Z]+)([A-Z][a-z])").replace_all(name, "${1}_$2").into_owned();
    let name = regex("([a-z0-9])([A-Z])").replace_all(&name, "${1}_$2").into_owned();
    plain_key(&name)
}

fn plain_key(name: &str) -> String {
    regex("[^A-Za-z0-9]+").replace_all(name, "_").trim_matches('_').to_ascii_lowercase()
}

/// The key that the name stands for; the case of a known name does not matter.
fn resolve(name: &str, is_connection: bool) -> String {
    if is_connection {
        let mut names = CONNECTION.split_whitespace();
        return key_of(names.find(|known| known.eq_ignore_ascii_case(name)).unwrap_or(name));
    }
    if is_known(&plain_key(name)) { plain_key(name) } else { key_of(name) }
}

/// Names stand between blanks or commas.
fn split_names(names: &str) -> impl Iterator<Item = &str> {
    let names = names.split(|letter: char| letter.is_ascii_whitespace() || letter == ',');
    names.filter(|name| !name.is_empty())
}

/// Reads one line.
pub fn read(form: Form<'_>, line: &[u8]) -> Seen {
    let columns = |names: &str, format: &str| {
        let values: Vec<Vec<u8>> = line.split(|&byte| byte == b'\t').map(<[u8]>::to_vec).collect();
        let names: Vec<String> = split_names(names).map(str::to_owned).collect();
        if values.len() == 1 && names.len() > 1 {
            return Seen::Rejected;
        }
        let logged = names.into_iter().zip(values).map(|(name, value)| Logged::text(name, value));
        record(logged.collect(), format)
    };
    match form {
        Form::Columns(names) => {
            let last = |name: &str| split_names(names).position(|other| other == name);
            let count = line.split(|&byte| byte == b'\t').count();
            let needed = if last("date").is_some() && last("time").is_some() {
                vec!["date", "time", "sc-status"]
            } else {
                vec!["timestamp(ms)", "sc-status"]
            };
            if needed.into_iter().filter_map(last).any(|place| place >= count) {
                return Seen::Rejected;
            }
            columns(names, "cloudfront")
        }
        Form::Realtime => match catalogue(line) {
            Some(names) => columns(&names, "cloudfront_realtime"),
            None => Seen::Rejected,
        },
        Form::ConnectionColumns(names) => columns(names, "cloudfront_connection"),
        Form::Json => flat(line).map_or(Seen::Beyond, |logged| {
            if logged.iter().any(|member| is_known(&resolve(&member.name, false))) {
                record(logged, "cloudfront")
            } else {
                Seen::Rejected
            }
        }),
        Form::ConnectionJson => flat(line).map_or(Seen::Beyond, |logged| {
            if logged.iter().any(|member| connection_keys().contains(&resolve(&member.name, true)))
            {
                record(logged, "cloudfront_connection")
            } else {
                Seen::Rejected
            }
        }),
    }
}

/// A value as it stands in the log, and the kind it has if its name is unknown.
struct Logged {
    name: String,
    value: Vec<u8>,
    kind: char,
}

impl Logged {
    fn text(name: String, value: Vec<u8>) -> Self {
        Self { name, value, kind: 't' }
    }
}

/// The members of an object of scalars, in order.
fn flat(line: &[u8]) -> Option<Vec<Logged>> {
    let text = std::str::from_utf8(line).ok()?;
    let string = r#""(?:[^"\\]|\\.)*""#;
    let blank = r"[ \t\r\n]*";
    let scalar = format!(r"(?:{string}|[-+.0-9A-Za-z]+)");
    let pair = format!("({string}){blank}:{blank}({scalar})");
    let object = format!("^{blank}\\{{{blank}(?:{pair}{blank}(?:,{blank}{pair}{blank})*)?\\}}");
    let object = regex(&object).find(text)?.as_str();
    let serde_json::Value::Object(_) = serde_json::from_str(object).ok()? else { return None };
    let pair = regex(&pair);
    let mut logged = Vec::new();
    for found in pair.captures_iter(object) {
        let (value, kind) = match serde_json::from_str(&found[2]).ok()? {
            serde_json::Value::String(text) => (text, 't'),
            serde_json::Value::Null => (String::new(), 't'),
            serde_json::Value::Bool(_) => (found[2].to_owned(), 'b'),
            _ => (found[2].to_owned(), 'n'),
        };
        let name = serde_json::from_str(&found[1]).ok()?;
        logged.push(Logged { name, value: value.into_bytes(), kind });
    }
    Some(logged)
}

fn is_known(key: &str) -> bool {
    static KEYS: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
        [STANDARD, CHOSEN, MEDIA]
            .iter()
            .flat_map(|list| list.split_whitespace())
            .map(key_of)
            .collect()
    });
    KEYS.contains(key)
}

fn connection_keys() -> &'static [String] {
    static KEYS: LazyLock<Vec<String>> =
        LazyLock::new(|| CONNECTION.split_whitespace().map(key_of).collect());
    &KEYS
}

fn record(logged: Vec<Logged>, format: &str) -> Seen {
    let is_connection = format == "cloudfront_connection";
    let known = |key: &str| match is_connection {
        true => connection_keys().iter().any(|other| other == key),
        false => is_known(key),
    };
    let mut first: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let mut members = BTreeMap::new();
    let mut always: Vec<String> = match is_connection {
        true => connection_keys().to_vec(),
        false => STANDARD.split_whitespace().map(key_of).collect(),
    };
    if format == "cloudfront_realtime" {
        always.retain(|key| key != "date" && key != "time");
        always.push("timestamp".to_owned());
    }
    for key in always {
        members.insert(own(&key, format), "null".to_owned());
    }
    for Logged { name, value, kind } in logged {
        let key = resolve(&name, is_connection);
        if known(&key) {
            if let Entry::Vacant(place) = first.entry(key.clone()) {
                members.insert(own(&key, format), shown(kind_of(&key, is_connection), &value));
                place.insert(value);
            }
        } else if !key.is_empty() {
            let kind = match (is_connection, kind) {
                (true, 'n') => 'n',
                (true, 'b') => 'b',
                _ => '%',
            };
            members.entry(own(&key, format)).or_insert_with(|| shown(kind, &value));
        }
    }
    let text = |key: &str| first.get(key).map(|value| String::from_utf8_lossy(value).into_owned());
    let time = match is_connection {
        true => connection_time(text("event_timestamp"), text("timestamp")),
        false => time_of(&text),
    };
    let status = match text("sc_status").as_deref().filter(|_| !is_connection) {
        None | Some("" | "-") => None,
        Some(digits) if matches("^[0-9]+$", digits) => match digits.parse::<u16>() {
            Ok(status) if status <= 999 => Some(status),
            _ => return Seen::Rejected,
        },
        Some(_) => return Seen::Rejected,
    };
    match time {
        Some(time) => Seen::Record { time, status, members },
        None => Seen::Rejected,
    }
}

fn own(key: &str, format: &str) -> String {
    if has(COMMON, key) { format!("{format}_{key}") } else { key.to_owned() }
}

fn kind_of(key: &str, is_connection: bool) -> char {
    match is_connection {
        true if has(CONNECTION_NUMBERS, key) => 'n',
        true if key == "tls_handshake_duration" => 'm',
        true if has(CONNECTION_ENCODED, key) => '%',
        true => 't',
        false if has(SECONDS, key) => 's',
        false if has(NUMBERS, key) => 'n',
        false if key == "cs_user_agent" => 'a',
        false => '%',
    }
}

/// The value as the log means it.
fn shown(kind: char, value: &[u8]) -> String {
    if value.is_empty() || value == b"-" {
        return "null".to_owned();
    }
    let text = String::from_utf8_lossy(value).into_owned();
    let plain = |bytes: &[u8]| format!("t:{}", bytes.escape_ascii());
    let is_number = r"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?$";
    match kind {
        's' | 'm' if text.starts_with('-') => "null".to_owned(),
        'm' => millis(&text).map_or_else(|| plain(value), |micros| format!("u:{micros}")),
        's' | 'n' if matches(is_number, &text) => format!("n:{text}"),
        's' | 'n' => {
            let mut rest = text.as_str();
            while let [b'0', b'0'..=b'9', ..] = rest.as_bytes() {
                rest = &rest[1..];
            }
            if matches(is_number, rest) { format!("n:{rest}") } else { plain(value) }
        }
        'b' => format!("b:{text}"),
        't' => plain(value),
        _ => {
            let mut once = percent(value);
            let is_encoded_still = ["%20", "%22", "%28", "%29", "%2C", "%2F", "%3B"]
                .iter()
                .any(|code| String::from_utf8_lossy(&once).contains(code));
            if kind == 'a' && is_encoded_still {
                once = percent(&once);
            }
            plain(&once)
        }
    }
}

fn percent(text: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    let mut place = 0;
    while place < text.len() {
        let code = text.get(place + 1..place + 3).filter(|_| text[place] == b'%');
        let code = code.filter(|code| code.iter().all(u8::is_ascii_hexdigit));
        let code = code.and_then(|code| std::str::from_utf8(code).ok());
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) => {
                plain.push(byte);
                place += 3;
            }
            None => {
                plain.push(text[place]);
                place += 1;
            }
        }
    }
    plain
}

/// Milliseconds to microseconds, at most a year.
fn millis(text: &str) -> Option<i64> {
    if !matches(r"^[0-9]+(\.[0-9]+)?$", text) {
        return None;
    }
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let decimals: i64 = format!("{decimals}000")[..3].parse().ok()?;
    let micros = whole.parse::<i64>().ok()?.checked_mul(1_000)?.checked_add(decimals)?;
    (micros <= 365 * 86_400 * 1_000_000).then_some(micros)
}

fn time_of(text: &dyn Fn(&str) -> Option<String>) -> Option<i64> {
    let millis = || {
        let digits = text("timestamp_ms").filter(|text| matches("^[0-9]+$", text))?;
        valid(digits.parse::<i64>().ok()?.checked_mul(1_000)?)
    };
    match (text("date"), text("time")) {
        (Some(date), Some(time)) => millis().or_else(|| instant(&date, &time)),
        _ if text("timestamp_ms").is_some() => millis(),
        _ => epoch(&text("timestamp")?),
    }
}

fn connection_time(event: Option<String>, other: Option<String>) -> Option<i64> {
    let read = |text: String| {
        if let Some((date, time)) = text.split_once('T') {
            return instant(date, time.strip_suffix('Z')?);
        }
        if text.len() >= 12 && matches("^[0-9]+$", &text) {
            return valid(text.parse::<i64>().ok()?.checked_mul(1_000)?);
        }
        epoch(&text)
    };
    event.and_then(read).or_else(|| other.and_then(read))
}

/// Seconds since 1970, with decimals or without.
fn epoch(text: &str) -> Option<i64> {
    if !matches(r"^[0-9]+(\.[0-9]+)?$", text) {
        return None;
    }
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let micros: i64 = format!("{decimals}000000")[..6].parse().ok()?;
    valid(whole.parse::<i64>().ok()?.checked_mul(1_000_000)?.checked_add(micros)?)
}

fn instant(date: &str, time: &str) -> Option<i64> {
    let shape = r"^[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?$";
    if !matches("^[0-9]{4}-[0-9]{2}-[0-9]{2}$", date) || !matches(shape, time) {
        return None;
    }
    let number = |text: &str| text.parse::<i64>().ok();
    let (year, month, day) = (number(&date[..4])?, number(&date[5..7])?, number(&date[8..])?);
    let (hour, minute, second) = (number(&time[..2])?, number(&time[3..5])?, number(&time[6..8])?);
    let is_leap = |year: i64| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let february = if is_leap(year) { 29 } else { 28 };
    let months = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let length = *months.get(usize::try_from(month.checked_sub(1)?).ok()?)?;
    if day < 1 || day > length || hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let mut days = day - 1 + months.iter().take(usize::try_from(month - 1).ok()?).sum::<i64>();
    for earlier in year.min(1970)..year.max(1970) {
        let length = if is_leap(earlier) { 366 } else { 365 };
        days += if year > 1970 { length } else { -length };
    }
    let decimals = time.get(9..).unwrap_or("");
    let micros: i64 = format!("{decimals}000000")[..6].parse().ok()?;
    valid((days * 86_400 + hour * 3_600 + minute * 60 + second) * 1_000_000 + micros)
}

/// Years 1 to 9999.
fn valid(micros: i64) -> Option<i64> {
    (-62_135_596_800_000_000..253_402_300_800_000_000).contains(&micros).then_some(micros)
}
