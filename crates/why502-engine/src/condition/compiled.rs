//! Conditions as others see them.

use crate::language::FilterError;
use crate::summary::Summary;

use super::expression::Expression;
use super::parser::parse;
use super::quantity::{Quantity, shown};

/// A condition on a summary, compiled once.
#[derive(Debug, Clone)]
pub struct Condition {
    text: String,
    expression: Expression,
}

/// What came of holding a condition against a summary.
#[derive(Debug, Clone, PartialEq)]
pub struct Judgement {
    /// The condition as it was written.
    pub condition: String,
    /// Whether it holds.
    pub held: bool,
    /// The figures it asks for, from left to right, each once.
    pub measured: Vec<Measured>,
}

/// A figure that a condition asks for.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured {
    /// As it is written in conditions.
    pub name: String,
    /// Its value for a program: a number of things, a part from 0 to 1, or seconds. `None` where the
    /// summary does not have it.
    pub value: Option<f64>,
    /// The same for a person, with its parts.
    pub shown: String,
}

impl Condition {
    /// Compiles a text.
    ///
    /// # Errors
    ///
    /// Names the byte at which something else was expected, and the nearest name of an unknown one.
    pub fn parse(text: &str) -> Result<Self, FilterError> {
        Ok(Self { text: text.trim().to_owned(), expression: parse(text)? })
    }

    /// As it was written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The first figure in it that is there only where causes were looked for.
    #[must_use]
    pub fn needs_causes(&self) -> Option<String> {
        let comparisons = self.expression.comparisons();
        let first = comparisons.iter().find(|one| one.quantity.needs_causes())?;
        Some(first.quantity.text())
    }

    /// Whether it holds, and by which figures.
    #[must_use]
    pub fn judge(&self, summary: &Summary) -> Judgement {
        let mut measured: Vec<Measured> = Vec::new();
        for comparison in self.expression.comparisons() {
            let one = measure(&comparison.quantity, comparison.in_percent, summary);
            if !measured.iter().any(|earlier| earlier.name == one.name) {
                measured.push(one);
            }
        }
        let held = self.expression.holds(summary);
        Judgement { condition: self.text.clone(), held, measured }
    }
}

fn measure(quantity: &Quantity, in_percent: bool, summary: &Summary) -> Measured {
    let value = quantity.value(summary);
    let shown = value.map_or_else(
        || "not known: the logs do not have it".to_owned(),
        |value| {
            let parts = quantity.parts(summary).map(|parts| format!(" ({parts})"));
            shown(value, quantity.unit(), in_percent) + &parts.unwrap_or_default()
        },
    );
    Measured { name: quantity.text(), value, shown }
}

impl Judgement {
    /// `bad_gateways is 13; p99 is 0.4 s`.
    #[must_use]
    pub fn figures(&self) -> String {
        let one = |one: &Measured| format!("{} is {}", one.name, one.shown);
        self.measured.iter().map(one).collect::<Vec<_>>().join("; ")
    }
}
