//! Lines and objects of `clb`, below a header or not, held against the twin of the load balancers.
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
    stream(data, Format::Clb);
    for (header, line) in lines(data, Format::Clb) {
        agree::read_both("clb", header, line);
    }
});
