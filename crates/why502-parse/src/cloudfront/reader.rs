//! Which columns the lines of one object have: the header says it, the owner, or the product's
//! default.

use super::fields::CloudFrontField as F;
use super::header::Columns;
use super::json::JsonReader;
use super::realtime::RealtimeReader;
use super::record::CloudFrontRecord;
use crate::alb::is_load_balancer_line;
use crate::error::RejectReason;
use crate::format::Format;
use crate::options::Options;
use crate::scan::{Ends, Kernel};
use crate::split::Fields;
use crate::value::Timestamp;

/// Reads the lines of one object, in order.
#[derive(Debug)]
pub(crate) struct CloudFrontReader {
    header: Header,
    /// The names of columns that were given beside the log.
    given: Vec<String>,
    json: JsonReader,
    realtime: Option<Box<RealtimeReader>>,
}

/// Where the columns of the lines come from.
#[derive(Debug)]
enum Header {
    /// No `#Fields:` since the stream became CloudFront's.
    Missing(Box<Defaults>),
    Read(Box<Columns>),
    /// The latest `#Fields:` was over-long or named nothing.
    Unusable,
}

/// How many columns a newer delivery has whose owner chose none.
const STANDARD_V2_COLUMNS: usize = 35;

/// Columns of lines that no header precedes.
#[derive(Debug)]
struct Defaults {
    /// The standard order, for lines that look like it.
    standard: Columns,
    /// The same for a newer delivery, which has two columns more.
    standard_v2: Columns,
    given: Option<Columns>,
}

impl CloudFrontReader {
    pub(crate) fn new(options: &Options) -> Self {
        Self {
            header: Header::Missing(Defaults::new(&options.fields)),
            given: options.fields.clone(),
            json: JsonReader::default(),
            realtime: None,
        }
    }

    /// What stands above now belongs to another log: columns named there are forgotten.
    pub(crate) fn begin(&mut self) {
        if !matches!(self.header, Header::Missing(_)) {
            self.header = Header::Missing(Defaults::new(&self.given));
        }
    }

    /// Reads the names behind `#Fields:`.
    pub(crate) fn read_header(&mut self, names: &[u8]) {
        self.header = match Columns::from_header(names) {
            Some(columns) => Header::Read(Box::new(columns)),
            None => Header::Unusable,
        };
    }

    /// A `#Fields:` line was longer than the limit.
    pub(crate) fn lose_header(&mut self) {
        self.header = Header::Unusable;
    }

    /// Reads one line of less than 4 GiB of a standard log.
    #[inline]
    pub(crate) fn read<'a>(
        &'a mut self,
        line: &'a [u8],
        kernel: Kernel,
        ends: &'a mut Ends,
    ) -> Result<CloudFrontRecord<'a>, RejectReason> {
        if is_object(line) {
            return self.json.read(line, None, ends);
        }
        let columns = match &self.header {
            Header::Read(columns) => columns,
            Header::Missing(defaults) => defaults.columns(line)?,
            Header::Unusable => return Err(RejectReason::NoFieldsHeader),
        };
        let record = CloudFrontRecord::parse(line, kernel, columns, ends)?;
        if record.field_count() == STANDARD_V2_COLUMNS
            && let Header::Missing(defaults) = &self.header
        {
            return Ok(defaults.of_either_delivery(record));
        }
        Ok(record)
    }

    /// Whether [`read_fields`](Self::read_fields) may read lines.
    pub(crate) fn has_columns(&self) -> bool {
        !matches!(self.header, Header::Unusable)
    }

    /// Reads a line that begins with a date, whose fields were found between tabs. `None` where it
    /// has to be read in another way.
    #[inline]
    pub(crate) fn read_fields<'a>(&'a self, fields: Fields<'a>) -> Option<CloudFrontRecord<'a>> {
        let columns = match &self.header {
            Header::Read(columns) => columns,
            Header::Missing(defaults) => defaults.columns(fields.line()).ok()?,
            Header::Unusable => return None,
        };
        if fields.count() == 1 {
            return None;
        }
        let record = CloudFrontRecord::of_event(fields, columns, None).ok()?;
        if record.field_count() == STANDARD_V2_COLUMNS
            && let Header::Missing(defaults) = &self.header
        {
            return Some(defaults.of_either_delivery(record));
        }
        Some(record)
    }

    /// As [`read`](Self::read), of either format of access logs, where the envelope of the line may
    /// tell when it was written.
    pub(crate) fn read_event<'a>(
        &'a mut self,
        format: Format,
        line: &'a [u8],
        event_time: Option<Timestamp>,
        kernel: Kernel,
        ends: &'a mut Ends,
    ) -> Result<CloudFrontRecord<'a>, RejectReason> {
        if is_object(line) {
            return self.json.read(line, event_time, ends);
        }
        if format == Format::CloudFrontRealtime {
            let realtime =
                self.realtime.get_or_insert_with(|| Box::new(RealtimeReader::new(&self.given)));
            return realtime.read(line, kernel, event_time, ends);
        }
        self.read(line, kernel, ends)
    }
}

