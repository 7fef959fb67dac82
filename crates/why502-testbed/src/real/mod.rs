//! Servers written by others: how to fill them, MiniStack as a child process, and where a Ceph gateway listens that
//! `.ci/servers/ceph` has started.
//!
//! Modules, each using only those to its left: `fill → processes → ministack`

mod fill;
mod ministack;
mod processes;

pub use fill::{fill, filler};
pub use ministack::{MiniStack, ministack};

/// The endpoint in `WHY502_CEPH_ENDPOINT`, if it is set. Keys: `testkey` / `testsecret`.
pub fn ceph_endpoint() -> Option<String> {
    variable("WHY502_CEPH_ENDPOINT")
}

/// The endpoint in `WHY502_CEPH_SLOW_ENDPOINT`, if it is set: the same buckets, but more than two
/// requests at once are answered 503 `SlowDown`.
pub fn ceph_slow_endpoint() -> Option<String> {
    variable("WHY502_CEPH_SLOW_ENDPOINT")
}

/// The program in `WHY502_MINISTACK`, if it is set.
pub fn ministack_program() -> Option<std::path::PathBuf> {
    variable("WHY502_MINISTACK").map(Into::into)
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
