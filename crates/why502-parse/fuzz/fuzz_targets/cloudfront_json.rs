//! Lines of `cloudfront_json`, held against the twin of CloudFront's forms.
#![no_main]
#![allow(dead_code, reason = "tests share these files, and use more of them")]

#[path = "../../tests/cloudfront_forms/agree.rs"]
mod agree;
#[path = "../../tests/cloudfront_forms/twin.rs"]
mod twin;

use libfuzzer_sys::fuzz_target;
use twin::Form;
use why502_parse::Format;
use why502_parse_fuzz::{lines, stream};

fuzz_target!(|data: &[u8]| {
    stream(data, Format::CloudFront);
    for (_header, line) in lines(data, Format::CloudFront) {
        if line.starts_with(b"{") {
            agree::assert_same(Form::Json, line);
        }
    }
});
