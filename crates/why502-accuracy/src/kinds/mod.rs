//! The kinds of incidents, by system.
//!
//! Modules, each using only those to its left: `target → deploy → response → balancer → function → edge → gateway → elastic → mixed → healthy → list`

mod balancer;
mod deploy;
mod edge;
mod elastic;
mod function;
mod gateway;
mod healthy;
mod list;
mod mixed;
mod response;
mod target;

pub use list::{ALL, Kind};
