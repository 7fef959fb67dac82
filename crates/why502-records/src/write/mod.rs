//! Values of a log as text of a layout.
//!
//! Modules, each using only those to its left: `text → instant → number → value`

mod instant;
mod number;
mod text;
mod value;

pub(crate) use instant::{Clock, start};
pub(crate) use number::is_plain_number;
pub(crate) use text::write_utf8;
pub use text::{csv_cell, json_string};
pub(crate) use value::{write_integer, write_text, write_value};
