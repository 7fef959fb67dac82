//! What a record that is no request says, and whom it says it of.

use std::borrow::Cow;
use std::io::Write as _;
use std::net::IpAddr;

use why502_parse::{Format, Record, Row, Timestamp, Value, View};
use why502_rulebook::Evidence;

use super::text::lower_case;
use super::verdict::{Placed, evidence_of};

/// One record that is no request, as it is counted.
#[derive(Debug)]
pub(crate) struct Testimony<'a> {
    pub(crate) format: Format,
    pub(crate) time: Timestamp,
    /// The rule of evidence, and its place in the table of the format.
    pub(crate) rule: Placed<Evidence>,
    /// What ties it to requests, see [`subject`]; empty where nothing does. `None` where it can
    /// concern no request.
    pub(crate) subject: Option<Cow<'a, [u8]>>,
    /// A health check that passed, an invocation that was reported.
    pub(crate) is_contrast: bool,
    /// The invocation of a function that the line belongs to.
    pub(crate) invocation: Option<InvocationLine<'a>>,
}

/// What one line says of an invocation.
#[derive(Debug)]
pub(crate) struct InvocationLine<'a> {
    /// What requests of API Gateway log as the integration's request id.
    pub(crate) id: &'a [u8],
    /// `1-…`, the root of an X-Ray trace.
    pub(crate) trace: Option<&'a [u8]>,
    pub(crate) function: Option<Cow<'a, [u8]>>,
    /// It is the report at the end.
    pub(crate) is_report: bool,
    /// It says in so many words that the invocation succeeded.
    pub(crate) is_success: bool,
    pub(crate) duration_us: Option<u64>,
}

/// What the record says. Requests are not asked.
pub(crate) fn testify<'a>(record: &Record<'a>) -> Testimony<'a> {
    let rule = evidence_of(record);
    let (format, time) = (record.format(), record.time());
    let Record::Row(row) = *record else {
        return Testimony {
            format,
            time,
            rule,
            subject: None,
            is_contrast: false,
            invocation: None,
        };
    };
    let is_report = format == Format::Lambda && row.text("event") == Some(b"report");
    let has_passed =
        format == Format::AlbHealthCheck && row.text("alb_health_check_status") == Some(b"PASS");
    let is_contrast = is_report || has_passed;
    let is_counted = rule.is_some() || is_contrast;
    let invocation = match format {
        Format::Lambda => invocation(row, is_report),
        _ => None,
    };
    let subject = if is_counted { subject(row) } else { None };
    Testimony { format, time, rule, subject, is_contrast, invocation }
}

/// Between the group and the address in the subject of a health check.
pub(crate) const IN_GROUP: u8 = 0;

