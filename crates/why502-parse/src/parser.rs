//! Lines of one file or object into records.
//!
//! Takes off what CloudWatch Logs put around a line, and keeps lines that wait for their
//! continuation; all else is for the format's reader.

use crate::detect::{detect, is_control};
use crate::dispatch::{Dispatch, Plain};
use crate::envelope::{open_event, split_export};
use crate::error::RejectReason;
use crate::format::Format;
use crate::frame::Line;
use crate::lambda;
use crate::options::Options;
use crate::parsed::{Parsed, Released, Unit};
use crate::row::Reading;
use crate::value::Timestamp;

/// A record whose quoted field is still open after this many lines is not waited for.
const MOST_HELD_LINES: u32 = 16;
/// Nor one of more bytes than this.
const MOST_HELD_BYTES: usize = 1 << 20;

/// Reads the lines of one file or object, in order.
#[derive(Debug)]
pub struct Parser {
    lines: Lines,
    told: Told,
}

/// What is told beside a line. Apart from [`Lines`], which a record borrows.
#[derive(Debug, Default)]
struct Told {
    released: Option<Released>,
    /// A control line told the format, or it was known then.
    is_format_known: bool,
}

#[derive(Debug)]
struct Lines {
    /// No line was read yet: a byte order mark may stand before the first.
    at_start: bool,
    dispatch: Dispatch,
    /// The time of the latest event, where lines are those of an exported log.
    export_time: Option<Timestamp>,
    /// The message of the event that is read.
    message: Vec<u8>,
    /// Lines of a record that is not complete, and their number.
    held: Vec<u8>,
    held_lines: u32,
}

impl Parser {
    /// A parser for lines of that format and no other; with `None`, of those recognised.
    #[must_use]
    pub fn new(format: Option<Format>) -> Self {
        Self::with_options(format, Options::default())
    }

    /// As [`new`](Self::new), with what is known of the logs beside their bytes.
    #[must_use]
    pub fn with_options(format: Option<Format>, options: Options) -> Self {
        let lines = Lines {
            at_start: true,
            dispatch: Dispatch::new(format, options),
            export_time: None,
            message: Vec::new(),
            held: Vec::new(),
            held_lines: 0,
        };
        Self { lines, told: Told::default() }
    }

    /// The format that was given, or the latest one recognised.
    #[must_use]
    pub fn format(&self) -> Option<Format> {
        self.lines.dispatch.format()
    }

    /// What lines held before turned out to be, once it is known. To be asked after each call of
    /// [`parse`](Self::parse) that follows a held line, and after [`finish`](Self::finish).
    pub fn take_released(&mut self) -> Option<Released> {
        self.told.released.take()
    }

    /// No line follows: what is held never ends.
    pub fn finish(&mut self) {
        self.lines.release(&mut self.told);
    }

    /// Reads the next line. The result borrows the parser's scratch: use it before the next call.
    /// A UTF-8 byte order mark before the first line is no part of it.
    #[inline]
    pub fn parse<'a>(&'a mut self, line: Line<'a>) -> Parsed<'a> {
        self.lines.parse(line, &mut self.told)
    }

    /// As [`parse`](Self::parse), with what is to be asked behind it.
    #[inline]
    pub(crate) fn parse_unit<'a>(&'a mut self, line: Line<'a>) -> Unit<'a> {
        let Self { lines, told } = self;
        told.is_format_known = lines.dispatch.format().is_some();
        let is_too_long = matches!(line, Line::TooLong(_));
        let parsed = lines.parse(line, told);
        let is_format_known = match parsed {
            Parsed::Record(_) | Parsed::Rejected(_) | Parsed::Held => true,
            Parsed::Control => told.is_format_known,
            Parsed::Unknown => false,
        };
        Unit { parsed, is_too_long, is_format_known, released: told.released.take() }
    }

    /// The format whose plain lines may be read past [`parse`](Self::parse), which has nothing to
    /// add to them as long as it was not called in between.
    pub(crate) fn plain(&mut self) -> Option<(Plain, &mut Dispatch)> {
        let Lines { at_start: false, held_lines: 0, dispatch, .. } = &mut self.lines else {
            return None;
        };
        Some((dispatch.plain()?, dispatch))
    }

    /// Whether one line more may change what [`plain`](Self::plain) gives.
    pub(crate) fn may_become_plain(&self) -> bool {
        self.lines.at_start || self.format().is_none() || self.lines.held_lines > 0
    }
}

