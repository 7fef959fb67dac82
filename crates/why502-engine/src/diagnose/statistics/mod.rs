//! The methods that decide what is unusual.
//!
//! Modules, each using only those to its left: `risk → significance → noise → rate → sampled → trend → segment`

mod noise;
mod rate;
mod risk;
mod sampled;
mod segment;
mod significance;
pub(super) mod trend;

pub(crate) use noise::{Noise, Variation};
pub(crate) use rate::TwoRates;
pub(crate) use risk::{RiskRatio, TwoByTwo};
pub(super) use sampled::CaseControl;
pub(super) use segment::{Exposure, Search, segments};
pub(crate) use significance::{Association, false_discovery_rates};
