//! The exit statuses: each number is documented here, once.

use std::process::ExitCode;

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ExitStatus {
    /// `0`: the analysis ran, whatever it found.
    Done,
    /// `1`: the analysis ran and read everything, and a condition of `--fail-on` held.
    Held,
    /// `2`: wrong usage, or the result could not be written where it was asked to go.
    Usage,
    /// `3`: some input could not be read or was cut short; the result is complete for the rest.
    Incomplete,
    /// `4`: nothing could be read, or no record lies in the window. Never a clean bill.
    Nothing,
}

impl From<ExitStatus> for ExitCode {
    fn from(status: ExitStatus) -> Self {
        Self::from(match status {
            ExitStatus::Done => 0,
            ExitStatus::Held => 1,
            ExitStatus::Usage => 2,
            ExitStatus::Incomplete => 3,
            ExitStatus::Nothing => 4,
        })
    }
}
