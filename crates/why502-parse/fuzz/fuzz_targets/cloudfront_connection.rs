//! Lines of `cloudfront_connection`, held against the twin of CloudFront's forms.
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
    stream(data, Format::CloudFrontConnection);
    for (header, line) in lines(data, Format::CloudFrontConnection) {
        if line.starts_with(b"{") {
            agree::assert_same(Form::ConnectionJson, line);
        } else if let Some(names) = header
            && line.contains(&b'\t')
        {
            agree::assert_same(Form::ConnectionColumns(names), line);
        }
    }
});
