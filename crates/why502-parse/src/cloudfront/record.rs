//! One line of a CloudFront access log: its columns, decoded when asked for.

use super::fields::CloudFrontField;
use super::header::{Clock, Columns};
use crate::error::RejectReason;
use crate::format::Format;
use crate::scan::{Ends, Kernel};
use crate::split::{Fields, split_tabbed};
use crate::value::{
    Status, Timestamp, clock_micros, date_micros, duration_micros, seconds_to_micros, status,
    unsigned,
};
use memchr::memchr_iter;

/// A record of CloudFront. Its time is valid; every other getter answers "absent" for what it
/// cannot read.
#[derive(Debug, Clone, Copy)]
pub struct CloudFrontRecord<'a> {
    fields: Fields<'a>,
    columns: &'a Columns,
    time: Timestamp,
    sc_status: Option<u16>,
}

impl<'a> CloudFrontRecord<'a> {
    #[inline]
    pub(crate) fn parse(
        line: &'a [u8],
        kernel: Kernel,
        columns: &'a Columns,
        ends: &'a mut Ends,
    ) -> Result<Self, RejectReason> {
        if split_tabbed(kernel, line, ends).count() > 1 || columns.count() <= 1 {
            let fields = Fields::new(line, ends.as_slice(), b'\t');
            let time = read_time(&fields, columns);
            return Self::of_fields(fields, columns, time);
        }
        Self::parse_otherwise(line, columns, ends)
    }

    /// The record of fields between another separator. What cannot be read is no such line: the
    /// separator was a guess.
    #[cold]
    fn parse_otherwise(
        line: &'a [u8],
        columns: &'a Columns,
        ends: &'a mut Ends,
    ) -> Result<Self, RejectReason> {
        let separator = split_otherwise(line, columns.count(), ends);
        let separator = separator.ok_or(RejectReason::UnrecognisedLine)?;
        let fields = Fields::new(line, ends.as_slice(), separator);
        let record = Self::of_fields(fields, columns, read_time(&fields, columns));
        record.map_err(|_| RejectReason::UnrecognisedLine)
    }

    /// The record of fields that were split, or copied, from a line. `event_time` counts where no
    /// column holds a time. Behind fields that are copies stands
    /// the line.
    pub(crate) fn of_event(
        fields: Fields<'a>,
        columns: &'a Columns,
        event_time: Option<Timestamp>,
    ) -> Result<Self, RejectReason> {
        let time = match columns.clock() {
            None => event_time,
            Some(_) => read_time(&fields, columns),
        };
        Self::of_fields(fields, columns, time)
    }

    #[inline]
    fn of_fields(
        fields: Fields<'a>,
        columns: &'a Columns,
        time: Option<Timestamp>,
    ) -> Result<Self, RejectReason> {
        if fields.count() < columns.least() {
            return Err(RejectReason::TooFewFields);
        }
        let time = time.ok_or(RejectReason::BadTimestamp)?;
        let text = raw(&fields, columns, CloudFrontField::ScStatus).unwrap_or(b"");
        let sc_status = match status(text) {
            Status::Code(code) => Some(code),
            Status::Absent => None,
            Status::Invalid => return Err(RejectReason::BadFieldValue),
        };
        Ok(Self { fields, columns, time, sc_status })
    }

    /// The same line, by columns whose time and status stand where they stood.
    pub(crate) fn with_columns(self, columns: &'a Columns) -> Self {
        Self { columns, ..self }
    }

