//! The built program, run on logs written here, as a user or a script would run it.

#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod account;
mod alarms;
mod compare;
mod conditions;
mod counts;
mod coverage;
mod defaults;
mod explain;
mod input_trouble;
mod labels;
mod languages;
mod logs;
mod output;
mod program;
mod readme;
mod records;
mod redact;
mod tables;
mod usage;
