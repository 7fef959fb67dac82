//! Lines of a load balancer as CloudWatch delivers them: objects and columns. The input is a stream,
//! and values for a line whose other values are good: each line of the input is a column's letter
//! and its text.
#![no_main]
#![allow(dead_code, reason = "tests share these files, and use more of them")]

#[path = "../../tests/vended/agree.rs"]
mod agree;
#[path = "../../tests/vended/twin.rs"]
mod twin;

use libfuzzer_sys::fuzz_target;
use why502_parse::Format;
use why502_parse_fuzz::stream;

fuzz_target!(|data: &[u8]| {
    stream(data, Format::Alb);
    let mut values = agree::values();
    for change in data.split(|byte| *byte == b'\n') {
        let Some((&place, text)) = change.split_first() else { continue };
        let text = String::from_utf8_lossy(text).into_owned();
        let count = values.len();
        match values.get_mut(usize::from(place) % 40) {
            // What must be right for a record stays right.
            Some((name, _)) if ["time", "elb_status_code", "type"].contains(&name.as_str()) => {}
            Some((_, value)) => *value = text,
            // The twin has unknown members in another order: one is enough.
            None if count == 34 => values.push((format!("other{place}"), text)),
            None => {}
        }
    }
    values.rotate_left(data.len() % 34);
    values.dedup_by(|one, other| one.0 == other.0);
    let line = agree::object(&values);
    agree::parse(None, &line, |parsed| agree::assert_same(parsed, twin::json(&line), &line));
    let header: Vec<&str> = values.iter().map(|(name, _)| name.as_str()).collect();
    let header = header.join(" ");
    let plain = |(_, text): &(String, String)| text.replace(['\t', '\n'], "");
    let line = values.iter().map(plain).collect::<Vec<_>>().join("\t");
    if !line.trim().is_empty() && !line.starts_with(['{', '#', '\u{feff}']) {
        let expected = twin::w3c(&header, &line);
        agree::parse(Some(&header), &line, |parsed| agree::assert_same(parsed, expected, &line));
    }
});
