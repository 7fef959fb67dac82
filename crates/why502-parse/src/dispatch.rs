//! Which format a line is of, and its reader.
//!
//! A stream may change its format at any line: at a header, or at a line that the format so far
//! does not read and that is typical of another. Columns that a header named are then forgotten.

use crate::alb::{AlbRecord, is_load_balancer_line};
use crate::cloudfront::{self, CloudFrontReader, CloudFrontRecord, begins_standard};
use crate::detect::{detect, format_of_header, is_foreign_header, is_header};
use crate::error::RejectReason;
use crate::format::Format;
use crate::options::Options;
use crate::parsed::Parsed;
use crate::readers::Readers;
use crate::record::Record;
use crate::row::{Head, Reading};
use crate::scan::{Ends, Kernel};
use crate::split::Fields;
use crate::value::{Memo, Timestamp};
use crate::vended::{self, VendedReader};
use memchr::memmem;

/// The readers of one object, and the format that is in force.
#[derive(Debug)]
pub(crate) struct Dispatch {
    format: Option<Format>,
    /// The format was given, and stays.
    is_given: bool,
    /// Nothing but a `#Version` told the format, and no line was read since.
    is_by_version: bool,
    kernel: Kernel,
    memo: Memo,
    ends: Ends,
    vended: VendedReader,
    cloudfront: CloudFrontReader,
    rows: Readers,
}

/// The logs whose lines are read many at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Plain {
    /// Fields between spaces, some in quotes.
    Alb,
    /// Fields between tabs.
    CloudFront,
}

impl Dispatch {
    pub(crate) fn new(format: Option<Format>, options: Options) -> Self {
        let kernel = Kernel::detect();
        Self {
            format,
            is_given: format.is_some(),
            is_by_version: false,
            kernel,
            memo: Memo::new(),
            ends: Ends::default(),
            vended: VendedReader::new(),
            cloudfront: CloudFrontReader::new(&options),
            rows: Readers::new(options, kernel),
        }
    }

    pub(crate) fn format(&self) -> Option<Format> {
        self.format
    }

    /// Whether any line may be of this format: it was given, and says nothing of lines' shape.
    pub(crate) fn given(&self) -> Option<Format> {
        self.format.filter(|_| self.is_given)
    }

    /// The log whose lines may be read by [`read_alb_fields`](Self::read_alb_fields) or
    /// [`read_cloudfront_fields`](Self::read_cloudfront_fields).
    pub(crate) fn plain(&self) -> Option<Plain> {
        match self.format {
            Some(Format::Alb) if !self.vended.has_header() => Some(Plain::Alb),
            Some(Format::CloudFront) if self.cloudfront.has_columns() => Some(Plain::CloudFront),
            _ => None,
        }
    }

