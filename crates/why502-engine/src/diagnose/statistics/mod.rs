//! The two methods that decide what is unusual.
//!
//! Modules, each using only those to its left: `risk → segment`

mod risk;
mod segment;

pub(crate) use risk::{RiskRatio, TwoByTwo};
pub(super) use segment::{Exposure, segments};
