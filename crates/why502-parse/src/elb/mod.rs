//! The logs of load balancers, other than the access log of an Application Load Balancer.
//!
//! Modules, each using only those to its left: `shape → layout → reader → clb → nlb → connection → health_check → header`

pub(crate) mod clb;
pub(crate) mod connection;
mod header;
pub(crate) mod health_check;
mod layout;
pub(crate) mod nlb;
mod reader;
mod shape;

pub(crate) use header::format_of_header;
pub(crate) use reader::Reader;