/// - Health check: target group, [`IN_GROUP`], `ip:port` or the function's ARN.
/// - VPC flow: the endpoint of the two that serves, `ip:port`; only of private addresses, since
///   load balancers reach their targets by those.
/// - nginx error log: the host that was asked for.
/// - Lambda: the function, where the line names it. AWS WAF: what it protects. ALB connection
///   log: the load balancer, where the line names it.
fn subject(row: Row<'_>) -> Option<Cow<'_, [u8]>> {
    match row.format() {
        Format::AlbHealthCheck => {
            let mut both = row.text("target_group_id").unwrap_or_default().to_vec();
            both.push(IN_GROUP);
            both.extend_from_slice(row.text("target_addr")?);
            Some(both.into())
        }
        Format::VpcFlow => served_endpoint(row).map(Cow::Owned),
        Format::NginxError => {
            let host = row.text("host").unwrap_or_default();
            let end = memchr::memrchr(b':', host)
                .filter(|&colon| host[colon + 1..].iter().all(u8::is_ascii_digit));
            let mut buffer = Vec::new();
            Some(lower_case(&host[..end.unwrap_or(host.len())], &mut buffer).to_vec().into())
        }
        Format::Lambda => Some(function(row).unwrap_or_default()),
        Format::Waf => Some(row.text("http_source_id").unwrap_or_default().into()),
        Format::AlbConnection => Some(row.text("elb").unwrap_or_default().into()),
        _ => Some(Cow::Borrowed(b"")),
    }
}

/// Clients' ports are high, as a rule higher than the one that is served.
fn served_endpoint(row: Row<'_>) -> Option<Vec<u8>> {
    let private = |key| {
        let address: IpAddr = std::str::from_utf8(row.text(key)?).ok()?.parse().ok()?;
        let is_private = match address {
            IpAddr::V4(four) => {
                let [first, second, ..] = four.octets();
                four.is_private() || (first == 100 && second & 0xC0 == 64)
            }
            IpAddr::V6(_) => true,
        };
        is_private.then_some(address)
    };
    let (from, to) = (private("srcaddr")?, private("dstaddr")?);
    let (from_port, to_port) = (row.number("srcport")?, row.number("dstport")?);
    let (address, port) = if from_port < to_port { (from, from_port) } else { (to, to_port) };
    let mut endpoint = Vec::new();
    // Writing to a vector cannot fail.
    let _ = write!(endpoint, "{address}:{port}");
    Some(endpoint)
}

fn invocation(row: Row<'_>, is_report: bool) -> Option<InvocationLine<'_>> {
    Some(InvocationLine {
        id: row.text("request_id")?,
        trace: row.text("xray_trace_id"),
        function: function(row),
        is_report,
        is_success: row.text("outcome") == Some(b"success"),
        duration_us: row
            .duration("duration")
            .micros()
            .or_else(|| row.text("message").and_then(time_out_in)),
    })
}

/// Names under which loggers and the platform write the function's name.
const FUNCTION_KEYS: [&str; 2] = ["function_name", "record_function_name"];

fn function(row: Row<'_>) -> Option<Cow<'_, [u8]>> {
    // Most lines name none, and a look-up reads every further member.
    let may_name = |name: &[u8]| memchr::memmem::find(row.line(), name).is_some();
    if !may_name(b"function_name") && !may_name(b"functionName") {
        return None;
    }
    FUNCTION_KEYS.iter().find_map(|key| match row.value(key, View::Logged) {
        Value::Text(name) if !name.is_empty() && name.len() <= 64 => Some(name),
        _ => None,
    })
}

/// `Task timed out after 3.03 seconds` in µs.
fn time_out_in(message: &[u8]) -> Option<u64> {
    const BEFORE: &[u8] = b"Task timed out after ";
    let at = memchr::memmem::find(message, BEFORE)?;
    let rest = message.get(at + BEFORE.len()..)?;
    let end = memchr::memchr(b' ', rest).unwrap_or(rest.len());
    let seconds: f64 = std::str::from_utf8(&rest[..end]).ok()?.parse().ok()?;
    // No function runs longer than 15 minutes; a day bounds what a forged line can say.
    (0.0..=86_400.0).contains(&seconds).then_some((seconds * 1e6).round() as u64)
}

/// The root of an ALB's trace id: `Root=1-…` among fields in any order.
pub(super) fn trace_root(trace_id: &[u8]) -> Option<&[u8]> {
    trace_id.split(|&byte| byte == b';').find_map(|part| part.strip_prefix(b"Root="))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_out_is_read_from_the_message() {
        assert_eq!(time_out_in(b"x Task timed out after 3.03 seconds"), Some(3_030_000));
        assert_eq!(time_out_in(b"Task timed out after 29.00 seconds\n"), Some(29_000_000));
        for message in [&b"Task timed out after NaN s"[..], b"Task timed out after 1e300 s", b"x"] {
            assert_eq!(time_out_in(message), None);
        }
    }

    #[test]
    fn the_root_stands_anywhere_in_a_trace_id() {
        assert_eq!(trace_root(b"Self=1-2-3;Root=1-6921c0de-00"), Some(&b"1-6921c0de-00"[..]));
        assert_eq!(trace_root(b"TID_abc"), None);
    }
}
