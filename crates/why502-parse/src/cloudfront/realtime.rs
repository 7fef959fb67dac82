//! Real-time logs: columns between tabs, in the order of AWS's catalogue of fields, without any
//! header. Which columns were chosen is known to the owner only; where nothing is said, all.

use super::fields::CloudFrontField as F;
use super::header::Columns;
use super::record::CloudFrontRecord;
use super::shape::{is_address, may_be};
use crate::error::RejectReason;
use crate::format::Format;
use crate::scan::{Ends, Kernel};
use crate::split::{Fields, split_tabbed};
use crate::value::Timestamp;

/// The catalogue of 2026.
const CATALOGUE: [F; 69] = [
    F::Timestamp,
    F::CIp,
    F::SIp,
    F::TimeToFirstByte,
    F::ScStatus,
    F::ScBytes,
    F::CsMethod,
    F::CsProtocol,
    F::CsHost,
    F::CsUriStem,
    F::CsBytes,
    F::XEdgeLocation,
    F::XEdgeRequestId,
    F::XHostHeader,
    F::TimeTaken,
    F::CsProtocolVersion,
    F::CIpVersion,
    F::CsUserAgent,
    F::CsReferer,
    F::CsCookie,
    F::CsUriQuery,
    F::XEdgeResponseResultType,
    F::XForwardedFor,
    F::SslProtocol,
    F::SslCipher,
    F::XEdgeResultType,
    F::FleEncryptedFields,
    F::FleStatus,
    F::ScContentType,
    F::ScContentLen,
    F::ScRangeStart,
    F::ScRangeEnd,
    F::CPort,
    F::XEdgeDetailedResultType,
    F::CCountry,
    F::CsAcceptEncoding,
    F::CsAccept,
    F::CacheBehaviorPathPattern,
    F::CsHeaders,
    F::CsHeaderNames,
    F::CsHeadersCount,
    F::PrimaryDistributionId,
    F::PrimaryDistributionDnsName,
    F::OriginFbl,
    F::OriginLbl,
    F::Asn,
    F::CmcdEncodedBitrate,
    F::CmcdBufferLength,
    F::CmcdBufferStarvation,
    F::CmcdContentId,
    F::CmcdObjectDuration,
    F::CmcdDeadline,
    F::CmcdMeasuredThroughput,
    F::CmcdNextObjectRequest,
    F::CmcdNextRangeRequest,
    F::CmcdObjectType,
    F::CmcdPlaybackRate,
    F::CmcdRequestedMaximumThroughput,
    F::CmcdStreamingFormat,
    F::CmcdSessionId,
    F::CmcdStreamType,
    F::CmcdStartup,
    F::CmcdTopBitrate,
    F::CmcdVersion,
    F::RHost,
    F::SrReason,
    F::XEdgeMqcs,
    F::DistributionTenantId,
    F::ConnectionId,
];

/// Where the catalogue of 2026 has `s-ip`; that of 2023 has `time-to-first-byte` there.
const S_IP: usize = 2;

/// So many columns of the catalogue, through `cs-protocol`, tell whether a line begins like it.
const THROUGH_PROTOCOL: usize = 8;

/// The columns that lines of real-time logs may have.
#[derive(Debug)]
pub(crate) struct RealtimeReader {
    given: Option<Columns>,
    latest: Columns,
    of_2023: Columns,
}

impl RealtimeReader {
    /// `names`: the columns that were chosen; where they are none of CloudFront's, the catalogue.
    pub(crate) fn new(names: &[String]) -> Self {
        let is_of_2023 = |field: &F| {
            !matches!(field, F::SIp | F::PrimaryDistributionId | F::PrimaryDistributionDnsName)
        };
        let through_asn = CATALOGUE.iter().take_while(|field| **field != F::CmcdEncodedBitrate);
        let of_2023: Vec<F> = through_asn.copied().filter(is_of_2023).collect();
        Self {
            given: Columns::given(Format::CloudFrontRealtime, names),
            latest: Columns::of_fields(Format::CloudFrontRealtime, &CATALOGUE),
            of_2023: Columns::of_fields(Format::CloudFrontRealtime, &of_2023),
        }
    }

    /// Reads one line of less than 4 GiB.
    pub(crate) fn read<'a>(
        &'a self,
        line: &'a [u8],
        kernel: Kernel,
        event_time: Option<Timestamp>,
        ends: &'a mut Ends,
    ) -> Result<CloudFrontRecord<'a>, RejectReason> {
        let fields = split_tabbed(kernel, line, ends);
        let columns = match &self.given {
            Some(given) => given,
            None => self.catalogue(&fields)?,
        };
        if fields.count() == 1 && columns.count() > 1 {
            return Err(RejectReason::UnrecognisedLine);
        }
        CloudFrontRecord::of_event(fields, columns, event_time)
    }

    /// The catalogue that the line follows. Chosen columns are never guessed: a line with as many
    /// columns as a catalogue must begin like it; one with another number may have broken off, and
    /// is taken where all its columns look like those of the catalogue.
    fn catalogue(&self, fields: &Fields<'_>) -> Result<&Columns, RejectReason> {
        if fields.count() == 1 {
            return Err(RejectReason::UnrecognisedLine);
        }
        let field = |place| fields.get(place).unwrap_or_default();
        let is_status = |text: &[u8]| text.len() == 3 && text.iter().all(u8::is_ascii_digit);
        let has_server = is_address(field(S_IP)) || !is_status(field(S_IP + 1));
        let columns = if has_server { &self.latest } else { &self.of_2023 };
        // What AWS adds stands behind the latest catalogue.
        let (found, expected) = (fields.count(), columns.count());
        let is_whole = found == expected || has_server && found > expected;
        let looked_at = if is_whole { &CATALOGUE[..THROUGH_PROTOCOL] } else { &CATALOGUE[..] };
        let agrees = looked_at.iter().all(|&column| {
            let value = columns.place(column).and_then(|place| fields.get(place));
            value.is_none_or(|value| may_be(column, value))
        });
        if agrees { Ok(columns) } else { Err(RejectReason::NoFieldsHeader) }
    }
}

/// Whether this is the end of a response in seconds since 1970, to the millisecond, a tab, an
/// address, a tab.
pub(crate) fn is_typical_realtime(line: &[u8]) -> bool {
    let seconds = line.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let behind = match line.get(seconds..) {
        Some([b'.', a, b, c, b'\t', behind @ ..])
            if [a, b, c].iter().all(|d| d.is_ascii_digit()) =>
        {
            behind
        }
        _ => return false,
    };
    // The longest address has 39 characters.
    let end = behind.iter().take(40).position(|&byte| byte == b'\t');
    (9..=11).contains(&seconds) && end.is_some_and(|end| is_address(&behind[..end]))
}
