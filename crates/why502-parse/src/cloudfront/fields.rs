//! The field table of CloudFront's access logs. **A new column is added here**; the rest of its way
//! is `text.rs` (a getter, if anybody needs one) and `docs/FORMATS.md`. Columns that stand in no
//! row are kept under the name their header gives.

/// One row of the table.
struct Row {
    field: CloudFrontField,
    name: &'static str,
    aws_name: &'static str,
    since: &'static str,
}

/// A column of CloudFront's access logs: first the 33 of the legacy log in their order, then those
/// that can be chosen for the newer delivery, then those that only real-time logs have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CloudFrontField {
    /// Day of the response, `YYYY-MM-DD`, UTC.
    Date = 0,
    /// End of the response, `hh:mm:ss`, UTC; for WebSocket and gRPC, when the connection closed.
    Time,
    /// Edge location: airport code and a number, as `SOF50-P2`.
    XEdgeLocation,
    /// Bytes sent to the viewer, header included.
    ScBytes,
    /// Address of the viewer, or of the proxy before it.
    CIp,
    /// Method.
    CsMethod,
    /// Domain name of the distribution.
    CsHost,
    /// Path of the URL, without the query.
    CsUriStem,
    /// Status the viewer got; `000` where the viewer left before a response.
    ScStatus,
    /// The viewer's `Referer`.
    CsReferer,
    /// The viewer's `User-Agent`; percent-encoded twice in older logs.
    CsUserAgent,
    /// The query, without `?`.
    CsUriQuery,
    /// The viewer's cookies, where the distribution logs them.
    CsCookie,
    /// What the edge made of the request, after the last byte.
    XEdgeResultType,
    /// Opaque identifier of the request.
    XEdgeRequestId,
    /// The viewer's `Host`.
    XHostHeader,
    /// `http`, `https`, `ws`, `wss`, `grpcs`.
    CsProtocol,
    /// Bytes of the request, header included.
    CsBytes,
    /// Seconds from the viewer's first byte to the last byte of the response.
    TimeTaken,
    /// The viewer's `X-Forwarded-For`; any text, spaces included.
    XForwardedFor,
    /// TLS version between viewer and edge.
    SslProtocol,
    /// Cipher between viewer and edge.
    SslCipher,
    /// As x-edge-result-type, but just before the response was sent.
    XEdgeResponseResultType,
    /// `HTTP/1.1`, `HTTP/2.0`, `HTTP/3.0`, ...
    CsProtocolVersion,
    /// Outcome of field-level encryption.
    FleStatus,
    /// Number of fields encrypted.
    FleEncryptedFields,
    /// Port of the viewer.
    CPort,
    /// Seconds from receiving the request to writing the first byte of the response.
    TimeToFirstByte,
    /// As x-edge-result-type; on an error, which.
    XEdgeDetailedResultType,
    /// The response's `Content-Type`.
    ScContentType,
    /// The response's `Content-Length`, in bytes.
    ScContentLen,
    /// First byte of the range sent.
    ScRangeStart,
    /// Last byte of the range sent.
    ScRangeEnd,
    /// End of the response, seconds since 1970.
    Timestamp,
    /// End of the response, milliseconds since 1970.
    TimestampMs,
    /// Seconds from CloudFront's request to the origin to the first byte back; `-` without origin.
    OriginFbl,
    /// Seconds from CloudFront's request to the origin to the last byte back; `-` without origin.
    OriginLbl,
    /// Autonomous system number of the viewer.
    Asn,
    /// Country code of the viewer's address.
    CCountry,
    /// Path pattern of the cache behaviour that matched.
    CacheBehaviorPathPattern,
    /// Identifier of the distribution tenant.
    DistributionTenantId,
    /// Identifier of the viewer's TLS connection.
    ConnectionId,
    /// What a function logged for the viewer's request.
    ViewerRequestLogData,
    /// What a function logged for the response to the viewer.
    ViewerResponseLogData,
    /// Address of the server that answered.
    SIp,
    /// Identifier of the primary distribution of a staging one.
    PrimaryDistributionId,
    /// Domain name of the primary distribution of a staging one.
    PrimaryDistributionDnsName,
    /// The origin that was tried last.
    RHost,
    /// Why that origin was chosen, as `Failover:502`.
    SrReason,
    /// Media quality score.
    XEdgeMqcs,
    /// Media client data: encoded bitrate.
    CmcdEncodedBitrate,
    /// Media client data: buffer length.
    CmcdBufferLength,
    /// Media client data: buffer starvation.
    CmcdBufferStarvation,
    /// Media client data: content id.
    CmcdContentId,
    /// Media client data: object duration.
    CmcdObjectDuration,
    /// Media client data: deadline.
    CmcdDeadline,
    /// Media client data: measured throughput.
    CmcdMeasuredThroughput,
    /// Media client data: next object request.
    CmcdNextObjectRequest,
    /// Media client data: next range request.
    CmcdNextRangeRequest,
    /// Media client data: object type.
    CmcdObjectType,
    /// Media client data: playback rate.
    CmcdPlaybackRate,
    /// Media client data: requested maximum throughput.
    CmcdRequestedMaximumThroughput,
    /// Media client data: streaming format.
    CmcdStreamingFormat,
    /// Media client data: session id.
    CmcdSessionId,
    /// Media client data: stream type.
    CmcdStreamType,
    /// Media client data: startup.
    CmcdStartup,
    /// Media client data: top bitrate.
    CmcdTopBitrate,
    /// Media client data: version.
    CmcdVersion,
    /// `IPv4` or `IPv6`.
    CIpVersion,
    /// The viewer's `Accept-Encoding`.
    CsAcceptEncoding,
    /// The viewer's `Accept`.
    CsAccept,
    /// Names and values of the viewer's headers, cut at 800 bytes.
    CsHeaders,
    /// Names of the viewer's headers, cut at 800 bytes.
    CsHeaderNames,
    /// Number of the viewer's headers.
    CsHeadersCount,
}

