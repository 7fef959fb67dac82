//! Flows of a VPC, held against the twin. The first line of the input chooses the columns, a letter
//! each; below it stand the flows.
#![no_main]
#![allow(dead_code, reason = "tests share these files, and use more of them")]

#[path = "../../tests/evidence/agree.rs"]
mod agree;
#[path = "../../tests/evidence/twin/mod.rs"]
mod twin;

use agree::{FLOW_NAMES, assert_flow};
use libfuzzer_sys::fuzz_target;
use why502_parse::Format;
use why502_parse_fuzz::{is_plain, stream};

fuzz_target!(|data: &[u8]| {
    stream(data, Format::VpcFlow);
    let mut lines = data.split(|byte| *byte == b'\n');
    let mut names: Vec<&str> = Vec::new();
    for letter in lines.next().unwrap_or_default() {
        let name = FLOW_NAMES[usize::from(*letter) % FLOW_NAMES.len()];
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let rest: Vec<&[u8]> = lines.collect();
    stream(&[names.join(" ").as_bytes(), b"\n", &rest.join(&b'\n')].concat(), Format::VpcFlow);
    if names.len() < 3 {
        return;
    }
    for line in rest.into_iter().filter(|line| is_plain(line)) {
        assert_flow(&names, line);
    }
});
