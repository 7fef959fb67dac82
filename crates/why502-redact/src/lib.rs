//! Text in, the same text without what it says of users out.
//!
//! Owns: what counts as being about a user (client addresses, query values, user names, email
//! addresses, cookies, secrets, trace ids), how it is found in a column, a URL, a sentence or free
//! text, and what stands in its place. [`Redactor::summary`] takes a finished analysis before it is
//! rendered, [`Fields`] a record before it is written, so that every output, those to come included,
//! is given nothing to hide.
//!
//! Refuses: opening anything, printing, choosing a key. What it cannot know to be a name stays:
//! `docs/REDACT.md` says what that is.
//!
//! Modules, each using only those to its left: `kind → address → mask → cut → text → sensitivity → columns → json → redactor → fields → summary`

mod address;
mod columns;
mod cut;
mod fields;
mod json;
mod kind;
mod mask;
mod redactor;
mod sensitivity;
mod summary;
mod text;

pub use columns::{documented, of_column};
pub use fields::Fields;
pub use kind::{Kind, Tally};
pub use mask::{KeyTooShort, LEAST_KEY_BYTES};
pub use redactor::{Reach, Redactor};
pub use sensitivity::Sensitivity;
