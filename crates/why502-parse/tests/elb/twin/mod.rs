//! A second reading of the load balancers' lines, written only to be obviously right: one character
//! after the other into owned text, patterns for shapes, days counted year by year. It shares no
//! code with the crate. Bytes are held as characters of the same number.
#![allow(unreachable_pub, reason = "also a module of programs where this is reachable")]

mod json;
mod table;
mod value;

use json::Json;
use table::{TABLES, Table, column_of, key};
use value::{FIRST, duration, last, micros_of, millis, shown, status_of};

/// A record: times in microseconds since 1970; members as `null`, `"text"` or a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// When the response was sent, or the closest the log has.
    pub time: i64,
    /// When the request came.
    pub start: Option<i64>,
    /// The status the client got.
    pub status: Option<u16>,
    /// Keys and values, in order.
    pub members: Vec<(String, String)>,
}

/// Values by column, and what no column is known for: name, value, kind.
struct Values {
    columns: Vec<Option<String>>,
    others: Vec<(String, String, char)>,
}

/// Reads a line that is no control line, below that header if there is one: the record, or the name
/// of the reason why it is none; `open` where the record may go on in the next line. A header is
/// forgotten at a line that only reads without it.
///
/// # Panics
///
/// For a format that is none of these logs.
pub fn read(format: &str, header: &mut Option<String>, line: &[u8]) -> Result<Seen, &'static str> {
    let table = TABLES.iter().find(|table| table.format == format).expect("a format");
    let text: String = line.iter().map(|&byte| char::from(byte)).collect();
    let seen = if text.starts_with('{') && !table.marks.is_empty() {
        read_object(table, &text)
    } else if let Some(names) = header.as_deref().filter(|names| names_a_column(table, names)) {
        let by_header = read_by_header(table, names, &text);
        let plain = read_plain(table, &text);
        if by_header.is_err() && is_shaped(table, &text) && plain.is_ok() {
            *header = None;
            plain
        } else {
            by_header
        }
    } else {
        read_plain(table, &text)
    };
    if seen == Err("unterminated_quote") && format == "clb" && may_go_on(table, &text) {
        return Err("open");
    }
    seen
}

fn names_a_column(table: &Table, names: &str) -> bool {
    names.split_ascii_whitespace().any(|name| column_of(table, name).is_some())
}

fn separator(text: &str) -> char {
    text.chars().find(|letter| " \t".contains(*letter)).unwrap_or(' ')
}

fn is_shaped(table: &Table, text: &str) -> bool {
    let fields: Vec<&str> = text.split(separator(text)).collect();
    fields.len() >= table.shape.len()
        && table.shape.iter().zip(fields).all(|(test, field)| test.is_match(field))
}

/// The fields, quotes included, and whether a quote stays open behind them.
fn fields(table: &Table, text: &str) -> (Vec<String>, bool) {
    let separator = separator(text);
    if separator == '\t' {
        return (text.split('\t').map(str::to_owned).collect(), false);
    }
    let letters: Vec<char> = text.chars().collect();
    let (mut fields, mut at) = (Vec::new(), 0);
    while at < letters.len() {
        let mut field = String::new();
        if table.quotes && letters[at] == '"' {
            field.push('"');
            at += 1;
            while at < letters.len() && letters[at] != '"' {
                let length = if letters[at] == '\\' { 2 } else { 1 };
                field.extend(letters[at..].iter().take(length));
                at += length;
            }
            if at >= letters.len() {
                return (fields, true);
            }
            field.push('"');
            at += 1;
        } else {
            while at < letters.len() && letters[at] != separator {
                field.push(letters[at]);
                at += 1;
            }
        }
        fields.push(field);
        if letters.get(at) == Some(&separator) {
            at += 1;
        }
    }
    (fields, false)
}

fn unquoted(table: &Table, field: &str) -> String {
    let inside = field.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    inside.filter(|_| table.quotes).unwrap_or(field).to_owned()
}

fn read_plain(table: &Table, text: &str) -> Result<Seen, &'static str> {
    let (fields, open) = fields(table, text);
    if !table.shape[..table.surely].iter().zip(&fields).all(|(test, field)| test.is_match(field)) {
        return Err("unrecognised_line");
    }
    if open {
        return Err("unterminated_quote");
    }
    if fields.len() < table.least {
        return Err("too_few_fields");
    }
    let fields: Vec<String> = fields.iter().map(|field| unquoted(table, field)).collect();
    let mut values = Values { columns: vec![None; table.columns.len()], others: Vec::new() };
    for (column, field) in values.columns.iter_mut().zip(&fields) {
        *column = Some(field.clone());
    }
    add_surplus(&mut values, &fields, table.columns.len());
    finish(table, &values)
}

