//! Lines of the systems around an Application Load Balancer and CloudFront's standard log.
//!
//! Modules, each using only those to its left: `log → envelope → classic → network_balancer → gateway → function → server → network → balancer → edge`.

pub mod balancer;
pub mod classic;
pub mod edge;
pub mod envelope;
pub mod function;
pub mod gateway;
pub mod log;
pub mod network;
pub mod network_balancer;
pub mod server;
