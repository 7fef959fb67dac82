//! The score for people: on a terminal and as a page of the documentation.
//!
//! Modules, each using only those to its left: `table → page`

mod page;
mod table;

pub use page::page;
pub use table::text;
