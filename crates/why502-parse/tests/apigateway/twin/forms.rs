//! The forms that are no objects.

use super::{Cells, Pair, instant, regex, utf8};
use regex::bytes::Captures;

pub(super) fn xml(text: &[u8]) -> Option<Vec<Pair>> {
    let (root, tag, inside, rest) = element(text)?;
    if !rest.trim_ascii().is_empty() {
        return None;
    }
    let mut pairs = Vec::new();
    let mut tag = tag;
    let attribute = regex(r#"(?s-u)^([^=]*)=[ \t\r\n\x0c]*"([^"]*)""#);
    while let Some(found) = attribute.captures(&tag.clone()) {
        let name = [&root[..], b".", found[1].trim_ascii()].concat();
        pairs.push((name, decoded(&found[2]), "Text"));
        tag = tag[found[0].len()..].to_vec();
    }
    elements(&inside, 0, b"", &mut pairs).then_some(pairs)
}

/// Name, what else is in the tag, what is inside, and what is behind.
type Element = (Vec<u8>, Vec<u8>, Vec<u8>, Vec<u8>);

fn element(text: &[u8]) -> Option<Element> {
    let open = regex(r#"(?s-u)^<([A-Za-z0-9_.:$-]+)((?:[^">]|"[^"]*")*)>"#).captures(text)?;
    let (name, tag, behind) = (open[1].to_vec(), open[2].to_vec(), &text[open[0].len()..]);
    if name.len() > 128 {
        return None;
    }
    if let Some(tag) = tag.strip_suffix(b"/") {
        return Some((name, tag.to_vec(), Vec::new(), behind.to_vec()));
    }
    let close = [b"</", &name[..], b">"].concat();
    let end = (0..behind.len()).find(|at| behind[*at..].starts_with(&close))?;
    Some((name, tag, behind[..end].to_vec(), behind[end + close.len()..].to_vec()))
}

fn elements(text: &[u8], depth: usize, path: &[u8], pairs: &mut Vec<Pair>) -> bool {
    let mut text = text.trim_ascii_start().to_vec();
    while !text.is_empty() {
        let Some((name, _, inside, rest)) = element(&text) else { return false };
        let name = if path.is_empty() { name } else { [path, b".", &name].concat() };
        let inside = inside.trim_ascii();
        let mut inner = Vec::new();
        let holds = only_elements(inside) && depth < 8;
        if holds {
            elements(inside, depth + 1, &name, &mut inner);
            pairs.append(&mut inner);
        } else {
            pairs.push((name, decoded(inside), "Text"));
        }
        text = rest.trim_ascii_start().to_vec();
    }
    true
}

fn only_elements(text: &[u8]) -> bool {
    let mut text = text.to_vec();
    let mut count = 0;
    while let Some((_, _, _, rest)) = element(&text) {
        text = rest.trim_ascii_start().to_vec();
        count += 1;
    }
    count > 0 && text.is_empty()
}

fn decoded(text: &[u8]) -> Vec<u8> {
    let reference = regex(r"(?-u)&(lt|gt|amp|quot|apos|#x[0-9a-fA-F]{1,7}|#[0-9]{1,8});");
    let plain = |found: &Captures<'_>| {
        let name = utf8(&found[1]);
        let code = match (name.strip_prefix("#x"), name.strip_prefix('#')) {
            (Some(digits), _) => u32::from_str_radix(digits, 16).ok(),
            (_, Some(digits)) => digits.parse().ok(),
            _ => return unquoted_entity(&name).as_bytes().to_vec(),
        };
        match code.and_then(char::from_u32) {
            Some(character) => character.to_string().into_bytes(),
            None => found[0].to_vec(),
        }
    };
    reference.replace_all(text, plain).into_owned()
}

fn unquoted_entity(name: &str) -> &'static str {
    match name {
        "lt" => "<",
        "gt" => ">",
        "amp" => "&",
        "quot" => "\"",
        _ => "'",
    }
}

pub(super) fn name_value(text: &[u8]) -> Option<Vec<Pair>> {
    let begins = regex(r"(?s-u)^[A-Za-z0-9_.$-]{1,64}: ");
    begins.find(text)?;
    let mut pairs: Vec<Pair> = Vec::new();
    let mut cuts = vec![0];
    for at in 0..text.len() {
        // A name may begin behind the comma only once the pair before has its colon and blank.
        let last = *cuts.last()?;
        let from = last + begins.find(&text[last..])?.end();
        if text[at..].starts_with(b", ") && at >= from && begins.is_match(&text[at + 2..]) {
            cuts.push(at + 2);
        }
    }
    for (index, cut) in cuts.iter().enumerate() {
        let end = cuts.get(index + 1).map_or(text.len(), |next| next - 2);
        let pair = &text[*cut..end];
        let colon = begins.find(pair)?.end();
        let value = pair[colon..].trim_ascii().to_vec();
        pairs.push((pair[..colon - 2].to_vec(), value, "Text"));
    }
    Some(pairs)
}

const ID: &str = r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}|UUID_REPLACED_INVALID_REQUEST_ID|[A-Za-z0-9+/_-]{11,64}==?";

