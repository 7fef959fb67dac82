//! A delivered line of an access log, read by `serde_json` and by plain text code: each field's
//! name in the legacy log, and its text without escapes.

use serde_json::Value;

/// The 34 fields, by the names of the delivery; the legacy log has one of them under another name.
pub(crate) const NAMES: &str = "type time elb client_port target_port request_processing_time \
    target_processing_time response_processing_time elb_status_code target_status_code \
    received_bytes sent_bytes request_line user_agent ssl_cipher ssl_protocol target_group_arn \
    trace_id domain_name chosen_cert_arn matched_rule_priority request_creation_time \
    actions_executed redirect_url error_reason target_port_list target_status_code_list \
    classification classification_reason conn_trace_id transformed_host transformed_uri \
    request_transform_status ip_address";

/// Fields that have a value, and the values of others: name and text, in the order of the line.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Read {
    pub(crate) fields: Vec<(String, Vec<u8>)>,
    pub(crate) others: Vec<Vec<u8>>,
}

/// Reads an object. `None` if it is none, or has no time that can be one.
pub(crate) fn json(line: &str) -> Option<Read> {
    let Value::Object(object) = serde_json::from_str(line).ok()? else { return None };
    let members = object.into_iter().filter_map(|(name, value)| match value {
        Value::Null | Value::Object(_) => None,
        Value::String(text) => Some((name, text)),
        other => Some((name, other.to_string())),
    });
    read(members.map(|(name, text)| (name, hexadecimal(text.as_bytes()))).collect())
}

/// Reads a line of the columns that the header names.
pub(crate) fn w3c(header: &str, line: &str) -> Option<Read> {
    let values: Vec<String> = if line.contains('\t') {
        line.split('\t').map(str::to_owned).collect()
    } else {
        words(line)?
    };
    let names: Vec<&str> = header.split_whitespace().collect();
    let members = values.iter().enumerate().map(|(place, value)| {
        let quoted = value.strip_prefix('"').and_then(|value| value.strip_suffix('"'));
        let text = quoted.filter(|_| value.len() > 1).unwrap_or(value);
        (names.get(place).copied().unwrap_or_default().to_owned(), legacy(text.as_bytes()))
    });
    let reaches = |name: &str| names.iter().position(|other| *other == name) < Some(values.len());
    if !reaches("time") || !reaches("elb_status_code") {
        return None;
    }
    read(members.collect())
}

fn read(members: Vec<(String, Vec<u8>)>) -> Option<Read> {
    let mut read = Read { fields: Vec::new(), others: Vec::new() };
    for (name, text) in members {
        let name = match name.as_str() {
            "request_line" => "request",
            "client:port" => "client_port",
            "target:port" => "target_port",
            "target:port_list" => "target_port_list",
            name => name,
        };
        let is_field = name == "request" || NAMES.split_whitespace().any(|known| known == name);
        if !is_field {
            let before = if name.is_empty() { String::new() } else { format!("{name}=") };
            read.others.push([before.as_bytes(), &text].concat());
        } else if read.fields.iter().all(|(known, _)| known != name) {
            read.fields.push((name.to_owned(), text));
        }
    }
    let time = read.fields.iter().find(|(name, _)| name == "time")?;
    if time.1.len() < 20 {
        return None;
    }
    read.fields.retain(|(_, text)| !matches!(&text[..], b"" | b"-"));
    Some(read)
}

/// Words between spaces, of which those in quotes may hold spaces.
fn words(line: &str) -> Option<Vec<String>> {
    let mut words = vec![String::new()];
    let mut in_quotes = false;
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        let word = words.last_mut()?;
        match character {
            ' ' if !in_quotes => words.push(String::new()),
            '"' if in_quotes || word.is_empty() => {
                in_quotes = !in_quotes;
                word.push('"');
            }
            '\\' if in_quotes => {
                word.push('\\');
                word.extend(characters.next());
            }
            _ => word.push(character),
        }
    }
    if line.ends_with(' ') {
        words.pop();
    }
    (!in_quotes).then_some(words)
}

/// Undoes `\xHH` and nothing else.
fn hexadecimal(text: &[u8]) -> Vec<u8> {
    undo(text, false)
}

/// Undoes `\xHH`, `\"` and `\\`.
fn legacy(text: &[u8]) -> Vec<u8> {
    undo(text, true)
}

fn undo(text: &[u8], with_single: bool) -> Vec<u8> {
    let mut plain = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let digits = text.get(at + 2..at + 4).and_then(|digits| std::str::from_utf8(digits).ok());
        let byte = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match (text[at], text.get(at + 1), byte) {
            (b'\\', Some(b'x' | b'X'), Some(byte)) if text[at + 2] != b'+' => {
                plain.push(byte);
                at += 4;
            }
            (b'\\', Some(&next @ (b'"' | b'\\')), _) if with_single => {
                plain.push(next);
                at += 2;
            }
            (byte, _, _) => {
                plain.push(byte);
                at += 1;
            }
        }
    }
    plain
}
