//! What the framer hands out, held against a twin that sees the whole text.

mod agree;
mod twin;

use agree::{unit, units};
use proptest::collection::vec;
use proptest::prelude::*;
use twin::Kind;
use why502_parse::{Framer, Line};

const LIMIT: usize = Framer::DEFAULT_LINE_LIMIT;

/// The units, which must be those of the twin, and the same byte by byte.
fn checked(text: &str, limit: usize) -> Vec<(Kind, String)> {
    let text = text.as_bytes();
    let found = units(&[text], limit);
    assert_eq!(found, twin::units(text, limit), "{}", text.escape_ascii());
    let bytes: Vec<&[u8]> = text.chunks(1).collect();
    assert_eq!(units(&bytes, limit), found, "{}", text.escape_ascii());
    found
        .into_iter()
        .map(|(kind, text)| (kind, String::from_utf8_lossy(&text).into_owned()))
        .collect()
}

fn complete(text: &str) -> (Kind, String) {
    (Kind::Complete, text.to_owned())
}

fn event(text: &str) -> (Kind, String) {
    (Kind::Event, text.to_owned())
}

fn control() -> (Kind, String) {
    (Kind::Control, String::new())
}

#[test]
fn values_that_touch_are_units_of_their_own() {
    let found = checked("{\"a\":1}{\"b\":\"}{\"}  {\"c\":[{},{}]}\r\nline\n{}", LIMIT);
    let expected = ["{\"a\":1}", "{\"b\":\"}{\"}", "{\"c\":[{},{}]}", "line", "{}"];
    assert_eq!(found, expected.map(complete));
}

#[test]
fn a_value_over_several_lines_is_one_unit_and_control_lines() {
    let found = checked("{\n \"a\": {\n  \"b\": 1\n }\n}\nline\n", LIMIT);
    let value = complete("{\n \"a\": {\n  \"b\": 1\n }\n}");
    assert_eq!(found, [value, control(), control(), control(), control(), complete("line")]);
}

#[test]
fn a_line_that_ends_with_a_brace_is_a_unit_whatever_its_quotes() {
    for line in
        ["{\"a\":\"x\"y\"}", "{\"a\":\"C:\\\"}", "{\"a\":{\"b\":1}", "{a}", "{\"a\":\"\"}\"}"]
    {
        let found = checked(&format!("{line}\n{{\"b\":1}}\n"), LIMIT);
        assert_eq!(found, [complete(line), complete("{\"b\":1}")], "{line}");
    }
}

#[test]
fn a_malformed_value_does_not_cost_the_next_one_on_its_line() {
    let found = checked("{\"a\":\"x\"y\"}{\"b\":1}\n", LIMIT);
    assert_eq!(found, [complete("{\"a\":\"x\"y\"}"), complete("{\"b\":1}")]);
}

#[test]
fn junk_behind_a_value_belongs_to_it() {
    assert_eq!(
        checked("{\"a\":1},\n{\"b\":1} x \n", LIMIT),
        [complete("{\"a\":1},"), complete("{\"b\":1} x")]
    );
}

#[test]
fn a_line_that_was_cut_off_does_not_cost_the_next() {
    for cut in ["{\"a\":1,", "{\"a\":\"b", "{", "{\"a\"", "{\"a\":[{\"b\":1}", "{\"a\":1"] {
        for next in ["{\"b\":1}", "http 2026-11-22 app/", "[x"] {
            let found = checked(&format!("{cut}\n{next}\nlast"), LIMIT);
            assert_eq!(found, [cut, next, "last"].map(complete), "{cut} {next}");
        }
    }
}

#[test]
fn a_value_that_goes_wrong_on_a_later_line_ends_before_it() {
    let found = checked("{\"a\":\n1,\n\"b\": x y\nlast\n", LIMIT);
    assert_eq!(
        found,
        [complete("{\"a\":\n1,"), control(), complete("\"b\": x y"), complete("last")]
    );
}

