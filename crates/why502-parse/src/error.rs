//! Why a line is no record. A rejected line is counted under one of these reasons; the line itself
//! is not kept, and its place is known to the caller, who counts lines.

use std::fmt;

/// The reason a line was rejected. Where several hold, the first in this order of checks counts:
/// length, shape, quotes, number of fields, time, status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum RejectReason {
    /// Longer than the framer's limit.
    LineTooLong,
    /// Not a line of the file's format.
    UnrecognisedLine,
    /// Ends before the fields that every record must have.
    TooFewFields,
    /// The time of the record is missing, no valid date and time, or not of the years 1 to 9999.
    BadTimestamp,
    /// A quoted field is not closed before the end of the line.
    UnterminatedQuote,
    /// A status that is neither a number up to 999, nor `-`, nor blank.
    BadFieldValue,
    /// A CloudFront line whose columns are unknown: no usable `#Fields:` header stands before it,
    /// and it does not begin like the standard order, or it stands among a load balancer's lines.
    NoFieldsHeader,
}

impl RejectReason {
    /// Every reason, in the order of the enum.
    pub const ALL: [Self; 7] = [
        Self::LineTooLong,
        Self::UnrecognisedLine,
        Self::TooFewFields,
        Self::BadTimestamp,
        Self::UnterminatedQuote,
        Self::BadFieldValue,
        Self::NoFieldsHeader,
    ];

    /// The reason's name in output, in snake case.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::LineTooLong => "line_too_long",
            Self::UnrecognisedLine => "unrecognised_line",
            Self::TooFewFields => "too_few_fields",
            Self::BadTimestamp => "bad_timestamp",
            Self::UnterminatedQuote => "unterminated_quote",
            Self::BadFieldValue => "bad_field_value",
            Self::NoFieldsHeader => "no_fields_header",
        }
    }
}

impl fmt::Display for RejectReason {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

impl std::error::Error for RejectReason {}
