//! Logs of load balancers, read by the crate and by a slow twin.
#![expect(clippy::unwrap_used, reason = "a line that is not as the test says fails it")]

mod agree;
mod clb;
mod connection;
mod forms;
mod health_check;
mod lines;
mod nlb;
mod properties;
mod twin;

use agree::{parser, read, read_both};
use twin::Seen;

/// The record, which both readings agree about.
fn record(format: &str, line: &str) -> Seen {
    read_both(format, None, line.as_bytes()).unwrap().unwrap()
}

/// Why the line is none, which both readings agree about.
fn reason(format: &str, line: &str) -> &'static str {
    read_both(format, None, line.as_bytes()).unwrap().unwrap_err()
}

impl Seen {
    fn value(&self, key: &str) -> &str {
        let found = self.members.iter().find(|(name, _)| name == key);
        found.map_or("absent", |(_, value)| value)
    }
}

/// Microseconds of a time on 2026-11-22.
fn on_the_day(clock: &str) -> i64 {
    why502_parse::Timestamp::parse(format!("2026-11-22T{clock}Z").as_bytes()).unwrap().micros()
}
