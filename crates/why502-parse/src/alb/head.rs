//! The first fields of a line, for reports that need no more of most requests.

use super::fields::AlbField;
use super::record::AlbRecord;
use crate::scan::{Ends, Kernel};
use crate::value::{Endpoint, ProcessingTime, RequestLine, Timestamp};

/// The fields from the type through the request line of a record of an Application Load Balancer.
/// The line was checked to its end: it is a record just where [`AlbRecord`] is one, and every
/// getter gives what that one's gives.
#[derive(Debug, Clone, Copy)]
pub struct AlbHead<'a>(AlbRecord<'a>);

/// Scratch for [`AlbHead::record`].
#[derive(Debug)]
pub struct Splitter {
    kernel: Kernel,
    ends: Ends,
}

impl Splitter {
    /// Scratch that any number of lines may use, one after the other.
    #[must_use]
    pub fn new() -> Self {
        Self { kernel: Kernel::detect(), ends: Ends::default() }
    }
}

impl Default for Splitter {
    fn default() -> Self {
        Self::new()
    }
}

impl<'a> AlbHead<'a> {
    /// So many fields it has.
    pub(crate) const FIELDS: usize = AlbField::Request as usize + 1;

    /// Of a record whose further fields were not looked for.
    #[inline]
    pub(crate) fn of(record: AlbRecord<'a>) -> Self {
        Self(record.cut(Self::FIELDS))
    }

    /// The whole record: splits the line again.
    #[must_use]
    pub fn record<'s>(&self, splitter: &'s mut Splitter) -> AlbRecord<'s>
    where
        'a: 's,
    {
        self.0.split_again(splitter.kernel, &mut splitter.ends)
    }

    /// The line, as it was given to the reader.
    #[must_use]
    #[inline]
    pub fn line(&self) -> &'a [u8] {
        self.0.line()
    }

    /// As [`AlbRecord::raw`]; `None` for every field behind the request line.
    #[must_use]
    #[inline]
    pub fn raw(&self, field: AlbField) -> Option<&'a [u8]> {
        self.0.raw(field)
    }

    /// As [`AlbRecord::value`]; `None` for every field behind the request line.
    #[must_use]
    #[inline]
    pub fn value(&self, field: AlbField) -> Option<&'a [u8]> {
        self.0.value(field)
    }

    /// As [`AlbRecord::time`].
    #[must_use]
    #[inline]
    pub fn time(&self) -> Timestamp {
        self.0.time()
    }

    /// As [`AlbRecord::client`].
    #[must_use]
    #[inline]
    pub fn client(&self) -> Option<Endpoint<'a>> {
        self.0.client()
    }

    /// As [`AlbRecord::target`].
    #[must_use]
    #[inline]
    pub fn target(&self) -> Option<Endpoint<'a>> {
        self.0.target()
    }

    /// As [`AlbRecord::request_processing_time`].
    #[must_use]
    #[inline]
    pub fn request_processing_time(&self) -> ProcessingTime {
        self.0.request_processing_time()
    }

    /// As [`AlbRecord::target_processing_time`].
    #[must_use]
    #[inline]
    pub fn target_processing_time(&self) -> ProcessingTime {
        self.0.target_processing_time()
    }

    /// As [`AlbRecord::response_processing_time`].
    #[must_use]
    #[inline]
    pub fn response_processing_time(&self) -> ProcessingTime {
        self.0.response_processing_time()
    }

    /// As [`AlbRecord::elb_status_code`].
    #[must_use]
    #[inline]
    pub fn elb_status_code(&self) -> Option<u16> {
        self.0.elb_status_code()
    }

    /// As [`AlbRecord::target_status_code`].
    #[must_use]
    #[inline]
    pub fn target_status_code(&self) -> Option<u16> {
        self.0.target_status_code()
    }

    /// As [`AlbRecord::received_bytes`].
    #[must_use]
    #[inline]
    pub fn received_bytes(&self) -> Option<u64> {
        self.0.received_bytes()
    }

    /// As [`AlbRecord::sent_bytes`].
    #[must_use]
    #[inline]
    pub fn sent_bytes(&self) -> Option<u64> {
        self.0.sent_bytes()
    }

    /// As [`AlbRecord::request`].
    #[must_use]
    #[inline]
    pub fn request(&self) -> RequestLine<'a> {
        self.0.request()
    }
}
