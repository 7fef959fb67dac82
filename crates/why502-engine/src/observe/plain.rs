//! Requests of the two largest logs, which are taken straight from their lines.

use why502_parse::{AlbRecord, CloudFrontRecord, Record, Timestamp};

use super::glance::{self, Glance};
use super::observation::{self, Observation};

/// A record of one of these logs.
pub(crate) trait Request<'a> {
    /// As any record.
    fn record(&self) -> Record<'a>;

    /// When the response was sent.
    fn time(&self) -> Timestamp;

    /// What is counted of it.
    fn observe(&self) -> Observation<'a>;

    /// What a summary counts of it.
    fn glance(&self) -> Glance<'a>;
}

impl<'a> Request<'a> for &'a AlbRecord<'_> {
    #[inline]
    fn record(&self) -> Record<'a> {
        Record::Alb(**self)
    }

    #[inline]
    fn time(&self) -> Timestamp {
        AlbRecord::time(self)
    }

    #[inline(always)]
    fn observe(&self) -> Observation<'a> {
        observation::alb(self)
    }

    #[inline]
    fn glance(&self) -> Glance<'a> {
        glance::alb(self)
    }
}

impl<'a> Request<'a> for &'a CloudFrontRecord<'_> {
    #[inline]
    fn record(&self) -> Record<'a> {
        Record::CloudFront(**self)
    }

    #[inline]
    fn time(&self) -> Timestamp {
        CloudFrontRecord::time(self)
    }

    #[inline(always)]
    fn observe(&self) -> Observation<'a> {
        observation::cloudfront(self)
    }

    #[inline]
    fn glance(&self) -> Glance<'a> {
        glance::cloudfront(self)
    }
}
