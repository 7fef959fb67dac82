//! Logs that tell what happened around a request: Lambda functions, VPC flows, AWS WAF.

mod agree;
mod lambda;
mod lambda_json;
mod network;
mod properties;
mod twin;

use agree::read;
use twin::Seen;
use why502_parse::Format;

/// One record of an object of that format.
fn read_one(format: Format, line: &str) -> Seen {
    let mut seen = read(format, &[], &[line.as_bytes()]);
    seen.pop().expect("one line").unwrap_or_else(|reason| panic!("{reason}: {line}"))
}

/// The value under a key, as [`outcome`] shows it; empty where there is none.
fn value<'s>(seen: &'s Seen, key: &str) -> &'s str {
    seen.members.iter().find(|(known, _)| known == key).map_or("", |(_, value)| value)
}

/// Asks for exactly these values, in any order; a key with an empty value must be absent.
fn assert_values(seen: &Seen, wanted: &[(&str, &str)]) {
    for (key, wanted) in wanted {
        assert_eq!(value(seen, key), *wanted, "{key} of {seen:?}");
    }
}
