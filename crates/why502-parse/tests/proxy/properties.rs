//! Generated and mutated lines, read by both.

use crate::agree::{assert_alike, fast};
use crate::twin;
use proptest::prelude::*;
use why502_parse::Format;

fn one_of(values: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
    prop::sample::select(values)
}

const TEXTS: &[&str] = &[
    "-",
    "",
    "GET / HTTP/1.1",
    "POST /a?b=[c] HTTP/2.0",
    "\\x16\\x03",
    "say \\\"no\\\", client: x",
    "\\\\",
    "] \\\" 200 3",
    "a, host: b",
    "caf\u{e9}",
];

fn access() -> impl Strategy<Value = String> {
    let hosts = one_of(&[
        "203.0.113.9",
        "2001:db8::1",
        "unix:",
        "198.51.100.3, 10.0.0.9",
        "h:80 203.0.113.9",
        "h 203.0.113.9",
        "203.0.113.9 (10.0.0.1, -)",
    ]);
    let users = one_of(&["- -", "- frank", "- van dyk", "id \"\"", "- [x]", "- a [b] c"]);
    let times = one_of(&[
        "22/Nov/2026:14:02:11 +0000",
        "29/Feb/2024:23:59:60 -0930",
        "31/Jun/2026:00:00:00 +0000",
        "01/Jan/1970:00:00:00 +1400",
    ]);
    let sizes = one_of(&["502 157", "499 0", "200 -", "- 12", "1000 1"]);
    let surplus = one_of(&[
        "",
        "",
        " 5120",
        " \"10.0.0.1, 10.0.0.2\"",
        " rt=0.100 uct=\"0.000\"",
        " 0.1 k=v [x] 7",
        " rt=1 rt=2 status=5 ident=q Host=y time=3 timestamp=4",
        " 512 0.2 [a-b-80] [] 10.0.0.1:80, 10.0.0.2:80 0, 1 0.1, 0.1 502, 200 id9",
        " 1 2 [a] [b] 3 4 5 6 7 8",
        " us=502 extra=1 k=2 K=3",
        " id",
        " \"a\" urt=1, 2 z",
        " x=\"",
        "  7  8",
        " ",
    ]);
    let quoted = (one_of(TEXTS), one_of(TEXTS), one_of(TEXTS), 0..3);
    (hosts, users, times, sizes, surplus, quoted).prop_map(
        |(host, user, time, sizes, surplus, (request, referer, agent, texts))| {
            let texts = match texts {
                0 => String::new(),
                1 => format!(" \"{referer}\""),
                _ => format!(" \"{referer}\" \"{agent}\""),
            };
            format!("{host} {user} [{time}] \"{request}\" {sizes}{texts}{surplus}")
        },
    )
}

fn nginx_error() -> impl Strategy<Value = String> {
    let levels = one_of(&["error", "crit", "loud", "info"]);
    let ids = one_of(&["7#8: *9 ", "7#8: ", "7: ", "7#8: *x "]);
    let messages = one_of(&[
        "connect() failed (111: Connection refused)",
        "open (x) (2: No file)",
        "",
        "a, upstream: \"b\"",
    ]);
    let tail = prop::collection::vec((0..7_usize, one_of(TEXTS)), 0..7);
    (levels, ids, messages, tail).prop_map(|(level, ids, message, mut tail)| {
        tail.sort();
        tail.dedup_by_key(|(place, _)| *place);
        let tail: String = tail
            .into_iter()
            .map(|(place, text)| {
                let name =
                    ["client", "server", "request", "subrequest", "upstream", "host", "referrer"]
                        [place];
                if place < 2 {
                    format!(", {name}: {text}")
                } else {
                    format!(", {name}: \"{text}\"")
                }
            })
            .collect();
        format!("2026/11/22 14:02:11 [{level}] {ids}{message}{tail}")
    })
}

fn apache_error() -> impl Strategy<Value = String> {
    let times = one_of(&[
        "Sat Nov 22 14:02:11.123456 2026",
        "Sat Feb 29 14:02:11 2024",
        "Sat Nov  2 14:02:11 2026",
        "Sat Nov 31 14:02:11 2026",
    ]);
    let levels = one_of(&["error", "proxy:warn", ":notice", "-:info", "proxy:loud"]);
    let ids = one_of(&["", "[pid 7] ", "[pid 7:tid 8] "]);
    let rest =
        one_of(&["", "(111)Connection refused: ", "(OS 10061)No: ", "mod_proxy.c(7): (5)x: "]);
    let client = one_of(&[
        "",
        "[client 203.0.113.9:80] ",
        "[client ::1] AH01114: ",
        "AH01114: [client a] AH01115: ",
        "[remote b] [client a] [client c] ",
    ]);
    let message = one_of(&["x", "", "a, referer: b, referer: c", "failed (x): y"]);
    (times, levels, ids, rest, client, message).prop_map(
        |(time, level, ids, rest, client, message)| {
            format!("[{time}] [{level}] {ids}{rest}{client}{message}")
        },
    )
}

/// The line as it is, or with a few bytes changed, put in or taken out.
fn mutated(line: impl Strategy<Value = String>) -> impl Strategy<Value = Vec<u8>> {
    let byte = prop::sample::select(&b"\"\" \\[](),:=-019/.x#\r\0\xff"[..]);
    let changes = prop::collection::vec((any::<prop::sample::Index>(), byte, 0..3), 0..4);
    (line, changes).prop_map(|(line, changes)| {
        let mut line = line.into_bytes();
        for (place, byte, kind) in changes {
            let place = place.index(line.len());
            match kind {
                0 => line[place] = byte,
                1 => line.insert(place, byte),
                _ if line.len() > 1 => drop(line.remove(place)),
                _ => {}
            }
        }
        line
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn access_lines_are_read_alike(line in mutated(access())) {
        assert_alike(Format::NginxAccess, &line, twin::access(&line, false));
        assert_alike(Format::ApacheAccess, &line, twin::access(&line, true));
    }

    #[test]
    fn errors_of_nginx_are_read_alike(line in mutated(nginx_error())) {
        assert_alike(Format::NginxError, &line, twin::nginx_error(&line));
    }

    #[test]
    fn errors_of_apache_are_read_alike(line in mutated(apache_error())) {
        assert_alike(Format::ApacheError, &line, twin::apache_error(&line));
    }

    #[test]
    fn objects_of_variables_are_read_alike(
        request in ".*",
        status in 0..1000_u16,
        names in prop::collection::btree_map("[a-z]{4,9}_x", "[ -~]{0,9}", 0..5),
    ) {
        let mut object = serde_json::json!({
            "remote_addr": "203.0.113.9", "time_local": "22/Nov/2026:14:02:11 +0000", "status": status,
        });
        for (name, value) in names {
            object[name] = value.into();
        }
        // Escapes of a text column are doubled in the logged view.
        object["request"] = request.replace(['\\', '\n'], "").into();
        let line = object.to_string().into_bytes();
        let slow = twin::variables(&line).map(|members| {
            let latin = |text: String| text.bytes().map(char::from).collect();
            members.into_iter().map(|(key, value)| (key, latin(value))).collect()
        });
        assert_alike(Format::NginxAccess, &line, slow);
    }

    #[test]
    fn mutated_lines_never_panic(line in mutated(apache_error()), object in mutated(Just(
        r#"{"msec":1.5,"status":"502","remote_addr":"203.0.113.9","request":"a\\b","x":[1]}"#.to_owned()))) {
        for format in [Format::NginxAccess, Format::NginxError, Format::ApacheAccess, Format::ApacheError] {
            fast(format, &line);
            fast(format, &object);
        }
    }
}
