//! Values by what they hold, and what is left of them.

use super::*;
use Sensitivity::{Agent, Client, Headers, Host, Json, Query, Text, Url};

fn of(redactor: &Redactor, sensitivity: Sensitivity, text: &str) -> String {
    let mut out = Vec::new();
    let hidden = redactor.value(text.as_bytes(), sensitivity, &mut out, &mut Tally::default());
    assert!(hidden || out.is_empty());
    if hidden { String::from_utf8(out).unwrap() } else { text.to_owned() }
}

fn hides(sensitivity: Sensitivity, pairs: &[(&str, &str)]) {
    for (text, left) in pairs {
        assert_eq!(of(&Redactor::default(), sensitivity, text), *left, "{sensitivity:?} {text}");
    }
}

fn keeps(sensitivity: Sensitivity, texts: &[&str]) {
    for text in texts {
        assert_eq!(of(&Redactor::default(), sensitivity, text), *text, "{sensitivity:?}");
    }
}

#[test]
fn urls_keep_their_shape_and_lose_their_values() {
    hides(
        Url,
        &[
            (
                "GET https://shop.example.com:443/a?q=jane&page=2 HTTP/1.1",
                "GET https://shop.example.com:443/a?q=REDACTED&page=REDACTED HTTP/1.1",
            ),
            (
                "GET http://jane:s3cret@shop.example.com:80/ HTTP/1.1",
                "GET http://REDACTED_USER@shop.example.com:80/ HTTP/1.1",
            ),
            ("https://jane:p@ss@example.com/x", "https://REDACTED_USER@example.com/x"),
            ("/users/jane.doe@example.com/cart", "/users/REDACTED_EMAIL/cart"),
            ("/users/jane.doe%40example.com/cart", "/users/REDACTED_EMAIL/cart"),
            ("/users/jane%2540example.com", "/users/REDACTED_EMAIL"),
            ("/a?jane", "/a?REDACTED"),
            ("/a?q=a b c HTTP/1.1", "/a?q=REDACTED HTTP/1.1"),
            ("/a;jsessionid=0A1B2C3D/b", "/a;jsessionid=REDACTED_SECRET/b"),
            ("/a;user=jane/b", "/a;user=REDACTED/b"),
            ("/a#access_token=abc", "/a#access_token=REDACTED"),
            ("/a%3Fq%3Djane%26r%3Dsmith", "/a%3Fq%3DREDACTED%26r%3DREDACTED"),
            ("/reset/a8Kd93hSKs02kd8F7sGh2Ld9", "/reset/REDACTED_SECRET"),
            ("/static/main.9f86d081884c7d659a2feaa0c55ad015.js", "/static/REDACTED_SECRET.js"),
            ("/jwt/eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln/x", "/jwt/REDACTED_SECRET/x"),
            ("/from/203.0.113.9/x", "/from/203.0.113.0/24/x"),
            ("/o/3f2504e0-4f89-11d3-9a0c-0305e82c3301", "/o/REDACTED_TRACE"),
        ],
    );
    keeps(
        Url,
        &[
            "GET https://shop.example.com:443/products/42/reviews HTTP/2.0",
            "- http://10.0.1.5:80- -",
            "/blog/how-to-fix-502-bad-gateway-errors-2024",
            "/npm/vue@3.2.1/dist",
            "/api/v1/orders/123/items/45",
            "/users/jane.doe",
        ],
    );
}

#[test]
fn clients_become_networks_wherever_they_stand() {
    hides(
        Client,
        &[
            ("203.0.113.9:40312", "203.0.113.0/24"),
            ("10.0.0.5", "10.0.0.0/24"),
            ("203.0.113.9, 198.51.100.7", "203.0.113.0/24, 198.51.100.0/24"),
            ("203.0.113.9,%20198.51.100.7", "203.0.113.0/24,%20198.51.100.0/24"),
            ("2001:db8:1:2::3", "2001:db8:1::/48"),
            ("dsl-9.example.net", "REDACTED_CLIENT"),
            ("unknown, 203.0.113.9", "unknown, 203.0.113.0/24"),
        ],
    );
    hides(
        Text,
        &[
            ("login from 203.0.113.9.", "login from 203.0.113.0/24."),
            ("client: 203.0.113.9:443", "client: 203.0.113.0/24:443"),
            ("[2001:db8:1:2::3]:443 left", "[2001:db8:1::/48]:443 left"),
        ],
    );
    keeps(Text, &["to 10.0.1.5:8080", "at 14:02:11", "1.2.3.4.5", "203.0.113.0/24"]);
    keeps(Agent, &["Mozilla/5.0 (X11) AppleWebKit/537.36 Chrome/120.0.0.0 Safari/537.36"]);
}

