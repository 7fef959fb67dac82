//! A summary beside its label, and what many of them add up to.
//!
//! Modules, each using only those to its left: `scope → judge → calibration → fit → tally`

mod calibration;
mod fit;
mod judge;
mod scope;
mod tally;

pub use calibration::{Bin, Calibration};
pub use fit::knots;
pub use judge::{Case, Claim, Hit, Judged, judge};
pub use scope::Naming;
pub use tally::{Score, Tally};
