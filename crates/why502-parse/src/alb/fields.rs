//! The field table of the load balancer's access log. **A new field is added here**, at the end, as
//! AWS adds them; a getter for it goes to `text.rs`, its row to `docs/FORMATS.md`.

/// One row of the table.
struct Row {
    field: AlbField,
    name: &'static str,
    aws_name: &'static str,
    quoted: bool,
    since: &'static str,
}

/// A field of the access log. The discriminant is its place in the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AlbField {
    /// What was requested over: `http`, `https`, `h2`, `grpcs`, `ws`, `wss`.
    Type = 0,
    /// When the load balancer generated the response; for a WebSocket, when it closed.
    Time,
    /// The load balancer: `app/NAME/ID`.
    Elb,
    /// Who sent the request, or the proxy before it.
    ClientPort,
    /// The target chosen; `-` where none was, and for a Lambda function.
    TargetPort,
    /// Seconds from receiving the request to sending it to a target; `-1` where it was not sent.
    RequestProcessingTime,
    /// Seconds from sending the request to the target's first header bytes; `-1` where none came.
    TargetProcessingTime,
    /// Seconds from the target's header to sending the response; `-1` where there was no response.
    ResponseProcessingTime,
    /// The status the client got.
    ElbStatusCode,
    /// The status the target gave; `-` where it gave none.
    TargetStatusCode,
    /// Bytes of the request, header included.
    ReceivedBytes,
    /// Bytes of the response, header included.
    SentBytes,
    /// Request line: method, URL with scheme, host and port, protocol version.
    Request,
    /// The client's `User-Agent`, cut at 8 KB.
    UserAgent,
    /// Cipher between client and load balancer; `-` on a plain listener.
    SslCipher,
    /// TLS version between client and load balancer; `-` on a plain listener.
    SslProtocol,
    /// ARN of the target group forwarded to; `-` where nothing was forwarded.
    TargetGroupArn,
    /// The `X-Amzn-Trace-Id` header.
    TraceId,
    /// Name the client asked for in the TLS handshake; `-` for none or no match. Unquoted at first.
    DomainName,
    /// ARN of the certificate shown; `session-reused`; `-`. Unquoted at first.
    ChosenCertArn,
    /// Priority of the rule that matched, 1 to 50 000; `0` the default action; `-1` rules failed to evaluate; `-` another error.
    MatchedRulePriority,
    /// When the request was received; for a WebSocket, when it was opened. Milliseconds.
    RequestCreationTime,
    /// Actions taken, in order, between commas; `-` for none.
    ActionsExecuted,
    /// Where a redirect action sent the client; may hold spaces.
    RedirectUrl,
    /// Code of a failed action (authentication, Lambda, WAF, ...).
    ErrorReason,
    /// Targets that processed the request, between spaces; today at most one.
    TargetPortList,
    /// Their statuses, between spaces.
    TargetStatusCodeList,
    /// How the request breaks RFC 7230: `Acceptable`, `Ambiguous`, `Severe`; `-` where it does not.
    Classification,
    /// Which rule it breaks.
    ClassificationReason,
    /// Links the request to its line in the connection log: `TID_...`.
    ConnTraceId,
    /// Host after a rewrite; `-` where none was made.
    TransformedHost,
    /// URI after a rewrite; `-` where none was made.
    TransformedUri,
    /// Whether the rewrite worked; `-` where none was asked for.
    RequestTransformStatus,
    /// Address of the load balancer's node.
    IpAddress,
}

use AlbField as F;

