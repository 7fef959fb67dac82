//! Logs of nginx and Apache: how they are recognised, what each field becomes, and both readings
//! of the same lines against each other.

mod agree;
mod properties;
pub mod twin;

use agree::{members, shown, with_row};
use why502_parse::{Format, Line, Parsed, Parser, Record, RejectReason, View};

fn format(line: &str) -> Option<Format> {
    with_row(None, line.as_bytes(), |row| row.format())
}

/// The value under that key as the log means it.
fn meant(line: &str, key: &str) -> Option<String> {
    with_row(None, line.as_bytes(), |row| shown(&row.value(key, View::Meant))).expect("a record")
}

fn assert_members(line: &str, expected: &[(&str, &str)]) {
    let read = with_row(None, line.as_bytes(), |row| members(row, View::Meant)).expect("a record");
    for (key, value) in expected {
        let found = read.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str());
        assert_eq!(found, Some(*value), "{key} of {line}");
    }
}

const COMBINED: &str = "203.0.113.9 - - [22/Nov/2026:15:02:11 +0100] \"GET /cart?id=7 HTTP/1.1\" \
    502 157 \"https://www.example.com/\" \"Mozilla/5.0 (X11)\"";

#[test]
fn the_combined_form_is_nginx_unless_something_shows_apache() {
    assert_eq!(format(COMBINED), Some(Format::NginxAccess));
    let with = |from: &str, to: &str| format(&COMBINED.replacen(from, to, 1));
    for (from, to) in [
        ("- - [", "frank - ["),
        ("- - [", "- \"\" ["),
        ("203", "www.example.com:443 203"),
        ("203", "www.example.com 203"),
        (" - -", " (198.51.100.3, 10.0.0.9) - -"),
        ("502 157", "502 -"),
        ("502 157", "- 157"),
        ("Mozilla", "\\\"Mozilla\\\""),
        ("Mozilla", "\\xc3\\xa4"),
        (" \"https://www.example.com/\" \"Mozilla/5.0 (X11)\"", ""),
        (" \"https://www.example.com/\" \"Mozilla/5.0 (X11)\"", " 5120"),
    ] {
        assert_eq!(with(from, to), Some(Format::ApacheAccess), "{to}");
    }
    for (from, to) in [
        ("Mozilla", "\\x22Mozilla\\xC3"),
        ("- - [", "- frank van dyk ["),
        ("203.0.113.9", "2001:db8::9"),
        ("203.0.113.9", "198.51.100.3, 10.0.0.9"),
        ("502 157", "499 0"),
    ] {
        assert_eq!(with(from, to), Some(Format::NginxAccess), "{to}");
    }
}

#[test]
fn lines_of_other_logs_are_not_taken() {
    for line in [
        // An access log of a bucket.
        "owner bucket [22/Nov/2026:14:02:11 +0000] 203.0.113.9 - 3E57 REST.GET.OBJECT k \"GET /k HTTP/1.1\" 200 - 9 9 1 1 \"-\" \"-\" -",
        "[22/Nov/2026:14:02:11 +0000] \"GET / HTTP/1.1\" 200 9",
        "2026/11/22 14:02:11 main.go:17: listening",
        "[Sat Nov 22 14:02:11 2026] [loud] hello",
        "{\"time\":\"2026-11-22T14:02:11Z\",\"status\":502,\"path\":\"/\"}",
    ] {
        assert_eq!(format(line), None, "{line}");
    }
    // API Gateway's common form: an identifier behind the size.
    for id in ["3f1c8d2e-7a64-4c1b-9f00-1a2b3c4d5e6f", "QkJaXmPLvHcESHA="] {
        let start = "203.0.113.9 - - [22/Nov/2026:14:02:11 +0000] \"GET /pets HTTP/1.1\" 502 31";
        assert_eq!(format(&format!("{start} {id}")), Some(Format::ApiGateway));
    }
}

#[test]
fn the_beginning_of_a_long_line_is_recognised() {
    let cut = &COMBINED.as_bytes()[..80];
    for (line, format) in [
        (cut, Format::NginxAccess),
        (
            &b"{\"remote_addr\":\"203.0.113.9\",\"msec\":1.5,\"status\":502,\"args\":\"xx"[..],
            Format::NginxAccess,
        ),
        (b"2026/11/22 14:02:11 [error] 31#31: *9 x", Format::NginxError),
        (b"[Sat Nov 22 14:02:11 2026] [error] x", Format::ApacheError),
    ] {
        let mut parser = Parser::new(None);
        let parsed = parser.parse(Line::TooLong(line));
        assert!(matches!(parsed, Parsed::Rejected(RejectReason::LineTooLong)));
        assert_eq!(parser.format(), Some(format));
    }
}

