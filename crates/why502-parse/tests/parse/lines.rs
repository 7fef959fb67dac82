//! Lines of every age and oddity. Names and addresses are those reserved for examples.

/// The 34 fields of a full line, so that any age can be cut from it.
pub(crate) const FIELDS: [&str; 34] = [
    "https",
    "2026-11-22T14:02:11.000123Z",
    "app/web/0123456789abcdef",
    "192.0.2.7:40312",
    "10.0.3.17:8080",
    "0.001",
    "0.048",
    "0.037",
    "502",
    "200",
    "214",
    "1277",
    "\"GET https://www.example.com:443/cart/7?size=m&q=%22a%20b%22 HTTP/2.0\"",
    "\"Mozilla/5.0 (X11; Linux x86_64) Example/1.0 (like \\x22this\\x22)\"",
    "ECDHE-RSA-AES128-GCM-SHA256",
    "TLSv1.2",
    "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web/73e2d6bc24d8a067",
    "\"Self=1-67891234-12456789abcdef012345678;Root=1-67891233-abcdef012345678912345678\"",
    "\"www.example.com\"",
    "\"arn:aws:acm:eu-west-1:123456789012:certificate/12345678-1234-1234-1234-123456789012\"",
    "12",
    "2026-11-22T14:02:10.914000Z",
    "\"waf,authenticate,forward\"",
    "\"https://www.example.com:443/a path\"",
    "\"LambdaInvalidResponse\"",
    "\"10.0.3.17:8080\"",
    "\"200\"",
    "\"Acceptable\"",
    "\"SpaceInUri\"",
    "TID_0123456789abcdef",
    "\"m.example.com\"",
    "\"/v2/cart\"",
    "\"TransformSuccess\"",
    "10.0.0.9",
];

/// How many fields lines had over the years, and some between.
pub(crate) const AGES: [usize; 15] = [12, 13, 16, 18, 20, 21, 22, 23, 24, 25, 27, 29, 30, 33, 34];

/// The full line with some fields replaced.
pub(crate) fn alb_with(changes: &[(usize, &[u8])]) -> Vec<u8> {
    let mut fields: Vec<&[u8]> = FIELDS.iter().map(|field| field.as_bytes()).collect();
    for (place, text) in changes {
        fields[*place] = text;
    }
    fields.join(&b' ')
}

/// Load balancer lines: each is a record.
pub(crate) fn alb() -> Vec<Vec<u8>> {
    let mut lines: Vec<Vec<u8>> =
        AGES.iter().map(|&age| FIELDS[..age].join(" ").into_bytes()).collect();
    // More fields than are known, and a space at the end.
    lines.push(format!("{} - \"a new field\"", FIELDS.join(" ")).into_bytes());
    lines.push(format!("{} - \"a new field\" 7", FIELDS.join(" ")).into_bytes());
    lines.push(format!("{} ", FIELDS[..30].join(" ")).into_bytes());
    // Names and certificates without quotes, as of early 2018.
    lines.push(alb_with(&[(18, b"-"), (19, b"-"), (25, b"-"), (26, b"-"), (29, b"\"TID_01\"")]));
    for request in [
        &b"\"- http://www.example.com:80- -\""[..],
        b"\"- - -\"",
        b"\"- - - \"",
        b"\"- http://www.example.com:80-/ \"",
        b"\"- http://www.example.com:80- \"",
        b"\"GET http://www.example.com:80/a b  c HTTP/1.1\"",
        b"\"GET http://[2001:db8::1]:80/ HTTP/1.1\"",
        b"\"GET http://www.example.com:80/\\x22quoted\\x22/\\x5c HTTP/1.1\"",
        b"\"GET http://www.example.com:80/\\\"a b\\\" HTTP/1.1\"",
        b"\"GET http://www.example.com:80/\\\\\"",
        b"\"GET http://www.example.com:80/\xff\xfe\xe2\x82 HTTP/1.1\"",
        b"\"GET\"",
        b"\"\"",
    ] {
        lines.push(alb_with(&[(12, request)]));
    }
    for address in ["2001:db8:1:2:3:4:5:6:50718", "2001:db8::7:443", "[2001:db8::7]:443", "-"] {
        lines.push(alb_with(&[(3, address.as_bytes()), (4, address.as_bytes())]));
    }
    for status in ["", "-", "000", "200"] {
        lines.push(alb_with(&[(8, status.as_bytes()), (9, status.as_bytes())]));
    }
    for times in [["-1", "-1", "-1"], ["0.000", "-1", "-1"], ["-", "", "12"]] {
        let [request, target, response] = times.map(str::as_bytes);
        lines.push(alb_with(&[(5, request), (6, target), (7, response)]));
    }
    // No space behind a closing quote; a quote within a bare field; quotes back to back.
    lines.push(FIELDS.join(" ").replace("\"www.example.com\" \"arn", "\"-\"\"arn").into_bytes());
    lines.push(FIELDS.join(" ").replace("067 \"Self", "0\"67 \"Self").into_bytes());
    lines.push(FIELDS[..21].join(" ").replace("\" 12", "\"12").into_bytes());
    // A type that is not documented, and a leap second.
    lines.push(alb_with(&[(0, b"h3"), (1, b"2016-12-31T23:59:60.5Z")]));
    lines
}

