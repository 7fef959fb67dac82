//! A slow reading of API Gateway's lines, to hold the fast one against: regular expressions, owned
//! strings, one template after the other.

use regex::bytes::Regex;
use std::collections::HashMap;
use std::sync::LazyLock;

// Paths of their own, so that other targets can take this file in by its path.
#[path = "twin/forms.rs"]
mod forms;
#[path = "twin/json.rs"]
mod json;

use forms::{clf, csv, name_value, xml};
use json::{json, loose_json};

/// What a line says, or the reason it is none.
pub type Outcome = Result<Reading, &'static str>;

/// A record.
#[derive(Debug, PartialEq, Eq)]
pub struct Reading {
    /// Microseconds.
    pub time: i64,
    /// Microseconds.
    pub start: Option<i64>,
    /// What the client got.
    pub status: Option<u16>,
    /// Keys and shown values, sorted.
    pub members: Vec<(String, String)>,
}

/// Name, text as logged, and what the text is (`Text`, `Number`, `Bool`, `Json`).
type Pair = (Vec<u8>, Vec<u8>, &'static str);

/// Keys and texts of a line whose values are told by their places.
type Cells = HashMap<&'static str, Vec<u8>>;

/// Reads a line of which nothing is known but that it is API Gateway's.
pub fn read(line: &[u8]) -> Outcome {
    let text = line.trim_ascii();
    let pairs = match text.first() {
        Some(b'{') => json(text).or_else(|| loose_json(text)),
        Some(b'<') => xml(text),
        _ => {
            if let Some(cells) = csv(text).or_else(|| clf(text)) {
                return record(cells, Vec::new());
            }
            name_value(text)
        }
    };
    named(pairs.ok_or("unrecognised_line")?)
}

/// One line of the table of variables.
struct Variable {
    key: &'static str,
    always: bool,
    kind: &'static str,
    own: Vec<&'static str>,
    usual: Vec<&'static str>,
}

static TABLE: LazyLock<Vec<Variable>> = LazyLock::new(|| {
    let rows = include_str!("variables.txt").lines().skip(1);
    let variable = |row: &'static str| {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        Variable {
            key: cells[0].trim_end_matches('*'),
            always: cells[0].ends_with('*'),
            kind: cells[1],
            own: cells[2].split(' ').collect(),
            usual: cells[3].split(' ').filter(|name| !name.is_empty()).collect(),
        }
    };
    rows.map(variable).collect()
});

fn folded(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase()
}

/// The key of a name's variable, and whether the name is the variable's own.
fn meaning(name: &str) -> Option<(&'static str, bool)> {
    let mut rest = name.strip_prefix('$').unwrap_or(name).to_owned();
    loop {
        let lower = rest.to_ascii_lowercase();
        if lower == "integration.status" || lower == "integration-status" {
            return Some(("apigateway_integration_status", true));
        }
        let name = folded(&rest);
        let is_own = |own: &str| own != "integration.status" && folded(own) == name;
        if let Some(variable) =
            TABLE.iter().find(|variable| variable.own.iter().any(|own| is_own(own)))
        {
            return Some((variable.key, true));
        }
        if let Some(variable) =
            TABLE.iter().find(|variable| variable.usual.contains(&name.as_str()))
        {
            return Some((variable.key, false));
        }
        if ["time", "timestamp", "date", "datetime", "requesttimestamp"].contains(&name.as_str()) {
            return Some(("time", false));
        }
        let (group, inner) = rest.split_once('.')?;
        let groups = "context requestcontext request response http api apigateway apigw gateway \
                      access accesslog log";
        if !groups.split_whitespace().any(|known| known == folded(group)) {
            return None;
        }
        rest = inner.to_owned();
    }
}

