//! A filter: text, and what it was compiled to.

use why502_parse::{Record, Timestamp};

use super::context::Context;
use super::expression::Expression;
use super::parser;
use crate::language::FilterError;

/// A condition on one record, as `--where` takes it.
#[derive(Debug, Clone)]
pub struct Filter {
    text: String,
    expression: Expression,
    asks_for_the_verdict: bool,
}

impl Filter {
    /// Compiles a text of the language. `instants` reads the times that `timestamp` is compared
    /// with, in the zone that is meant.
    ///
    /// # Errors
    ///
    /// Where the text is no condition: the place, what was expected there, and the nearest name of
    /// a key or value that is misspelt.
    pub fn parse(
        text: &str,
        instants: &dyn Fn(&str) -> Option<Timestamp>,
    ) -> Result<Self, FilterError> {
        let expression = parser::parse(text, instants)?;
        let asks_for_the_verdict = expression.asks_for_the_verdict();
        Ok(Self { text: text.to_owned(), expression, asks_for_the_verdict })
    }

    /// The text it was compiled from.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Does it hold for the record? The same whatever was asked before.
    #[must_use]
    pub fn holds(&self, record: &Record<'_>, context: &Context<'_>) -> bool {
        self.expression.holds(record, context)
    }

    /// Does it look at `signature` or `failure_side`? If not, [`Context::signature`] may stay
    /// `None`.
    #[must_use]
    pub fn asks_for_the_verdict(&self) -> bool {
        self.asks_for_the_verdict
    }
}
