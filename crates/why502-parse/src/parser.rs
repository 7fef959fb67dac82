//! Lines of one file or object into records.
//!
//! Keeps what earlier lines of the same file settled: the format, CloudFront's columns, and scratch
//! space. A stream of several files joined may change its format: to CloudFront at a header, to the
//! load balancer at a line of its shape.

use crate::alb::{AlbRecord, is_load_balancer_line};
use crate::cloudfront::{CloudFrontRecord, Columns};
use crate::detect::{begins_standard, detect, is_control, is_header};
use crate::error::RejectReason;
use crate::format::Format;
use crate::frame::Line;
use crate::record::Record;
use crate::scan::{Ends, Kernel};
use crate::value::Memo;

/// What a line is.
#[derive(Debug, Clone, Copy)]
pub enum Parsed<'a> {
    /// A record.
    Record(Record<'a>),
    /// Never a record: blank, a `#` line, or the sentence a load balancer writes when its log is
    /// enabled.
    Control,
    /// A line that should be a record and cannot be read.
    Rejected(RejectReason),
    /// The format is not known yet, and this line does not tell it.
    Unknown,
}

/// Reads the lines of one file or object, in order.
#[derive(Debug)]
pub struct Parser {
    format: Option<Format>,
    /// The format was given, and stays.
    is_given: bool,
    /// No line was read yet: a byte order mark may stand before the first.
    at_start: bool,
    header: Header,
    kernel: Kernel,
    memo: Memo,
    ends: Ends,
}

/// Where the columns of CloudFront's lines come from.
#[derive(Debug)]
enum Header {
    /// No `#Fields:` since the stream became CloudFront's: the standard order, for lines that look
    /// like it.
    Missing(Columns),
    Read(Columns),
    /// The latest `#Fields:` was over-long or named nothing.
    Unusable,
}

impl Parser {
    /// A parser for lines of that format and no other; with `None`, of those recognised.
    #[must_use]
    pub fn new(format: Option<Format>) -> Self {
        Self {
            format,
            is_given: format.is_some(),
            at_start: true,
            header: Header::Missing(Columns::standard()),
            kernel: Kernel::detect(),
            memo: Memo::new(),
            ends: Ends::default(),
        }
    }

    /// The format that was given, or the latest one recognised.
    #[must_use]
    pub fn format(&self) -> Option<Format> {
        self.format
    }

    /// Reads the next line. The result borrows the parser's scratch: use it before the next call.
    /// A UTF-8 byte order mark before the first line is no part of it.
    #[inline]
    pub fn parse<'a>(&'a mut self, mut line: Line<'a>) -> Parsed<'a> {
        if self.at_start {
            self.at_start = false;
            line = without_mark(line);
        }
        let line = match line {
            Line::Complete(line) if u32::try_from(line.len()).is_ok() => line,
            Line::Complete(line) | Line::TooLong(line) => return self.reject_long(line),
        };
        if is_control(line) {
            self.read_control(line);
            return Parsed::Control;
        }
        self.follow(line);
        match self.format {
            None => Parsed::Unknown,
            Some(Format::Alb) => self.parse_alb(line),
            Some(Format::CloudFront) => self.parse_cloudfront(line),
        }
    }

    #[inline]
    fn parse_alb<'a>(&'a mut self, line: &'a [u8]) -> Parsed<'a> {
        if begins_standard(line) {
            return Parsed::Rejected(RejectReason::NoFieldsHeader);
        }
        match AlbRecord::parse(line, self.kernel, &mut self.memo, &mut self.ends) {
            Ok(record) => Parsed::Record(Record::Alb(record)),
            Err(reason) => Parsed::Rejected(reason),
        }
    }

    #[inline]
    fn parse_cloudfront<'a>(&'a mut self, line: &'a [u8]) -> Parsed<'a> {
        let columns = match self.header.columns(line) {
            Ok(columns) => columns,
            Err(reason) => return Parsed::Rejected(reason),
        };
        match CloudFrontRecord::parse(line, self.kernel, columns, &mut self.ends) {
            Ok(record) => Parsed::Record(Record::CloudFront(record)),
            Err(reason) => Parsed::Rejected(reason),
        }
    }

    /// Recognises the format, or its change, by a line that is no control line.
    #[inline]
    fn follow(&mut self, line: &[u8]) {
        match self.format {
            None => self.format = detect(line),
            Some(Format::CloudFront) if !self.is_given && is_load_balancer_line(line) => {
                self.format = Some(Format::Alb);
            }
            Some(_) => {}
        }
    }

    fn read_control(&mut self, line: &[u8]) {
        self.follow_header(line);
        if self.format == Some(Format::CloudFront)
            && let Some(names) = line.strip_prefix(b"#Fields:")
        {
            self.header = Columns::from_header(names).map_or(Header::Unusable, Header::Read);
        }
    }

    /// A header makes the stream CloudFront's; columns of an earlier part of it are forgotten.
    fn follow_header(&mut self, line: &[u8]) {
        if self.is_given || self.format == Some(Format::CloudFront) || !is_header(line) {
            return;
        }
        self.format = Some(Format::CloudFront);
        if !matches!(self.header, Header::Missing(_)) {
            self.header = Header::Missing(Columns::standard());
        }
    }

    fn reject_long(&mut self, beginning: &[u8]) -> Parsed<'static> {
        self.follow_header(beginning);
        self.follow(beginning);
        if beginning.starts_with(b"#Fields:") {
            self.header = Header::Unusable;
        }
        match self.format {
            None => Parsed::Unknown,
            Some(_) => Parsed::Rejected(RejectReason::LineTooLong),
        }
    }
}

fn without_mark(line: Line<'_>) -> Line<'_> {
    let strip = |bytes| <[u8]>::strip_prefix(bytes, b"\xef\xbb\xbf").unwrap_or(bytes);
    match line {
        Line::Complete(bytes) => Line::Complete(strip(bytes)),
        Line::TooLong(bytes) => Line::TooLong(strip(bytes)),
    }
}

impl Header {
    /// The columns by which to read this line.
    #[inline]
    fn columns(&self, line: &[u8]) -> Result<&Columns, RejectReason> {
        match self {
            Self::Read(columns) => Ok(columns),
            Self::Missing(standard) if begins_standard(line) => Ok(standard),
            Self::Missing(_) if detect(line).is_some() => Err(RejectReason::UnrecognisedLine),
            Self::Missing(_) | Self::Unusable => Err(RejectReason::NoFieldsHeader),
        }
    }
}