/// Lines of a load balancer's file that are rejected, with the reason.
pub(crate) fn alb_rejected() -> Vec<(Vec<u8>, &'static str)> {
    let mut lines = vec![
        (FIELDS[..11].join(" ").into_bytes(), "too_few_fields"),
        (b"https 2026-11-22T14:02:11.000123Z app/web/0123456789abcdef".to_vec(), "too_few_fields"),
        (FIELDS[..13].join(" ").trim_end_matches('"').as_bytes().to_vec(), "unterminated_quote"),
        (FIELDS[..13].join(" ").replace(".0\"", ".0\\\"").into_bytes(), "unterminated_quote"),
        (FIELDS[..13].join(" ").replace("2.0\"", "2.0\\").into_bytes(), "unterminated_quote"),
        (b"some other text".to_vec(), "unrecognised_line"),
        (b"nospace".to_vec(), "unrecognised_line"),
        (b"2026-11-22\t14:02:11\tLHR62-C1\t1\t192.0.2.1".to_vec(), "no_fields_header"),
    ];
    for time in [
        "2026-02-29T14:02:11.000123Z",
        "2026-11-31T14:02:11Z",
        "2026-11-22T24:02:11Z",
        "2026-11-22T14:60:11Z",
        "2026-11-22T14:02:61Z",
        "2026-11-22T14:02:11.0000000000Z",
        "2026-11-22T14:02:11.Z",
        "2026-11-22T14:02:11",
        "2026-11-22T14:02:11+00:00",
        "2026-13-22T14:02:11Z",
        "2026-00-22T14:02:11Z",
        "-",
        "",
    ] {
        lines.push((alb_with(&[(1, time.as_bytes())]), "bad_timestamp"));
    }
    for status in ["abc", "-1", "1000", "99999", "5\u{fc}2", "502,"] {
        lines.push((alb_with(&[(8, status.as_bytes())]), "bad_field_value"));
    }
    lines
}

/// Never a record, in any file.
pub(crate) const CONTROL: [&[u8]; 8] = [
    b"",
    b" \t ",
    b"#Version: 1.0",
    b"#Software: other",
    b"# a remark",
    b"Enable AccessLog for ELB: app/web/0123456789abcdef at 2026-11-22T14:00:00.781Z",
    b"Enable ConnectionLog for ELB: app/web/0123456789abcdef at 2026-11-22T14:00:00.781Z",
    b"Enable HealthCheckLog for ELB: app/web/0123456789abcdef at 2026-11-22T14:00:00.781Z",
];

/// The legacy columns in their order.
pub(crate) const COLUMNS: &str = "date time x-edge-location sc-bytes c-ip cs-method cs(Host) \
    cs-uri-stem sc-status cs(Referer) cs(User-Agent) cs-uri-query cs(Cookie) x-edge-result-type \
    x-edge-request-id x-host-header cs-protocol cs-bytes time-taken x-forwarded-for ssl-protocol \
    ssl-cipher x-edge-response-result-type cs-protocol-version fle-status fle-encrypted-fields \
    c-port time-to-first-byte x-edge-detailed-result-type sc-content-type sc-content-len \
    sc-range-start sc-range-end";

/// Their values in one line.
pub(crate) const VALUES: [&str; 33] = [
    "2026-11-22",
    "14:02:11",
    "SOF50-P2",
    "1277",
    "192.0.2.7",
    "GET",
    "d111111abcdef8.cloudfront.net",
    "/cart/7",
    "502",
    "https://www.example.com/",
    "Mozilla/5.0%20(X11;%20Linux%20x86_64)",
    "q=%2522a%2520b%2522",
    "a=1;%20b=2",
    "Error",
    "k6WGMNkEzR5BEM_SaF47gjtX9zBDO2m349OY2an0QPEaUum1ZOLrow==",
    "www.example.com",
    "https",
    "214",
    "0.048",
    "192.0.2.8, 192.0.2.9",
    "TLSv1.3",
    "TLS_AES_128_GCM_SHA256",
    "Error",
    "HTTP/2.0",
    "Processed",
    "2",
    "40312",
    "0.047",
    "OriginConnectError",
    "text/html;%20charset=utf-8",
    "919",
    "10",
    "928",
];

/// CloudFront lines of the standard order: each is a record.
pub(crate) fn cloudfront() -> Vec<Vec<u8>> {
    let mut lines: Vec<Vec<u8>> = [9, 12, 19, 23, 24, 26, 31, 33]
        .iter()
        .map(|&columns| VALUES[..columns].join("\t").into_bytes())
        .collect();
    for extra in ["tenant", "tenant\tconnection", ""] {
        lines.push(format!("{}\t{extra}", VALUES.join("\t")).into_bytes());
    }
    for status in ["000", "-", "", "304"] {
        lines.push(VALUES.join("\t").replace("\t502\t", &format!("\t{status}\t")).into_bytes());
    }
    let mut odd = VALUES.join("\t").into_bytes();
    odd.splice(70..72, *b"\xff\" \\");
    lines.push(odd);
    lines
}
