//! Lines of every log with marks in every place where something sensitive may stand.

use why502_parse::Format;

use crate::marks::Marks;

/// One object.
pub(crate) struct Log {
    pub(crate) name: &'static str,
    pub(crate) source: String,
    pub(crate) text: String,
    /// Of a log that names no columns.
    pub(crate) fields: &'static [&'static str],
    pub(crate) format: Option<Format>,
    /// At least so many marks stand in it.
    pub(crate) marked: usize,
}

/// So many lines, every third of them failing.
const LINES: u64 = 90;

const REALTIME: &[&str] = &[
    "timestamp",
    "c-ip",
    "sc-status",
    "cs-method",
    "cs-host",
    "cs-uri-stem",
    "x-edge-request-id",
    "time-taken",
    "cs-uri-query",
    "cs-user-agent",
    "cs-referer",
    "cs-cookie",
    "x-forwarded-for",
    "x-edge-detailed-result-type",
    "cs-headers",
    "cmcd-session-id",
    "x-edge-location",
];

impl Log {
    pub(crate) fn all(marks: &Marks) -> Vec<Self> {
        let log = |name, marked, header: &str, line: fn(&Marks, u64) -> String| Self {
            name,
            source: format!("logs/token={}/{}/{name}.log", marks.named, marks.email()),
            text: header.to_owned()
                + &(0..LINES).map(|at| line(marks, at) + "\n").collect::<String>(),
            fields: &[],
            format: None,
            marked,
        };
        let header = "#Version: 1.0\n#Fields: date time x-edge-location sc-bytes c-ip cs-method \
                      cs(Host) cs-uri-stem sc-status cs(Referer) cs(User-Agent) cs-uri-query \
                      cs(Cookie) x-edge-result-type x-edge-request-id x-host-header cs-protocol \
                      cs-bytes time-taken x-forwarded-for c-port x-edge-detailed-result-type x-new\n";
        vec![
            log("alb", 12, "", alb),
            log("clb", 8, "", clb),
            log("nlb", 1, "", nlb),
            log("cloudfront", 10, header, cloudfront),
            Self {
                fields: REALTIME,
                format: Some(Format::CloudFrontRealtime),
                ..log("cloudfront_realtime", 10, "", realtime)
            },
            log("apigateway", 9, "", apigateway),
            log("lambda", 4, "", lambda),
            log("waf", 8, "", waf),
            log("nginx_access", 9, "", nginx_access),
            log("nginx_error", 5, "", nginx_error),
            Self {
                // As nginx writes it.
                format: Some(Format::ApacheAccess),
                ..log("apache_access", 8, "", apache_access)
            },
        ]
    }
}

fn clock(at: u64) -> String {
    format!("14:{:02}:{:02}", at / 60 % 60, at % 60)
}

fn is_failing(at: u64) -> bool {
    at.is_multiple_of(3)
}

/// A path, and what stands behind it.
fn target(marks: &Marks, at: u64) -> String {
    let Marks { query, jwt, digits, named, .. } = marks;
    let email =
        if at.is_multiple_of(2) { marks.email() } else { marks.email().replace('@', "%40") };
    let what = match at % 4 {
        0 => format!("/users/{email}/cart"),
        1 => format!("/reset/{}", marks.token),
        2 => format!("/static/app.{digits}.js;session={named}"),
        _ => format!("/login/{jwt}"),
    };
    format!("{what}?q={query}&token={jwt}&{named}")
}

fn agent(marks: &Marks) -> String {
    let Marks { key_id, named, jwt, .. } = marks;
    format!("shop/2.1.0.7 (token={named}; {key_id}) {} Bearer {jwt}", marks.email())
}

fn url(marks: &Marks, at: u64) -> String {
    let Marks { user, password, .. } = marks;
    let path = target(marks, at);
    format!("https://{user}:{password}@shop.example.com:443{path}")
}

