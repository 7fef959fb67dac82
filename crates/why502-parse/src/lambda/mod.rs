//! Logs of Lambda functions, text and JSON: what the platform writes, and what the function does.
//!
//! Modules, each using only those to its left: `columns → clock → pairs → text → json → typical → reader`

mod clock;
mod columns;
mod json;
mod pairs;
mod reader;
mod text;
mod typical;

pub(crate) use reader::Reader;
pub(crate) use typical::is_typical;
