//! Lines of `waf`, held against the twin.
#![no_main]
#![allow(dead_code, reason = "tests share these files, and use more of them")]

#[path = "../../tests/evidence/agree.rs"]
mod agree;
#[path = "../../tests/evidence/twin/mod.rs"]
mod twin;

use libfuzzer_sys::fuzz_target;
use why502_parse::Format;
use why502_parse_fuzz::{LINE_LIMIT, stream};

fuzz_target!(|data: &[u8]| {
    stream(data, Format::Waf);
    // A unit may have line feeds inside: a message, or an object.
    let is_control = data.starts_with(b"#") || data.starts_with(b"Enable");
    if !data.trim_ascii().is_empty() && !is_control && data.len() <= LINE_LIMIT {
        agree::assert_waf(data);
    }
});