use CloudFrontField as F;

#[rustfmt::skip]
const TABLE: [Row; 74] = [
    row(F::Date,                            "date",                              "date",                              "2013"),
    row(F::Time,                            "time",                              "time",                              "2013"),
    row(F::XEdgeLocation,                   "x_edge_location",                   "x-edge-location",                   "2013"),
    row(F::ScBytes,                         "sc_bytes",                          "sc-bytes",                          "2013"),
    row(F::CIp,                             "c_ip",                              "c-ip",                              "2013"),
    row(F::CsMethod,                        "cs_method",                         "cs-method",                         "2013"),
    row(F::CsHost,                          "cs_host",                           "cs(Host)",                          "2013"),
    row(F::CsUriStem,                       "cs_uri_stem",                       "cs-uri-stem",                       "2013"),
    row(F::ScStatus,                        "sc_status",                         "sc-status",                         "2013"),
    row(F::CsReferer,                       "cs_referer",                        "cs(Referer)",                       "2013"),
    row(F::CsUserAgent,                     "cs_user_agent",                     "cs(User-Agent)",                    "2013"),
    row(F::CsUriQuery,                      "cs_uri_query",                      "cs-uri-query",                      "2013"),
    row(F::CsCookie,                        "cs_cookie",                         "cs(Cookie)",                        "2013"),
    row(F::XEdgeResultType,                 "x_edge_result_type",                "x-edge-result-type",                "2013"),
    row(F::XEdgeRequestId,                  "x_edge_request_id",                 "x-edge-request-id",                 "2013"),
    row(F::XHostHeader,                     "x_host_header",                     "x-host-header",                     "2013"),
    row(F::CsProtocol,                      "cs_protocol",                       "cs-protocol",                       "2013"),
    row(F::CsBytes,                         "cs_bytes",                          "cs-bytes",                          "2013"),
    row(F::TimeTaken,                       "time_taken",                        "time-taken",                        "2014"),
    row(F::XForwardedFor,                   "x_forwarded_for",                   "x-forwarded-for",                   "2016"),
    row(F::SslProtocol,                     "ssl_protocol",                      "ssl-protocol",                      "2016"),
    row(F::SslCipher,                       "ssl_cipher",                        "ssl-cipher",                        "2016"),
    row(F::XEdgeResponseResultType,         "x_edge_response_result_type",       "x-edge-response-result-type",       "2016"),
    row(F::CsProtocolVersion,               "cs_protocol_version",               "cs-protocol-version",               "2017-12"),
    row(F::FleStatus,                       "fle_status",                        "fle-status",                        "2018-01"),
    row(F::FleEncryptedFields,              "fle_encrypted_fields",              "fle-encrypted-fields",              "2018-01"),
    row(F::CPort,                           "c_port",                            "c-port",                            "2019-12"),
    row(F::TimeToFirstByte,                 "time_to_first_byte",                "time-to-first-byte",                "2019-12"),
    row(F::XEdgeDetailedResultType,         "x_edge_detailed_result_type",       "x-edge-detailed-result-type",       "2019-12"),
    row(F::ScContentType,                   "sc_content_type",                   "sc-content-type",                   "2019-12"),
    row(F::ScContentLen,                    "sc_content_len",                    "sc-content-len",                    "2019-12"),
    row(F::ScRangeStart,                    "sc_range_start",                    "sc-range-start",                    "2019-12"),
    row(F::ScRangeEnd,                      "sc_range_end",                      "sc-range-end",                      "2019-12"),
    row(F::Timestamp,                       "cloudfront_timestamp",              "timestamp",                         "v2"),
    row(F::TimestampMs,                     "timestamp_ms",                      "timestamp(ms)",                     "v2"),
    row(F::OriginFbl,                       "origin_fbl",                        "origin-fbl",                        "v2"),
    row(F::OriginLbl,                       "origin_lbl",                        "origin-lbl",                        "v2"),
    row(F::Asn,                             "asn",                               "asn",                               "v2"),
    row(F::CCountry,                        "c_country",                         "c-country",                         "v2"),
    row(F::CacheBehaviorPathPattern,        "cache_behavior_path_pattern",       "cache-behavior-path-pattern",       "v2"),
    row(F::DistributionTenantId,            "distribution_tenant_id",            "distribution-tenant-id",            "v2"),
    row(F::ConnectionId,                    "connection_id",                     "connection-id",                     "v2"),
    row(F::ViewerRequestLogData,            "viewer_request_log_data",           "viewer-request-log-data",           "v2"),
    row(F::ViewerResponseLogData,           "viewer_response_log_data",          "viewer-response-log-data",          "v2"),
    row(F::SIp,                             "s_ip",                              "s-ip",                              "v2"),
    row(F::PrimaryDistributionId,           "primary_distribution_id",           "primary-distribution-id",           "v2"),
    row(F::PrimaryDistributionDnsName,      "primary_distribution_dns_name",     "primary-distribution-dns-name",     "v2"),
    row(F::RHost,                           "r_host",                            "r-host",                            "v2"),
    row(F::SrReason,                        "sr_reason",                         "sr-reason",                         "v2"),
    row(F::XEdgeMqcs,                       "x_edge_mqcs",                       "x-edge-mqcs",                       "v2"),
    row(F::CmcdEncodedBitrate,              "cmcd_encoded_bitrate",              "cmcd-encoded-bitrate",              "v2"),
    row(F::CmcdBufferLength,                "cmcd_buffer_length",                "cmcd-buffer-length",                "v2"),
    row(F::CmcdBufferStarvation,            "cmcd_buffer_starvation",            "cmcd-buffer-starvation",            "v2"),
    row(F::CmcdContentId,                   "cmcd_content_id",                   "cmcd-content-id",                   "v2"),
    row(F::CmcdObjectDuration,              "cmcd_object_duration",              "cmcd-object-duration",              "v2"),
    row(F::CmcdDeadline,                    "cmcd_deadline",                     "cmcd-deadline",                     "v2"),
    row(F::CmcdMeasuredThroughput,          "cmcd_measured_throughput",          "cmcd-measured-throughput",          "v2"),
    row(F::CmcdNextObjectRequest,           "cmcd_next_object_request",          "cmcd-next-object-request",          "v2"),
    row(F::CmcdNextRangeRequest,            "cmcd_next_range_request",           "cmcd-next-range-request",           "v2"),
    row(F::CmcdObjectType,                  "cmcd_object_type",                  "cmcd-object-type",                  "v2"),
    row(F::CmcdPlaybackRate,                "cmcd_playback_rate",                "cmcd-playback-rate",                "v2"),
    row(F::CmcdRequestedMaximumThroughput,  "cmcd_requested_maximum_throughput", "cmcd-requested-maximum-throughput", "v2"),
    row(F::CmcdStreamingFormat,             "cmcd_streaming_format",             "cmcd-streaming-format",             "v2"),
    row(F::CmcdSessionId,                   "cmcd_session_id",                   "cmcd-session-id",                   "v2"),
    row(F::CmcdStreamType,                  "cmcd_stream_type",                  "cmcd-stream-type",                  "v2"),
    row(F::CmcdStartup,                     "cmcd_startup",                      "cmcd-startup",                      "v2"),
    row(F::CmcdTopBitrate,                  "cmcd_top_bitrate",                  "cmcd-top-bitrate",                  "v2"),
    row(F::CmcdVersion,                     "cmcd_version",                      "cmcd-version",                      "v2"),
    row(F::CIpVersion,                     "c_ip_version",                      "c-ip-version",                      "real-time"),
    row(F::CsAcceptEncoding,               "cs_accept_encoding",                "cs-accept-encoding",                "real-time"),
    row(F::CsAccept,                       "cs_accept",                         "cs-accept",                         "real-time"),
    row(F::CsHeaders,                      "cs_headers",                        "cs-headers",                        "real-time"),
    row(F::CsHeaderNames,                  "cs_header_names",                   "cs-header-names",                   "real-time"),
    row(F::CsHeadersCount,                 "cs_headers_count",                  "cs-headers-count",                  "real-time"),
];

