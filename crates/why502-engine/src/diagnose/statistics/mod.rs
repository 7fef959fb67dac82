//! The methods that decide what is unusual.
//!
//! Modules, each using only those to its left: `risk → significance → sampled → trend → segment`

mod risk;
mod sampled;
mod segment;
mod significance;
pub(super) mod trend;

pub(crate) use risk::{RiskRatio, TwoByTwo};
pub(super) use sampled::CaseControl;
pub(super) use segment::{Exposure, Search, segments};
pub(super) use significance::{Association, false_discovery_rates};
