//! What a single line looks like.

use crate::alb::is_load_balancer_line;
use crate::cloudfront::begins_standard;
use crate::format::Format;
use crate::{apigateway, cloudfront, elb, lambda, network, proxy, vended};

/// The format of which this line, or beginning of a line, is typical. Control lines are typical of
/// none, but for CloudFront's headers `#Version` and `#Fields`; another log's `#Fields` is typical
/// of that log.
#[must_use]
pub fn detect(line: &[u8]) -> Option<Format> {
    if is_header(line) {
        Some(line).filter(|line| !is_foreign_header(line)).map(format_of_header)
    } else if begins_standard(line) {
        Some(Format::CloudFront)
    } else if is_load_balancer_line(line) {
        Some(Format::Alb)
    } else {
        let typical = TYPICAL.iter().find(|(_, is_typical)| is_typical(line));
        typical.map(|&(format, _)| format)
    }
}

/// Whether the line is blank, or begins as a plain line of a load balancer's access log: no line
/// below it is another because of it, and it is not another because of one above.
pub(crate) fn stands_for_itself(line: &[u8]) -> bool {
    line.is_empty()
        || line.first().is_some_and(u8::is_ascii_lowercase) && is_load_balancer_line(line)
}

/// A line's test, by format; the first that holds decides, so the narrow ones stand first.
type Test = (Format, fn(&[u8]) -> bool);
static TYPICAL: [Test; 16] = [
    (Format::Alb, vended::is_typical_json),
    (Format::CloudFront, cloudfront::is_typical_json),
    (Format::CloudFrontRealtime, cloudfront::is_typical_realtime),
    (Format::Nlb, |line| elb::nlb::LAYOUT.is_typical(line)),
    (Format::AlbHealthCheck, |line| elb::health_check::LAYOUT.is_typical(line)),
    (Format::AlbConnection, |line| elb::connection::LAYOUT.is_typical(line)),
    (Format::Clb, |line| elb::clb::LAYOUT.is_typical(line)),
    (Format::CloudFrontConnection, cloudfront::connection::is_typical),
    (Format::Waf, network::waf::is_typical),
    (Format::VpcFlow, network::vpc_flow::is_typical),
    (Format::NginxError, proxy::nginx_error::is_typical),
    (Format::ApacheError, proxy::apache_error::is_typical),
    (Format::Lambda, lambda::is_typical),
    (Format::ApiGateway, apigateway::is_typical),
    (Format::NginxAccess, proxy::nginx_access::is_typical),
    (Format::ApacheAccess, proxy::apache_access::is_typical),
];

/// Whether this is one of the two headers that begin a log's lines.
pub(crate) fn is_header(line: &[u8]) -> bool {
    line.starts_with(b"#Version") || line.starts_with(b"#Fields")
}

/// Whether this names the columns of a web server's log in the same notation: of IIS.
pub(crate) fn is_foreign_header(header: &[u8]) -> bool {
    const FOREIGN: [&[u8]; 6] = [
        b"s-port",
        b"s-sitename",
        b"s-computername",
        b"cs-username",
        b"sc-substatus",
        b"sc-win32-status",
    ];
    header.strip_prefix(b"#Fields:").is_some_and(|names| {
        names.split(u8::is_ascii_whitespace).any(|name| FOREIGN.contains(&name))
    })
}

/// Whose header this is, by the names of its columns; CloudFront's where they tell nothing.
pub(crate) fn format_of_header(header: &[u8]) -> Format {
    let Some(names) = header.strip_prefix(b"#Fields:") else { return Format::CloudFront };
    if vended::is_access_log(names) {
        return Format::Alb;
    }
    if names.split(u8::is_ascii_whitespace).any(|name| name == b"eventTimestamp") {
        return Format::CloudFrontConnection;
    }
    elb::format_of_header(names).unwrap_or(Format::CloudFront)
}

/// Whether this is a line that is never a record: blank, a comment, or the English sentence that
/// enabling a load balancer's log writes.
pub(crate) fn is_control(line: &[u8]) -> bool {
    match line.first() {
        None | Some(b'#') => true,
        Some(b'E') => is_enabling(line),
        Some(first) => first.is_ascii_whitespace() && line.trim_ascii().is_empty(),
    }
}

/// `Enable AccessLog for ELB: …`, and its siblings for the other logs of a load balancer.
fn is_enabling(line: &[u8]) -> bool {
    let mut words = line.split(|&byte| byte == b' ');
    words.next() == Some(b"Enable")
        && words.next().is_some_and(|log| log.ends_with(b"Log"))
        && words.next() == Some(b"for")
        && words.next() == Some(b"ELB:")
}
