//! `--where`: what holds, what is refused, and the fast evaluator against a plain one.

mod twin;

use std::net::Ipv4Addr;

use proptest::prelude::*;
use why502_engine::filter::{Context, Filter, FilterError};
use why502_engine::{Analysis, verdict};
use why502_parse::{Line, Number, Parsed, Parser, Timestamp, Value, View};

use twin::{Condition, Fields};

fn instants(text: &str) -> Option<Timestamp> {
    let seconds = text.parse::<i64>().ok().map(|second| second * 1_000_000);
    seconds.map(Timestamp::from_micros).or_else(|| Timestamp::parse(text.as_bytes()))
}

fn filter(text: &str) -> Filter {
    Filter::parse(text, &instants).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn refusal(text: &str) -> FilterError {
    Filter::parse(text, &instants).err().unwrap_or_else(|| panic!("{text} is a filter"))
}

/// Does it hold for the line?
fn holds(text: &str, line: &str) -> bool {
    let filter = filter(text);
    let mut parser = Parser::new(None);
    let Parsed::Record(record) = parser.parse(Line::Complete(line.as_bytes())) else {
        panic!("{line} is no record")
    };
    let context = Context { source: "logs/a.log.gz", line: 12, signature: verdict(&record) };
    filter.holds(&record, &context)
}

/// Refused by its target.
const REFUSED: &str = "https 2026-11-22T14:02:11.000123Z app/shop/50dc6c495c0c9188 2001:db8::9:50000 \
    10.0.3.17:8080 -1 -1 -1 502 - 2048 277 \"GET https://www.example.com:443/a%20b?c=\\x22 HTTP/1.1\" \
    \"it's curl/8.5.0\" - - arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web/943f017f100becff \
    \"Root=1-6921c0de-000000000000000000000001\" \"-\" \"-\" 1 2026-11-22T14:02:11.000000Z \"forward\" \"-\" \"-\"";
/// Served in 250 ms.
const SERVED: &str = "http 2026-11-22T15:00:00.000000Z app/shop/50dc6c495c0c9188 203.0.113.9:50000 \
    10.0.4.2:8080 0.000 0.250 0.000 200 200 99 512 \"POST http://www.example.com:80/cart HTTP/1.1\" \"-\" - - -";

#[test]
fn conditions_hold_for_the_lines_they_describe() {
    for text in [
        "elb_status_code = 502",
        "elb_status_code == 502 and target_status_code not in (1) or status in (502)",
        "status=502",
        "target:port = '10.0.3.17:8080'",
        "target_port in 10.0.3.0/24",
        "client_port in 2001:db8::/32 and client_port in 2001:db8::9",
        "client_port in (192.0.2.0/24, 2001:db8::/64)",
        "not client_port in 203.0.113.0/24 and client_port not in 203.0.113.0/24",
        "timestamp in 2026-11-22T14:00:00Z..2026-11-22T15:00:00Z",
        "timestamp in ..2026-11-22T14:02:11.000124Z and timestamp >= 2026-11-22T14:02:11.000123Z",
        "timestamp in 2026-11-22T14:02:11.000123Z.. and status = 502",
        "timestamp = 2026-11-22T14:02:11.000123Z",
        "start_timestamp = 2026-11-22T14:02:11Z and start_timestamp in 2026-11-22T14:02:00Z..",
        "received_bytes = 2KiB and received_bytes > 2KB and received_bytes < 1MiB",
        "received_bytes in 2000..2049 and status in (200, 500..503)",
        "user_agent ~ '^it''s CURL' or user_agent ~ '(?i)^it''s CURL'",
        "request ~ 'c=\"' and request !~ 'x22'",
        "elb_status_code ~ '^5' and status !~ 4",
        "signature = alb-connection-refused and failure_side = target",
        "format in (alb, cloudfront) and format != clb and status = 502",
        "source ~ 'a\\.log' and line = 12 and line < 1KB and status = 502",
        "exists target_port and not exists target_status_code and not exists(request_processing_time)",
        "request_creation_time >= '2026-11-22T14:02' and request_creation_time < '2026-11-22T14:03'",
        "type = https AND NOT type = http",
        "\"status\" = 502",
        "status in 502..503 and not status in ..502 and status not in 503..",
    ] {
        assert!(holds(text, REFUSED), "{text}");
        assert!(
            text.starts_with("not ") || !holds(text, SERVED) || text.contains("exists"),
            "{text}"
        );
    }
    for text in [
        "target_processing_time = 250ms and target_processing_time < 0.2501",
        "target_processing_time in 200ms..1s",
        "target_processing_time >= 0.25s and not target_processing_time > 0.25",
        "not exists signature and not exists user_agent",
        "domain_name = 'x' or not (domain_name = 'x')",
    ] {
        assert!(holds(text, SERVED), "{text}");
    }
}

#[test]
fn what_a_record_does_not_have_passes_no_test() {
    for text in [
        "user_agent = 'x'",
        "user_agent != 'x'",
        "user_agent in ('x')",
        "user_agent not in ('x')",
        "user_agent ~ '.*'",
        "user_agent !~ 'x'",
        "user_agent < 'x'",
        "user_agent in a..z",
        "signature != unattributed",
        "a_key_of_nobody != 1",
        "target_group_arn not in 10.0.0.0/8",
    ] {
        assert!(!holds(text, SERVED), "{text}");
        assert!(holds(&format!("not ({text})"), SERVED), "{text}");
    }
}

#[test]
fn refusals_say_where_and_what_is_expected() {
    for (text, at, words) in [
        ("", 0, "expected a condition"),
        ("status", 6, "expected =, !="),
        ("status 502", 7, "expected =, !="),
        ("status =", 8, "expected a value"),
        ("status = 502 or", 15, "expected a condition"),
        ("status = 502 status = 503", 13, "expected and, or, or the end"),
        ("(status = 502", 13, "closing parenthesis"),
        ("status in (502", 14, "expected a comma"),
        ("status not 502", 11, "expected in behind not"),
        ("exists", 6, "expected a key behind exists"),
        ("elb_status_cod = 502", 0, "the nearest is elb_status_code"),
        ("status = 502 and timestmap > 2026-11-22", 17, "the nearest is timestamp"),
        ("timestamp > soon", 12, "expected a time"),
        ("timestamp in 2026-11-22T14:00:00Z..soon", 35, "expected a time"),
        ("timestamp ~ '2026'", 12, "compared with times"),
        ("format = ngnix_error", 9, "nginx_error"),
        ("failure_side = taget", 15, "target"),
        ("signature = alb-conection-refused", 12, "alb-connection-refused"),
        ("user_agent ~ '('", 13, "this is no pattern"),
        ("user_agent ~ 'a{999}{999}{999}'", 13, "this is no pattern"),
        ("status in ..", 10, "FROM..TO"),
        ("status ! 502", 7, "`!` begins"),
        ("status = '502", 9, "closing ' is missing"),
        ("received_bytes > 1mb", 17, "expected a number"),
        ("received_bytes > 1e3", 17, "expected a number"),
        ("target_processing_time >= 1h30m", 26, "expected a number"),
        ("target_processing_time in 100ms..1S", 33, "expected a number"),
        ("status = +502", 9, "expected a number"),
        ("status not in (404, OK)", 20, "expected a number"),
        ("line > first", 7, "expected a number"),
        ("status in 500...505", 15, "expected a number"),
        ("status in 505..500", 10, "this range is empty"),
        ("timestamp in 2..1", 13, "this range is empty"),
        ("client_port in 10.0.0.0/33", 15, "this is no network"),
        ("client_port not in (10.0.0.0/8, 10.0.0/8)", 32, "this is no network"),
        ("client_port != 10.0.0.0/8", 15, "write client_port in 10.0.0.0/8"),
        ("target_port = 10.0.4.2", 14, "write target_port in 10.0.4.2"),
        ("é = 1", 0, "a key has letters or digits"),
        ("\"\" = 1", 0, "a key has letters or digits"),
        ("signature = foo", 12, "signature is never this"),
        ("status = \"502\"", 9, "before `\"502\"`"),
        ("user_agent ~ 'a{1000}{1000}{1000}'", 13, "size limit of 1048576 bytes"),
    ] {
        let error = refusal(text);
        assert!(error.to_string().contains(words), "{text}: {error}");
        assert_eq!(error.at(), at, "{text}: {error}");
    }
    assert!(refusal(&"(".repeat(50_000)).to_string().contains("nested too deeply"));
    assert!(refusal(&"not ".repeat(10_000)).to_string().contains("nested too deeply"));
}

#[test]
fn text_in_quotes_is_never_taken_for_a_network() {
    for text in [
        "client_port not in ('10.0.0.0/33', x) and client_port != '10.0.0.0/8'",
        "target_port != '10.0.4.2' and target_port = '10.0.4.2:8080'",
        "user_agent not in (a/b, /a/8, 1/2) or status = 200",
    ] {
        assert!(holds(text, SERVED), "{text}");
    }
    assert!(!refusal("signature = foo").to_string().contains("nearest"));
    assert!(!refusal("user_agent ~ 'a{1000}{1000}{1000}'").to_string().ends_with('.'));
}

#[test]
fn a_key_of_the_owners_own_is_found_under_every_spelling() {
    let line = "{\"requestId\":\"r\",\"requestTime\":\"22/Nov/2026:14:00:00 +0000\",\
        \"status\":\"502\",\"tenantId\":\"t1\",\"my key\":1,\"Foo-Bar\":\"x\"}";
    for text in [
        "tenantId = t1",
        "tenant_id = t1",
        "\"tenantId\" = t1",
        "\"my key\" = 1",
        "my_key = 1",
        "Foo-Bar = x and exists requestId and apigateway_status = 502",
    ] {
        assert!(holds(text, line), "{text}");
    }
}

#[test]
fn an_analysis_leaves_out_what_does_not_pass_and_says_how_much() {
    let text = format!("{REFUSED}\n{SERVED}\n\n{REFUSED}\n");
    let summary = |expression: Option<&str>| {
        let settings = why502_engine::Settings {
            filter: expression.map(filter),
            ..why502_engine::Settings::default()
        };
        let mut analysis = Analysis::new(settings);
        let text = text.clone();
        let item = why502_engine::WorkItem {
            source: "a.log".into(),
            size: 0,
            format: None,
            piece: None,
            mark: None,
            open: Box::new(move || Ok(Box::new(Plain(std::io::Cursor::new(text))))),
        };
        analysis.run(&why502_engine::WorkList::new(vec![item]), &(), &());
        analysis.into_summary()
    };
    let all = summary(None);
    assert_eq!((all.input.records, all.input.records_filtered_out), (3, 0));
    let some = summary(Some("signature = alb-connection-refused"));
    assert_eq!((some.input.records, some.input.records_filtered_out), (2, 1));
    assert_eq!((some.requests, some.bad_gateways, some.input.control_lines), (2, 2, 1));
    assert_eq!(some.input.lines, 3, "what was left out is no line of any figure");
    let none = summary(Some("status = 418"));
    assert_eq!((none.input.records, none.input.records_filtered_out, none.requests), (0, 3, 0));
    assert_eq!(none.input.objects, 1);
}

/// Text as a stream.
struct Plain(std::io::Cursor<String>);

impl std::io::Read for Plain {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        self.0.read(buffer)
    }
}

