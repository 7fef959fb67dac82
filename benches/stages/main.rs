//! One benchmark file per stage of the pipeline; names are `stage::format/case`.
//!
//! `cargo bench -p why502-bench` measures, `cargo bench -p why502-bench -- frame` only what the
//! pattern matches. `cargo test` runs each once. Every benchmark asserts the count that the
//! generator of its corpus knows to be right, and stands beside a naive way to the same count.
//!
//! Counting and merging have no files: the engine does both inside `analyze`, so that
//! `end_to_end` is where they show, merging in `mixed/workers`.
//!
//! Modules, each using only those to its left: `corpus → measure → memory → decode → frame → parse_alb → parse_cloudfront → classify → diagnose → render → end_to_end`

mod classify;
mod corpus;
mod decode;
mod diagnose;
mod end_to_end;
mod frame;
mod measure;
mod memory;
mod parse_alb;
mod parse_cloudfront;
mod render;

fn main() {
    divan::main();
}
