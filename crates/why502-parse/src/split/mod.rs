//! Lines into fields. Only positions are stored; a field is cut out when it is asked for.
//!
//! Modules, each using only those to its left: `fields → quoted → tabbed`

mod fields;
mod quoted;
mod tabbed;

pub(crate) use fields::Fields;
pub(crate) use quoted::{Unterminated, split_quoted};
pub(crate) use tabbed::split_tabbed;
