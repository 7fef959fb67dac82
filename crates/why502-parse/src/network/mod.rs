//! Logs of the network around the load balancer.
//!
//! Modules, each using only those to its left: `flow_fields → vpc_flow → waf`

mod flow_fields;

pub(crate) mod vpc_flow;
pub(crate) mod waf;
