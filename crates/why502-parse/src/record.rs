//! What every record has, whatever its format.

use crate::alb::AlbRecord;
use crate::cloudfront::CloudFrontRecord;
use crate::format::Format;
use crate::member::{Value, View};
use crate::row::Row;
use crate::value::Timestamp;

/// A line that was read.
#[derive(Debug, Clone, Copy)]
pub enum Record<'a> {
    /// A line of an Application Load Balancer's access log, in whatever form it was delivered.
    Alb(AlbRecord<'a>),
    /// A line of a CloudFront access log, standard or real-time.
    CloudFront(CloudFrontRecord<'a>),
    /// A line of any other log.
    Row(Row<'a>),
}

impl<'a> Record<'a> {
    /// When the response was sent, or the connection closed, or the closest the format has.
    #[must_use]
    pub fn time(&self) -> Timestamp {
        match self {
            Self::Alb(record) => record.time(),
            Self::CloudFront(record) => record.time(),
            Self::Row(record) => record.time(),
        }
    }

    /// When the request came, where that is known.
    #[must_use]
    pub fn start(&self) -> Option<Timestamp> {
        match self {
            Self::Alb(record) => record.request_creation_time(),
            Self::CloudFront(record) => record.start(),
            Self::Row(record) => record.start(),
        }
    }

    /// The format of the line.
    #[must_use]
    pub fn format(&self) -> Format {
        match self {
            Self::Alb(_) => Format::Alb,
            Self::CloudFront(record) => record.format(),
            Self::Row(record) => record.format(),
        }
    }

    /// The status the client got: `elb_status_code`, `sc-status` or what stands for it.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Alb(record) => record.elb_status_code(),
            Self::CloudFront(record) => record.sc_status(),
            Self::Row(record) => record.status(),
        }
    }

    /// How many fields the line has behind those that are known or named by its header.
    #[must_use]
    pub fn surplus_fields(&self) -> usize {
        match self {
            Self::Alb(record) => record.surplus().count(),
            Self::CloudFront(record) => record.surplus().count(),
            Self::Row(_) => 0,
        }
    }

    /// The line, as it was given to the parser; of an envelope, the message inside.
    #[must_use]
    pub fn line(&self) -> &'a [u8] {
        match self {
            Self::Alb(record) => record.line(),
            Self::CloudFront(record) => record.line(),
            Self::Row(record) => record.line(),
        }
    }

    /// Every member of the record in a fixed order: those of the format's documentation, then
    /// others in the order of the line.
    pub fn members(&self, view: View, each: &mut dyn FnMut(&str, Value<'_>)) {
        match self {
            Self::Alb(record) => record.members(view, each),
            Self::CloudFront(record) => record.members(view, each),
            Self::Row(record) => record.members(view, each),
        }
    }

    /// The value under that key; `Null` where the record has none.
    #[must_use]
    pub fn value(&self, key: &str, view: View) -> Value<'_> {
        match self {
            Self::Alb(record) => record.value_of(key, view),
            Self::CloudFront(record) => record.value_of(key, view),
            Self::Row(record) => record.value(key, view),
        }
    }
}
