//! One line of the load balancer's access log: its fields, decoded when asked for.

use super::fields::AlbField;
use crate::error::RejectReason;
use crate::scan::{Ends, Kernel};
use crate::split::{Fields, Unterminated, split_quoted};
use crate::value::{
    Endpoint, Memo, Minute, ProcessingTime, RequestLine, Status, Timestamp, signed, status,
    unsigned,
};
use memchr::memchr;

/// A record of an Application Load Balancer. Its time is valid; every other getter answers
/// "absent" for what it cannot read.
#[derive(Debug, Clone, Copy)]
pub struct AlbRecord<'a> {
    fields: Fields<'a>,
    /// The line as logged, if it was written anew to be read.
    logged: &'a [u8],
    checked: Checked,
}

/// What must be right for a line to be a record.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Checked {
    time: Timestamp,
    /// When the minute of `time` began.
    minute: Minute,
    elb_status_code: Option<u16>,
}

/// Type through sent_bytes: what lines of every age have.
const LEAST_FIELDS: usize = AlbField::SentBytes as usize + 1;

impl<'a> AlbRecord<'a> {
    /// Splits the line into the scratch and reads what must be right.
    #[inline]
    pub(crate) fn check(
        line: &[u8],
        kernel: Kernel,
        memo: &mut Memo,
        ends: &mut Ends,
    ) -> Result<Checked, RejectReason> {
        Self::read(line, kernel, memo, ends).map_err(|reason| match reason {
            _ if !has_shape(line) => RejectReason::UnrecognisedLine,
            reason => reason,
        })
    }

    /// The record of the line that was checked last with this scratch.
    #[inline]
    pub(crate) fn new(line: &'a [u8], logged: &'a [u8], ends: &'a Ends, checked: Checked) -> Self {
        Self { fields: Fields::new(line, ends.as_slice(), b' '), logged, checked }
    }

    /// The record of fields that were checked.
    #[inline]
    pub(crate) fn of_fields(fields: Fields<'a>, checked: Checked) -> Self {
        Self { fields, logged: fields.line(), checked }
    }

    #[inline]
    fn read(
        line: &[u8],
        kernel: Kernel,
        memo: &mut Memo,
        ends: &mut Ends,
    ) -> Result<Checked, RejectReason> {
        match split_quoted(kernel, line, ends) {
            Ok(fields) => Self::check_fields(&fields, memo),
            Err(Unterminated) => Err(RejectReason::UnterminatedQuote),
        }
    }

    /// Reads what must be right of fields that were found.
    #[inline]
    pub(crate) fn check_fields(
        fields: &Fields<'_>,
        memo: &mut Memo,
    ) -> Result<Checked, RejectReason> {
        if fields.count() < LEAST_FIELDS {
            return Err(RejectReason::TooFewFields);
        }
        let time = raw(fields, AlbField::Time).and_then(|text| memo.parse(text));
        let (time, minute) = time.ok_or(RejectReason::BadTimestamp)?;
        let elb_status_code = match status(raw(fields, AlbField::ElbStatusCode).unwrap_or(b"")) {
            Status::Code(code) => Some(code),
            Status::Absent => None,
            Status::Invalid => return Err(RejectReason::BadFieldValue),
        };
        Ok(Checked { time, minute, elb_status_code })
    }