#[test]
fn an_overlong_value_is_one_unit_and_the_next_is_found() {
    let long = format!("{{\"a\":\"{}\"}}", "x".repeat(40));
    for between in ["\n", "", " "] {
        let found = checked(&format!("{long}{between}{{\"b\":1}}\n"), 20);
        assert_eq!(found, [(Kind::TooLong, long[..20].to_owned()), complete("{\"b\":1}")]);
    }
    let spread = format!("{{\"a\":[\n{}1]}}\nline\n", "1,\n".repeat(20));
    let found = checked(&spread, 20);
    assert_eq!(found.len(), 23);
    assert_eq!(found[0], (Kind::TooLong, spread[..20].to_owned()));
    assert_eq!(found[22], complete("line"));
}

const ENVELOPE: &str = "{\"messageType\":\"DATA_MESSAGE\",\"logGroup\":\"g\",\"logEvents\":[";

#[test]
fn each_event_of_an_envelope_is_a_unit() {
    let text =
        format!("{ENVELOPE}{{\"id\":\"1\"}},{{\"id\":{{}}}}]}}{ENVELOPE}{{\"id\":\"3\"}}]}}\n");
    let found = checked(&text, LIMIT);
    assert_eq!(found, ["{\"id\":\"1\"}", "{\"id\":{}}", "{\"id\":\"3\"}"].map(event));
}

#[test]
fn lines_of_an_envelope_without_an_event_are_control_lines() {
    let text = "{\n\"logGroup\":\"g\",\n\"logEvents\":[\n{\"id\":\n1},{\"id\":2}\n]\n}\n";
    let found = checked(text, LIMIT);
    let first = event("{\"id\":\n1}");
    let second = event("{\"id\":2}");
    // Lines 1 to 3; the first event begins on line 4, the second on line 5; lines 6 and 7.
    assert_eq!(found[..3], [control(), control(), control()]);
    assert_eq!(found[3..], [first, second, control(), control()]);
    assert_eq!(checked(&format!("{ENVELOPE}]}}\n"), LIMIT), [control()]);
}

#[test]
fn events_of_an_envelope_that_checks_the_way_are_control_lines() {
    let text = "{\"messageType\":\"CONTROL_MESSAGE\",\"logEvents\":[{\"id\":\"1\"}]}\n";
    assert_eq!(checked(text, LIMIT), [(Kind::Control, "{\"id\":\"1\"}".to_owned())]);
}

#[test]
fn an_envelope_may_be_of_any_size() {
    let text = format!("{ENVELOPE}{}{{}}]}}\n", "{\"id\":1},".repeat(50));
    let found = checked(&text, 80);
    assert_eq!(found.len(), 51);
    let long = format!("{ENVELOPE}{{\"id\":\"{}\"}},{{\"id\":2}}]}}\n", "x".repeat(100));
    let kinds: Vec<Kind> = checked(&long, 80).into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(kinds, [Kind::TooLong, Kind::Event]);
}

#[test]
fn log_events_of_any_other_object_are_no_envelope() {
    for text in
        ["{\"logEvents\":[{\"id\":1}]}", "{\"logGroup\":1,\"a\":{\"logEvents\":[{\"id\":1}]}}"]
    {
        assert_eq!(checked(text, LIMIT), [complete(text)]);
    }
}

#[test]
fn a_cut_envelope_keeps_the_events_before_the_cut() {
    let text = format!("{ENVELOPE}{{\"id\":1}},{{\"id\":\"x\nhttp line\n{{\"a\":1}}\n");
    let found = checked(&text, LIMIT);
    let expected =
        [event("{\"id\":1}"), event("{\"id\":\"x"), complete("http line"), complete("{\"a\":1}")];
    assert_eq!(found, expected);
}

#[test]
fn a_byte_order_mark_and_blanks_may_stand_before_a_value() {
    let text = "\u{feff} \t{\"a\":\n1}\n \t \n  line";
    let found = checked(text, LIMIT);
    assert_eq!(found, [complete("{\"a\":\n1}"), control(), complete(" \t "), complete("  line")]);
}