    /// Reads a line for which [`is_plain`](Self::is_plain) holds, whose fields were found. `None`
    /// where it has to be read in another way.
    #[inline]
    pub(crate) fn read_alb_fields<'a>(&mut self, fields: Fields<'a>) -> Option<AlbRecord<'a>> {
        let checked = AlbRecord::check_fields(&fields, &mut self.memo).ok()?;
        Some(AlbRecord::of_fields(fields, checked))
    }

    /// The same of the other log.
    #[inline]
    pub(crate) fn read_cloudfront_fields<'a>(
        &'a self,
        fields: Fields<'a>,
    ) -> Option<CloudFrontRecord<'a>> {
        self.cloudfront.read_fields(fields)
    }

    /// Lines are about to be read by [`read_cloudfront_fields`](Self::read_cloudfront_fields), if
    /// there are any.
    pub(crate) fn begin_cloudfront_lines(&mut self, are_there: bool) {
        self.is_by_version &= !are_there;
    }

    /// Whether the line begins as nearly every line of the two logs that are largest: nothing but
    /// their readers has to see it.
    #[inline]
    pub(crate) fn is_plain(&self, line: &[u8]) -> bool {
        let first = line.first();
        match self.format {
            Some(Format::Alb) => {
                first.is_some_and(u8::is_ascii_lowercase) && !self.vended.has_header()
            }
            Some(Format::CloudFront) => {
                line.get(10) == Some(&b'\t') && first.is_some_and(u8::is_ascii_digit)
            }
            _ => false,
        }
    }

    /// Reads a line for which [`is_plain`](Self::is_plain) holds.
    #[inline]
    pub(crate) fn read_plain<'a>(&'a mut self, line: &'a [u8]) -> Parsed<'a> {
        if self.format == Some(Format::CloudFront) {
            self.is_by_version = false;
            return cloudfront_record(self.cloudfront.read(line, self.kernel, &mut self.ends));
        }
        match AlbRecord::check(line, self.kernel, &mut self.memo, &mut self.ends) {
            Ok(checked) => {
                let record = AlbRecord::new(line, line, &self.ends, checked);
                Parsed::Record(Record::Alb(record))
            }
            Err(_) => self.read_other(line, None),
        }
    }

    /// Reads a line that is no control line and not over-long.
    pub(crate) fn read<'a>(
        &'a mut self,
        line: &'a [u8],
        event_time: Option<Timestamp>,
    ) -> Parsed<'a> {
        self.is_by_version = false;
        if self.is_plain(line) {
            return self.read_plain(line);
        }
        self.read_other(line, event_time)
    }

    /// Reads a row again, now that it goes on; `None` where it is no row.
    pub(crate) fn read_row(&mut self, line: &[u8]) -> Option<Result<Reading, RejectReason>> {
        Some(self.rows.read(self.format?, line, None))
    }

    /// The record of the row that was read last.
    pub(crate) fn row<'a>(&'a self, line: &'a [u8], head: Head) -> Parsed<'a> {
        match self.format {
            Some(format) => Parsed::Record(Record::Row(self.rows.record(format, line, head))),
            None => Parsed::Unknown,
        }
    }

    #[cold]
    fn read_other<'a>(&'a mut self, line: &'a [u8], event_time: Option<Timestamp>) -> Parsed<'a> {
        let Some(format) = self.format else {
            let Some(found) = detect(line) else { return Parsed::Unknown };
            self.format = Some(found);
            return self.read_as(found, line, event_time);
        };
        let is_foreign = !self.is_given && self.is_foreign(format, line, event_time);
        if is_foreign && let Some(other) = self.other_than(format, line) {
            self.change(other);
            return self.read_as(other, line, event_time);
        }
        self.read_as(format, line, event_time)
    }

    /// Whether the line is to be offered to other formats before this one.
    fn is_foreign(&mut self, format: Format, line: &[u8], event_time: Option<Timestamp>) -> bool {
        let (kernel, ends) = (self.kernel, &mut self.ends);
        match format {
            Format::Alb if line.first() == Some(&b'{') => !vended::is_typical_json(line),
            Format::Alb => {
                !is_load_balancer_line(line)
                    && match self.vended.has_header() {
                        true => self.vended.read(line, kernel, &mut self.memo, ends).is_err(),
                        false => AlbRecord::check(line, kernel, &mut self.memo, ends).is_err(),
                    }
            }
            Format::CloudFront | Format::CloudFrontRealtime => {
                let is_typical = match format {
                    Format::CloudFront => cloudfront::is_typical_json,
                    _ => cloudfront::is_typical_realtime,
                };
                let read = CloudFrontReader::read_event;
                !is_typical(line)
                    && (is_load_balancer_line(line)
                        || read(&mut self.cloudfront, format, line, event_time, kernel, ends)
                            .is_err())
            }
            // Any line may be one of a function's own.
            Format::Lambda => true,
            _ => false,
        }
    }

    /// The other format of which the line is typical.
    fn other_than(&self, format: Format, line: &[u8]) -> Option<Format> {
        let other = detect(line).filter(|other| *other != format)?;
        let is_wanted = match format {
            // A header must tell the columns of what stands among a load balancer's lines.
            Format::Alb => !begins_standard(line),
            // A function may write what looks like a server's log, or objects about its request.
            Format::Lambda if other == Format::ApiGateway && line.starts_with(b"{") => {
                memmem::find(line, b"esponseLength").is_some()
            }
            Format::Lambda => !matches!(
                other,
                Format::NginxAccess
                    | Format::NginxError
                    | Format::ApacheAccess
                    | Format::ApacheError
            ),
            _ => true,
        };
        is_wanted.then_some(other)
    }

    fn change(&mut self, format: Format) {
        self.format = Some(format);
        self.vended.forget();
        match format {
            Format::CloudFront | Format::CloudFrontRealtime => self.cloudfront.begin(),
            _ => self.rows.forget_columns(format),
        }
    }

    fn read_as<'a>(
        &'a mut self,
        format: Format,
        line: &'a [u8],
        event_time: Option<Timestamp>,
    ) -> Parsed<'a> {
        match format {
            Format::Alb => self.read_alb(line),
            Format::CloudFront | Format::CloudFrontRealtime => {
                let (kernel, ends) = (self.kernel, &mut self.ends);
                let read = self.cloudfront.read_event(format, line, event_time, kernel, ends);
                cloudfront_record(read)
            }
            _ => self.read_as_row(format, line, event_time),
        }
    }

    fn read_alb<'a>(&'a mut self, line: &'a [u8]) -> Parsed<'a> {
        let (kernel, memo, ends) = (self.kernel, &mut self.memo, &mut self.ends);
        let read = if self.vended.is_delivered(line) {
            self.vended.read(line, kernel, memo, ends)
        } else if begins_standard(line) {
            Err(RejectReason::NoFieldsHeader)
        } else {
            self.vended.forget();
            let checked = AlbRecord::check(line, kernel, memo, ends);
            checked.map(|checked| AlbRecord::new(line, line, ends, checked))
        };
        match read {
            Ok(record) => Parsed::Record(Record::Alb(record)),
            Err(reason) => Parsed::Rejected(reason),
        }
    }

    fn read_as_row<'a>(
        &'a mut self,
        format: Format,
        line: &'a [u8],
        event_time: Option<Timestamp>,
    ) -> Parsed<'a> {
        match self.rows.read(format, line, event_time) {
            Ok(Reading::Record(head)) => self.row(line, head),
            Ok(Reading::Control) => Parsed::Control,
            Ok(Reading::Open) => Parsed::Held,
            Err(RejectReason::UnrecognisedLine) if !self.is_given => {
                match self.other_than(format, line) {
                    // No other format's line is offered here again: it is typical of that one.
                    Some(other) => {
                        self.change(other);
                        self.read_changed(other, line, event_time)
                    }
                    None => Parsed::Rejected(RejectReason::UnrecognisedLine),
                }
            }
            Err(reason) => Parsed::Rejected(reason),
        }
    }

    /// Reads a line by the format that it changed the stream to.
    fn read_changed<'a>(
        &'a mut self,
        format: Format,
        line: &'a [u8],
        event_time: Option<Timestamp>,
    ) -> Parsed<'a> {
        if matches!(format, Format::Alb | Format::CloudFront | Format::CloudFrontRealtime) {
            return self.read_as(format, line, event_time);
        }
        match self.rows.read(format, line, event_time) {
            Ok(Reading::Record(head)) => self.row(line, head),
            Ok(Reading::Control) => Parsed::Control,
            Ok(Reading::Open) => Parsed::Held,
            Err(reason) => Parsed::Rejected(reason),
        }
    }

    /// Takes a control line: a header tells the format, and the columns of what follows.
    pub(crate) fn read_control(&mut self, line: &[u8]) {
        let Some(format) = self.follow_header(line) else { return };
        let Some(names) = line.strip_prefix(b"#Fields:") else { return };
        match format {
            Format::CloudFront => self.cloudfront.read_header(names),
            Format::Alb => self.vended.header(names),
            _ => self.rows.header(format, names),
        }
    }

    /// The format whose header this is, if that is now in force. `#Version` does not end a format.
    fn follow_header(&mut self, line: &[u8]) -> Option<Format> {
        if !is_header(line) {
            return None;
        }
        if is_foreign_header(line) {
            self.leave();
            return None;
        }
        let format = format_of_header(line);
        self.is_by_version = self.format.is_none() && line.starts_with(b"#Version");
        if self.format != Some(format) && !self.is_given {
            self.change(format);
        }
        (self.format == Some(format)).then_some(format)
    }

    /// Another server's log begins: its lines are none of the columns that a header named.
    fn leave(&mut self) {
        if self.is_given {
            return;
        }
        match self.format {
            Some(_) if self.is_by_version => self.format = None,
            Some(Format::CloudFront) => self.cloudfront.lose_header(),
            _ => {}
        }
    }

    /// The beginning of an over-long line.
    pub(crate) fn read_long(&mut self, beginning: &[u8]) -> Parsed<'static> {
        if let Some(format) = self.follow_header(beginning) {
            if beginning.starts_with(b"#Fields:") {
                self.lose_header(format);
            }
        } else if self.format.is_none() {
            self.format = detect(beginning);
        } else if self.format == Some(Format::CloudFront)
            && !self.is_given
            && is_load_balancer_line(beginning)
        {
            self.change(Format::Alb);
        }
        match self.format {
            None => Parsed::Unknown,
            Some(_) => Parsed::Rejected(RejectReason::LineTooLong),
        }
    }

    /// A header of that format could not be read to its end.
    fn lose_header(&mut self, format: Format) {
        match format {
            Format::CloudFront => self.cloudfront.lose_header(),
            Format::Alb => self.vended.forget(),
            _ => self.rows.forget_columns(format),
        }
    }
}

#[inline]
fn cloudfront_record<'a>(read: Result<CloudFrontRecord<'a>, RejectReason>) -> Parsed<'a> {
    match read {
        Ok(record) => Parsed::Record(Record::CloudFront(record)),
        Err(reason) => Parsed::Rejected(reason),
    }
}