#[test]
fn text_loses_what_looks_like_a_secret_or_is_named_one() {
    hides(
        Text,
        &[
            ("token=abc rest", "token=REDACTED_SECRET rest"),
            ("{\"password\": \"p w\", \"a\": 1}", "{\"password\": \"REDACTED_SECRET\", \"a\": 1}"),
            ("Authorization: Bearer abc.def x", "Authorization: REDACTED_SECRET x"),
            ("sent Bearer abcdefgh1 to", "sent Bearer REDACTED_SECRET to"),
            ("Cookie: a=b; c=d", "Cookie: REDACTED_COOKIE"),
            ("mail o'brien@example.co.uk now", "mail REDACTED_EMAIL now"),
            ("Key AKIAIOSFODNN7EXAMPLE", "Key REDACTED_SECRET"),
            ("Root=1-67891233-abcdef012345678912345678", "Root=REDACTED_TRACE"),
            ("GET /a?b=c&d=e, so", "GET /a?b=REDACTED&d=REDACTED so"),
            ("a%26token%3Dxyz%26b", "a%26token%3DREDACTED_SECRET"),
            ("jane:pw@db:5432", "REDACTED_USER@db:5432"),
            ("a%20AKIAIOSFODNN7EXAMPLE%20b", "a%20REDACTED_SECRET%20b"),
            ("a%2520AKIAIOSFODNN7EXAMPLE", "a%2520REDACTED_SECRET"),
            ("from%20203.0.113.9%20on", "from%20203.0.113.0/24%20on"),
            ("a%26sid%3Dxyz", "a%26sid%3DREDACTED_SECRET"),
            ("Bearer%20abcdefgh1", "Bearer%20REDACTED_SECRET"),
            ("%22token%22%3A%22abc%22", "%22token%22%3AREDACTED_SECRET"),
        ],
    );
    keeps(
        Text,
        &[
            "connect() failed (111: Connection refused) while connecting to upstream",
            "Task timed out after 30.03 seconds",
            "status code: 502, what?",
            "REDACTED_SECRET client.9f86d081a3b4.1b4f0e98c2d3",
            "token",
            "=",
            "@",
            "%",
            "?",
            "://",
        ],
    );
}

#[test]
fn headers_and_json_are_judged_by_their_names() {
    hides(
        Headers,
        &[
            (
                "host:a.example%0Acookie:a=b%0Aaccept:*/*%0Ax-mine:jane%0A",
                "host:a.example%0Acookie:REDACTED_COOKIE%0Aaccept:*/*%0Ax-mine:REDACTED_SECRET%0A",
            ),
            (
                "[{\"name\":\"Cookie\",\"value\":\"a=b\"},{\"name\":\"Host\",\"value\":\"h\"}]",
                "[{\"name\":\"Cookie\",\"value\":\"REDACTED_COOKIE\"},{\"name\":\"Host\",\"value\":\"h\"}]",
            ),
        ],
    );
    hides(
        Json,
        &[
            (
                "[{\"matchedData\":[\"jane\"],\"conditionType\":\"XSS\"}]",
                "[{\"conditionType\":\"XSS\",\"matchedData\":[\"REDACTED_SECRET\"]}]",
            ),
            ("[broken", "REDACTED_SECRET"),
        ],
    );
    hides(Query, &[("a=1&b=", "a=REDACTED&b="), ("jane@example.com=1", "REDACTED")]);
    keeps(Host, &["internal-shop-1234567890.eu-west-1.elb.amazonaws.com", "203.0.113.9"]);
}

#[test]
fn everything_is_more() {
    let all = Redactor::new(Reach::All);
    for (sensitivity, text, left) in [
        (Sensitivity::Target, "10.0.1.5:8080", "10.0.1.0/24:8080"),
        (Host, "shop.example.com", "REDACTED_HOST"),
        (Sensitivity::Arn, "arn:aws:elb:eu:123456789012:x", "arn:aws:elb:eu:REDACTED_ACCOUNT:x"),
        (Text, "to 10.0.1.5", "to 10.0.1.0/24"),
    ] {
        assert_eq!(of(&all, sensitivity, text), left);
    }
    keeps(Sensitivity::Target, &["10.0.1.5:8080"]);
}

#[test]
fn what_was_hidden_is_hidden_no_further() {
    let redactors = [Redactor::default(), Redactor::with_key(Reach::Users, &[7; 16]).unwrap()];
    for redactor in redactors {
        for text in [
            "GET /a/jane@example.com/203.0.113.9?b=c from 2001:db8::1 with token=x",
            "eyJhbGciOiJIUzI1NiJ9.e30.c2ln Root=1-67891233-abcdef012345678912345678",
        ] {
            let once = of(&redactor, Text, text);
            assert_ne!(once, text);
            assert_eq!(
                of(&redactor, Text, &once).replace("REDACTED_SECRET", ""),
                once.replace("REDACTED_SECRET", "")
            );
        }
    }
}

/// Work that grew with the square of the length would not come to an end here.
#[test]
fn long_hostile_text_is_no_more_than_long() {
    for pattern in
        ["?", "?a", "@%", "%25", "a@", "://", "a=", "!a@b", "\"token\" ", ":", "1.", "eyJ."]
    {
        let text = pattern.repeat(1_000_000 / pattern.len());
        for sensitivity in [Text, Url, Query, Client, Headers] {
            assert!(!of(&Redactor::default(), sensitivity, &text).is_empty());
        }
    }
}