    /// The column as logged, percent-encoding kept. `None` where the header does not name it or
    /// the line ends before it.
    #[must_use]
    #[inline]
    pub fn raw(&self, field: CloudFrontField) -> Option<&'a [u8]> {
        raw(&self.fields, self.columns, field)
    }

    /// As [`raw`](Self::raw); also `None` for `-` and for an empty column.
    #[must_use]
    #[inline]
    pub fn value(&self, field: CloudFrontField) -> Option<&'a [u8]> {
        self.raw(field).filter(|value| !matches!(*value, b"" | b"-"))
    }

    /// The line, as it was given to the parser.
    #[must_use]
    pub fn line(&self) -> &'a [u8] {
        let text = self.fields.line();
        match self.columns.line_bytes() {
            Some(bytes) => &text[text.len() - bytes..],
            None => text,
        }
    }

    /// How many columns the line has, surplus ones included.
    #[must_use]
    pub fn field_count(&self) -> usize {
        self.fields.count()
    }

    /// The columns behind the last one that the header names, in order.
    pub fn surplus(&self) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        self.fields.skip(self.columns.count())
    }

    /// Every column that is no [`CloudFrontField`], in order: those whose name is unknown here (or
    /// stands in the header a second time) with that name, surplus ones without.
    pub fn unknown(&self) -> impl Iterator<Item = (Option<&'a [u8]>, &'a [u8])> + use<'a> {
        let fields = self.fields;
        let named = self.columns.unknown();
        let named = named.filter_map(move |(place, name)| Some((Some(name), fields.get(place)?)));
        named.chain(self.surplus().map(|value| (None, value)))
    }

    /// The end of the response. From timestamp(ms) where it can be read, else from date and time,
    /// in seconds; from timestamp where the header names neither.
    #[must_use]
    pub fn time(&self) -> Timestamp {
        self.time
    }

    /// When the request came: the end less time-taken, to that field's millisecond and the end's
    /// second.
    #[must_use]
    pub fn start(&self) -> Option<Timestamp> {
        let taken = i64::try_from(self.time_taken()?).ok()?;
        Some(Timestamp::from_micros(self.time.micros().saturating_sub(taken)))
    }

    /// Standard or real-time.
    #[must_use]
    pub fn format(&self) -> Format {
        self.columns.format()
    }

    /// The status the viewer got. `000` (the viewer left before a response) is 0. A custom error
    /// page's status stands here in place of the original one.
    #[must_use]
    pub fn sc_status(&self) -> Option<u16> {
        self.sc_status
    }

    /// Microseconds from the viewer's first byte to the last byte of the response.
    #[must_use]
    pub fn time_taken(&self) -> Option<u64> {
        self.micros(CloudFrontField::TimeTaken)
    }

    /// Microseconds from receiving the request to writing the first byte of the response. Since
    /// 2019-12.
    #[must_use]
    pub fn time_to_first_byte(&self) -> Option<u64> {
        self.micros(CloudFrontField::TimeToFirstByte)
    }

    /// Microseconds from CloudFront's request to the origin to the first byte back. v2 only.
    #[must_use]
    pub fn origin_fbl(&self) -> Option<u64> {
        self.micros(CloudFrontField::OriginFbl)
    }

    /// Microseconds from CloudFront's request to the origin to the last byte back. v2 only.
    #[must_use]
    pub fn origin_lbl(&self) -> Option<u64> {
        self.micros(CloudFrontField::OriginLbl)
    }

    /// Bytes sent to the viewer, header included.
    #[must_use]
    pub fn sc_bytes(&self) -> Option<u64> {
        self.number(CloudFrontField::ScBytes)
    }

    /// Bytes of the request, header included.
    #[must_use]
    pub fn cs_bytes(&self) -> Option<u64> {
        self.number(CloudFrontField::CsBytes)
    }

    /// The response's `Content-Length`, in bytes. Since 2019-12.
    #[must_use]
    pub fn sc_content_len(&self) -> Option<u64> {
        self.number(CloudFrontField::ScContentLen)
    }

    /// First byte of the range sent. Since 2019-12.
    #[must_use]
    pub fn sc_range_start(&self) -> Option<u64> {
        self.number(CloudFrontField::ScRangeStart)
    }

    /// Last byte of the range sent. Since 2019-12.
    #[must_use]
    pub fn sc_range_end(&self) -> Option<u64> {
        self.number(CloudFrontField::ScRangeEnd)
    }

    /// Number of fields encrypted by field-level encryption. Since 2018-01.
    #[must_use]
    pub fn fle_encrypted_fields(&self) -> Option<u64> {
        self.number(CloudFrontField::FleEncryptedFields)
    }

    /// Port of the viewer. Since 2019-12.
    #[must_use]
    pub fn c_port(&self) -> Option<u16> {
        self.number(CloudFrontField::CPort).and_then(|port| u16::try_from(port).ok())
    }

    /// Autonomous system number of the viewer. v2 only.
    #[must_use]
    pub fn asn(&self) -> Option<u64> {
        self.number(CloudFrontField::Asn)
    }

    /// The host the viewer asked for, or where that is absent the distribution: x-host-header of
    /// standard logs, cs-host of real-time logs.
    #[must_use]
    #[inline]
    pub fn host(&self) -> Option<&'a [u8]> {
        let field = match self.format() {
            Format::CloudFrontRealtime => CloudFrontField::CsHost,
            _ => CloudFrontField::XHostHeader,
        };
        self.value(field).or_else(|| self.distribution())
    }

    /// Domain name of the distribution: cs(Host) of standard logs, x-host-header of real-time logs.
    #[must_use]
    #[inline]
    pub fn distribution(&self) -> Option<&'a [u8]> {
        self.value(match self.format() {
            Format::CloudFrontRealtime => CloudFrontField::XHostHeader,
            _ => CloudFrontField::CsHost,
        })
    }

    /// Path of the URL, without the query: cs-uri-stem, which in real-time logs has it.
    #[must_use]
    #[inline]
    pub fn path(&self) -> Option<&'a [u8]> {
        let stem = self.value(CloudFrontField::CsUriStem)?;
        match self.format() {
            Format::CloudFrontRealtime => stem.split(|&byte| byte == b'?').next(),
            _ => Some(stem),
        }
    }

    fn number(&self, field: CloudFrontField) -> Option<u64> {
        self.raw(field).and_then(unsigned)
    }

    fn micros(&self, field: CloudFrontField) -> Option<u64> {
        self.raw(field).and_then(duration_micros)
    }
}

