//! Lines of every age and oddity, made up.

pub(crate) const CLB: &[&str] = &[
    r#"2026-11-22T14:02:11.000123Z shop-elb 192.0.2.7:40312 10.0.3.17:8080 0.000061 0.0402 0.00001 200 200 17 5120 "GET https://www.example.com:443/cart?id=7 HTTP/1.1" "curl/8.5.0" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2"#,
    // Twelve fields, as before 2015.
    r#"2014-03-02T09:00:00.5Z 502 192.0.2.7:40312 10.0.3.17:80 0 0.1 0 200 200 0 29 "GET http://www.example.com:80/ HTTP/1.1""#,
    r#"2026-11-22T14:02:12.000000Z shop-elb 192.0.2.8:40313 - -1 -1 -1 504 0 0 0 "POST http://www.example.com:80/pay HTTP/1.1" "Mozilla/5.0 (X11; Linux)" - -"#,
    r#"2026-11-22T14:02:13.000000Z shop-elb 192.0.2.8:40313 10.0.3.17:9000 0.0003 0.000015 -1 503 - 0 0 "GET http://www.example.com:80/a b HTTP/1.1" "-" - -"#,
    // A listener that knows no HTTP.
    r#"2026-11-22T14:02:14.250000Z mail 192.0.2.9:50001 10.0.3.18:25 0.001069 0.000028 0.000041 - - 82 305 "- - - " "-" - -"#,
    r#"2026-11-22T14:02:15.250000Z shop-elb 2001:db8:4538:1:bcf4:5264:e01c:f215:50718 10.0.3.18:80 0.1 0.2 0.3   000 12 0 "GET http://[2001:db8::1]:80/ HTTP/1.1" "" - -"#,
    r#"2026-11-22T14:02:16.000000Z shop-elb 192.0.2.8:40313 10.0.3.17:80 0.1 0.2 0.3 000 200 0 0 "GET http://a:80/ HTTP/1.1" "\"quoted\" and \x22hex\x22 \\ \q" - - new "two words" last"#,
    r#"2026-11-22T14:02:17Z shop_elb.old 192.0.2.8:40313 10.0.3.17:80 0.1 x 0.3 200 200 - - "GET http://a:80/ HTTP/1.1""joined" - -"#,
];

pub(crate) const NLB: &[&str] = &[
    r#"tls 2.0 2026-11-22T14:02:11 net/edge/0123456789abcdef 89abcdef01234567 192.0.2.7:40312 10.0.0.5:443 1520 21 980 2460 - arn:aws:acm:eu-west-1:123456789012:certificate/1 - ECDHE-RSA-AES128-GCM-SHA256 tlsv12 - www.example.com h2 h2 "h2","http/1.1" 2026-11-22T14:02:09"#,
    // Before the time of creation, and before the protocols.
    r#"tls 2.0 2021-04-01T08:51:42 net/edge/0123456789abcdef 89abcdef01234567 192.0.2.7:40312 10.0.0.5:443 5 2 98 246 - - - ECDHE-RSA-AES128-SHA tlsv12 - www.example.com - - -"#,
    r#"tls 2.0 2019-12-20T02:59:40 net/edge/0123456789abcdef 89abcdef01234567 192.0.2.7:40312 10.0.0.5:443 86400001 - 0 0 48 - - - - - www.example.com"#,
    // No handshake at all.
    r#"tls 2.0 2026-11-22T14:02:12 net/edge/0123456789abcdef 89abcdef01234567 2001:db8::7:40312 2001:db8::5:443 0 - 0 0 - - - - - - - - - - 2026-11-22T14:02:12"#,
    r#"tls 2.0 2026-11-22T14:02:13 net/edge/0123456789abcdef 89abcdef01234567 192.0.2.7:40312 10.0.0.5:443 12 11 5 6 - - - TLS_AES_128_GCM_SHA256 tlsv13 x25519 b%C3%BCcher.example - - \"http/1.1\" 2026-11-22T14:02:13"#,
    r#"tls 2.0 2026-11-22T14:02:14 net/edge/0123456789abcdef 89abcdef01234567 192.0.2.7:40312 10.0.0.5:443 12 11 5 6 - - - TLS_AES_128_GCM_SHA256 tlsv13 x25519 www.example.com h2 h2 "h2","x%20y" 2026-11-22T14:02:13 new newer"#,
    r#"tls 2.0 2026-11-22T14:02:15.5Z net/edge/0123456789abcdef 89abcdef01234567 192.0.2.7:40312 10.0.0.5:443 -1 x 5 6 - - - - - - "half h2 h2 "h2" - "#,
];

