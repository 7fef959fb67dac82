//! Lines of `cloudfront` as they were before delivery by CloudWatch, held against the reference.
#![no_main]
#![allow(dead_code, reason = "tests share these files, and use more of them")]

#[path = "../../tests/parse/agree.rs"]
mod agree;
#[path = "../../tests/parse/reference.rs"]
mod reference;

use libfuzzer_sys::fuzz_target;
use reference::Reference;
use why502_parse::{Format, Parser, detect};
use why502_parse_fuzz::{is_plain, stream};

fuzz_target!(|data: &[u8]| {
    stream(data, Format::CloudFront);
    let (mut parser, mut reference) = (Parser::new(None), Reference::default());
    for line in data.split(|byte| *byte == b'\n') {
        // The reference knows two logs, and neither objects nor columns of a load balancer.
        let is_known = match detect(line) {
            Some(Format::Alb) => is_plain(line) && line[0] != b'{',
            Some(Format::CloudFront) => line.starts_with(b"#") || is_plain(line) && line[0] != b'{',
            Some(_) => false,
            // Nor does it know any separator of columns but the tab.
            None => {
                line.starts_with(b"#") || is_plain(line) && line[0] != b'{' && line.contains(&b'\t')
            }
        };
        let is_text = !line.starts_with(b"#") || std::str::from_utf8(line).is_ok();
        if !is_known || !is_text {
            return;
        }
        agree::read_both(&mut parser, &mut reference, line);
    }
});
