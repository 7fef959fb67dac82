//! The built program against S3 servers on this machine, as a user would run it.

#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod bucket;
mod checkpoint;
mod faults;
mod fetch;
mod follow;
#[path = "../it/logs.rs"]
mod logs;
mod options;
#[path = "../it/program.rs"]
#[expect(dead_code, reason = "the tests on files use the rest")]
mod program;
mod real;
mod verbs;
mod window;
