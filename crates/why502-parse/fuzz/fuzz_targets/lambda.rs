//! Lines of `lambda`, held against the twin.
#![no_main]
#![allow(dead_code, reason = "tests share these files, and use more of them")]

#[path = "../../tests/evidence/agree.rs"]
mod agree;
#[path = "../../tests/evidence/twin/mod.rs"]
mod twin;

use libfuzzer_sys::fuzz_target;
use why502_parse::{Format, detect};
use why502_parse_fuzz::{LINE_LIMIT, is_plain, stream};

fuzz_target!(|data: &[u8]| {
    stream(data, Format::Lambda);
    // A unit may have line feeds inside: a message, or an object.
    let is_control = data.starts_with(b"#") || data.starts_with(b"Enable");
    // What stands behind the time of an export is for the parser to tell.
    let is_export = data.get(25..).is_some_and(|rest| !is_plain(data) && detect(rest).is_some());
    if !data.trim_ascii().is_empty() && !is_export && !is_control && data.len() <= LINE_LIMIT {
        agree::assert_lambda(data);
    }
});