    /// The field as logged: without its quotes, escapes kept. `None` where the line ends before it.
    #[must_use]
    #[inline]
    pub fn raw(&self, field: AlbField) -> Option<&'a [u8]> {
        raw(&self.fields, field)
    }

    /// As [`raw`](Self::raw), and what begins there, up to the end of the line.
    #[must_use]
    #[inline]
    pub fn raw_onward(&self, field: AlbField) -> Option<(&'a [u8], &'a [u8])> {
        let token = self.fields.get(field as usize)?;
        let value = unquoted(token);
        let start = self.fields.start(field as usize) + usize::from(value.len() < token.len());
        Some((value, &self.fields.line()[start..]))
    }

    /// As [`raw`](Self::raw); also `None` for `-` and for an empty field.
    #[must_use]
    #[inline]
    pub fn value(&self, field: AlbField) -> Option<&'a [u8]> {
        self.raw(field).filter(|value| !matches!(*value, b"" | b"-"))
    }

    /// The line, as it was given to the parser.
    #[must_use]
    #[inline]
    pub fn line(&self) -> &'a [u8] {
        self.logged
    }

    /// How many fields the line has, surplus ones included; at least 12.
    #[must_use]
    pub fn field_count(&self) -> usize {
        self.fields.count()
    }

    /// The fields behind the last one known here, in order, without their quotes.
    pub fn surplus(&self) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        self.fields.skip(AlbField::ALL.len()).map(unquoted)
    }

    /// When the load balancer generated the response; for a WebSocket, when it closed.
    #[must_use]
    #[inline]
    pub fn time(&self) -> Timestamp {
        self.checked.time
    }

    /// When the request was received, in milliseconds; for a WebSocket, when it was opened. Since
    /// 2018-05.
    #[must_use]
    #[inline]
    pub fn request_creation_time(&self) -> Option<Timestamp> {
        let text = self.raw(AlbField::RequestCreationTime)?;
        match self.raw(AlbField::Time) {
            Some(time) => self.checked.minute.parse(time, text),
            None => Timestamp::parse(text),
        }
    }

    /// Microseconds from receiving the request to the response, its upload included. May be
    /// negative by less than a millisecond or so: the start is rounded, and clocks step.
    #[must_use]
    #[inline]
    pub fn elapsed(&self) -> Option<i64> {
        self.request_creation_time().map(|start| self.time().saturating_since(start))
    }

    /// Who sent the request, or the proxy before it.
    #[must_use]
    #[inline]
    pub fn client(&self) -> Option<Endpoint<'a>> {
        self.value(AlbField::ClientPort).map(Endpoint::parse)
    }

    /// The target chosen. Absent where none was: the request was incomplete, was answered by the
    /// load balancer or WAF, found no usable target, or went to a Lambda function.
    #[must_use]
    #[inline]
    pub fn target(&self) -> Option<Endpoint<'a>> {
        self.value(AlbField::TargetPort).map(Endpoint::parse)
    }

    /// From receiving the request to sending it to a target, in milliseconds.
    #[must_use]
    #[inline]
    pub fn request_processing_time(&self) -> ProcessingTime {
        ProcessingTime::parse(self.raw(AlbField::RequestProcessingTime))
    }

    /// From sending the request to the first bytes of the target's response header.
    #[must_use]
    #[inline]
    pub fn target_processing_time(&self) -> ProcessingTime {
        ProcessingTime::parse(self.raw(AlbField::TargetProcessingTime))
    }

    /// From the target's response header to sending the response to the client.
    #[must_use]
    #[inline]
    pub fn response_processing_time(&self) -> ProcessingTime {
        ProcessingTime::parse(self.raw(AlbField::ResponseProcessingTime))
    }

    /// The status the client got. `000` (no response on a connection that had served its number
    /// of requests) is 0; `-` and blank are absent.
    #[must_use]
    #[inline]
    pub fn elb_status_code(&self) -> Option<u16> {
        self.checked.elb_status_code
    }

    /// The status the target gave. Absent where no connection was made or no answer came.
    #[must_use]
    #[inline]
    pub fn target_status_code(&self) -> Option<u16> {
        match status(self.raw(AlbField::TargetStatusCode)?) {
            Status::Code(code) => Some(code),
            Status::Absent | Status::Invalid => None,
        }
    }

    /// Bytes of the request, header included; for a WebSocket, all that came from the client.
    #[must_use]
    #[inline]
    pub fn received_bytes(&self) -> Option<u64> {
        self.raw(AlbField::ReceivedBytes).and_then(unsigned)
    }

    /// Bytes of the response, header included; for a WebSocket, all that went to the client.
    #[must_use]
    #[inline]
    pub fn sent_bytes(&self) -> Option<u64> {
        self.raw(AlbField::SentBytes).and_then(unsigned)
    }

    /// The request line. Where the line ends before it, as if it were `- - -`.
    #[must_use]
    #[inline]
    pub fn request(&self) -> RequestLine<'a> {
        RequestLine::parse(self.raw(AlbField::Request).unwrap_or(b"- - -"))
    }

    /// Priority of the rule that matched, 1 to 50 000; 0 the default action; -1 the rules could
    /// not be evaluated. Absent on another error, and before 2018-05.
    #[must_use]
    #[inline]
    pub fn matched_rule_priority(&self) -> Option<i32> {
        let priority = signed(self.raw(AlbField::MatchedRulePriority)?)?;
        i32::try_from(priority).ok()
    }

    /// The actions taken, in order; none for `-`, and before 2018-05. Unknown ones pass through.
    pub fn actions(&self) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        let list = self.value(AlbField::ActionsExecuted).into_iter();
        list.flat_map(|list| list.split(|&byte| byte == b','))
    }
}

/// Whether the line begins like a record: a type, then something like a date.
fn has_shape(line: &[u8]) -> bool {
    let Some(space) = memchr(b' ', line) else { return false };
    is_documented_type(&line[..space]) || starts_with_year(&line[space + 1..])
}

fn is_documented_type(token: &[u8]) -> bool {
    matches!(token, b"http" | b"https" | b"h2" | b"grpcs" | b"ws" | b"wss")
}

/// `TYPE YYYY-… app/…`, whatever the type's name: AWS adds types. The third word tells it from a
/// sentence or another product's log.
pub(crate) fn is_load_balancer_line(line: &[u8]) -> bool {
    // Decides on a byte or two of most other lines, CloudFront's among them.
    let is_of_type = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let type_end = line.iter().position(|byte| !is_of_type(byte)).unwrap_or(line.len());
    let Some(rest) = line[type_end..].strip_prefix(b" ").filter(|_| type_end > 0) else {
        return false;
    };
    let mut words = rest.splitn(3, |&byte| byte == b' ');
    words.next().is_some_and(starts_with_year)
        && words.next().is_some_and(|elb| elb.starts_with(b"app/"))
}

/// Whether this begins like `2026-`.
fn starts_with_year(text: &[u8]) -> bool {
    matches!(text, [a, b, c, d, b'-', ..] if [a, b, c, d].into_iter().all(u8::is_ascii_digit))
}

#[inline]
fn raw<'a>(fields: &Fields<'a>, field: AlbField) -> Option<&'a [u8]> {
    fields.get(field as usize).map(unquoted)
}

#[inline]
fn unquoted(token: &[u8]) -> &[u8] {
    match token {
        [b'"', inner @ .., b'"'] => inner,
        _ => token,
    }
}
