//! A finished scenario: logs on one side, the label on the other.

use crate::label::{Half, Truth};

/// Logs and what they are of.
#[derive(Debug)]
pub struct Scenario {
    /// Name of its kind.
    pub kind: &'static str,
    /// Its seed; with the kind it names the scenario.
    pub seed: u64,
    /// By its seed.
    pub half: Half,
    /// What went wrong; empty for a healthy time.
    pub truths: Vec<Truth>,
    /// Keys of objects and their text, as they are after decompression.
    pub objects: Vec<(String, String)>,
    /// Minutes of logs.
    pub minutes: u64,
}