fn alb(marks: &Marks, at: u64) -> String {
    let Marks { client, long_client, query, trace, request_id, .. } = marks;
    let client = if at.is_multiple_of(5) { long_client } else { client };
    let (clock, url, agent) = (clock(at), url(marks, at), agent(marks));
    let (times, status) = match is_failing(at) {
        true => ("-1 -1 -1", "502 -"),
        false => ("0.001 0.021 0.000", "200 200"),
    };
    format!(
        "https 2026-11-22T{clock}.000000Z app/shop/0123456789abcdef {client}:40312 10.0.1.11:8080 \
         {times} {status} 341 5120 \"GET {url} HTTP/1.1\" \"{agent}\" \
         ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 \
         arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/shop/0123456789abcdef \
         \"Root=1-67891233-{trace};{request_id}\" \"shop.example.com\" \"session-reused\" 1 \
         2026-11-22T{clock}.000000Z \"forward\" \"https://shop.example.com/?r={query}\" \"-\" \
         \"10.0.1.11:8080\" \"-\" \"-\" \"-\" TID_{trace} \"-\" \"/x?r={query}\" \"-\" 10.0.1.5"
    )
}

fn clb(marks: &Marks, at: u64) -> String {
    let Marks { client, .. } = marks;
    let (clock, url, agent) = (clock(at), url(marks, at), agent(marks));
    let rest = match is_failing(at) {
        true => "- -1 -1 -1 503 0",
        false => "10.0.1.11:80 0.001 0.002 0.001 200 200",
    };
    format!(
        "2026-11-22T{clock}.000000Z shop {client}:40312 {rest} 0 29 \"GET {url} HTTP/1.1\" \
         \"{agent}\" - -"
    )
}

fn nlb(marks: &Marks, at: u64) -> String {
    let Marks { client, .. } = marks;
    let clock = clock(at);
    let rest = if is_failing(at) { "5 - 98 0 40" } else { "5 2 98 246 -" };
    format!(
        "tls 2.0 2026-11-22T{clock} net/shop/0123456789abcdef 0123456789abcdef {client}:40312 \
         10.0.1.11:443 {rest} arn:aws:acm:eu-west-1:123456789012:certificate/x - \
         ECDHE-RSA-AES128-SHA tlsv12 - shop.example.com - - - 2026-11-22T{clock}"
    )
}

/// As CloudFront escapes.
fn escaped(text: &str) -> String {
    text.replace(' ', "%20").replace('"', "%22")
}

fn cloudfront(marks: &Marks, at: u64) -> String {
    let Marks { client, long_client, forwarded, cookie, query, token, .. } = marks;
    let client = if at.is_multiple_of(5) { long_client } else { client };
    let target = target(marks, at);
    let (path, parameters) = target.split_once('?').unwrap();
    let (status, result) = match is_failing(at) {
        true => ("502", "OriginConnectError"),
        false => ("200", "Miss"),
    };
    let kind = if is_failing(at) { "Error" } else { "Miss" };
    let (clock, agent, referer) = (clock(at), escaped(&agent(marks)), url(marks, at + 1));
    [
        "2026-11-22",
        &clock,
        "FRA56-P4",
        "512",
        client,
        "GET",
        "d111111abcdef8.cloudfront.net",
        path,
        status,
        &referer,
        &agent,
        parameters,
        &format!("a={cookie};%20b={token}"),
        kind,
        &format!("{token}=="),
        "shop.example.com",
        "https",
        "99",
        "0.1",
        &format!("{forwarded},%20{client}"),
        "40312",
        result,
        &format!("x=1%26token%3D{query}"),
    ]
    .join("\t")
}

fn realtime(marks: &Marks, at: u64) -> String {
    let Marks { client, forwarded, cookie, token, named, .. } = marks;
    let target = target(marks, at);
    let (path, parameters) = target.split_once('?').unwrap();
    let (status, result) = match is_failing(at) {
        true => ("502", "OriginConnectError"),
        false => ("200", "Miss"),
    };
    [
        &format!("{}.500", 1_795_356_000 + at),
        client.as_str(),
        status,
        "GET",
        "shop.example.com",
        path,
        &format!("{token}=="),
        "0.1",
        parameters,
        &escaped(&agent(marks)),
        &url(marks, at + 1),
        &format!("a={cookie}"),
        forwarded,
        result,
        &format!("host:shop.example.com%0Acookie:a={cookie}%0Ax-mine:{named}%0Aaccept:*/*%0A"),
        named,
        "FRA56-P4",
    ]
    .join("\t")
}

