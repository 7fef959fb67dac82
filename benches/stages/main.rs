//! One benchmark file per stage of the pipeline; names are `stage::format/case`.
//!
//! `cargo bench -p why502-bench` measures, `cargo bench -p why502-bench -- frame` only what the
//! pattern matches. `cargo test` runs each once. Every benchmark asserts the count that the
//! generator of its corpus knows to be right, and stands beside a naive way to the same count.
//!
//! A stage that the engine does not do alone is measured with those before it, and its baseline is
//! what it adds to.
//!
//! Modules, each using only those to its left: `corpus → measure → memory → decode → frame → tokenise → parse_alb → parse_cloudfront → classify → aggregate → merge → diagnose → render → end_to_end`

mod aggregate;
mod classify;
mod corpus;
mod decode;
mod diagnose;
mod end_to_end;
mod frame;
mod measure;
mod memory;
mod merge;
mod parse_alb;
mod parse_cloudfront;
mod render;
mod tokenise;

fn main() {
    divan::main();
}
