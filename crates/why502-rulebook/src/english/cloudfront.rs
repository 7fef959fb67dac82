//! CloudFront and its origins.

use crate::texts::Texts;

pub(crate) static ORIGIN_DNS: Texts = Texts {
    title: "Origin name does not resolve",
    meaning: "CloudFront could not resolve the origin's domain name.",
    explanation: "CloudFront looked up the origin's domain name in public DNS and got no address. No connection was tried, and each request fails within a fraction of a second. Edge locations begin to fail one after another as their cached answers run out. The log names the error and not the name that was looked up.",
    shape: "Detailed result OriginDnsError, 502, within a fraction of a second.",
    supports: &["The detailed result names it.", "Edge locations begin to fail one after another."],
    opposes: &["The name resolves now from everywhere: then the record was missing for a time."],
    now: "restore the DNS record, or point the origin at a name that resolves.",
    fix: "delete records only after the distribution no longer names them.",
    prevent: "watch every origin name from outside with a DNS check, and lower TTLs before a move.",
    not_visible: "The origin's name: the log holds only the distribution's.",
};

pub(crate) static ORIGIN_CONNECT: Texts = Texts {
    title: "No connection to the origin",
    meaning: "CloudFront could not connect to the origin.",
    explanation: "CloudFront could not set up a connection to the origin for any host name. Within a second the origin refused the connection or the TLS handshake failed; after 10, 20 or 30 s the packets were dropped, 10 s for each attempt. The log gives both the same name, so the duration decides, and no request reached the origin's log.",
    shape: "Detailed result OriginConnectError on all host names alike: refused, or no TLS handshake, within a second; dropped packets after 10, 20 or 30 s.",
    supports: &[
        "The detailed result names it, on all host names alike.",
        "The origin's own log has no line at these times.",
    ],
    opposes: &["Only some host names fail: then certificate or host name do not fit."],
    now: "bring the origin back, or fail over to another.",
    fix: "an origin group with a second origin; watch the origin from outside.",
    prevent: "an origin group with failover, and a check of the origin from outside AWS.",
    not_visible: "What the origin did: its own log, or the log of the load balancer there.",
};

pub(crate) static ORIGIN_TLS_OR_HOST: Texts = Texts {
    title: "Certificate or host name of the origin",
    meaning: "The TLS handshake with the origin fails for some host names: the certificate does not fit, or has expired.",
    explanation: "CloudFront checks the origin's certificate: it must be in date, complete in its chain, and name the origin's domain or the Host header that is forwarded. For some host names it does not, so the handshake fails within a second while others are served. A step at one moment for one host speaks for an expired certificate. The log names no certificate; that is inferred from the host names.",
    shape: "Detailed result OriginConnectError, fast, for some x-host-header values while others of the same distribution are served.",
    supports: &[
        "Some host names fail nearly always while others of the distribution are served.",
        "It began at one moment for all edge locations.",
    ],
    opposes: &["All host names fail alike: then the origin cannot be reached at all."],
    now: "put a certificate on the origin that covers the host name, or renew it.",
    fix: "renew automatically, and watch the date; CloudFront checks name, date and chain.",
    prevent: "alarm on the days left of every origin certificate, and test each new host name against the origin before it is added.",
    not_visible: "The certificate.",
};

pub(crate) static ORIGIN_TIMEOUT: Texts = Texts {
    title: "Origin time-out",
    meaning: "CloudFront timed out connecting to the origin or waiting for its answer.",
    explanation: "CloudFront waited for the origin in vain: either no connection came about within 10 s for each of up to three attempts, or the request was sent and no answer came within the response time-out (30 s unless changed). GET and HEAD are tried again, so the total may be a multiple. The duration tells connecting from waiting, not always for certain.",
    shape: "Detailed result OriginCommError, 504; about 10, 20 or 30 s for connecting, the response time-out (30 s unless changed) or a multiple for reading.",
    supports: &[
        "The durations gather at a time-out or a multiple of it.",
        "The origin's load balancer logs 460 for the same path at the same times.",
    ],
    opposes: &["The durations differ widely: then the connection broke."],
    now: "relieve the origin; raise the origin response time-out if answers are merely late.",
    fix: "answer in time or asynchronously; admit CloudFront's addresses in the origin's security group.",
    prevent: "keep the origin's own time-outs below CloudFront's, and alarm on the origin's latency.",
    not_visible: "What the origin did: its own log, or the log of the load balancer there.",
};

