//! What the values of a real-time log look like, column by column: where a line names no columns,
//! nothing else tells whether they are the expected ones.

use super::fields::CloudFrontField as F;
use std::net::IpAddr;

/// Whether this may be a value of that column, as CloudFront writes it; `-` and nothing may be one
/// of any, and so may anything where a column's values have no look of their own.
pub(super) fn may_be(column: F, value: &[u8]) -> bool {
    if matches!(value, b"" | b"-") {
        return true;
    }
    match column {
        F::CIp | F::SIp => is_address(value),
        F::TimeToFirstByte | F::TimeTaken | F::OriginFbl | F::OriginLbl => is_seconds(value),
        F::ScStatus => value.len() == 3 && is_number(value),
        F::ScBytes
        | F::CsBytes
        | F::FleEncryptedFields
        | F::ScContentLen
        | F::ScRangeStart
        | F::ScRangeEnd
        | F::CPort
        | F::Asn
        | F::CmcdEncodedBitrate
        | F::CmcdBufferLength
        | F::CmcdObjectDuration
        | F::CmcdDeadline
        | F::CmcdMeasuredThroughput => is_number(value),
        // No request has a thousand headers; most numbers of autonomous systems are greater.
        F::CsHeadersCount => value.len() <= 3 && is_number(value),
        F::CsMethod => value.iter().all(u8::is_ascii_alphabetic),
        F::CsProtocol => value.iter().all(u8::is_ascii_lowercase),
        F::CsUriStem => matches!(value[0], b'/' | b'*'),
        F::XEdgeLocation => value.iter().take(3).all(u8::is_ascii_uppercase),
        F::CsProtocolVersion => value.starts_with(b"HTTP/"),
        F::CIpVersion => value.starts_with(b"IPv"),
        F::XEdgeResponseResultType | F::XEdgeResultType | F::XEdgeDetailedResultType => {
            value[0].is_ascii_uppercase() && value.iter().all(u8::is_ascii_alphanumeric)
        }
        F::SslProtocol => value.starts_with(b"TLSv") || value.starts_with(b"SSLv"),
        F::CCountry => value.len() == 2 && value.iter().all(u8::is_ascii_uppercase),
        F::CsHeaders => value.contains(&b':'),
        F::PrimaryDistributionDnsName => value.contains(&b'.'),
        _ => true,
    }
}

/// An IPv4 or IPv6 address.
pub(super) fn is_address(value: &[u8]) -> bool {
    std::str::from_utf8(value).is_ok_and(|text| text.parse::<IpAddr>().is_ok())
}

fn is_number(value: &[u8]) -> bool {
    value.iter().all(u8::is_ascii_digit)
}

/// Digits, a point, digits: CloudFront never leaves out the milliseconds.
fn is_seconds(value: &[u8]) -> bool {
    let mut parts = value.splitn(2, |&byte| byte == b'.');
    let mut is_part = || parts.next().is_some_and(|part| !part.is_empty() && is_number(part));
    is_part() && is_part()
}