#[test]
fn a_combined_line_gives_the_variables_of_nginx() {
    assert_members(
        COMBINED,
        &[
            ("remote_addr", "203.0.113.9"),
            ("time_local", "22/Nov/2026:15:02:11 +0100"),
            ("request", "GET /cart?id=7 HTTP/1.1"),
            ("nginx_access_status", "502"),
            ("body_bytes_sent", "157"),
            ("http_referer", "https://www.example.com/"),
            ("http_user_agent", "Mozilla/5.0 (X11)"),
            ("@time", "1795356131000000"),
            ("@status", "502"),
        ],
    );
    assert_eq!(meant(COMBINED, "remote_user"), None);
}

#[test]
fn escapes_are_undone() {
    let line = COMBINED.replace("/cart", "/\\x22\\x5C").replace("Mozilla", "M\\xC3\\xB6");
    assert_eq!(meant(&line, "request").unwrap(), "GET /\"\\?id=7 HTTP/1.1");
    assert_eq!(meant(&line, "http_user_agent").unwrap(), "M\u{c3}\u{b6}/5.0 (X11)");
    let apache = COMBINED.replace("/cart", "/\\\"\\\\n");
    assert_eq!(meant(&apache, "request").unwrap(), "GET /\"\\n?id=7 HTTP/1.1");
}

#[test]
fn fields_that_name_themselves_are_members() {
    let line = format!(
        "{COMBINED} \"198.51.100.3, 10.0.0.9\" rt=0.750 uct=\"0.000\" uht=\"-\" urt=\"0.001, 0.749\" \
         us=502, 200 trace-id=abc 7 [x] status=9 sn=shop \"quoted\""
    );
    assert_members(
        &line,
        &[
            ("http_x_forwarded_for", "198.51.100.3, 10.0.0.9"),
            ("request_time", "0.750"),
            ("upstream_connect_time", "0.000"),
            ("upstream_response_time", "0.001, 0.749"),
            ("upstream_status", "502, 200"),
            ("trace_id", "abc"),
            ("server_name", "shop"),
            ("nginx_access_status", "502"),
            ("extra", "7 [x] status=9 \"quoted\""),
        ],
    );
    let start = with_row(None, line.as_bytes(), |row| row.start()).unwrap().unwrap();
    assert_eq!(start.micros(), 1_795_356_130_250_000);
}

#[test]
fn the_ingress_controllers_fields_are_named() {
    let line = format!(
        "{COMBINED} 512 1.250 [shop-web-80] [] 10.0.3.4:8080, 10.0.3.5:8080 0, 157 0.250, 1.000 \
         502, 502 5c1e0d7b"
    );
    assert_members(
        &line,
        &[
            ("request_length", "512"),
            ("request_time", "1.250"),
            ("proxy_upstream_name", "shop-web-80"),
            ("upstream_addr", "10.0.3.4:8080, 10.0.3.5:8080"),
            ("upstream_response_length", "0, 157"),
            ("upstream_response_time", "0.250, 1.000"),
            ("upstream_status", "502, 502"),
            ("req_id", "5c1e0d7b"),
        ],
    );
    assert_eq!(meant(&line, "extra"), None);
}

#[test]
fn a_line_of_apache_has_the_time_of_its_beginning() {
    let line = "shop.example.com:443 203.0.113.9 - frank [22/Nov/2026:14:02:11 +0000] \
                \"POST /a HTTP/1.1\" 502 - \"-\" \"curl/8\" 1250417 **1/1**";
    assert_members(
        line,
        &[
            ("virtual_host", "shop.example.com:443"),
            ("host", "203.0.113.9"),
            ("user", "frank"),
            ("apache_access_status", "502"),
            ("user_agent", "curl/8"),
            ("extra", "1250417 **1/1**"),
        ],
    );
    assert_eq!((meant(line, "bytes"), meant(line, "referer")), (None, None));
    let (time, start) = with_row(None, line.as_bytes(), |row| (row.time(), row.start())).unwrap();
    assert_eq!(start, Some(time));
}

