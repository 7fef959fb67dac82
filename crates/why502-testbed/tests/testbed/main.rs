//! The server, the proxy and the starters, each seen from a client's side.

#![expect(clippy::unwrap_used, reason = "a test may panic, in what it calls too")]

mod proxy;
mod real;
mod server;
mod signed;
mod wire;
