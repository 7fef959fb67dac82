//! Access logs of CloudFront, standard and real-time: one line per request, columns as the header
//! above them says, or the owner. Beside them the log of connections that ask for certificates.
//!
//! Modules, each using only those to its left: `fields → names → header → record → text → members → json → shape → realtime → reader → connection`

pub(crate) mod connection;

mod fields;
mod header;
mod json;
mod members;
mod names;
mod reader;
mod realtime;
mod record;
mod shape;
mod text;

pub use fields::CloudFrontField;
pub(crate) use json::is_typical_json;
pub(crate) use reader::{CloudFrontReader, begins_standard};
pub(crate) use realtime::is_typical_realtime;
pub use record::CloudFrontRecord;
