//! Application Load Balancer traffic and its access log lines.
//!
//! Modules, each using only those to its left: `row → site → routes → outcome → noise → traffic`.

pub mod noise;
pub mod outcome;
pub mod routes;
pub mod row;
pub mod site;
pub mod traffic;