impl Lines {
    #[inline]
    fn parse<'a>(&'a mut self, mut line: Line<'a>, told: &mut Told) -> Parsed<'a> {
        if self.at_start {
            self.at_start = false;
            line = without_mark(line);
        }
        let line = match line {
            Line::Complete(line) if u32::try_from(line.len()).is_ok() => line,
            Line::Complete(line) | Line::TooLong(line) => {
                self.release(told);
                return self.dispatch.read_long(line);
            }
            Line::Event(event) => return self.parse_event(event, told),
            Line::Control(_) => return Parsed::Control,
        };
        if self.held_lines > 0 && self.joins(line, told) {
            return self.parse_held(told);
        }
        if is_control(line) {
            return self.read_control(line, told);
        }
        if self.dispatch.is_plain(line) {
            return self.dispatch.read_plain(line);
        }
        self.parse_other(line, told)
    }

    fn read_control(&mut self, line: &[u8], told: &mut Told) -> Parsed<'static> {
        self.dispatch.read_control(line);
        told.is_format_known = self.dispatch.format().is_some();
        Parsed::Control
    }

    /// Reads a line that may have the time of an exported event before it.
    fn parse_other<'a>(&'a mut self, line: &'a [u8], told: &mut Told) -> Parsed<'a> {
        let mut inner = line;
        if let Some((time, message)) = split_export(line)
            && self.is_export(line, message)
        {
            self.export_time = Some(time);
            if is_control(message) {
                return self.read_control(message, told);
            }
            inner = message;
        }
        let parsed = self.dispatch.read(inner, self.export_time);
        // A row's reader says so.
        told.is_format_known |= matches!(parsed, Parsed::Control);
        if matches!(parsed, Parsed::Held) {
            self.held.clear();
            self.held.extend_from_slice(inner);
            self.held_lines = 1;
        }
        parsed
    }

    /// Whether a line that begins with a time is one of an export. A function writes its own time
    /// before the sentence that it took too long.
    fn is_export(&self, line: &[u8], message: &[u8]) -> bool {
        let is_known = self.export_time.is_some()
            || match self.dispatch.given() {
                Some(Format::Lambda) | None => detect(message).is_some(),
                Some(_) => true,
            };
        is_known && !lambda::is_typical(line)
    }

    /// Reads the message of an event as a line. An open quote in it never ends.
    fn parse_event<'a>(&'a mut self, event: &[u8], told: &mut Told) -> Parsed<'a> {
        self.release(told);
        let Some(time) = open_event(event, &mut self.message) else {
            return match self.dispatch.format() {
                Some(_) => Parsed::Rejected(RejectReason::UnrecognisedLine),
                None => Parsed::Unknown,
            };
        };
        if is_control(&self.message) {
            self.dispatch.read_control(&self.message);
            told.is_format_known = self.dispatch.format().is_some();
            return Parsed::Control;
        }
        match self.dispatch.read(&self.message, time) {
            Parsed::Held => Parsed::Rejected(RejectReason::UnterminatedQuote),
            parsed => {
                told.is_format_known |= matches!(parsed, Parsed::Control);
                parsed
            }
        }
    }

    /// Whether the line goes on with what is held; if not, that is released.
    fn joins(&mut self, line: &[u8], told: &mut Told) -> bool {
        let joins = self.held_lines < MOST_HELD_LINES
            && self.held.len() + line.len() < MOST_HELD_BYTES
            && detect(line).is_none();
        if joins {
            self.held.push(b'\n');
            self.held.extend_from_slice(line);
        } else {
            self.release(told);
        }
        joins
    }

    /// Reads what is held again, now that it has a line more.
    fn parse_held(&mut self, told: &mut Told) -> Parsed<'_> {
        match self.dispatch.read_row(&self.held) {
            Some(Ok(Reading::Record(head))) => {
                let control_lines = std::mem::take(&mut self.held_lines);
                told.released = Some(Released { control_lines, rejected: None });
                self.dispatch.row(&self.held, head)
            }
            Some(Ok(Reading::Open)) => {
                self.held_lines += 1;
                Parsed::Held
            }
            Some(Ok(Reading::Control) | Err(_)) | None => {
                self.release(told);
                Parsed::Rejected(RejectReason::UnrecognisedLine)
            }
        }
    }

    fn release(&mut self, told: &mut Told) {
        if let Some(further) = std::mem::take(&mut self.held_lines).checked_sub(1) {
            told.released = Some(Released {
                control_lines: further,
                rejected: Some(RejectReason::UnterminatedQuote),
            });
        }
    }
}

fn without_mark(line: Line<'_>) -> Line<'_> {
    let strip = |bytes| <[u8]>::strip_prefix(bytes, b"\xef\xbb\xbf").unwrap_or(bytes);
    match line {
        Line::Complete(bytes) => Line::Complete(strip(bytes)),
        Line::TooLong(bytes) => Line::TooLong(strip(bytes)),
        Line::Event(_) | Line::Control(_) => line,
    }
}
