//! Text of any kind, searched for what is to be hidden.
//!
//! Modules, each using only those to its left: `escape → token → words → query → class → named → email → endpoints → runs → scan → url`

mod class;
mod email;
mod endpoints;
mod escape;
mod named;
mod query;
mod runs;
mod scan;
mod token;
mod url;
mod words;

pub(crate) use class::{How, Known};
pub(crate) use escape::escaped;
pub(crate) use query::query;
pub(crate) use scan::scan;
pub(crate) use url::url;
pub(crate) use words::named_secret;
