//! Lines of API Gateway in all their forms, held against the twin.
#![no_main]
#![allow(dead_code, reason = "tests share these files, and use more of them")]

#[path = "../../tests/apigateway/agree.rs"]
mod agree;
#[path = "../../tests/apigateway/twin.rs"]
mod twin;

use libfuzzer_sys::fuzz_target;
use why502_parse::{Format, Parser};
use why502_parse_fuzz::{lines, stream};

fuzz_target!(|data: &[u8]| {
    stream(data, Format::ApiGateway);
    let mut parser = Parser::new(Some(Format::ApiGateway));
    for (_, line) in lines(data, Format::ApiGateway) {
        agree::assert_same(&mut parser, line);
    }
});
