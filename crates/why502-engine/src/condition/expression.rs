//! A compiled condition, and whether it holds.

use crate::language::{Operator, holds};
use crate::summary::Summary;

use super::quantity::Quantity;

/// A condition on one summary.
#[derive(Debug, Clone)]
pub(super) enum Expression {
    All(Vec<Expression>),
    Any(Vec<Expression>),
    Not(Box<Expression>),
    Compare(Comparison),
}

/// A figure and a number.
#[derive(Debug, Clone)]
pub(super) struct Comparison {
    pub(super) quantity: Quantity,
    pub(super) operator: Operator,
    pub(super) threshold: f64,
    /// It was written so, and the figure is shown so.
    pub(super) in_percent: bool,
}

impl Expression {
    /// Does it hold? A comparison with what is missing does not.
    pub(super) fn holds(&self, summary: &Summary) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.holds(summary)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(summary)),
            Self::Not(part) => !part.holds(summary),
            Self::Compare(comparison) => comparison.holds(summary),
        }
    }

    /// Its comparisons, from left to right.
    pub(super) fn comparisons(&self) -> Vec<&Comparison> {
        match self {
            Self::All(parts) | Self::Any(parts) => {
                parts.iter().flat_map(Self::comparisons).collect()
            }
            Self::Not(part) => part.comparisons(),
            Self::Compare(comparison) => vec![comparison],
        }
    }
}

impl Comparison {
    fn holds(&self, summary: &Summary) -> bool {
        let ordering =
            self.quantity.value(summary).and_then(|value| value.partial_cmp(&self.threshold));
        ordering.is_some_and(|ordering| holds(self.operator, ordering))
    }
}
