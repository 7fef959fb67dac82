//! Chunks of bytes into units: lines of text, and JSON values however they are laid out.
//!
//! A physical line whose first byte that is no blank is `{` holds JSON: there a unit is a value, on
//! one line, on several, or several on one; in a subscription envelope of CloudWatch Logs it is one
//! log event. Every other physical line is a unit.
//!
//! A unit that lies within one chunk is handed out in place; only one that spans chunks is copied.
//! However the bytes are cut into chunks, the units are the same. Memory is bounded by the limit.
//!
//! Modules, each using only those to its left: `line → grammar → unit → values → framer`

mod framer;
mod grammar;
mod line;
mod unit;
mod values;

pub use framer::Framer;
pub use line::Line;
