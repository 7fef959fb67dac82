//! Developer chores, callable from tests and benchmarks as well as by `cargo xtask`.
//!
//! Owns the log generators, the gate of speed, the layer check and the run of all checks. Refuses to be
//! used by any crate that users get: it may depend on all, none on it.
//!
//! Modules, each using only those to its left: `sample_logs → accuracy → corpus → bench_gate → layers → docs → check`.

pub mod accuracy;
pub mod bench_gate;
pub mod check;
pub mod corpus;
pub mod docs;
pub mod layers;
pub mod sample_logs;
