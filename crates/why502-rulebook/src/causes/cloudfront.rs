//! CloudFront and its origins.

use super::pages::{
    CLOUDFRONT_502, CLOUDFRONT_503, CLOUDFRONT_504, CLOUDFRONT_ERROR_CACHING, CLOUDFRONT_LOGS,
};
use crate::cause::{Cause, Check, System};

pub(super) const DISTRIBUTION: Check = Check {
    statement: "Which origins the distribution has, and how it speaks to them",
    command: "aws cloudfront list-distributions --query \"DistributionList.Items[?DomainName=='{distribution_bare}'].[Id,Origins.Items[].[DomainName,CustomOriginConfig.OriginProtocolPolicy]]\" --output json",
};
const CERTIFICATE: Check = Check {
    statement: "Does the origin show a valid certificate for that name (put the origin's domain in)",
    command: "openssl s_client -connect ORIGIN_DOMAIN:443 -servername {host} </dev/null 2>/dev/null | openssl x509 -noout -subject -ext subjectAltName -dates",
};
const CONNECT: Check = Check {
    statement: "Does the origin accept connections (put the origin's domain in)",
    command: "curl -sv --globoff --path-as-is --max-time 10 -o /dev/null https://ORIGIN_DOMAIN{path}",
};
const ORIGIN_LOG: &str = "What the origin did: its own log, or the log of the load balancer there.";

/// The origin's name does not resolve.
pub static ORIGIN_DNS: Cause = Cause {
    name: "origin-dns",
    system: System::CloudFront,
    meaning: "CloudFront could not resolve the origin's domain name.",
    shape: "Detailed result OriginDnsError, 502, within a fraction of a second.",
    proxy_error: Some("dns_error"),
    checks: &[
        DISTRIBUTION,
        Check {
            statement: "Does the name resolve in public DNS",
            command: "dig +trace ORIGIN_DOMAIN",
        },
    ],
    remedies: &[
        "Now: restore the DNS record, or point the origin at a name that resolves.",
        "Fix: delete records only after the distribution no longer names them.",
    ],
    not_visible: "The origin's name: the log holds only the distribution's.",
    references: &[CLOUDFRONT_502, CLOUDFRONT_LOGS],
};

/// No connection to the origin.
pub static ORIGIN_CONNECT: Cause = Cause {
    name: "origin-connect",
    system: System::CloudFront,
    meaning: "CloudFront could not connect to the origin.",
    shape: "Detailed result OriginConnectError on all host names alike: refused, or no TLS handshake, within a second; dropped packets after 10, 20 or 30 s.",
    proxy_error: Some("connection_refused"),
    checks: &[DISTRIBUTION, CONNECT, CERTIFICATE],
    remedies: &[
        "Now: bring the origin back, or fail over to another.",
        "Fix: an origin group with a second origin; watch the origin from outside.",
    ],
    not_visible: ORIGIN_LOG,
    references: &[CLOUDFRONT_502, CLOUDFRONT_LOGS],
};

/// Certificate or host name.
pub static ORIGIN_TLS_OR_HOST: Cause = Cause {
    name: "origin-tls-or-host",
    system: System::CloudFront,
    meaning: "The TLS handshake with the origin fails for some host names: the certificate does not fit, or has expired.",
    shape: "Detailed result OriginConnectError, fast, for some x-host-header values while others of the same distribution are served.",
    proxy_error: Some("tls_certificate_error"),
    checks: &[CERTIFICATE, DISTRIBUTION],
    remedies: &[
        "Now: put a certificate on the origin that covers the host name, or renew it.",
        "Fix: renew automatically, and watch the date; CloudFront checks name, date and chain.",
    ],
    not_visible: "The certificate.",
    references: &[CLOUDFRONT_502, CLOUDFRONT_LOGS],
};

/// The origin is too slow, or unreachable.
pub static ORIGIN_TIMEOUT: Cause = Cause {
    name: "origin-timeout",
    system: System::CloudFront,
    meaning: "CloudFront timed out connecting to the origin or waiting for its answer.",
    shape: "Detailed result OriginCommError, 504; about 10, 20 or 30 s for connecting, the response time-out (30 s unless changed) or a multiple for reading.",
    proxy_error: Some("http_response_timeout"),
    checks: &[DISTRIBUTION, CONNECT],
    remedies: &[
        "Now: relieve the origin; raise the origin response time-out if answers are merely late.",
        "Fix: answer in time or asynchronously; admit CloudFront's addresses in the origin's security group.",
    ],
    not_visible: ORIGIN_LOG,
    references: &[CLOUDFRONT_504, CLOUDFRONT_LOGS],
};

/// Broken in mid-transfer.
pub static ORIGIN_CONNECTION_BROKEN: Cause = Cause {
    name: "origin-connection-broken",
    system: System::CloudFront,
    meaning: "The connection between CloudFront and the origin broke during the request.",
    shape: "Detailed result OriginReadError, OriginWriteError, AbortedOrigin or SlowReaderOriginError.",
    proxy_error: Some("connection_terminated"),
    checks: &[DISTRIBUTION, CONNECT],
    remedies: &[
        "Now: look for restarts and resets at the origin at the times given.",
        "Fix: keep the origin's keep-alive longer than CloudFront's (5 s unless changed).",
    ],
    not_visible: ORIGIN_LOG,
    references: &[CLOUDFRONT_502, CLOUDFRONT_LOGS],
};