const fn row(
    field: CloudFrontField,
    name: &'static str,
    aws_name: &'static str,
    since: &'static str,
) -> Row {
    Row { field, name, aws_name, since }
}

impl CloudFrontField {
    /// Every column known here, in the order of the enum.
    pub const ALL: [Self; TABLE.len()] = {
        let mut all = [F::Date; TABLE.len()];
        let mut index = 0;
        while index < all.len() {
            assert!(TABLE[index].field as usize == index, "the table's order is the enum's");
            all[index] = TABLE[index].field;
            index += 1;
        }
        all
    };

    /// The columns of the legacy log in their order: how lines without a header are read.
    pub const STANDARD: [Self; 33] = {
        let mut standard = [F::Date; 33];
        let mut index = 0;
        while index < standard.len() {
            standard[index] = Self::ALL[index];
            index += 1;
        }
        standard
    };

    /// The key in output of standard logs: AWS's name in lower case, every run of other characters
    /// turned into `_`; `cloudfront_timestamp` for `timestamp`, which is the key of a record's time.
    #[must_use]
    pub const fn name(self) -> &'static str {
        TABLE[self as usize].name
    }

    /// The name in AWS's documentation of standard logs, and in their headers. Real-time logs write
    /// `cs-host`, `cs-referer`, `cs-user-agent` and `cs-cookie` without parentheses.
    #[must_use]
    pub const fn aws_name(self) -> &'static str {
        TABLE[self as usize].aws_name
    }

    /// When lines began to carry it, as far as known: the year or month it is first seen, `2013`
    /// also for older ones; `v2` for what the newer delivery (2024-11) added; `real-time` for what
    /// only real-time logs have.
    #[must_use]
    pub const fn since(self) -> &'static str {
        TABLE[self as usize].since
    }
}
