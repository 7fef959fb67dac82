//! Access logs of API Gateway, in whatever form their owner chose.
//!
//! The owner writes a template of `$context` variables: a JSON object, the Common Log Format, XML,
//! comma-separated values, or pairs of name and value. What each value is, is told by the names
//! that stand beside it, or by its place in the templates that the console offers.
//!
//! Modules, each using only those to its left: `columns → variables → time → members → object → xml → pairs → clf → csv → typical → reader`

mod clf;
mod columns;
mod csv;
mod members;
mod object;
mod pairs;
mod reader;
mod time;
mod typical;
mod variables;
mod xml;

pub(crate) use reader::Reader;
pub(crate) use typical::is_typical;
