//! Access log of the Application Load Balancer: one line per request, or per WebSocket connection.
//!
//! Modules, each using only those to its left: `fields → record → text → members`

mod fields;
mod members;
mod record;
mod text;

pub use fields::AlbField;
pub use record::AlbRecord;
pub(crate) use record::is_load_balancer_line;