#[test]
fn objects_of_variables_are_read_whichever_time_they_have() {
    let line = r#"{"time_local":"22/Nov/2026:14:02:12 +0000","msec":"1795356131.750","remote_addr":"203.0.113.9","request":"GET /\\x22\u00e4 HTTP/1.1","status":"502","request_time":0.5,"upstream":{"addr":"10.0.0.1:80"},"timestamp":7,"http_user_agent":""}"#;
    assert_members(
        line,
        &[
            ("request", "GET /\\x22\u{c3}\u{a4} HTTP/1.1"),
            ("nginx_access_status", "502"),
            ("upstream_addr", "10.0.0.1:80"),
            ("nginx_access_timestamp", "7"),
            ("@time", "1795356131750000"),
            ("@status", "502"),
        ],
    );
    let start = with_row(None, line.as_bytes(), |row| row.start()).unwrap().unwrap();
    assert_eq!(start.micros(), 1_795_356_131_250_000);
    for (name, value) in [
        ("time_iso8601", "2026-11-22T15:02:11+01:00"),
        ("time_local", "22/Nov/2026:14:02:11 +0000"),
        ("@timestamp", "2026-11-22T14:02:11Z"),
        ("time", "2026-11-22T14:02:11.000+00:00"),
    ] {
        let line = format!(r#"{{"{name}":"{value}","remote_addr":"203.0.113.9","status":502}}"#);
        assert_members(&line, &[("@time", "1795356131000000"), ("nginx_access_status", "502")]);
    }
}

#[test]
fn an_object_with_an_unquoted_nothing_keeps_what_stands_before_it() {
    let line = r#"{"msec":1795356131.000,"status":499,"remote_addr":"203.0.113.9","urt":,"x":1}"#;
    assert_members(line, &[("nginx_access_status", "499"), ("remote_addr", "203.0.113.9")]);
    let cut = &line.as_bytes()[..line.len() - 1];
    assert!(with_row(Some(Format::NginxAccess), cut, |_| ()).is_none());
}

const NGINX_ERROR: &str = "2026/11/22 14:02:11 [error] 31#32: *1729 connect() failed (111: \
    Connection refused) while connecting to upstream, client: 203.0.113.9, server: shop, request: \
    \"GET /a, host: \"x\" HTTP/1.1\", upstream: \"http://127.0.0.1:8080/a\", host: \
    \"www.example.com\", referrer: \"https://www.example.com/\"";

#[test]
fn an_error_of_nginx_is_taken_apart() {
    assert_eq!(format(NGINX_ERROR), Some(Format::NginxError));
    assert_members(
        NGINX_ERROR,
        &[
            ("time", "2026/11/22 14:02:11"),
            ("level", "error"),
            ("pid", "31"),
            ("tid", "32"),
            ("connection", "1729"),
            ("message", "connect() failed (111: Connection refused) while connecting to upstream"),
            ("errno", "111"),
            ("client", "203.0.113.9"),
            ("server", "shop"),
            ("request", "GET /a, host: \"x\" HTTP/1.1"),
            ("upstream", "http://127.0.0.1:8080/a"),
            ("host", "www.example.com"),
            ("referrer", "https://www.example.com/"),
            ("@time", "1795356131000000"),
        ],
    );
    assert_members(
        "2026/11/22 14:02:11 [alert] 7#7: 768 worker_connections are not enough",
        &[("message", "768 worker_connections are not enough"), ("level", "alert")],
    );
    assert_members(
        "2026/11/22 14:02:11 [error] 7#7: *3 no live upstreams, client: unix:, server: , request: \"GET",
        &[("client", "unix:"), ("request", "\"GET")],
    );
    assert_members(
        "2026/11/22 14:02:11 [error] 7#7: *3 upstream timed out (110: x), client: 203.0.113.9, server: \
         0.0.0.0:443, upstream: \"10.0.0.1:443\", bytes from/to client:0/0, bytes from/to upstream:1/2",
        &[
            ("upstream", "10.0.0.1:443"),
            ("bytes_from_to_client", "0/0"),
            ("bytes_from_to_upstream", "1/2"),
        ],
    );
}

#[test]
fn what_an_application_printed_over_several_lines_is_one_record() {
    let first = "2026/11/22 14:02:11 [error] 31#31: *5 FastCGI sent in stderr: \"PHP message: no";
    let last = "#0 {main}\" while reading upstream, client: 203.0.113.9, server: shop";
    let mut parser = Parser::new(None);
    assert!(matches!(parser.parse(Line::Complete(first.as_bytes())), Parsed::Held));
    assert!(matches!(parser.parse(Line::Complete(b"Stack trace:")), Parsed::Held));
    match parser.parse(Line::Complete(last.as_bytes())) {
        Parsed::Record(Record::Row(row)) => {
            assert_eq!(row.text("client"), Some(&b"203.0.113.9"[..]));
            assert!(row.text("message").unwrap().ends_with(b"while reading upstream"));
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(parser.take_released().map(|released| released.control_lines), Some(2));
    // What nginx cut off does not wait for more.
    let cut = format!("{first}{}", "x".repeat(2_000));
    assert!(with_row(None, cut.as_bytes(), |_| ()).is_some());
}

#[test]
fn an_error_of_apache_is_taken_apart() {
    let line = "[Sat Nov 22 14:02:11.123456 2026] [proxy_http:error] [pid 7:tid 139] \
                (111)Connection refused: [client 203.0.113.9:4242] AH01114: HTTP: failed, \
                referer: https://www.example.com/";
    assert_eq!(format(line), Some(Format::ApacheError));
    assert_members(
        line,
        &[
            ("time", "Sat Nov 22 14:02:11.123456 2026"),
            ("module", "proxy_http"),
            ("level", "error"),
            ("pid", "7"),
            ("tid", "139"),
            ("errno", "111"),
            ("errno_text", "Connection refused"),
            ("client", "203.0.113.9:4242"),
            ("error_code", "AH01114"),
            ("message", "HTTP: failed"),
            ("referer", "https://www.example.com/"),
            ("@time", "1795356131123456"),
        ],
    );
    assert_members(
        "[Sat Nov 22 14:02:11 2026] [error] [client 203.0.113.9] (70007)The timeout: proxy: error",
        &[
            ("level", "error"),
            ("client", "203.0.113.9"),
            ("errno", "70007"),
            ("message", "proxy: error"),
        ],
    );
    assert_members(
        "[Sat Nov  2 14:02:11.000001 2026] [:trace4] [pid 7] mod_proxy.c(1180): [remote 10.0.0.5:80] AH00944: x",
        &[
            ("pid", "7"),
            ("source_file", "mod_proxy.c(1180)"),
            ("remote", "10.0.0.5:80"),
            ("error_code", "AH00944"),
            ("message", "x"),
        ],
    );
}

#[test]
fn what_cannot_be_a_record_is_rejected_with_its_reason() {
    let reject = |format, line: &str| match Parser::new(Some(format))
        .parse(Line::Complete(line.as_bytes()))
    {
        Parsed::Rejected(reason) => reason,
        other => panic!("{line}: {other:?}"),
    };
    let access = Format::NginxAccess;
    for (line, reason) in [
        (COMBINED.replace("22/Nov", "31/Nov"), RejectReason::BadTimestamp),
        (COMBINED.replace("+0100", "+2560"), RejectReason::BadTimestamp),
        (COMBINED.replace(" 502 ", " 1502 "), RejectReason::BadFieldValue),
        (COMBINED.replace(" 502 ", " ok "), RejectReason::UnrecognisedLine),
        (COMBINED[..60].to_owned(), RejectReason::UnterminatedQuote),
        (COMBINED[..COMBINED.len() - 1].to_owned(), RejectReason::UnterminatedQuote),
        (format!("{COMBINED} rt=\"0.1"), RejectReason::UnterminatedQuote),
        (COMBINED[..74].to_owned(), RejectReason::TooFewFields),
        ("text".to_owned(), RejectReason::UnrecognisedLine),
    ] {
        assert_eq!(reject(access, &line), reason, "{line}");
        assert_eq!(reject(Format::ApacheAccess, &line), reason, "{line}");
    }
    let line = NGINX_ERROR.replace("11/22", "13/22");
    assert_eq!(reject(Format::NginxError, &line), RejectReason::BadTimestamp);
    let line = "[Sat Nox 22 14:02:11 2026] [error] x";
    assert_eq!(reject(Format::ApacheError, line), RejectReason::BadTimestamp);
}