/// Separators that a delivery may be set to, other than the tab.
const OTHER_SEPARATORS: [u8; 4] = *b" ,;|";

/// Splits the line where one of them gives just as many fields as that.
fn split_otherwise(line: &[u8], count: usize, ends: &mut Ends) -> Option<u8> {
    let fits = |separator: &u8| memchr_iter(*separator, line).count() + 1 == count;
    let separator = OTHER_SEPARATORS.into_iter().find(fits)?;
    ends.clear();
    for end in memchr_iter(separator, line) {
        ends.push(end);
    }
    ends.push(line.len());
    Some(separator)
}

#[inline]
fn raw<'a>(fields: &Fields<'a>, columns: &Columns, field: CloudFrontField) -> Option<&'a [u8]> {
    fields.get(columns.place(field)?)
}

#[inline(always)]
fn read_time(fields: &Fields<'_>, columns: &Columns) -> Option<Timestamp> {
    let column = |field| raw(fields, columns, field);
    let of_unsigned = |micros: u64| Timestamp::of_micros(i64::try_from(micros).ok()?);
    let from_millis =
        || of_unsigned(unsigned(column(CloudFrontField::TimestampMs)?)?.checked_mul(1_000)?);
    match columns.clock()? {
        Clock::DateAndTime => from_millis().or_else(|| {
            let date = date_micros(column(CloudFrontField::Date)?)?;
            Timestamp::of_micros(date + clock_micros(column(CloudFrontField::Time)?)?)
        }),
        Clock::TimestampMs => from_millis(),
        Clock::Timestamp => of_unsigned(seconds_to_micros(column(CloudFrontField::Timestamp)?)?),
    }
}