/// Names to columns, the surest name that has a value first.
fn named(pairs: Vec<Pair>) -> Outcome {
    let mut columns: HashMap<&'static str, Vec<(bool, bool, usize)>> = HashMap::new();
    let (mut known, mut asks, mut has_level, mut has_message, mut has_time) =
        (0, false, false, false, false);
    for (place, (name, value, _)) in pairs.iter().enumerate() {
        let key = why502_parse::key_of(name);
        let Some((column, is_own)) = meaning(&String::from_utf8_lossy(name)) else {
            has_level |= key == "level";
            has_message |= key == "message" || key == "msg";
            continue;
        };
        let column = match column {
            "time" if epoch(value).is_some() => "request_time_epoch",
            "time" => "request_time",
            column => {
                known += 1;
                let asking = "request_time request_time_epoch apigateway_status http_method \
                              resource_path route_key event_type";
                asks |= asking.split_whitespace().any(|one| one == column);
                has_time |= is_own && column.starts_with("request_time");
                column
            }
        };
        let is_absent = value.is_empty() || value == b"-";
        columns.entry(column).or_default().push((is_absent, !is_own, place));
    }
    if known < 2 || !asks || has_level && has_message && !has_time {
        return Err("unrecognised_line");
    }
    let mut cells = HashMap::new();
    let mut chosen = Vec::new();
    for (column, mut places) in columns {
        places.sort_unstable();
        let place = places[0].2;
        chosen.push(place);
        let value = &pairs[place].1;
        let quoted = regex(r#"(?s-u)^"(.*)"$"#).captures(value);
        let value = match quoted {
            Some(inside) if column == "error_message_string" => inside[1].to_vec(),
            _ => value.clone(),
        };
        cells.insert(column, value);
    }
    let others = pairs.into_iter().enumerate().filter(|(place, _)| !chosen.contains(place));
    record(cells, others.map(|(_, pair)| pair).collect())
}

fn record(cells: Cells, others: Vec<Pair>) -> Outcome {
    let cell = |key: &str| cells.get(key).cloned().unwrap_or_default();
    let start = epoch(&cell("request_time_epoch"))
        .or_else(|| instant(&cell("request_time")))
        .or_else(|| instant(&cell("request_time_epoch")))
        .ok_or("bad_timestamp")?;
    let latency = millis(&cell("response_latency")).unwrap_or(0);
    let time = Some(start + latency).filter(|time| *time < 253_402_300_800_000_000);
    let status = match &cell("apigateway_status")[..] {
        b"" | b"-" => None,
        digits => {
            let text = std::str::from_utf8(digits).ok().filter(|text| !text.starts_with('+'));
            let code: Option<u128> = text.and_then(|text| text.parse().ok());
            Some(code.filter(|code| *code < 1000).ok_or("bad_field_value")? as u16)
        }
    };
    let mut members = Vec::new();
    for variable in TABLE.iter() {
        match cells.get(variable.key) {
            Some(value) => members.push((variable.key.to_owned(), shown(variable.kind, value))),
            None if variable.always => members.push((variable.key.to_owned(), "null".to_owned())),
            None => {}
        }
    }
    if let Some(extra) = cells.get("extra") {
        members.push(("extra".to_owned(), shown("Text", extra)));
    }
    let columns: Vec<&str> = TABLE.iter().map(|variable| variable.key).collect();
    for (name, value, kind) in others {
        let mut key = why502_parse::key_of(&name);
        if "format source line timestamp status signature failure_side start_timestamp"
            .split(' ')
            .any(|common| common == key)
        {
            key = format!("apigateway_{key}");
        }
        let is_new = members.iter().all(|(known, _)| *known != key);
        if is_new && !key.is_empty() && !columns.contains(&&*key) {
            members.push((key, shown(kind, &value)));
        }
    }
    members.sort();
    Ok(Reading { time: time.unwrap_or(start), start: Some(start), status, members })
}

fn shown(kind: &str, value: &[u8]) -> String {
    let text = value.escape_ascii().to_string();
    let number = regex(r"(?s-u)^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$");
    match (kind, value) {
        (_, b"" | b"-") => "null".to_owned(),
        ("Json", _) => text,
        ("Bool", b"true" | b"false") => text,
        ("Millis", value) if value.starts_with(b"-") => "null".to_owned(),
        ("Millis", value) => match millis(value) {
            Some(micros) => format!("{micros} us"),
            None => format!("'{text}'"),
        },
        ("Number", value) if number.is_match(value) => text,
        ("Number", value) if number.is_match(unpadded(value)) => {
            String::from_utf8_lossy(unpadded(value)).into_owned()
        }
        _ => format!("'{text}'"),
    }
}

/// Without the zeros that have a digit behind them.
fn unpadded(mut value: &[u8]) -> &[u8] {
    while let [b'0', b'0'..=b'9', ..] = value {
        value = &value[1..];
    }
    value
}

/// Milliseconds with decimals to whole microseconds, up to a year.
fn millis(text: &[u8]) -> Option<i64> {
    let found =
        regex(r"(?-u)^([0-9]{1,12})(?:\.([0-9]+))?$").captures(text.trim_leading_zeros())?;
    let whole: i64 = utf8(&found[1]).parse().ok()?;
    let decimals = found.get(2).map_or(String::new(), |found| utf8(found.as_bytes()));
    let decimals = format!("{decimals:0<3}")[..3].parse::<i64>().ok()?;
    Some(whole * 1_000 + decimals).filter(|micros| *micros <= 31_536_000_000_000)
}

trait TrimLeadingZeros {
    fn trim_leading_zeros(&self) -> &Self;
}

impl TrimLeadingZeros for [u8] {
    /// Without leading zeros before another digit.
    fn trim_leading_zeros(&self) -> &Self {
        let mut text = self;
        while text.len() > 1 && text[0] == b'0' && text[1].is_ascii_digit() {
            text = &text[1..];
        }
        text
    }
}

fn utf8(text: &[u8]) -> String {
    String::from_utf8_lossy(text).into_owned()
}

fn epoch(text: &[u8]) -> Option<i64> {
    let found = regex(r"(?-u)^([0-9]+)(\.[0-9]+)?$").captures(text)?;
    let whole: i64 = utf8(&found[1]).parse().ok()?;
    let decimals = found.get(2).map_or(String::new(), |found| utf8(&found.as_bytes()[1..]));
    let digits = whole.to_string().len();
    let micros = match (digits, decimals.is_empty()) {
        (..=11, _) => whole * 1_000_000 + format!("{decimals:0<6}")[..6].parse::<i64>().ok()?,
        (_, false) => return None,
        (12..=14, _) => whole * 1_000,
        (15..=17, _) => whole,
        _ => whole / 1_000,
    };
    in_range(micros)
}

fn in_range(micros: i64) -> Option<i64> {
    (-62_135_596_800_000_000..253_402_300_800_000_000).contains(&micros).then_some(micros)
}

fn instant(text: &[u8]) -> Option<i64> {
    let clf = regex(r"(?-u)^(\d\d)/(\w{3})/(\d{4}):(\d\d:\d\d:\d\d(?:)) ([+-])(\d\d)(\d\d)$");
    let iso = regex(
        r"(?-u)^(\d{4})-(\d\d)-(\d\d)T(\d\d:\d\d:\d\d(?:\.\d{1,9})?)(?:Z|([+-])(\d\d):(\d\d))$",
    );
    let (found, date) = if let Some(found) = clf.captures(text) {
        let months = "JanFebMarAprMayJunJulAugSepOctNovDec";
        let month = months.find(&utf8(&found[2])).filter(|place| place % 3 == 0)? / 3 + 1;
        let date = format!("{}-{month:02}-{}", utf8(&found[3]), utf8(&found[1]));
        (found, date)
    } else if let Some(found) = iso.captures(text) {
        let date = format!("{}-{}-{}", utf8(&found[1]), utf8(&found[2]), utf8(&found[3]));
        (found, date)
    } else {
        return epoch(text);
    };
    let part =
        |at: usize| found.get(at).map_or(0, |found| utf8(found.as_bytes()).parse().unwrap_or(0));
    let offset: i64 = part(6) * 60 + part(7);
    if part(6) > 23 || part(7) > 59 {
        return None;
    }
    let sign = if found.get(5).is_some_and(|sign| sign.as_bytes() == b"-") { 1 } else { -1 };
    // The calendar is tested elsewhere.
    let local = format!("{date}T{}Z", utf8(&found[4]));
    let local = why502_parse::Timestamp::parse(local.as_bytes())?.micros();
    in_range(local + sign * offset * 60_000_000)
}

fn regex(pattern: &str) -> Regex {
    use std::sync::Mutex;
    static MADE: LazyLock<Mutex<HashMap<String, Regex>>> = LazyLock::new(Mutex::default);
    let mut made = MADE.lock().expect("no holder panics");
    made.entry(pattern.to_owned())
        .or_insert_with(|| Regex::new(pattern).expect("patterns are right"))
        .clone()
}
