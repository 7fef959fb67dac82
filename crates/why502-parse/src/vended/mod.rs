//! The access log of an Application Load Balancer as CloudWatch Logs delivers it: JSON, or W3C with
//! a header that names the columns. (Its plain form is that of the legacy log.)
//!
//! A line is written anew as one of the legacy log, so that one reader and one record serve all.
//!
//! Modules, each using only those to its left: `legacy → json → w3c → reader`

mod json;
mod legacy;
mod reader;
mod w3c;

pub(crate) use json::is_typical_json;
pub(crate) use reader::VendedReader;
pub(crate) use w3c::is_access_log;