pub(crate) static ORIGIN_CONNECTION_BROKEN: Texts = Texts {
    title: "Connection to the origin broke",
    meaning: "The connection between CloudFront and the origin broke during the request.",
    explanation: "The connection stood and was closed while the request was sent or the answer read. An origin that closes idle connections sooner than CloudFront (5 s unless changed), a process that dies and a body that ends before its length all look so. Where no byte of the answer had come, the viewer gets 502; later it gets a broken answer.",
    shape: "Detailed result OriginReadError, OriginWriteError, AbortedOrigin or SlowReaderOriginError.",
    supports: &[
        "The detailed result names a read or write error.",
        "The origin's log has restarts, resets or cut answers at the same times.",
    ],
    opposes: &["The durations gather at a time-out."],
    now: "look for restarts and resets at the origin at the times given.",
    fix: "keep the origin's keep-alive longer than CloudFront's (5 s unless changed).",
    prevent: "keep the origin's keep-alive above CloudFront's and drain connections when the origin is restarted.",
    not_visible: "What the origin did: its own log, or the log of the load balancer there.",
};

pub(crate) static ORIGIN_HEADER_TOO_BIG: Texts = Texts {
    title: "Origin headers too large",
    meaning: "The origin's response headers are larger than CloudFront accepts.",
    explanation: "The origin answered, and CloudFront refused the answer because its headers are larger than CloudFront accepts. It happens on paths that set many or large cookies. The origin's own log shows an ordinary answer. The log names the error and holds no header.",
    shape: "Detailed result OriginHeaderTooBigError, usually on paths that set cookies.",
    supports: &[
        "The detailed result names it.",
        "The paths sign in or set cookies, and the origin logs a good status.",
    ],
    opposes: &["Other paths of the same origin fail in the same way."],
    now: "roll back what added headers or cookies.",
    fix: "fewer and smaller Set-Cookie, policy and debug headers.",
    prevent: "set a budget for response headers and let a test fail that exceeds it.",
    not_visible: "The headers.",
};

pub(crate) static ORIGIN_INVALID_RESPONSE: Texts = Texts {
    title: "Invalid answer of the origin",
    meaning: "The origin's answer is not valid for CloudFront.",
    explanation: "The origin answered, and what it sent breaks the rules: headers that are not valid HTTP, a length that does not fit, a range that was not asked for, or nothing at all. CloudFront refuses to pass it on. The log names the kind of fault and not the bytes.",
    shape: "Detailed result OriginInvalidResponseError, OriginError, OriginZeroSizeObjectError or OriginContentRangeLengthError.",
    supports: &["The detailed result names it.", "Always the same paths, whatever the load."],
    opposes: &["The same path is mostly served by the same build."],
    now: "roll back what changed at the origin.",
    fix: "mend the header or length that the raw answer shows.",
    prevent: "let a test read the raw answer of the origin through a strict HTTP parser.",
    not_visible: "The answer's bytes.",
};

pub(crate) static ORIGIN_PASSTHROUGH: Texts = Texts {
    title: "Failure answered by the origin",
    meaning: "The origin answered with the failing status itself; CloudFront passed it on.",
    explanation: "The origin sent the failing status and CloudFront passed it on after a real round trip. Where the origin is a load balancer, either it or its target wrote the status, and only its own log tells which. CloudFront says Error both for this and for a failure from its cache; the duration sets them apart.",
    shape: "Detailed result Error with a 5xx status, after a real round trip to the origin.",
    supports: &[
        "The duration is that of a round trip to the origin.",
        "The origin's log has the same status for the same path at the same time.",
    ],
    opposes: &["The answer came within milliseconds: then it was cached."],
    now: "read the origin's own log (with an ALB there: give its access log to this program too).",
    fix: "at the origin; serve stale content or fail over for what can be cached.",
    prevent: "read the origin's log together with CloudFront's, and serve stale content where it may be.",
    not_visible: "What the origin did: its own log, or the log of the load balancer there.",
};

