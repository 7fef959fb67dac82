//! What a filter is told of a record beside its fields.

use crate::observe::Verdict;

/// What a filter is told of a record beside its fields.
#[derive(Debug, Clone, Copy)]
pub struct Context<'c> {
    /// The object or file, as `source` in output.
    pub source: &'c str,
    /// The number of the record's line, from 1.
    pub line: u64,
    /// What [`verdict`](crate::verdict) says of the record.
    pub signature: Option<Verdict>,
}
