//! Lines of `apache_error`, held against the twin of the servers' logs.
#![no_main]
#![allow(dead_code, reason = "tests share these files, and use more of them")]

#[path = "../../tests/proxy/agree.rs"]
mod agree;
#[path = "../../tests/proxy/twin.rs"]
mod twin;

use libfuzzer_sys::fuzz_target;
use why502_parse::Format;
use why502_parse_fuzz::{lines, stream};

fuzz_target!(|data: &[u8]| {
    stream(data, Format::ApacheError);
    for (_, line) in lines(data, Format::ApacheError) {
        // Objects have a twin of their own.
        if !line.trim_ascii_start().starts_with(b"{") {
            agree::assert_alike(Format::ApacheError, line, twin::apache_error(line));
        }
    }
});