pub(crate) static EDGE_FUNCTION_ERROR: Texts = Texts {
    title: "Edge function error",
    meaning: "A Lambda@Edge function or CloudFront Function failed, or returned what CloudFront does not accept.",
    explanation: "A function at the edge threw, ran into a limit, or returned something that CloudFront does not accept; the request ends there. Depending on the kind the viewer gets 500, 502 or 503. The result type names it and not the function; its log lies in the region of the edge location.",
    shape: "A result type that begins with Lambda or Function and names an error or limit.",
    supports: &[
        "The result type begins with Lambda or Function.",
        "Only behaviours with a function fail.",
    ],
    opposes: &["Paths without a function fail too."],
    now: "associate the function's previous version with the behaviour.",
    fix: "test the function's output against CloudFront's rules before it is published.",
    prevent: "test functions against CloudFront's rules for their output, and move them to production one behaviour at a time.",
    not_visible: "The function's name and error.",
};

pub(crate) static ERROR_CACHED: Texts = Texts {
    title: "Cached failures",
    meaning: "CloudFront served a cached failure again instead of asking the origin: short faults hit more users.",
    explanation: "CloudFront caches failures too: for 10 s unless set otherwise it answers the same request at the same edge location with the failure it has, without asking the origin. One short fault is therefore shown to many viewers. The cause lies in the failure that was cached; this is its amplification. That a line came from the cache is inferred from its duration and the failure before it.",
    shape: "Detailed result Error within milliseconds, shortly after a failure of the same path at the same edge location.",
    supports: &[
        "The answers came within milliseconds.",
        "A failure of the same path at the same edge location came shortly before.",
    ],
    opposes: &["No failure of the origin came before."],
    now: "mend the failure at the origin; the cached ones end by themselves.",
    fix: "set a lower error caching minimum TTL for 502, 503 and 504.",
    prevent: "choose the error caching minimum TTL per status on purpose: low where the origin recovers quickly, higher where it must be spared.",
    not_visible: "The TTL that is set.",
};

pub(crate) static EDGE_CAPACITY: Texts = Texts {
    title: "Refused at the edge",
    meaning: "CloudFront refused requests at the edge: out of capacity, or over a quota.",
    explanation: "CloudFront refused requests before it asked any origin: the edge location was out of capacity, or a quota of the distribution or account was met. The result type says which of the two. What the quota is and how full it was, the log does not say.",
    shape: "Result type CapacityExceeded or LimitExceeded.",
    supports: &["The result type names it.", "Only some edge locations, or only above one rate."],
    opposes: &["The requests reached the origin."],
    now: "open a case with AWS if it lasts.",
    fix: "ask for a higher quota before planned peaks.",
    prevent: "know the request rate per distribution of your peaks, and ask for quotas ahead of planned ones.",
    not_visible: "The quota.",
};

pub(crate) static VIEWER_ABORT: Texts = Texts {
    title: "Viewer left",
    meaning: "Viewers closed the connection before the answer was complete.",
    explanation: "The viewer closed the connection before the answer was complete. That is ordinary for downloads and videos that are cancelled, and a sign of slowness where it rises. The log shows that the viewer left and not why.",
    shape: "Status 000, or result type Error although the response was in order when it began.",
    supports: &[
        "Status 000, or a result that turned to Error after a good beginning.",
        "It rises together with response times.",
    ],
    opposes: &["The share is the same every day."],
    now: "see whether answers became slow just before.",
    fix: "nothing where large downloads are cancelled; else make the slow paths faster.",
    prevent: "alarm on response times to the first byte, not on the number of viewers who leave.",
    not_visible: "Why viewers left.",
};