impl std::io::BufRead for Plain {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        self.0.fill_buf()
    }
    fn consume(&mut self, amount: usize) {
        self.0.consume(amount);
    }
}

impl why502_engine::Stream for Plain {
    fn bytes_read(&self) -> u64 {
        self.0.position()
    }
    fn ends_cleanly(&self, _error: &std::io::Error) -> bool {
        true
    }
}

/// Numbers and texts of the generated lines.
const NUMBER_KEYS: [&str; 5] = [
    "elb_status_code",
    "target_status_code",
    "target_processing_time",
    "received_bytes",
    "sent_bytes",
];
const TEXT_KEYS: [&str; 4] = ["user_agent", "type", "elb", "error_reason"];
const ADDRESS_KEYS: [&str; 2] = ["client_port", "target_port"];
const TEXTS: [&str; 5] = ["http", "https", "curl", "app/shop/50dc6c495c0c9188", "cur"];

fn condition() -> impl Strategy<Value = Condition> {
    let number_key = || prop::sample::select(NUMBER_KEYS.to_vec()).prop_map(str::to_owned);
    let text_key = || prop::sample::select(TEXT_KEYS.to_vec()).prop_map(str::to_owned);
    let text = || prop::sample::select(TEXTS.to_vec()).prop_map(str::to_owned);
    let sign = prop::sample::select(vec!["=", "!=", "<", "<=", ">", ">="]);
    let written = prop::sample::select(vec![
        (502.0, "502"),
        (200.0, "200"),
        (0.25, "250ms"),
        (0.25, "0.25"),
        (2.0, "2s"),
        (1_024.0, "1KiB"),
        (1_000.0, "1KB"),
        (60.0, "1m"),
    ]);
    let end = || prop::option::of(prop::sample::select(vec![0.25, 1.0, 200.0, 502.0, 1_024.0]));
    let leaf = prop_oneof![
        text_key().prop_map(Condition::Exists),
        number_key().prop_map(Condition::Exists),
        (number_key(), sign, written).prop_map(|(key, sign, (number, written))| {
            Condition::Number(key, sign, number, written.to_owned())
        }),
        (text_key(), any::<bool>(), text()).prop_map(|(k, e, t)| Condition::Text(k, e, t)),
        (text_key(), any::<bool>(), prop::collection::vec(text(), 1..4))
            .prop_map(|(key, wanted, texts)| Condition::OneOf(key, wanted, texts)),
        (prop::sample::select(ADDRESS_KEYS.to_vec()), 0_u8..4, 0_u32..=32).prop_map(
            |(key, last, prefix)| {
                Condition::Network(key.to_owned(), Ipv4Addr::new(10, 0, last, last), prefix)
            }
        ),
        (number_key(), end(), end())
            .prop_filter("something lies in it", |(_, from, to)| match (from, to) {
                (Some(from), Some(to)) => from < to,
                (from, to) => from.is_some() || to.is_some(),
            })
            .prop_map(|(key, from, to)| Condition::Between(key, from, to)),
        (text_key(), any::<bool>(), text()).prop_map(|(k, w, t)| Condition::Contains(k, w, t)),
        (prop::sample::select(vec!["<", ">=", "="]), 1_795_356_000_i64..1_795_356_004)
            .prop_map(|(sign, second)| Condition::Time(sign, second)),
    ];
    leaf.prop_recursive(4, 24, 2, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone())
                .prop_map(|(a, b)| Condition::And(Box::new(a), Box::new(b))),
            (inner.clone(), inner.clone())
                .prop_map(|(a, b)| Condition::Or(Box::new(a), Box::new(b))),
            inner.prop_map(|a| Condition::Not(Box::new(a))),
        ]
    })
}

