//! The shape of one rule for a line that is no request.

use why502_parse::Format;

use crate::japanese;
use crate::predicate::Predicate;
use crate::signature::{FailureSide, Grade};
use crate::words::Words;

/// What a line of a log that holds no requests says about failures elsewhere.
#[derive(Debug, PartialEq)]
pub struct Evidence {
    /// The id in JSON and in records.
    pub id: &'static str,
    /// The log it is found in.
    pub format: Format,
    /// How surely the line says it.
    pub grade: Grade,
    /// Who is at fault, where the line tells.
    pub side: Option<FailureSide>,
    /// Names of causes that such lines make likelier; see [`crate::causes`].
    pub supports: &'static [&'static str],
    /// What the line says, in a sentence.
    pub meaning: &'static str,
    /// The condition; the first rule of a format whose condition holds is the line's.
    pub predicate: Predicate,
}

impl Evidence {
    /// [`Self::meaning`] in every language.
    #[must_use]
    pub fn words(&self) -> Words {
        Words::new(self.meaning, japanese::evidence(self.id))
    }
}