fn read_by_header(table: &Table, names: &str, text: &str) -> Result<Seen, &'static str> {
    let (fields, open) = fields(table, text);
    if open {
        return Err("unterminated_quote");
    }
    let fields: Vec<String> = fields.iter().map(|field| unquoted(table, field)).collect();
    let names: Vec<&str> = names.split_ascii_whitespace().collect();
    let mut values = Values { columns: vec![None; table.columns.len()], others: Vec::new() };
    for (name, field) in names.iter().zip(&fields) {
        match column_of(table, name) {
            Some(column) if values.columns[column].is_none() => {
                values.columns[column] = Some(field.clone());
            }
            _ => values.others.push(((*name).to_owned(), field.clone(), 't')),
        }
    }
    add_surplus(&mut values, &fields, names.len());
    let is_whole = names.len() == fields.len();
    finish(table, &values).map_err(|reason| if is_whole { reason } else { "unrecognised_line" })
}

fn add_surplus(values: &mut Values, fields: &[String], known: usize) {
    if fields.len() > known {
        values.others.push(("extra".to_owned(), fields[known..].join(" "), 't'));
    }
}

fn read_object(table: &Table, text: &str) -> Result<Seen, &'static str> {
    let letters: Vec<char> = text.chars().collect();
    let mut json = Json { letters: &letters, at: 0, members: Vec::new() };
    json.object("", 1).ok_or("unrecognised_line")?;
    json.blanks();
    if json.at < letters.len() {
        return Err("unrecognised_line");
    }
    let mut values = Values { columns: vec![None; table.columns.len()], others: Vec::new() };
    for (name, value, kind) in json.members {
        match column_of(table, &name) {
            Some(column) if values.columns[column].is_some() => {}
            Some(column) => values.columns[column] = Some(value),
            None => values.others.push((name, value, kind)),
        }
    }
    for mark in table.marks {
        if column_of(table, mark).is_none_or(|column| values.columns[column].is_none()) {
            return Err("unrecognised_line");
        }
    }
    finish(table, &values)
}

/// Whether a line with an open quote is a record up to the quote: its first eleven fields are.
fn may_go_on(table: &Table, text: &str) -> bool {
    let parts: Vec<&str> = text.splitn(12, ' ').collect();
    parts.len() == 12
        && parts[11].starts_with('"')
        && is_shaped(table, text)
        && parts[0].ends_with('Z')
        && micros_of(parts[0]).is_some()
        && status_of(parts[7]).is_ok()
}

fn finish(table: &Table, values: &Values) -> Result<Seen, &'static str> {
    let logged = |key: &str| {
        let column = table.columns.iter().position(|column| column.0 == key);
        column.and_then(|column| values.columns[column].as_deref()).unwrap_or("")
    };
    let own_time = values.columns[table.time].as_deref().and_then(micros_of);
    let own_time = own_time.ok_or("bad_timestamp")?;
    let status = if table.format == "clb" { status_of(logged("elb_status_code"))? } else { None };
    let within = |time: i64| Some(time).filter(|time| (FIRST..=last()).contains(time));
    let (time, start) = match table.format {
        "clb" => {
            let times: Option<Vec<i64>> = ["request", "backend", "response"]
                .iter()
                .map(|of| duration(logged(&format!("{of}_processing_time"))))
                .collect();
            let sent = times.and_then(|times| within(own_time + times.iter().sum::<i64>()));
            (sent.unwrap_or(own_time), Some(own_time))
        }
        "nlb" => {
            let created = micros_of(logged("tls_connection_creation_time"));
            let length = millis(logged("connection_time"));
            (own_time, created.or_else(|| within(own_time - length?)))
        }
        "alb_health_check" => {
            let end = duration(logged("latency")).and_then(|length| within(own_time + length));
            (end.unwrap_or(own_time), Some(own_time))
        }
        _ => (own_time, None),
    };
    let mut members: Vec<(String, String)> = Vec::new();
    for (&(key, _, kind), value) in table.columns.iter().zip(&values.columns) {
        let value = value.as_deref().map_or_else(|| "null".to_owned(), |value| shown(kind, value));
        members.push((key.to_owned(), value));
    }
    for (name, value, kind) in &values.others {
        let mut key = key(name);
        if [
            "format",
            "source",
            "line",
            "timestamp",
            "status",
            "signature",
            "failure_side",
            "start_timestamp",
        ]
        .contains(&key.as_str())
        {
            key = format!("{}_{key}", table.format);
        }
        let is_taken = members.iter().any(|(other, _)| *other == key);
        if !key.is_empty() && !is_taken && table.columns.iter().all(|column| column.0 != key) {
            members.push((key, shown(*kind, value)));
        }
    }
    Ok(Seen { time, start, status, members })
}