#[test]
fn nothing_is_left_of_a_unit_that_damage_cut_off() {
    for fragment in ["{\"a\":", "{\"a\":1}", &format!("{ENVELOPE}{{\"id\":"), "{\"a\"x"] {
        let mut framer = Framer::new(100);
        let mut found = Vec::new();
        framer.push(fragment.as_bytes(), &mut |line: Line<'_>| found.push(unit(line)));
        framer.abandon();
        framer.push(b"line\n", &mut |line: Line<'_>| found.push(unit(line)));
        framer.finish(&mut |line: Line<'_>| found.push(unit(line)));
        assert_eq!(found, [(Kind::Complete, b"line".to_vec())], "{fragment}");
    }
}

/// Texts of which much is nearly JSON.
fn text() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        Just("{"),
        Just("}"),
        Just("["),
        Just("]"),
        Just("\""),
        Just("\\"),
        Just(","),
        Just(":"),
        Just("\n"),
        Just("\n"),
        Just(" "),
        Just("\r\n"),
        Just("\t"),
        Just("1"),
        Just("-"),
        Just("x"),
        Just("{\"a\":1}"),
        Just("{\"a\":"),
        Just("\"b\":[{}"),
        Just("}{\""),
        Just("\"logGroup\":\"g\","),
        Just("{\"messageType\":\"DATA_MESSAGE\",\"logEvents\":["),
        Just("\"messageType\":\"CONTROL_MESSAGE\","),
        Just("\"logEvents\":["),
        Just("{\"id\":\"1\",\"message\":\"m\"}"),
        Just("{\"id\":\"1\"},"),
        Just("]}"),
        Just("http 2026-11-22T"),
        Just("\u{feff}"),
    ];
    vec(piece, 0..24).prop_map(|pieces| pieces.concat().into_bytes())
}

/// Texts that are JSON values with anything between them that may stand there.
fn values() -> impl Strategy<Value = (Vec<String>, Vec<u8>)> {
    let leaf = prop_oneof![
        Just("1".to_owned()),
        Just("null".to_owned()),
        "[a-z{}\\[\\],: ]{0,6}".prop_map(|text| format!("\"{text}\"")),
    ];
    let value = leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(|items| format!("[{}]", items.join(","))),
            vec(inner, 0..4).prop_map(|items| {
                let members: Vec<String> = items
                    .iter()
                    .enumerate()
                    .map(|(at, item)| format!("\"k{at}\": {item}"))
                    .collect();
                format!("{{{}}}", members.join(", "))
            }),
        ]
    });
    let object = value.prop_map(|value| format!("{{\"v\":{value}}}"));
    let between = prop_oneof![Just(""), Just("\n"), Just(" "), Just("\r\n"), Just("\n\n")];
    vec((object, between), 1..6).prop_map(|parts| {
        let text: String =
            parts.iter().map(|(value, between)| format!("{value}{between}")).collect();
        (parts.into_iter().map(|(value, _)| value).collect(), text.into_bytes())
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]

    #[test]
    fn units_are_those_of_the_twin_however_the_text_is_cut(
        text in text(), limit in prop_oneof![Just(LIMIT), 0..60_usize], cuts in vec(0..200_usize, 0..6)
    ) {
        let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(text.len())).collect();
        cuts.sort_unstable();
        let mut chunks: Vec<&[u8]> = Vec::new();
        let mut start = 0;
        for cut in cuts {
            chunks.push(&text[start..cut]);
            start = cut;
        }
        chunks.push(&text[start..]);
        let expected = twin::units(&text, limit);
        prop_assert_eq!(units(&[&text], limit), expected.clone());
        prop_assert_eq!(units(&chunks, limit), expected.clone());
        let bytes: Vec<&[u8]> = text.chunks(1).collect();
        prop_assert_eq!(units(&bytes, limit), expected);
    }

    #[test]
    fn units_of_well_formed_values_are_what_serde_json_reads((values, text) in values()) {
        let stream = serde_json::Deserializer::from_slice(&text).into_iter::<serde_json::Value>();
        let read: Vec<serde_json::Value> = stream.collect::<Result<_, _>>().unwrap();
        let found: Vec<Vec<u8>> = units(&[&text], LIMIT)
            .into_iter()
            .filter(|(kind, text)| *kind == Kind::Complete && !text.is_empty())
            .map(|(_, text)| text)
            .collect();
        prop_assert_eq!(found.len(), read.len());
        for ((found, read), value) in found.iter().zip(&read).zip(&values) {
            prop_assert_eq!(found, value.as_bytes());
            prop_assert_eq!(&serde_json::from_slice::<serde_json::Value>(found).unwrap(), read);
        }
    }
}
