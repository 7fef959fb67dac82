//! Asks again until it works or there is no sense in it, for any request of any client.
//!
//! One loop decides for all: pauses of random length that double, fewer requests at once where
//! the server throttles, an end to silence within one request and over the whole endpoint, and
//! the wish to stop, which interrupts any wait. The SDK's own retries are off: they know neither
//! of bodies that break nor of other requests.
//!
//! Modules, each using only those to its left: `stop → endpoint → gate → policy → attempt`

mod attempt;
mod endpoint;
mod gate;
mod policy;
mod stop;

pub use attempt::{Retry, Task, Turn};
pub use endpoint::{Endpoint, UnderWay};
pub use gate::{Gate, Pass};
pub use policy::{Attempts, Policy, Verdict};
pub use stop::Stop;

#[cfg(test)]
mod tests;
