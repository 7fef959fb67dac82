//! Lines and objects of `alb_connection`, below a header or not, held against the twin of the load balancers.
#![no_main]
#![allow(dead_code, reason = "tests share these files, and use more of them")]

#[path = "../../tests/elb/agree.rs"]
mod agree;
#[path = "../../tests/elb/twin/mod.rs"]
mod twin;

use libfuzzer_sys::fuzz_target;
use why502_parse::Format;
use why502_parse_fuzz::{lines, stream};

fuzz_target!(|data: &[u8]| {
    stream(data, Format::AlbConnection);
    for (header, line) in lines(data, Format::AlbConnection) {
        agree::read_both("alb_connection", header, line);
    }
});
