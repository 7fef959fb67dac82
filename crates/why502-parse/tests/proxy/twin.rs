//! A slow and plain reading of the same lines, which shares no code with the crate: regular
//! expressions, splitting, and `serde_json`.
//!
//! A reading is the record's members as text, as logged, without those that are null, and under
//! `@time` and `@status` what every record has; `None` where the line is no record.

use regex::bytes::{Captures, Regex};
use std::net::IpAddr;
use std::sync::LazyLock;
use why502_parse::key_of;

/// Keys and values, sorted by key.
pub type Reading = Option<Vec<(String, String)>>;

static CLF: LazyLock<Regex> = LazyLock::new(|| {
    let text = r#""((?:[^"\\]|\\.)*)""#;
    let time = r"\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}";
    regex(&format!(
        r"^(.{{0,4068}}?) \[({time})\] {text} (\d+|-) (\d+|-)(?: {text}(?: {text})?)?((?: .*)?)$"
    ))
});
/// What may be a time, where a line has the first such thing: no other place counts.
static ABOUT_A_TIME: LazyLock<Regex> = LazyLock::new(|| {
    let mark = "[^A-Za-z0-9]";
    let clock = format!("..{mark}..{mark}..{mark}");
    regex(&format!(r#" \[(..{mark}...{mark}[0-9]{{4}}{mark}{clock}[+-]....)\] ""#))
});
static SURPLUS: LazyLock<Regex> = LazyLock::new(|| {
    let text = r#""((?:[^"\\]|\\.)*)""#;
    let name = "[A-Za-z_][A-Za-z0-9_.-]{0,62}";
    regex(&format!(r"^ *(?:({name})=)?(?:{text}|((?:[^ ]*, )*[^ ]*))"))
});
static NGINX_ERROR: LazyLock<Regex> = LazyLock::new(|| {
    let levels = "debug|info|notice|warn|error|crit|alert|emerg";
    regex(&format!(
        r"^(\d{{4}}/\d\d/\d\d \d\d:\d\d:\d\d) \[({levels})\] (\d{{1,20}})#(\d{{1,20}}): (?:\*(\d{{1,20}}) )?(.*)$"
    ))
});
static APACHE_ERROR: LazyLock<Regex> = LazyLock::new(|| {
    let levels = "emerg|alert|crit|error|warn|notice|info|debug|trace[1-8]";
    let time = r"[^\]]{3} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?:\.\d{1,6})? \d{4}";
    regex(&format!(r"^\[({time})\] \[(?:([^\]:]{{0,50}}):)?({levels})\] ?(.*)$"))
});
/// What may stand before the message of an error of Apache: names of the groups, and the item.
static ITEMS: LazyLock<Vec<(Vec<&'static str>, Regex)>> = LazyLock::new(|| {
    let item = |keys: &[&'static str], pattern: &str| (keys.to_vec(), regex(pattern));
    vec![
        item(&["pid", "tid"], r"^\[pid ((?U:.*))(?::tid ((?U:.*)))?\] "),
        item(&["client"], r"^\[client ((?U:.*))\] "),
        item(&["remote"], r"^\[remote ((?U:.*))\] "),
        item(&["errno", "errno_text"], r"^\((?:OS )?(\d{1,20})\)((?U:.*)): "),
        item(&["error_code"], r"^(AH\d{5}): "),
        item(&["source_file"], r"^([A-Za-z0-9_.-]{1,60}\(\d{1,60}\)): "),
    ]
});

fn regex(pattern: &str) -> Regex {
    Regex::new(&format!("(?s-u){pattern}")).expect("the pattern is right")
}

fn text(bytes: &[u8]) -> String {
    bytes.iter().map(|&byte| char::from(byte)).collect()
}

fn group(captures: &Captures<'_>, place: usize) -> Option<String> {
    captures.get(place).map(|found| text(found.as_bytes()))
}

/// A reading from what was found; of several values under one key the first stays.
fn reading(found: Vec<(&str, Option<String>)>, time: i64, status: Option<String>) -> Reading {
    let mut members: Vec<(String, String)> = Vec::new();
    for (key, value) in found {
        let Some(value) = value.filter(|value| value != "-" && !value.is_empty()) else { continue };
        members.push((key.to_owned(), value));
    }
    members.push(("@time".to_owned(), time.to_string()));
    if let Some(status) = status {
        members.push(("@status".to_owned(), status.parse::<u16>().ok()?.to_string()));
    }
    members.sort();
    Some(members)
}

/// Microseconds of a date and a clock in UTC, counted day by day.
fn micros(year: i64, month: &str, day: &str, clock: &str) -> Option<i64> {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month = match month.parse::<usize>() {
        Ok(number) => number.checked_sub(1).filter(|month| *month < 12)?,
        Err(_) => MONTHS.iter().position(|name| *name == month)?,
    };
    let is_leap = |year: i64| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let in_month = |month: usize| match month {
        1 => 28 + i64::from(is_leap(year)),
        3 | 5 | 8 | 10 => 30,
        _ => 31,
    };
    let day: i64 = day.trim().parse().ok()?;
    if year < 1 || day < 1 || day > in_month(month) {
        return None;
    }
    let before = |year: i64| (1..year).map(|year| 365 + i64::from(is_leap(year))).sum::<i64>();
    let days = before(year) - before(1970) + (0..month).map(in_month).sum::<i64>() + day - 1;
    let (whole, fraction) = clock.split_once('.').unwrap_or((clock, ""));
    let parts: Vec<i64> = whole.split(':').filter_map(|part| part.parse().ok()).collect();
    let &[hour, minute, second] = &parts[..] else { return None };
    if hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let fraction: i64 = format!("{fraction:0<6}").parse().ok()?;
    Some(((days * 24 + hour) * 60 + minute) * 60_000_000 + second * 1_000_000 + fraction)
}

/// `22/Nov/2026:14:02:11 +0000`.
fn clf_micros(time: &str) -> Option<i64> {
    let (date, zone) = time.split_once(' ')?;
    let parts: Vec<&str> = date.splitn(4, ['/', ':']).collect();
    let local = micros(parts[2].parse().ok()?, parts[1], parts[0], parts[3])?;
    let (hours, minutes): (i64, i64) = (zone[1..3].parse().ok()?, zone[3..].parse().ok()?);
    let east = (hours * 60 + minutes) * 60_000_000;
    let is_offset = hours < 24 && minutes < 60;
    is_offset.then_some(if zone.starts_with('-') { local + east } else { local - east })
}

/// What stands before the time: virtual host, host, header in parentheses, identity, user.
fn who(before: &str) -> Option<[Option<String>; 5]> {
    let mut words: Vec<String> = Vec::new();
    for word in before.split(' ') {
        let count = words.len();
        match words.last_mut() {
            // A list of addresses has its own spaces, where an address is expected.
            Some(last) if count <= 2 && last.ends_with(',') => {
                last.push(' ');
                last.push_str(word);
            }
            _ => words.push(word.to_owned()),
        }
    }
    if words.len() < 3 {
        return None;
    }
    let (name, port) = words[0].rsplit_once(':').unwrap_or(("", ""));
    let is_port = (1..=5).contains(&port.len()) && port.bytes().all(|byte| byte.is_ascii_digit());
    let is_named = !name.is_empty() && (!name.contains(':') || name.ends_with(']')) && is_port;
    let is_virtual = words.len() > 3
        && (is_named && words[1] != "-"
            || !words[0].contains(',') && words[1].parse::<IpAddr>().is_ok());
    let virtual_host = is_virtual.then(|| words.remove(0));
    let host = words[0].clone();
    let mut rest = before[virtual_host.as_ref().map_or(0, |name| name.len() + 1)..]
        .strip_prefix(&format!("{host} "))?;
    let mut forwarded = None;
    if let Some(inside) = rest.strip_prefix('(') {
        let (list, after) = inside.split_once(')')?;
        forwarded = Some(list.to_owned());
        rest = &after[after.chars().next()?.len_utf8()..];
    }
    let (ident, user) = rest.split_once(' ')?;
    let is_complete = !host.is_empty() && !ident.is_empty() && !user.is_empty();
    let own = str::to_owned;
    is_complete.then(|| [virtual_host, Some(host), forwarded, Some(own(ident)), Some(own(user))])
}

/// An access log's line of either server; keys are those of the format.
pub fn access(line: &[u8], of_apache: bool) -> Reading {
    let captures = CLF.captures(line)?;
    let first = ABOUT_A_TIME.captures(line)?.get(1)?;
    if captures.get(2)?.start() != first.start() {
        return None;
    }
    let [virtual_host, host, forwarded, ident, user] = who(&group(&captures, 1)?)?;
    let rest = captures.get(8).map_or(&b""[..], |rest| rest.as_bytes());
    // The expression gives quoted texts back to make the rest fit; they are none of it.
    if captures.get(7).is_none() && rest.starts_with(b" \"") {
        return None;
    }
    if captures.get(6).is_none() {
        let first = text(rest).split(' ').find(|word| !word.is_empty()).unwrap_or("").to_owned();
        let is_number = first.chars().all(|c| c.is_ascii_digit() || c == '.');
        let (_, value) = first.split_once('=').unwrap_or_default();
        if !is_number && (value.is_empty() || value.starts_with('=')) {
            return None;
        }
    }
    let time = clf_micros(&group(&captures, 2)?)?;
    let status = group(&captures, 4).filter(|status| status != "-");
    if status.as_ref().is_some_and(|status| status.parse::<u32>().map_or(true, |code| code > 999)) {
        return None;
    }
    let [request, bytes, referer, agent] = [3, 5, 6, 7].map(|place| group(&captures, place));
    let time_text = group(&captures, 2);
    let found = if of_apache {
        vec![
            ("virtual_host", virtual_host),
            ("host", host),
            ("ident", ident),
            ("user", user),
            ("time", time_text),
            ("request", request),
            ("apache_access_status", status.clone()),
            ("bytes", bytes),
            ("referer", referer),
            ("user_agent", agent),
            ("x_forwarded_for", forwarded),
        ]
    } else {
        vec![
            ("virtual_host", virtual_host),
            ("ident", ident),
            ("remote_addr", host),
            ("remote_user", user),
            ("time_local", time_text),
            ("request", request),
            ("nginx_access_status", status.clone()),
            ("body_bytes_sent", bytes),
            ("http_referer", referer),
            ("http_user_agent", agent),
            ("http_x_forwarded_for", forwarded),
        ]
    };
    let taken = found.iter().filter(|(key, value)| {
        value.as_ref().is_some_and(|value| *key != "ident" || value != "-")
            || *key == "nginx_access_status"
    });
    let taken = taken.map(|(key, _)| (*key).to_owned()).collect();
    let mut members = reading(found, time, status)?;
    members.extend(surplus(rest, of_apache, taken)?);
    members.sort();
    Some(members)
}

/// Columns of nginx's log beside `status`, and keys of Apache's.
const NGINX: &str = "remote_addr remote_user time_local request body_bytes_sent http_referer \
    http_user_agent http_x_forwarded_for request_time upstream_addr upstream_status \
    upstream_response_time upstream_connect_time upstream_header_time upstream_response_length \
    upstream_cache_status request_length bytes_sent server_name host request_method request_uri \
    request_id time_iso8601 msec proxy_upstream_name";
const APACHE: &str = "virtual_host host ident user time request apache_access_status bytes referer \
    user_agent x_forwarded_for extra";
const INGRESS: &str = "request_length request_time proxy_upstream_name \
    proxy_alternative_upstream_name upstream_addr upstream_response_length \
    upstream_response_time upstream_status req_id";
const COMMON: &str = "format source line timestamp status signature failure_side start_timestamp";

/// A field behind the user agent: all of it, its name and value, whether it has quotes.
struct Field {
    whole: String,
    name: Option<String>,
    value: String,
    is_quoted: bool,
}

fn fields(mut rest: &[u8]) -> Option<Vec<Field>> {
    let mut fields = Vec::new();
    while !rest.iter().all(|byte| *byte == b' ') {
        let captures = SURPLUS.captures(rest)?;
        let whole = captures.get(0)?;
        let quoted = group(&captures, 2);
        let is_quoted = quoted.is_some();
        let bare = group(&captures, 3).unwrap_or_default();
        if bare.starts_with('"') {
            return None;
        }
        let inside = bare.strip_prefix('[').and_then(|value| value.strip_suffix(']'));
        let value = quoted.unwrap_or_else(|| inside.unwrap_or(&bare).to_owned());
        let whole_text = text(whole.as_bytes()).trim_start_matches(' ').to_owned();
        fields.push(Field { whole: whole_text, name: group(&captures, 1), value, is_quoted });
        rest = &rest[whole.end()..];
    }
    Some(fields)
}

/// Named values and, joined, the others. `taken` are the columns that have a value.
fn surplus(rest: &[u8], of_apache: bool, mut taken: Vec<String>) -> Reading {
    let fields = fields(rest)?;
    let is_in = |list: &str, name: &str| list.split_whitespace().any(|known| known == name);
    let mut members: Vec<(String, String)> = Vec::new();
    let mut unnamed = Vec::new();
    let brackets: Vec<bool> = fields.iter().map(|field| field.whole.starts_with('[')).collect();
    let is_of_ingress = fields.iter().all(|field| field.name.is_none())
        && brackets == [false, false, true, true, false, false, false, false, false];
    for (place, field) in fields.into_iter().enumerate() {
        if is_of_ingress {
            let name = INGRESS.split_whitespace().nth(place)?;
            members.push((name.to_owned(), field.value));
            continue;
        }
        let name = match field.name.as_deref() {
            Some("rt") => "request_time",
            Some("uct") => "upstream_connect_time",
            Some("uht") => "upstream_header_time",
            Some("urt" | "ut") => "upstream_response_time",
            Some("ua") => "upstream_addr",
            Some("us") => "upstream_status",
            Some("ul") => "upstream_response_length",
            Some("cs") => "upstream_cache_status",
            Some("sn") => "server_name",
            Some(other) => other,
            None if place == 0 && field.is_quoted && !of_apache => "http_x_forwarded_for",
            None => "",
        };
        let is_column = !of_apache && (is_in(NGINX, name) || name == "status" || name == "extra");
        let mut key = if is_column { name.to_owned() } else { key_of(name.as_bytes()) };
        let is_reserved = if of_apache {
            is_in(APACHE, &key)
        } else if is_column {
            !is_in(NGINX, name)
        } else {
            is_in(NGINX, &key) || key == "nginx_access_status" || key == "extra" || key == "status"
        };
        if of_apache && is_in(COMMON, &key) {
            key = format!("apache_access_{key}");
        } else if !is_column && is_in(COMMON, &key) {
            key = format!("nginx_access_{key}");
        }
        let is_reserved = is_reserved || of_apache && is_in(APACHE, &key);
        if key.is_empty() || is_reserved || taken.contains(&key) {
            unnamed.push(field.whole);
            continue;
        }
        taken.push(key.clone());
        members.push((key, field.value));
    }
    members.push(("extra".to_owned(), unnamed.join(" ")));
    members.retain(|(_, value)| value != "-" && !value.is_empty());
    Some(members)
}

/// A line of nginx's error log.
pub fn nginx_error(line: &[u8]) -> Reading {
    const NAMES: [(&str, &str); 9] = [
        ("client", "client"),
        ("server", "server"),
        ("request", "request"),
        ("subrequest", "subrequest"),
        ("upstream", "upstream"),
        ("host", "host"),
        ("referrer", "referrer"),
        ("bytes from/to client", "bytes_from_to_client"),
        ("bytes from/to upstream", "bytes_from_to_upstream"),
    ];
    let mark = |name: &str| if name.contains(' ') { ":" } else { ": " };
    let captures = NGINX_ERROR.captures(line)?;
    let stamp = group(&captures, 1)?;
    let (date, clock) = stamp.split_once(' ')?;
    let date: Vec<&str> = date.split('/').collect();
    let time = micros(date[0].parse().ok()?, date[1], date[2], clock)?;
    let rest = group(&captures, 6)?;
    let (message, mut tail) = match rest.find(", client: ") {
        Some(place) => rest.split_at(place),
        None => rest.split_at(rest.find(", upstream: \"").unwrap_or(rest.len())),
    };
    let is_open = message.len() == rest.len() && line.len() < 2_000;
    if is_open && message.starts_with("FastCGI sent in stderr: \"") {
        return None;
    }
    let errno = regex(r"\((\d{1,20}): ").captures(message.as_bytes());
    let mut found = vec![
        ("time", Some(stamp.clone())),
        ("level", group(&captures, 2)),
        ("pid", group(&captures, 3)),
        ("tid", group(&captures, 4)),
        ("connection", group(&captures, 5)),
        ("message", Some(message.to_owned())),
        ("errno", errno.and_then(|captures| group(&captures, 1))),
    ];
    for (place, (name, key)) in NAMES.iter().enumerate() {
        let Some(value) = tail.strip_prefix(&format!(", {name}{}", mark(name))) else { continue };
        let quote = if value.starts_with('"') { "\"" } else { "" };
        let ends = NAMES[place + 1..].iter().filter_map(|(name, _)| {
            let inside = &value[quote.len()..];
            Some(inside.find(&format!("{quote}, {name}{}", mark(name)))? + 2 * quote.len())
        });
        let length = ends.min();
        let (value, after) = value.split_at(length.unwrap_or(value.len()));
        let is_quoted = value.len() > 1 && value.starts_with('"') && value.ends_with('"');
        let inside = if is_quoted { &value[1..value.len() - 1] } else { value };
        found.push((key, Some(inside.to_owned())));
        tail = after;
    }
    reading(found, time, None)
}

/// The item that the rest begins with; the name of a source file is a short one.
fn next_item(rest: &[u8]) -> Option<(&'static [&'static str], Captures<'_>)> {
    let mut found = ITEMS.iter().filter_map(|(keys, item)| Some((&keys[..], item.captures(rest)?)));
    found.find(|(keys, item)| *keys != ["source_file"] || item[0].len() <= 64)
}

/// A line of Apache's error log.
pub fn apache_error(line: &[u8]) -> Reading {
    let captures = APACHE_ERROR.captures(line)?;
    let stamp = group(&captures, 1)?;
    let date = text(&captures.get(1)?.as_bytes()[4..]);
    let (month, day) = (&date[..3], &date[4..6]);
    let (clock, year) = (&date[7..date.len() - 5], &date[date.len() - 4..]);
    let time = micros(year.parse().ok()?, month, day, clock)?;
    let mut found = vec![
        ("time", Some(stamp.clone())),
        ("module", group(&captures, 2)),
        ("level", group(&captures, 3)),
    ];
    let mut rest = captures.get(4).map_or(&b""[..], |rest| rest.as_bytes());
    while let Some((keys, item)) = next_item(rest) {
        let is_new = |key: &&str| found.iter().all(|(known, _)| known != key);
        if !keys.iter().all(is_new) {
            break;
        }
        found.extend(keys.iter().enumerate().map(|(place, key)| (*key, group(&item, place + 1))));
        rest = &rest[item.get(0)?.end()..];
    }
    let rest = text(rest);
    let (message, referer) = match rest.rsplit_once(", referer: ") {
        Some((message, referer)) => (message.to_owned(), Some(referer.to_owned())),
        None => (rest, None),
    };
    found.extend([("message", Some(message)), ("referer", referer)]);
    reading(found, time, None)
}

/// An object of nginx's variables, all of them text or numbers.
pub fn variables(line: &[u8]) -> Reading {
    let object: serde_json::Map<String, serde_json::Value> = serde_json::from_slice(line).ok()?;
    let get = |name: &str| -> Option<String> {
        Some(match object.get(name)? {
            serde_json::Value::String(text) => text.clone(),
            other => other.to_string(),
        })
    };
    let time = clf_micros(&get("time_local")?)?;
    let status = get("status")?;
    get("remote_addr")?;
    let mut found: Vec<(&str, Option<String>)> = Vec::new();
    for name in object.keys().filter(|name| *name != "status") {
        found.push((name, get(name)));
    }
    found.push(("nginx_access_status", Some(status.clone())));
    reading(found, time, Some(status))
}
