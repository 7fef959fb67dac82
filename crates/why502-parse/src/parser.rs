//! Lines of one file or object into records.
//!
//! Keeps what earlier lines of the same file settled: the format, CloudFront's columns, and scratch
//! space. Once the format is known it stays: a line of another one is rejected.

use crate::alb::AlbRecord;
use crate::cloudfront::{CloudFrontRecord, Columns};
use crate::detect::{begins_standard, detect, is_control};
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
    header: Header,
    kernel: Kernel,
    memo: Memo,
    ends: Ends,
}

/// Where the columns of CloudFront's lines come from.
#[derive(Debug)]
enum Header {
    /// No `#Fields:` yet: the standard order, for lines that look like it.
    Missing(Columns),
    Read(Columns),
    /// The latest `#Fields:` was over-long or named nothing.
    Unusable,
}

impl Parser {
    /// A parser for lines of that format; with `None`, of the first one recognised.
    #[must_use]
    pub fn new(format: Option<Format>) -> Self {
        Self {
            format,
            header: Header::Missing(Columns::standard()),
            kernel: Kernel::detect(),
            memo: Memo::new(),
            ends: Ends::default(),
        }
    }

    /// The format, once given or recognised.
    #[must_use]
    pub fn format(&self) -> Option<Format> {
        self.format
    }

    /// Reads the next line. The result borrows the parser's scratch: use it before the next call.
    #[inline]
    pub fn parse<'a>(&'a mut self, line: Line<'a>) -> Parsed<'a> {
        let line = match line {
            Line::Complete(line) if u32::try_from(line.len()).is_ok() => line,
            Line::Complete(line) | Line::TooLong(line) => return self.reject_long(line),
        };
        if is_control(line) {
            self.read_control(line);
            return Parsed::Control;
        }
        if self.format.is_none() {
            self.format = detect(line);
        }
        let ends = &mut self.ends;
        match self.format {
            None => Parsed::Unknown,
            Some(Format::Alb) => match AlbRecord::parse(line, self.kernel, &mut self.memo, ends) {
                Ok(record) => Parsed::Record(Record::Alb(record)),
                Err(reason) => Parsed::Rejected(reason),
            },
            Some(Format::CloudFront) => {
                let columns = match self.header.columns(line) {
                    Ok(columns) => columns,
                    Err(reason) => return Parsed::Rejected(reason),
                };
                match CloudFrontRecord::parse(line, self.kernel, columns, ends) {
                    Ok(record) => Parsed::Record(Record::CloudFront(record)),
                    Err(reason) => Parsed::Rejected(reason),
                }
            }
        }
    }

    fn read_control(&mut self, line: &[u8]) {
        if self.format.is_none() {
            self.format = detect(line);
        }
        if self.format == Some(Format::CloudFront)
            && let Some(names) = line.strip_prefix(b"#Fields:")
        {
            self.header = Columns::from_header(names).map_or(Header::Unusable, Header::Read);
        }
    }

    fn reject_long(&mut self, beginning: &[u8]) -> Parsed<'static> {
        if self.format.is_none() {
            self.format = detect(beginning);
        }
        if beginning.starts_with(b"#Fields:") {
            self.header = Header::Unusable;
        }
        match self.format {
            None => Parsed::Unknown,
            Some(_) => Parsed::Rejected(RejectReason::LineTooLong),
        }
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
