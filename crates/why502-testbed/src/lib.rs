//! What the tests of the S3 part run against: a server in the process, a proxy that injects
//! faults between a client and any server, and starters for servers written by others.
//!
//! It listens on the loopback interface only, needs no credentials but made-up ones, and stops
//! all it started when it is dropped. Its face is blocking, so that tests of the program can use
//! it. Development only: nothing that is released depends on it.
//!
//! Modules, each using only those to its left: `background → server → proxy → real`

mod background;
pub mod proxy;
pub mod real;
pub mod server;

pub use proxy::{Fault, Proxy, Rule};
pub use server::{Object, Options, Server};
