//! Values of a log as text of a layout.
//!
//! Modules, each using only those to its left: `text → instant → value`

mod instant;
mod text;
mod value;

pub(crate) use instant::Clock;
pub(crate) use text::json_string;
pub(crate) use value::{write_integer, write_text, write_value};