fn line() -> impl Strategy<Value = String> {
    let pick = |words: &[&'static str]| prop::sample::select(words.to_vec());
    (
        pick(&["http", "https"]),
        0_u8..4,
        (0_u8..4, pick(&["10.0.1.1:8080", "10.0.3.3:80", "-"])),
        pick(&["-1", "0.250", "2.000", "0.001"]),
        (pick(&["502", "200", "504"]), pick(&["-", "200", "502"])),
        (0_u32..3_000, pick(&["curl", "-", "cur"])),
    )
        .prop_map(|(kind, second, (client, target), taken, (status, answered), (bytes, agent))| {
            format!(
                "{kind} 2026-11-22T14:00:0{second}.000000Z app/shop/50dc6c495c0c9188 10.0.{client}.{client}:5000 \
                 {target} 0.001 {taken} 0.000 {status} {answered} {bytes} 277 \
                 \"GET http://www.example.com:80/ HTTP/1.1\" \"{agent}\" - - -"
            )
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_evaluator_agrees_with_a_plain_one(condition in condition(), line in line()) {
        let text = condition.text();
        let filter = filter(&text);
        let mut parser = Parser::new(None);
        let Parsed::Record(record) = parser.parse(Line::Complete(line.as_bytes())) else {
            panic!("{line}")
        };
        let mut fields = Fields::new();
        record.members(View::Meant, &mut |key, value| match value {
            Value::Number(Number::Literal(text)) => {
                fields.push((key.to_owned(), String::from_utf8_lossy(text).into_owned()));
            }
            Value::Text(text) => {
                fields.push((key.to_owned(), String::from_utf8_lossy(&text).into_owned()));
            }
            Value::Null => {}
            other => panic!("{other:?}"),
        });
        let context = Context { source: "a", line: 1, signature: None };
        let at = record.time().micros() / 1_000_000;
        prop_assert_eq!(filter.holds(&record, &context), condition.holds(&fields, at), "{} on {}", text, line);
    }

    #[test]
    fn any_text_is_a_filter_or_refused(text in "[a-z(),'\"=!<>~ 0-9./:]{0,40}|(status|not|and|or|in|\\(|\\)|=|502| |'x'|\\.\\.){0,12}") {
        if let Err(error) = Filter::parse(&text, &instants) {
            prop_assert!(error.at() <= text.len());
        }
    }
}
