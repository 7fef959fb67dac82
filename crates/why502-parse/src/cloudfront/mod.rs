//! Standard access log of CloudFront: one line per request, columns as the header above them says.
//!
//! Modules, each using only those to its left: `fields → header → record → text`

mod fields;
mod header;
mod record;
mod text;

pub use fields::CloudFrontField;
pub(crate) use header::Columns;
pub use record::CloudFrontRecord;
