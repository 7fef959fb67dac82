//! CloudFront traffic and its standard log lines.
//!
//! Modules, each using only those to its left: `row → traffic`.

pub mod row;
pub mod traffic;
