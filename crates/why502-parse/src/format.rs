//! The log formats this crate reads, and their names.

use std::fmt;

/// A log format, as `format` values and `--log-format` name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Format {
    /// Access log of an Application Load Balancer.
    Alb,
    /// Standard access log of CloudFront (legacy, or W3C text of the newer delivery).
    CloudFront,
}

impl Format {
    /// Every format, in the order of the enum.
    pub const ALL: [Self; 2] = [Self::Alb, Self::CloudFront];

    /// The name in output and on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Alb => "alb",
            Self::CloudFront => "cloudfront",
        }
    }

    /// The format of that exact name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }
}

impl fmt::Display for Format {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}