impl Defaults {
    fn new(given: &[String]) -> Box<Self> {
        Box::new(Self {
            standard: Columns::standard(),
            standard_v2: Columns::standard_v2(),
            given: Columns::given(Format::CloudFront, given),
        })
    }

    /// The columns by which to read this line.
    #[inline]
    fn columns(&self, line: &[u8]) -> Result<&Columns, RejectReason> {
        let is_standard = begins_standard(line);
        if let Some(given) = &self.given
            && (!is_standard || given.place(F::Date) == Some(0) && given.place(F::Time) == Some(1))
        {
            return Ok(given);
        }
        if is_standard {
            Ok(&self.standard)
        } else if is_load_balancer_line(line) {
            Err(RejectReason::UnrecognisedLine)
        } else {
            Err(RejectReason::NoFieldsHeader)
        }
    }

    /// Of a record that has two columns behind the standard ones: where the first is a country's
    /// code, they are the newer delivery's; else they may be the tenant and the connection, which
    /// AWS lists behind the legacy log's columns.
    #[cold]
    fn of_either_delivery<'a>(&'a self, record: CloudFrontRecord<'a>) -> CloudFrontRecord<'a> {
        let country = record.surplus().next().unwrap_or_default();
        if country.len() == 2 && country.iter().all(u8::is_ascii_uppercase) {
            return record.with_columns(&self.standard_v2);
        }
        record
    }
}

/// Whether this is an object, blanks before it or not. No column begins so: CloudFront encodes `{`.
#[inline]
fn is_object(line: &[u8]) -> bool {
    match line.first() {
        Some(b' ' | b'\t') => line.trim_ascii_start().first() == Some(&b'{'),
        first => first == Some(&b'{'),
    }
}

/// Whether this is a date, a tab, a time, a tab: the standard order of the columns.
pub(crate) fn begins_standard(line: &[u8]) -> bool {
    const SHAPE: &[u8; 20] = b"dddd-dd-dd\tdd:dd:dd\t";
    line.first_chunk().is_some_and(|head: &[u8; 20]| {
        head.iter().zip(SHAPE).all(|(byte, shape)| match shape {
            b'd' => byte.is_ascii_digit(),
            _ => byte == shape,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::CloudFrontReader;
    use crate::error::RejectReason;
    use crate::format::Format;
    use crate::options::Options;
    use crate::scan::{Ends, Kernel};
    use crate::value::Timestamp;

    #[test]
    fn the_envelopes_time_counts_only_where_no_column_was_to_hold_one() {
        let event = Timestamp::from_micros(1_795_356_131_421_000);
        let (mut reader, mut ends) = (CloudFrontReader::new(&Options::default()), Ends::default());
        let mut time = |format, line: &[u8]| {
            let record = reader.read_event(format, line, Some(event), Kernel::detect(), &mut ends);
            record.map(|record| record.time())
        };
        let line = br#"{"sc-status":"502","c-ip":"192.0.2.7"}"#;
        assert_eq!(time(Format::CloudFront, line), Ok(event));
        let line = br#"{"sc-status":"502","timestamp(ms)":"1795356131000"}"#;
        let own = Timestamp::from_micros(1_795_356_131_000_000);
        assert_eq!(time(Format::CloudFront, line), Ok(own));
        let line = br#"{"sc-status":"502","timestamp(ms)":"-"}"#;
        assert_eq!(time(Format::CloudFront, line), Err(RejectReason::BadTimestamp));
        let line = b"-\t192.0.2.7\t0.047\t502";
        assert_eq!(time(Format::CloudFrontRealtime, line), Err(RejectReason::BadTimestamp));
    }
}
