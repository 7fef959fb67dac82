//! AWS WAF log: one JSON object a request, in one line or spread over several.

use crate::error::RejectReason;
use crate::json::{Token, members};
use crate::options::Options;
use crate::row::{Cells, Column, Context, Head, Kind, Others, Reading, RowReader, set_token};
use crate::value::{Timestamp, unsigned};
use memchr::memmem;

macro_rules! columns {
    ($($key:ident $name:literal $kind:ident $always:literal;)*) => {
        /// The documented columns, in their order.
        static COLUMNS: &[Column] = &[
            $(Column { key: stringify!($key), name: $name, kind: Kind::$kind, always: $always },)*
        ];
    };
}

columns! {
    waf_timestamp "timestamp" Number true;
    format_version "formatVersion" Number true;
    webacl_id "webaclId" Text true;
    terminating_rule_id "terminatingRuleId" Text true;
    terminating_rule_type "terminatingRuleType" Text true;
    action "action" Text true;
    terminating_rule_match_details "terminatingRuleMatchDetails" Json false;
    http_source_name "httpSourceName" Text true;
    http_source_id "httpSourceId" Text true;
    rule_group_list "ruleGroupList" Json true;
    rate_based_rule_list "rateBasedRuleList" Json true;
    non_terminating_matching_rules "nonTerminatingMatchingRules" Json true;
    request_headers_inserted "requestHeadersInserted" Json false;
    response_code_sent "responseCodeSent" Number true;
    http_request_client_ip "httpRequest.clientIp" Text true;
    http_request_country "httpRequest.country" Text true;
    http_request_headers "httpRequest.headers" Json true;
    http_request_uri "httpRequest.uri" Text true;
    http_request_args "httpRequest.args" Text true;
    http_request_http_version "httpRequest.httpVersion" Text true;
    http_request_http_method "httpRequest.httpMethod" Text true;
    http_request_request_id "httpRequest.requestId" Text true;
    http_request_fragment "httpRequest.fragment" Text true;
    http_request_scheme "httpRequest.scheme" Text true;
    http_request_host "httpRequest.host" Text true;
    labels "labels" Json true;
    captcha_response_response_code "captchaResponse.responseCode" Number false;
    captcha_response_solve_timestamp "captchaResponse.solveTimestamp" Number false;
    captcha_response_failure_reason "captchaResponse.failureReason" Text false;
    challenge_response_response_code "challengeResponse.responseCode" Number false;
    challenge_response_solve_timestamp "challengeResponse.solveTimestamp" Number false;
    challenge_response_failure_reason "challengeResponse.failureReason" Text false;
    ja3_fingerprint "ja3Fingerprint" Text true;
    ja4_fingerprint "ja4Fingerprint" Text true;
    client_asn "clientAsn" Number false;
    forwarded_asn "forwardedAsn" Number false;
    oversize_fields "oversizeFields" Json false;
    request_body_size "requestBodySize" Number false;
    request_body_size_inspected_by_waf "requestBodySizeInspectedByWAF" Number false;
}

const TIMESTAMP: usize = 0;

/// Whether a line is typical of the format: an object with members that only this log has. A quote
/// inside a string has a backslash before it, so that quoted text passes for no member.
pub(crate) fn is_typical(line: &[u8]) -> bool {
    let has = |member: &str| memmem::find(line, member.as_bytes()).is_some();
    line.trim_ascii_start().first() == Some(&b'{')
        && (has("\"webaclId\"") || has("\"terminatingRuleId\"") && has("\"httpSourceName\""))
}

/// Reads the lines of one log.
#[derive(Debug, Default)]
pub(crate) struct Reader;

impl Reader {
    pub(crate) fn new(_options: &Options) -> Self {
        Self
    }
}

impl RowReader for Reader {
    fn columns(&self) -> &'static [Column] {
        COLUMNS
    }

    fn read(
        &mut self,
        line: &[u8],
        context: &mut Context<'_>,
        cells: &mut Cells,
    ) -> Result<Reading, RejectReason> {
        if !is_typical(line) {
            return Err(RejectReason::UnrecognisedLine);
        }
        let mut others = Others::new("waf", COLUMNS, line.len());
        let end = members(line, &mut |name, token| match column_of(name, token) {
            Some(column) if !cells.is_set(column) => set_token(cells, line, column, token),
            _ => others.add(cells, name, token),
        });
        match end {
            Ok(end) if line[end..].trim_ascii().is_empty() => {}
            _ => return Err(RejectReason::UnrecognisedLine),
        }
        let own = cells.get(line, TIMESTAMP).and_then(milliseconds);
        let time = own.or(context.event_time).ok_or(RejectReason::BadTimestamp)?;
        Ok(Reading::Record(Head { time, start: None, status: None }))
    }
}

/// The column of a member; none where the column holds arrays and the member is something else.
fn column_of(name: &[u8], token: Token<'_>) -> Option<usize> {
    let column = COLUMNS.iter().position(|column| column.name.as_bytes() == name)?;
    let fits = COLUMNS[column].kind != Kind::Json || matches!(token, Token::Array(_) | Token::Null);
    fits.then_some(column)
}

fn milliseconds(digits: &[u8]) -> Option<Timestamp> {
    let micros = i64::try_from(unsigned(digits)?).ok()?.checked_mul(1_000)?;
    Timestamp::of_micros(micros)
}