/// Response headers over the limit.
pub static ORIGIN_HEADER_TOO_BIG: Cause = Cause {
    name: "origin-header-too-big",
    system: System::CloudFront,
    meaning: "The origin's response headers are larger than CloudFront accepts.",
    shape: "Detailed result OriginHeaderTooBigError, usually on paths that set cookies.",
    proxy_error: Some("http_response_header_section_size"),
    checks: &[Check {
        statement: "How large the response headers are (put the origin's domain in)",
        command: "curl -s --globoff --path-as-is -D- -o /dev/null https://ORIGIN_DOMAIN{path} | wc -c",
    }],
    remedies: &[
        "Now: roll back what added headers or cookies.",
        "Fix: fewer and smaller Set-Cookie, policy and debug headers.",
    ],
    not_visible: "The headers.",
    references: &[CLOUDFRONT_LOGS],
};

/// No valid answer.
pub static ORIGIN_INVALID_RESPONSE: Cause = Cause {
    name: "origin-invalid-response",
    system: System::CloudFront,
    meaning: "The origin's answer is not valid for CloudFront.",
    shape: "Detailed result OriginInvalidResponseError, OriginError, OriginZeroSizeObjectError or OriginContentRangeLengthError.",
    proxy_error: Some("http_protocol_error"),
    checks: &[CONNECT],
    remedies: &[
        "Now: roll back what changed at the origin.",
        "Fix: mend the header or length that the raw answer shows.",
    ],
    not_visible: "The answer's bytes.",
    references: &[CLOUDFRONT_LOGS, CLOUDFRONT_502],
};

/// The origin's own failure.
pub static ORIGIN_PASSTHROUGH: Cause = Cause {
    name: "origin-passthrough",
    system: System::CloudFront,
    meaning: "The origin answered with the failing status itself; CloudFront passed it on.",
    shape: "Detailed result Error with a 5xx status, after a real round trip to the origin.",
    proxy_error: None,
    checks: &[DISTRIBUTION, CONNECT],
    remedies: &[
        "Now: read the origin's own log (with an ALB there: give its access log to this program too).",
        "Fix: at the origin; serve stale content or fail over for what can be cached.",
    ],
    not_visible: ORIGIN_LOG,
    references: &[CLOUDFRONT_LOGS, CLOUDFRONT_502],
};

/// Lambda@Edge and CloudFront Functions.
pub static EDGE_FUNCTION_ERROR: Cause = Cause {
    name: "edge-function-error",
    system: System::CloudFront,
    meaning: "A Lambda@Edge function or CloudFront Function failed, or returned what CloudFront does not accept.",
    shape: "A result type that begins with Lambda or Function and names an error or limit.",
    proxy_error: Some("proxy_internal_response"),
    checks: &[Check {
        statement: "What the function logged (Lambda@Edge logs in the region of the edge location)",
        command: "aws logs filter-log-events --region EDGE_REGION --log-group-name /aws/lambda/us-east-1.FUNCTION_NAME --start-time {start_ms} --end-time {end_ms} --filter-pattern '?ERROR ?\"Task timed out\"'",
    }],
    remedies: &[
        "Now: associate the function's previous version with the behaviour.",
        "Fix: test the function's output against CloudFront's rules before it is published.",
    ],
    not_visible: "The function's name and error.",
    references: &[CLOUDFRONT_502, CLOUDFRONT_503],
};

/// Failures served again from the cache.
pub static ERROR_CACHED: Cause = Cause {
    name: "error-cached",
    system: System::CloudFront,
    meaning: "CloudFront served a cached failure again instead of asking the origin: short faults hit more users.",
    shape: "Detailed result Error within milliseconds, shortly after a failure of the same path at the same edge location.",
    proxy_error: Some("proxy_internal_response"),
    checks: &[Check {
        statement: "How long failures are cached (ErrorCachingMinTTL, 10 s unless set)",
        command: "aws cloudfront list-distributions --query \"DistributionList.Items[?DomainName=='{distribution_bare}'].[Id,CustomErrorResponses]\" --output json",
    }],
    remedies: &[
        "Now: mend the failure at the origin; the cached ones end by themselves.",
        "Fix: set a lower error caching minimum TTL for 502, 503 and 504.",
    ],
    not_visible: "The TTL that is set.",
    references: &[CLOUDFRONT_ERROR_CACHING, CLOUDFRONT_LOGS],
};

/// The edge is full.
pub static EDGE_CAPACITY: Cause = Cause {
    name: "edge-capacity",
    system: System::CloudFront,
    meaning: "CloudFront refused requests at the edge: out of capacity, or over a quota.",
    shape: "Result type CapacityExceeded or LimitExceeded.",
    proxy_error: Some("connection_limit_reached"),
    checks: &[],
    remedies: &[
        "Now: open a case with AWS if it lasts.",
        "Fix: ask for a higher quota before planned peaks.",
    ],
    not_visible: "The quota.",
    references: &[CLOUDFRONT_503, CLOUDFRONT_LOGS],
};

/// The viewer left.
pub static VIEWER_ABORT: Cause = Cause {
    name: "viewer-abort",
    system: System::CloudFront,
    meaning: "Viewers closed the connection before the answer was complete.",
    shape: "Status 000, or result type Error although the response was in order when it began.",
    proxy_error: None,
    checks: &[],
    remedies: &[
        "Now: see whether answers became slow just before.",
        "Fix: nothing where large downloads are cancelled; else make the slow paths faster.",
    ],
    not_visible: "Why viewers left.",
    references: &[CLOUDFRONT_LOGS],
};
