//! What is to be said beside the records.

use std::collections::BTreeMap;

/// What became of the output.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Records that were written.
    pub written: u64,
    /// How much was hidden, by kind, where that was asked for: of all records that were rendered,
    /// which with a limit are more than were written, and how many depends on the threads.
    pub redacted: Option<BTreeMap<&'static str, u64>>,
    /// As many as were wanted were written; what else there is was not looked at.
    pub limit_reached: bool,
    /// Place of the object with the last of them, where objects are in the order given.
    pub limit_place: Option<u64>,
    /// Nobody reads the output any more.
    pub reader_left: bool,
    /// Records of a table of which some value has no column, by the columns of its first record.
    pub left_out_records: u64,
    /// The keys of such values, sorted.
    pub left_out_keys: Vec<String>,
    /// Keys that were asked for, are in no documentation and in no record, each with the documented
    /// key that is spelt most like it.
    pub unmet_fields: Vec<(String, &'static str)>,
}
