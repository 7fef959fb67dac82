//! What a copy did, and who watches it.

use crate::error::{S3Error, S3ErrorKind};
use crate::list::Found;

/// Follows a copy, on the thread that asked for it.
pub trait CopyWatch {
    /// May it go on? Asked after every object, and several times a second.
    fn goes_on(&self) -> bool {
        true
    }

    /// What has been done and found so far.
    fn progress(&self, report: &CopyReport, found: Found);
}

/// What a copy did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct CopyReport {
    /// Objects copied to their end.
    pub copied: u64,
    /// Bytes fetched for them; less than their sizes where a copy was resumed.
    pub bytes: u64,
    /// Objects whose file was there, of the same size and date.
    pub already_there: u64,
    /// What could not be had or written.
    pub failed: Vec<CopyFailure>,
    /// What was left out, and why.
    pub left: Vec<(String, String)>,
    /// It was ended before its end.
    pub was_stopped: bool,
}

/// Something that could not be copied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopyFailure {
    /// `s3://bucket/key-or-prefix`, the first that met the cause.
    pub source: String,
    /// The cause.
    pub error: S3Error,
    /// How many objects met it: a full disk is said once.
    pub objects: u64,
}

/// What became of one object.
#[derive(Debug)]
pub(super) enum Outcome {
    Copied { bytes: u64 },
    AlreadyThere,
    Failed { source: String, error: S3Error, cause: Option<std::io::ErrorKind> },
    Left { source: String, reason: String },
}

/// A report that grows.
#[derive(Debug, Default)]
pub(super) struct Growing {
    pub(super) report: CopyReport,
    /// Causes that are said once, and where.
    causes: Vec<(std::io::ErrorKind, usize)>,
}

impl Growing {
    pub(super) fn add(&mut self, outcome: Outcome) {
        let report = &mut self.report;
        match outcome {
            Outcome::Copied { bytes } => {
                report.copied += 1;
                report.bytes += bytes;
            }
            Outcome::AlreadyThere => report.already_there += 1,
            Outcome::Left { source, reason } => report.left.push((source, reason)),
            // What a stop cut off is no failure of the object.
            Outcome::Failed { error, .. } if error.kind == S3ErrorKind::Stopped => {}
            Outcome::Failed { source, error, cause } => {
                let known = self.causes.iter().find(|(known, _)| Some(*known) == cause);
                if let Some((_, index)) = known {
                    report.failed[*index].objects += 1;
                    return;
                }
                self.causes.extend(cause.map(|cause| (cause, report.failed.len())));
                report.failed.push(CopyFailure { source, error, objects: 1 });
            }
        }
    }
}
