//! Random lines, with both readings.

use crate::{lines, read_both};
use proptest::prelude::*;
use why502_parse::key_of;

fn cases() -> ProptestConfig {
    ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() }
}

/// The line with a few bytes replaced, put in or taken out.
fn mutated(line: &str, changes: &[(prop::sample::Index, u8, u8)]) -> Vec<u8> {
    let mut line = line.as_bytes().to_vec();
    for (place, byte, kind) in changes {
        let place = place.index(line.len());
        match kind {
            0 => line[place] = *byte,
            1 => line.insert(place, *byte),
            _ if line.len() > 1 => drop(line.remove(place)),
            _ => {}
        }
    }
    line
}

fn changes() -> impl Strategy<Value = Vec<(prop::sample::Index, u8, u8)>> {
    let byte = prop::sample::select(&b"\"\"\\\\  \t-0129TZ:.x/%{}[],u\n\0\xff"[..]);
    prop::collection::vec((any::<prop::sample::Index>(), byte, 0..3_u8), 0..6)
}

/// A value for any column, fit or unfit.
fn value() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "-",
        "",
        "-1",
        "0",
        "000",
        "502",
        "1e3",
        "0.019584011",
        "99999999999",
        "007.5",
        "1.",
        "2026-11-22T14:02:11.5Z",
        "2026-11-22T14:02:11",
        "2026-02-30T00:00:00Z",
        "10.0.3.17:80",
        "\"a b\"",
        "\"a\\\"b\"",
        "%C3%BC%",
        "\\x41\\",
        "net/a",
        "FAIL",
        "tls",
        "2.0",
        "9999-12-31T23:59:60Z",
        "0001-01-01T00:00:00",
    ]);
    prop_oneof![8 => known.prop_map(str::to_owned), 1 => "[ -~]{0,6}"]
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn both_readings_agree_on_mutated_lines(
        (format, line) in prop::sample::select(lines::plain()), changes in changes()
    ) {
        read_both(format, None, &mutated(line, &changes));
    }

    #[test]
    fn both_readings_agree_on_mutated_objects(
        (format, line) in prop::sample::select(lines::OBJECTS), changes in changes()
    ) {
        read_both(format, None, &mutated(line, &changes));
    }

    #[test]
    fn both_readings_agree_on_lines_below_a_header(
        (format, line) in prop::sample::select(lines::UNDER_HEADERS), changes in changes()
    ) {
        let names = lines::HEADERS.iter().find(|(name, _)| *name == format).unwrap().1;
        read_both(format, Some(names), &mutated(line, &changes));
    }

    #[test]
    fn both_readings_agree_on_any_values(
        (format, line) in prop::sample::select(lines::plain()),
        replaced in prop::collection::vec((any::<prop::sample::Index>(), value()), 1..5),
        tabbed in any::<bool>(),
    ) {
        let mut fields: Vec<String> = line.split(' ').map(str::to_owned).collect();
        for (place, value) in replaced {
            let place = place.index(fields.len());
            fields[place] = value;
        }
        let separator = if tabbed { "\t" } else { " " };
        read_both(format, None, fields.join(separator).as_bytes());
    }

    #[test]
    fn an_object_has_the_values_that_a_json_library_finds(
        values in prop::collection::vec("[ -~\u{e4}\u{4e2d}\u{1f600}\n\t]{1,12}", 3),
        bytes in any::<u32>(),
    ) {
        prop_assume!(values.iter().all(|value| value != "-"));
        let object = serde_json::json!({
            "time": "2026-11-22T14:02:11",
            "listener": values[0],
            "destination_port": values[1],
            "some.other": values[2],
            "sent_bytes": bytes,
        });
        let seen = read_both("nlb", None, object.to_string().as_bytes()).unwrap().unwrap();
        let letters = |text: &str| text.bytes().map(char::from).collect::<String>();
        for (key, value) in [("listener", 0), ("destination_port", 1), ("some_other", 2)] {
            prop_assert_eq!(seen.value(key), format!("\"{}\"", letters(&values[value])));
        }
        prop_assert_eq!(seen.value("sent_bytes"), bytes.to_string());
    }

    #[test]
    fn both_readings_give_the_same_keys(name in "[a-zA-Z0-9_.\u{e4}-]{1,10}") {
        let object = format!(
            "{{\"time\":\"2026-11-22T14:02:11\",\"listener\":1,\"destination_port\":2,\"{name}\":3}}"
        );
        let seen = read_both("nlb", None, object.as_bytes()).unwrap().unwrap();
        let key = key_of(name.as_bytes());
        prop_assert!(key.is_empty() || seen.members.iter().any(|(found, _)| *found == key));
    }
}
