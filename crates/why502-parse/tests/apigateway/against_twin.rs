//! Random lines, with both readings.

use crate::agree::{assert_same, read_with};
use crate::lines;
use proptest::prelude::*;
use why502_parse::{Format, Parser};

/// A known line with a few bytes replaced, put in or taken out.
fn mutated() -> impl Strategy<Value = Vec<u8>> {
    let byte = prop::sample::select(&b"\"\"\"\\,,::{}[]<>/&; -0129TZ:.=a\xff\t"[..]);
    let change = (any::<prop::sample::Index>(), byte, 0..3);
    let changes = prop::collection::vec(change, 0..5);
    (prop::sample::select(lines::records()), changes).prop_map(|(line, changes)| {
        let mut line = line.as_bytes().to_vec();
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

fn name() -> impl Strategy<Value = &'static str> {
    let rows = include_str!("variables.txt").lines().skip(1);
    let of_row = |row: &'static str| row.split('|').skip(2).flat_map(str::split_whitespace);
    let mut names: Vec<&str> = rows.flat_map(of_row).collect();
    names.extend(["time", "@timestamp", "Integration-Status", "integration_status", "x", "level"]);
    names.extend(["message", "http.status_code", "context.requestId", "a.b", "source", "new-name"]);
    prop::sample::select(names)
}

fn text() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "-",
        "",
        "502",
        "000",
        "5",
        "-1",
        "29003",
        "31536000000",
        "31536000001",
        "40000000",
        "12.0005",
        "12.5",
        "22/Nov/2026:14:02:11 +0000",
        "1795356131987",
        "1795356131",
        "GET",
        "GET /pets",
        "a\"b",
        "a\", b",
        "x\\",
        "\"q\"",
        "}",
        "{a}",
        "{\"a\":\"b\",\"c\":1}",
        "{\"a\":-}",
        "a\",\"b\":\"c",
        "true",
        "null",
        "[1]",
        "&lt;&#65;",
    ]);
    prop_oneof![4 => known.prop_map(str::to_owned), 1 => "[ -~]{0,12}"]
}

/// Members with an id and a time among them, so that most lines are records.
fn members() -> impl Strategy<Value = Vec<(&'static str, String)>> {
    let member = (name(), text());
    prop::collection::vec(member, 0..12).prop_map(|mut members| {
        members.insert(members.len() / 2, ("requestTime", "22/Nov/2026:14:02:11 +0000".to_owned()));
        members.push(("requestId", "x".to_owned()));
        members
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, ..ProptestConfig::default() })]

    #[test]
    fn both_readings_agree_on_mutated_lines(lines in prop::collection::vec(mutated(), 1..4)) {
        let mut parser = Parser::new(Some(Format::ApiGateway));
        for line in lines {
            assert_same(&mut parser, &line);
        }
    }

    #[test]
    fn both_readings_agree_on_templates_that_escape_nothing(
        members in members(), quoted in prop::collection::vec(any::<bool>(), 14), blank in "[ ]{0,1}"
    ) {
        let shown = members.iter().zip(quoted).map(|((name, value), quoted)| match quoted {
            true => format!("\"{name}\":{blank}\"{value}\"{blank}"),
            false => format!("\"{name}\":{value}"),
        });
        let line = format!("{{{blank}{}}}", shown.collect::<Vec<_>>().join(","));
        assert_same(&mut Parser::new(Some(Format::ApiGateway)), line.as_bytes());
    }

    #[test]
    fn both_readings_agree_on_xml_and_pairs(members in members()) {
        let mut parser = Parser::new(Some(Format::ApiGateway));
        let elements = members.iter().map(|(name, value)| format!("<{name}>{value}</{name}>"));
        let line = format!("<request id=\"i\">{}</request>", elements.collect::<String>());
        assert_same(&mut parser, line.as_bytes());
        let pairs = members.iter().map(|(name, value)| format!("{name}: {value}"));
        assert_same(&mut parser, pairs.collect::<Vec<_>>().join(", ").as_bytes());
    }

    #[test]
    fn values_of_well_formed_json_come_back(members in members(), own in "\\PC{0,20}") {
        let mut object = serde_json::Map::new();
        for (name, value) in members {
            object.insert(name.to_owned(), value.into());
        }
        object.insert("own".to_owned(), own.clone().into());
        let line = serde_json::Value::Object(object).to_string();
        let mut parser = Parser::new(Some(Format::ApiGateway));
        assert_same(&mut parser, line.as_bytes());
        let members = read_with(&mut parser, line.as_bytes()).map(|reading| reading.members);
        let found = members.unwrap_or_default().into_iter().find(|(key, _)| key == "own");
        let expected = match own.as_str() {
            "" | "-" => "null".to_owned(),
            own => format!("'{}'", own.as_bytes().escape_ascii()),
        };
        if let Some((_, found)) = found {
            prop_assert_eq!(found, expected);
        }
    }
}