#[rustfmt::skip]
const TABLE: [Row; 34] = [
    row(F::Type,                   "type",                     "type",                     BARE  , "2016"),
    row(F::Time,                   "time",                     "time",                     BARE  , "2016"),
    row(F::Elb,                    "elb",                      "elb",                      BARE  , "2016"),
    row(F::ClientPort,             "client_port",              "client:port",              BARE  , "2016"),
    row(F::TargetPort,             "target_port",              "target:port",              BARE  , "2016"),
    row(F::RequestProcessingTime,  "request_processing_time",  "request_processing_time",  BARE  , "2016"),
    row(F::TargetProcessingTime,   "target_processing_time",   "target_processing_time",   BARE  , "2016"),
    row(F::ResponseProcessingTime, "response_processing_time", "response_processing_time", BARE  , "2016"),
    row(F::ElbStatusCode,          "elb_status_code",          "elb_status_code",          BARE  , "2016"),
    row(F::TargetStatusCode,       "target_status_code",       "target_status_code",       BARE  , "2016"),
    row(F::ReceivedBytes,          "received_bytes",           "received_bytes",           BARE  , "2016"),
    row(F::SentBytes,              "sent_bytes",               "sent_bytes",               BARE  , "2016"),
    row(F::Request,                "request",                  "request",                  QUOTED, "2016"),
    row(F::UserAgent,              "user_agent",               "user_agent",               QUOTED, "2016"),
    row(F::SslCipher,              "ssl_cipher",               "ssl_cipher",               BARE  , "2016"),
    row(F::SslProtocol,            "ssl_protocol",             "ssl_protocol",             BARE  , "2016"),
    row(F::TargetGroupArn,         "target_group_arn",         "target_group_arn",         BARE  , "2016"),
    row(F::TraceId,                "trace_id",                 "trace_id",                 QUOTED, "2016"),
    row(F::DomainName,             "domain_name",              "domain_name",              QUOTED, "before 2018-02"),
    row(F::ChosenCertArn,          "chosen_cert_arn",          "chosen_cert_arn",          QUOTED, "before 2018-02"),
    row(F::MatchedRulePriority,    "matched_rule_priority",    "matched_rule_priority",    BARE  , "2018-05"),
    row(F::RequestCreationTime,    "request_creation_time",    "request_creation_time",    BARE  , "2018-05"),
    row(F::ActionsExecuted,        "actions_executed",         "actions_executed",         QUOTED, "2018-05"),
    row(F::RedirectUrl,            "redirect_url",             "redirect_url",             QUOTED, "2018-07"),
    row(F::ErrorReason,            "error_reason",             "error_reason",             QUOTED, "2018-11"),
    row(F::TargetPortList,         "target_port_list",         "target:port_list",         QUOTED, "2019-11"),
    row(F::TargetStatusCodeList,   "target_status_code_list",  "target_status_code_list",  QUOTED, "2019-11"),
    row(F::Classification,         "classification",           "classification",           QUOTED, "2020-08"),
    row(F::ClassificationReason,   "classification_reason",    "classification_reason",    QUOTED, "2020-08"),
    row(F::ConnTraceId,            "conn_trace_id",            "conn_trace_id",            BARE  , "2024-05"),
    row(F::TransformedHost,        "transformed_host",         "transformed_host",         QUOTED, "2025-08"),
    row(F::TransformedUri,         "transformed_uri",          "transformed_uri",          QUOTED, "2025-08"),
    row(F::RequestTransformStatus, "request_transform_status", "request_transform_status", QUOTED, "2025-08"),
    row(F::IpAddress,              "ip_address",               "ip_address",               BARE  , "2026"),
];

const QUOTED: bool = true;
const BARE: bool = false;

const fn row(
    field: AlbField,
    name: &'static str,
    aws_name: &'static str,
    quoted: bool,
    since: &'static str,
) -> Row {
    Row { field, name, aws_name, quoted, since }
}

impl AlbField {
    /// Every field, in the order of the line.
    pub const ALL: [Self; 34] = {
        let mut all = [F::Type; 34];
        let mut index = 0;
        while index < all.len() {
            assert!(TABLE[index].field as usize == index, "the table's order is the enum's");
            all[index] = TABLE[index].field;
            index += 1;
        }
        all
    };

    /// The key in output: AWS's name with every other character turned into `_`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        TABLE[self as usize].name
    }

    /// The name in AWS's documentation.
    #[must_use]
    pub const fn aws_name(self) -> &'static str {
        TABLE[self as usize].aws_name
    }

    /// When lines began to carry it, as far as known: a year or a month.
    #[must_use]
    pub const fn since(self) -> &'static str {
        TABLE[self as usize].since
    }

    /// Whether the load balancer writes it in double quotes today. Both forms are read.
    #[must_use]
    pub const fn quoted(self) -> bool {
        TABLE[self as usize].quoted
    }
}