pub(crate) const CONNECTION: &[&str] = &[
    r#"2026-11-22T14:02:11.514108Z 192.0.2.7 36280 443 TLSv1.3 TLS_AES_128_GCM_SHA256 0.036 "CN=client.example.com,O=Example\, Inc,C=DE" NotBefore=2026-01-01T00:00:00Z;NotAfter=2027-01-01T00:00:00Z 0A1B2C Success TID_0123456789abcdef x25519 app/web/0123456789abcdef 10.0.0.9"#,
    r#"2023-12-01T00:00:00.000001Z 192.0.2.7 36280 443 TLSv1.2 ECDHE-RSA-AES128-GCM-SHA256 - "CN=a" NotBefore=2023-01-01T00:00:00Z;NotAfter=2024-01-01T00:00:00Z 0A1B2C Failed:ClientCertUntrusted"#,
    r#"2024-06-01T00:00:00.000001Z 2001:db8::7 36280 80 - - - "-" - - - TID_0123456789abcdef"#,
    r#"2025-06-01T00:00:00.000001Z 192.0.2.7 36280 443 TLSv1.2 A 4.036 CN=unquoted "NotBefore=a;NotAfter=b" 0A Failed:ClientCertExpired "TID_0" -"#,
    r#"2026-11-22T14:02:11.514108Z 192.0.2.7 36280 443 TLSv1.3 A -1 "CN=\"x\" \x41" "-" - Success TID_0 x25519 app/web/0 10.0.0.9 surplus "and more""#,
];

pub(crate) const HEALTH_CHECK: &[&str] = &[
    "http 2026-11-22T14:02:11.875678Z 0.019584011 10.0.3.17:80 shop-blue PASS 200 - app/web/0123456789abcdef 10.0.0.9",
    "https 2025-11-22T14:02:11.875678Z 5.000000001 10.0.3.17:8443 shop-blue FAIL - TimedOut",
    "lambda 2026-11-22T14:02:11.875678Z 0.25 arn:aws:lambda:eu-west-1:123456789012:function:shop:7 shop-fn FAIL 500 TargetError app/web/0123456789abcdef 10.0.0.9",
    "grpc 2026-11-22T14:02:11.875678Z - 2001:db8::17:50051 shop-grpc FAIL 12 GRPCUnexpectedStatus app/web/0 10.0.0.9 one \"more field\"",
    "h2 2026-11-22T14:02:11Z 0.1 10.0.3.17:80 \"shop-blue\" FAIL 0200 ResponseCodeMismatch",
];

pub(crate) const OBJECTS: &[(&str, &str)] = &[
    (
        "nlb",
        r#"{"type":"tls","version":"2.0","time":"2026-11-22T14:02:11","elb":"net/edge/0","listener":"89ab","client_port":"192.0.2.7:40312","destination_port":"10.0.0.5:443","connection_time":"1520","tls_handshake_time":21,"received_bytes":980,"sent_bytes":"2460","incoming_tls_alert":"-","chosen_cert_arn":null,"chosen_cert_serial":"-","tls_cipher":"A","tls_protocol_version":"tlsv12","tls_keyexchange":"-","domain_name":"www.example.com","alpn_fe_protocol":"h2","alpn_be_protocol":"h2","alpn_client_preference_list":"\"h2\",\"http/1.1\"","tls_connection_creation_time":"2026-11-22T14:02:09"}"#,
    ),
    (
        "alb_connection",
        r#"{ "time": "2026-11-22T14:02:11.514108Z", "client_ip": "192.0.2.7", "client_port": 36280, "listener_port": "443", "tls_handshake_latency": "0.036", "leaf_client_cert_subject": "CN=\u00fc \\x41", "conn_trace_id": "TID_0", "new": {"a": [1, {"b": "]"}], "isOld": false}, "time": "again" }"#,
    ),
    (
        "alb_health_check",
        r#"{"latency":0.019584011,"time":"2026-11-22T14:02:11.875678Z","type":"http","target_addr":"10.0.3.17:80","target_group_id":"shop","status":"FAIL","status_code":"502","reason_code":"TargetError","elb":"app/web/0","ip_address":"10.0.0.9"} "#,
    ),
];

pub(crate) const HEADERS: &[(&str, &str)] = &[
    ("nlb", "elb time destination_port listener x-new connection_time alpn_client_preference_list"),
    ("alb_connection", "time listener_port tls_handshake_latency leaf_client_cert_subject time X"),
    ("alb_health_check", "status Target_Addr time target_group_id latency"),
];

pub(crate) const UNDER_HEADERS: &[(&str, &str)] = &[
    ("nlb", "net/edge/0 2026-11-22T14:02:11 10.0.0.5:443 89ab new 1500 \"h2\",\"http/1.1\""),
    ("nlb", "net/edge/0\t2026-11-22T14:02:11.5Z\t10.0.0.5:443\t89ab\t\t\t\"h2\"\tsurplus"),
    ("alb_connection", "2026-11-22T14:02:11Z 443 0.036 \"CN=a b\" again -"),
    ("alb_connection", "\"2026-11-22T14:02:11Z\"\t443\t-\t\"CN=a b\"\tagain\t-"),
    ("alb_health_check", "PASS 10.0.3.17:80 2026-11-22T14:02:11Z shop 0.5"),
];

/// Every plain line, with its format.
pub(crate) fn plain() -> Vec<(&'static str, &'static str)> {
    let lines = [
        ("clb", CLB),
        ("nlb", NLB),
        ("alb_connection", CONNECTION),
        ("alb_health_check", HEALTH_CHECK),
    ];
    lines.iter().flat_map(|(format, lines)| lines.iter().map(|line| (*format, *line))).collect()
}
