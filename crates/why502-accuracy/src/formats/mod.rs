//! Requests as lines, in the objects that the product would deliver.
//!
//! Modules, each using only those to its left: `objects → balancer → edge → gateway → classic → network → write`

mod balancer;
mod classic;
mod edge;
mod gateway;
mod network;
mod objects;
mod write;

pub use objects::{Missing, Objects};
pub use write::write;
