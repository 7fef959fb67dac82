//! What every record has, whatever its format.

use crate::alb::AlbRecord;
use crate::cloudfront::CloudFrontRecord;
use crate::format::Format;
use crate::value::Timestamp;

/// A line that was read.
#[derive(Debug, Clone, Copy)]
pub enum Record<'a> {
    /// A line of an Application Load Balancer's access log.
    Alb(AlbRecord<'a>),
    /// A line of a CloudFront standard access log.
    CloudFront(CloudFrontRecord<'a>),
}

impl<'a> Record<'a> {
    /// When the response was sent, or the connection closed.
    #[must_use]
    pub fn time(&self) -> Timestamp {
        match self {
            Self::Alb(record) => record.time(),
            Self::CloudFront(record) => record.time(),
        }
    }

    /// The format of the line.
    #[must_use]
    pub fn format(&self) -> Format {
        match self {
            Self::Alb(_) => Format::Alb,
            Self::CloudFront(_) => Format::CloudFront,
        }
    }

    /// The status the client got: `elb_status_code` or `sc-status`.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Alb(record) => record.elb_status_code(),
            Self::CloudFront(record) => record.sc_status(),
        }
    }

    /// How many fields the line has behind those that are known or named by its header.
    #[must_use]
    pub fn surplus_fields(&self) -> usize {
        match self {
            Self::Alb(record) => record.surplus().count(),
            Self::CloudFront(record) => record.surplus().count(),
        }
    }

    /// The line, as it was given to the parser.
    #[must_use]
    pub fn line(&self) -> &'a [u8] {
        match self {
            Self::Alb(record) => record.line(),
            Self::CloudFront(record) => record.line(),
        }
    }
}
