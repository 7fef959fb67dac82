//! Access logs of an invented shop: half an hour, in which one of three targets refuses for five
//! minutes.

/// Requests a minute.
const RATE: u32 = 60;
pub(crate) const MINUTES: u32 = 30;
/// The minutes in which the second target refuses.
const DOWN: std::ops::Range<u32> = 12..17;

/// What of an ALB line a test wants to set.
pub(crate) struct Alb<'a> {
    pub(crate) minute: u32,
    pub(crate) second: u32,
    pub(crate) target: &'a str,
    pub(crate) status: &'a str,
    pub(crate) path: &'a str,
    pub(crate) user_agent: &'a str,
}

impl Alb<'_> {
    /// A line of 30 fields and its line feed.
    pub(crate) fn line(&self) -> String {
        let Self { minute, second, target, status, path, user_agent } = self;
        let (times, target_status) = match *status {
            "502" => ("-1 -1 -1", "-"),
            status => ("0.001 0.021 0.000", status),
        };
        format!(
            "https 2026-11-22T14:{minute:02}:{second:02}.250000Z app/shop/0123456789abcdef \
             192.0.2.7:40312 {target} {times} {status} {target_status} 341 5120 \
             \"GET https://shop.example.com:443{path} HTTP/2.0\" \"{user_agent}\" \
             ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 arn:aws:elasticloadbalancing:eu-west-1:\
             123456789012:targetgroup/shop/fedcba9876543210 \"Root=1-6745a1b2-0123456789abcdef\" \
             \"shop.example.com\" \"arn:aws:acm:eu-west-1:123456789012:certificate/0a1b\" 0 \
             2026-11-22T14:{minute:02}:{second:02}.225000Z \"forward\" \"-\" \"-\" \"{target}\" \
             \"{target_status}\" \"-\" \"-\" TID_0123456789abcdef\n"
        )
    }
}

/// One load-balancer node's half hour. Nodes differ by which target a request goes to.
pub(crate) fn alb(node: u32) -> String {
    let targets = ["10.0.1.11:8080", "10.0.1.12:8080", "10.0.1.13:8080"];
    let mut text = String::new();
    for at in 0..MINUTES * RATE {
        let (minute, second) = (at / RATE, at % RATE);
        let target = targets[((at + node) % 3) as usize];
        let refused = DOWN.contains(&minute) && target == targets[1];
        let status = match at % 50 {
            _ if refused => "502",
            7 => "404",
            11 => "302",
            _ => "200",
        };
        let path = ["/", "/cart", "/product/1187"][(at / 3 % 3) as usize];
        let user_agent = "Mozilla/5.0 (X11; Linux x86_64)";
        text += &Alb { minute, second, target, status, path, user_agent }.line();
    }
    text
}

/// The same half hour at an edge, without any failure.
pub(crate) fn cloudfront() -> String {
    let fields = "date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status \
        cs(Referer) cs(User-Agent) cs-uri-query cs(Cookie) x-edge-result-type x-edge-request-id \
        x-host-header cs-protocol cs-bytes time-taken x-forwarded-for ssl-protocol ssl-cipher \
        x-edge-response-result-type cs-protocol-version fle-status fle-encrypted-fields c-port \
        time-to-first-byte x-edge-detailed-result-type sc-content-type sc-content-len \
        sc-range-start sc-range-end";
    let mut text = format!("#Version: 1.0\n#Fields: {fields}\n");
    for at in 0..MINUTES * 20 {
        let (minute, second) = (at / 20, at % 20 * 3);
        let status = if at % 40 == 9 { "403" } else { "200" };
        let values = format!(
            "2026-11-22 14:{minute:02}:{second:02} FRA56-P4 1045 198.51.100.4 GET \
             d111111abcdef8.cloudfront.net /logo.png {status} - Mozilla/5.0 - - Hit abc== \
             www.example.com https 321 0.004 - TLSv1.3 TLS_AES_128_GCM_SHA256 Hit HTTP/2.0 - - \
             51234 0.004 Hit image/png 600 - -"
        );
        text += &values.replace(' ', "\t");
        text.push('\n');
    }
    text
}