pub(super) fn clf(text: &[u8]) -> Option<Cells> {
    let space = r"[ \t\r\n\x0c]*";
    let whole = regex(&format!(
        r#"(?s-u)^([^\["]*?[^\[" \t\r\n\x0c]){space}\[([^\]]*)\]{space}"(.*?)" ((?:-|[0-9]{{3}}|{ID})(?: .*)?)$"#
    ));
    let found = whole.captures(text)?;
    let mut cells = Cells::new();
    let client = ["identity_source_ip", "identity_caller", "identity_user"];
    for (key, word) in client.into_iter().zip(found[1].splitn(3, |byte| *byte == b' ')) {
        cells.insert(key, word.to_vec());
    }
    cells.insert("request_time", found[2].to_vec());
    let is_event = inside_quotes(&found[3], &mut cells);
    let length = if is_event { "()" } else { r"((?:-|[0-9]+)(?: |$))?" };
    let behind = regex(&format!(r"(?s-u)^((?:-|[0-9]{{3}})(?: |$))?{length}(.*)$"));
    let found = behind.captures(&found[4])?;
    for (key, at) in [("apigateway_status", 1), ("response_length", 2)] {
        if let Some(word) = found.get(at).filter(|word| !word.as_bytes().is_empty()) {
            cells.insert(key, word.as_bytes().trim_ascii_end().to_vec());
        }
    }
    let rest = &found[3];
    if rest.is_empty() || rest.starts_with(b" ") || rest.starts_with(b"\"") {
        ids(&[], rest, b' ', &mut cells);
    } else {
        let (id, rest) = cut(rest, b' ');
        cells.insert("request_id", id.clone());
        ids(&id, rest.as_deref().unwrap_or_default(), b' ', &mut cells);
    }
    Some(cells)
}

fn cut(text: &[u8], at: u8) -> (Vec<u8>, Option<Vec<u8>>) {
    let mut parts = text.splitn(2, |byte| *byte == at);
    (parts.next().unwrap_or_default().to_vec(), parts.next().map(<[u8]>::to_vec))
}

/// An extended id, and the owner's values behind it.
fn ids(id: &[u8], text: &[u8], separator: u8, cells: &mut Cells) {
    let (word, rest) = cut(text, separator);
    let is_extended = word == b"-"
        || !word.is_empty() && word == id
        || regex(r"(?-u)^[A-Za-z0-9+/_-]{11,64}==?$").is_match(&word);
    let extra = if is_extended {
        cells.insert("extended_request_id", word);
        rest.unwrap_or_default()
    } else {
        text.to_vec()
    };
    if !extra.is_empty() {
        cells.insert("extra", extra);
    }
}

fn inside_quotes(text: &[u8], cells: &mut Cells) -> bool {
    let (first, rest) = cut(text, b' ');
    let rest = rest.unwrap_or_default();
    let mut words: Vec<&[u8]> = rest.split(|byte| *byte == b' ').collect();
    let last = if words.len() > 1 { words.pop().unwrap_or_default() } else { b"" };
    let middle = words.join(&b' ');
    let is_event = regex("(?-u)^(CONNECT|MESSAGE|DISCONNECT)$").is_match(&first)
        && !last.starts_with(b"HTTP/");
    let keys = match (is_event, is_route(&middle)) {
        (true, _) => ["event_type", "route_key", "connection_id"],
        (false, true) => ["http_method", "route_key", "protocol"],
        (false, false) => ["http_method", "resource_path", "protocol"],
    };
    for (key, value) in keys.into_iter().zip([&first, &middle, last]) {
        cells.insert(key, value.to_vec());
    }
    is_event
}

fn is_route(path: &[u8]) -> bool {
    path.starts_with(b"$") || path.contains(&b' ')
}

pub(super) fn csv(text: &[u8]) -> Option<Cells> {
    let time = r"([0-9]{2}/[A-Z][a-z]{2}/[0-9]{4}:[0-9]{2}:[0-9]{2}:[0-9]{2} [+-][0-9]{4})";
    let client = r"([0-9A-Fa-f.:-]{1,64}),(?:([^,]*),([^,]*),)??";
    let event = format!(
        "(?s-u)^{client}{time},(CONNECT|MESSAGE|DISCONNECT),([^,]*),(-|[0-9]{{3}})(?:,([^,]*))?(?:,([^,]*))?(?:,(.*))?$"
    );
    let request = format!(
        "(?s-u)^{client}{time},([^,]*),(.*?),(-|HTTP/[^,]{{0,11}}),(-|[0-9]{{3}})(?:,([^,]*))?(?:,([^,]*))?(?:,(.*))?$"
    );
    let found = regex(&event).captures(text).map(|found| (found, true)).or_else(|| {
        let found = regex(&request).captures(text)?;
        let is_event = regex("^(CONNECT|MESSAGE|DISCONNECT)$").is_match(&found[5]);
        (!is_event).then_some((found, false))
    });
    let (found, is_event) = found?;
    instant(&found[4])?;
    let path = if is_route(&found[6]) { "route_key" } else { "resource_path" };
    let client = ["identity_source_ip", "identity_caller", "identity_user", "request_time"];
    let names: &[&'static str] = if is_event {
        &["event_type", "route_key", "apigateway_status", "connection_id", "request_id"]
    } else {
        &["http_method", path, "protocol", "apigateway_status", "response_length", "request_id"]
    };
    let mut cells = Cells::new();
    for (place, key) in client.iter().chain(names).enumerate() {
        if let Some(value) = found.get(place + 1) {
            cells.insert(*key, value.as_bytes().to_vec());
        }
    }
    let rest = found.get(client.len() + names.len() + 1);
    let id = cells.get("request_id").cloned().unwrap_or_default();
    ids(&id, rest.map_or(b"", |rest| rest.as_bytes()), b',', &mut cells);
    Some(cells)
}