fn apigateway(marks: &Marks, at: u64) -> String {
    let Marks { client, user, named, jwt, request_id, token, digits, key_id, .. } = marks;
    let (email, agent) = (marks.email(), agent(marks));
    let status = if is_failing(at) { 502 } else { 200 };
    let clock = clock(at);
    format!(
        "{{\"requestId\":\"{request_id}\",\"extendedRequestId\":\"{token}=\",\"ip\":\"{client}\",\
         \"caller\":\"{user}\",\"user\":\"{user}\",\"requestTime\":\"22/Nov/2026:{clock} +0000\",\
         \"httpMethod\":\"GET\",\"resourcePath\":\"/users/{{id}}\",\"path\":\"/users/{email}\",\
         \"status\":\"{status}\",\"protocol\":\"HTTP/1.1\",\"responseLength\":\"36\",\
         \"userAgent\":\"{agent}\",\"apiKey\":\"{digits}\",\"authorizer.email\":\"{email}\",\
         \"authorizer.tenant\":\"{named}\",\"principalId\":\"{user}\",\"session\":\"{named}\",\
         \"note\":\"Bearer {jwt} and {key_id}\",\"error.message\":\"no token={named}\"}}"
    )
}

fn lambda(marks: &Marks, at: u64) -> String {
    let Marks { request_id, jwt, trace, named, .. } = marks;
    let (clock, email) = (clock(at), marks.email());
    match at % 3 {
        0 => format!(
            "2026-11-22T{clock}.000Z\t{request_id}\tERROR\tInvoke Error\t{email} password: {named} \
             Bearer {jwt}"
        ),
        1 => format!("2026-11-22T{clock}.000Z\t{request_id}\tINFO\tAuthorization: Bearer {jwt}"),
        _ => format!(
            "2026-11-22T{clock}.000Z {request_id} Task timed out after 3.00 seconds XRAY TraceId: \
             1-67891233-{trace}"
        ),
    }
}

fn waf(marks: &Marks, at: u64) -> String {
    let Marks { client, cookie, query, named, request_id, token, .. } = marks;
    let (time, agent, email) = (1_795_356_000_000 + at * 1000, agent(marks), marks.email());
    format!(
        "{{\"timestamp\":{time},\"formatVersion\":1,\"webaclId\":\"arn:aws:wafv2:eu-west-1:\
         123456789012:regional/webacl/x/y\",\"terminatingRuleId\":\"Default_Action\",\
         \"terminatingRuleType\":\"REGULAR\",\"action\":\"ALLOW\",\"terminatingRuleMatchDetails\":\
         [{{\"conditionType\":\"XSS\",\"location\":\"BODY\",\"matchedData\":[\"{named}\"]}}],\
         \"httpSourceName\":\"ALB\",\"httpSourceId\":\"app/shop\",\"ruleGroupList\":[],\
         \"rateBasedRuleList\":[{{\"limitValue\":\"{client}\"}}],\
         \"nonTerminatingMatchingRules\":[],\"httpRequest\":{{\"clientIp\":\"{client}\",\
         \"country\":\"DE\",\"headers\":[{{\"name\":\"Cookie\",\"value\":\"a={cookie}\"}},\
         {{\"name\":\"User-Agent\",\"value\":\"{agent}\"}},{{\"name\":\"X-Mine\",\"value\":\
         \"{token}\"}}],\"uri\":\"/users/{email}\",\"args\":\"q={query}\",\"httpVersion\":\
         \"HTTP/1.1\",\"httpMethod\":\"GET\",\"requestId\":\"{request_id}\"}}}}"
    )
}

fn combined(marks: &Marks, at: u64) -> String {
    let Marks { client, user, .. } = marks;
    let (clock, agent, referer) = (clock(at), agent(marks), url(marks, at + 1));
    let status = if is_failing(at) { 502 } else { 200 };
    format!(
        "{client} - {user} [22/Nov/2026:{clock} +0000] \"GET {} HTTP/1.1\" {status} 341 \
         \"{referer}\" \"{agent}\"",
        target(marks, at)
    )
}

fn nginx_access(marks: &Marks, at: u64) -> String {
    format!("{} \"{}\"", combined(marks, at), marks.forwarded)
}

fn apache_access(marks: &Marks, at: u64) -> String {
    combined(marks, at)
}

fn nginx_error(marks: &Marks, at: u64) -> String {
    let Marks { client, .. } = marks;
    let (clock, target) = (clock(at), target(marks, at));
    format!(
        "2026/11/22 {clock} [error] 7#7: *42 connect() failed (111: Connection refused) while \
         connecting to upstream, client: {client}, server: shop.example.com, request: \
         \"GET {target} HTTP/1.1\", upstream: \"http://10.0.1.11:8080{target}\", host: \
         \"shop.example.com\", referrer: \"{}\"",
        url(marks, at)
    )
}
