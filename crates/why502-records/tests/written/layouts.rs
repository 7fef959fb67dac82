//! What one record looks like in each layout.

use serde_json::{Value, json};
use why502_parse::View;
use why502_records::{Layout, Options};

use crate::given::{Logs, alb, cloudfront, run, text};

fn one(user_agent: &str) -> Logs {
    vec![("a,\"b\".log".to_owned(), alb(5, 502, user_agent))]
}

fn options(layout: Layout) -> Options {
    Options { layout, ..Options::default() }
}

#[test]
fn an_object_has_the_common_keys_then_its_own_and_null_for_nothing() {
    let text = text(&one("curl/8.5"), &options(Layout::Ndjson));
    let value: Value = serde_json::from_str(&text).unwrap();
    assert!(text.starts_with("{\"format\":\"alb\",\"source\":\"a,\\\"b\\\".log\",\"line\":1,"));
    for (key, wanted) in [
        ("timestamp", json!("2026-11-22T14:00:05.000000Z")),
        ("status", json!(502)),
        ("failure_side", json!("target")),
        ("start_timestamp", Value::Null),
        ("target_port", json!("10.0.1.11:8080")),
        ("request_processing_time", json!(0.001)),
        ("response_processing_time", Value::Null),
        ("target_status_code", Value::Null),
        ("ssl_cipher", Value::Null),
        ("received_bytes", json!(341)),
        ("user_agent", json!("curl/8.5")),
        // Fields that a short line of an earlier year does not have.
        ("conn_trace_id", Value::Null),
    ] {
        assert_eq!(value.as_object().unwrap().get(key), Some(&wanted), "{key}");
    }
    assert!(value["signature"].is_string());
}

#[test]
fn raw_keeps_sentinels_and_escapes() {
    let logs = one("caf\\xC3\\xA9");
    let read = |view| -> Value {
        let options = Options { view, ..options(Layout::Ndjson) };
        serde_json::from_str(&text(&logs, &options)).unwrap()
    };
    let (meant, logged) = (read(View::Meant), read(View::Logged));
    assert_eq!(meant["user_agent"], "café");
    assert_eq!(logged["user_agent"], "caf\\xC3\\xA9");
    assert_eq!(logged["response_processing_time"], json!(-1));
    assert_eq!(meant["response_processing_time"], Value::Null);
}

#[test]
fn a_json_array_holds_the_same_objects() {
    let logs = vec![
        ("a".to_owned(), alb(5, 200, "x").repeat(3)),
        ("b".to_owned(), cloudfront(2)),
        ("c".to_owned(), String::new()),
    ];
    let lines = text(&logs, &options(Layout::Ndjson));
    let lines: Vec<Value> = lines.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let array = text(&logs, &options(Layout::Json));
    assert_eq!(serde_json::from_str::<Value>(&array).unwrap(), Value::Array(lines));
    assert_eq!(text(&logs[2..].to_vec(), &options(Layout::Json)), "[]\n");
    assert_eq!(text(&logs[2..].to_vec(), &options(Layout::Ndjson)), "");
}

#[test]
fn chosen_fields_are_all_there_in_their_order() {
    let fields = ["status", "no_such_key", "user_agent", "cs_uri_stem"];
    let logs = vec![("a".to_owned(), alb(5, 200, "x")), ("b".to_owned(), cloudfront(1))];
    let mut options = options(Layout::Ndjson);
    options.fields = Some(fields.map(str::to_owned).to_vec());
    let ran = run(&logs, options.clone());
    assert_eq!(
        ran.text,
        "{\"status\":200,\"no_such_key\":null,\"user_agent\":\"x\",\"cs_uri_stem\":null}\n\
         {\"status\":200,\"no_such_key\":null,\"user_agent\":null,\"cs_uri_stem\":\"/a b\"}\n"
    );
    let report = ran.report.unwrap();
    assert_eq!(report.left_out_records, 0);
    let unmet: Vec<&str> = report.unmet_fields.iter().map(|(key, _)| key.as_str()).collect();
    assert_eq!(unmet, ["no_such_key"]);
    options.layout = Layout::Tsv;
    assert_eq!(
        text(&logs, &options),
        "status\tno_such_key\tuser_agent\tcs_uri_stem\n200\t\tx\t\n200\t\t\t/a b\n"
    );
}

#[test]
fn a_table_reads_back_as_the_objects() {
    let agent = "=1+1, \\x22quoted\\x22 \\x0Aand more";
    let logs = vec![("a".to_owned(), alb(5, 502, agent) + &alb(6, 200, "-5"))];
    let objects = text(&logs, &options(Layout::Ndjson));
    let objects: Vec<Value> = objects.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let rows = csv(&text(&logs, &options(Layout::Csv)));
    assert_eq!(rows.len(), 3);
    for (row, object) in rows[1..].iter().zip(&objects) {
        let object = object.as_object().unwrap();
        assert_eq!(row.len(), object.len());
        for (key, cell) in rows[0].iter().zip(row) {
            let wanted = match &object[key] {
                Value::Null => String::new(),
                Value::String(text) if text.starts_with('=') => format!("'{text}"),
                Value::String(text) => text.clone(),
                Value::Number(number) if number.is_f64() => {
                    format!("{:.3}", number.as_f64().unwrap())
                }
                other => other.to_string(),
            };
            assert_eq!(*cell, wanted, "{key}");
        }
    }
}

/// RFC 4180, character by character.
fn csv(text: &str) -> Vec<Vec<String>> {
    let mut rows = vec![vec![String::new()]];
    let mut is_quoted = false;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let row = rows.last_mut().unwrap();
        match character {
            '"' if is_quoted && characters.peek() == Some(&'"') => {
                characters.next();
                row.last_mut().unwrap().push('"');
            }
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => row.push(String::new()),
            '\n' if !is_quoted => rows.push(vec![String::new()]),
            other => row.last_mut().unwrap().push(other),
        }
    }
    rows.pop();
    rows
}

#[test]
fn a_row_of_one_empty_cell_is_no_empty_line() {
    let logs = vec![("a".to_owned(), alb(5, 502, "x") + &alb(6, 200, "x"))];
    let fields = Some(vec!["signature".to_owned()]);
    let written = text(&logs, &Options { fields: fields.clone(), ..options(Layout::Csv) });
    let rows: Vec<&str> = written.lines().collect();
    assert_eq!((rows[0], rows[2]), ("signature", "\"\""));
    assert!(rows[1].starts_with("alb-"), "{written}");
    let written = text(&logs, &Options { fields, ..options(Layout::Tsv) });
    assert_eq!(written.split('\n').nth(2), Some(""));
}
