//! One benchmark file per stage of the pipeline; names are `stage::format/case`.
//!
//! `cargo bench -p why502-bench` measures, `cargo bench -p why502-bench -- frame` only what the
//! pattern matches. `cargo test` runs each once. Every benchmark asserts the count that the
//! generator of its corpus knows to be right, and stands beside a naive way to the same count.
//!
//! Merging partial results has no file: the engine does it inside `analyze`, so that
//! `end_to_end::mixed/workers` is where it shows.
//!
//! Modules, each using only those to its left: `corpus → measure → decode → frame → parse_alb → parse_cloudfront → end_to_end`

mod corpus;
mod decode;
mod end_to_end;
mod frame;
mod measure;
mod parse_alb;
mod parse_cloudfront;

fn main() {
    divan::main();
}
