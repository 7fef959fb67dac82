//! What programs rely on.

use jsonschema::Validator;
use serde_json::Value;
use why502_engine::summary::Summary;
use why502_report::json::render;

use crate::fixture::{healthy, incident};

fn schema() -> Validator {
    let schema: Value =
        serde_json::from_str(include_str!("../../../../docs/schema/analyze.v1.json")).unwrap();
    jsonschema::draft202012::meta::validate(&schema).unwrap();
    jsonschema::draft202012::new(&schema).unwrap()
}

fn errors(value: &Value) -> Vec<String> {
    schema().iter_errors(value).map(|e| format!("{}: {e}", e.instance_path())).collect()
}

fn value(summary: &Summary) -> Value {
    serde_json::from_str(&render(summary)).unwrap()
}

#[test]
fn summaries_are_as_the_schema_says() {
    assert_eq!(errors(&value(&healthy())), Vec::<String>::new());
    assert_eq!(errors(&value(&incident())), Vec::<String>::new());
}

#[test]
fn an_interrupted_run_says_so_and_no_other_does() {
    let mut summary = healthy();
    assert!(value(&summary).pointer("/input/interrupted").is_none());
    summary.input.interrupted = true;
    let mut ended_early = value(&summary);
    assert_eq!(ended_early.pointer("/input/interrupted"), Some(&Value::Bool(true)));
    assert_eq!(errors(&ended_early), Vec::<String>::new());
    ended_early["input"]["interrupted"] = Value::Bool(false);
    assert_ne!(errors(&ended_early), Vec::<String>::new());
}

#[test]
fn the_schema_refuses_what_the_contract_forbids() {
    // Keys beyond the contract may be missing.
    const ADDED: [&str; 8] = [
        "status_pairs",
        "failed",
        "evidence",
        "coverage",
        "timeouts",
        "heat_map",
        "not_visible",
        "account",
    ];
    let good = value(&incident());
    let spoilt: [(&str, Value); 8] = [
        ("/schema_version", 2.into()),
        ("/requests", (-1).into()),
        ("/findings/0/cause", "gremlins".into()),
        ("/findings/0/grade", "certain".into()),
        ("/findings/0/confidence", 1.5.into()),
        ("/findings/0/evidence/0/kind", "maybe".into()),
        ("/incidents/0/start", "yesterday".into()),
        ("/input/formats", serde_json::json!({ "syslog": 1 })),
    ];
    for (pointer, bad) in spoilt {
        let mut value = good.clone();
        *value.pointer_mut(pointer).unwrap() = bad;
        assert_ne!(errors(&value), Vec::<String>::new(), "{pointer}");
    }
    for key in good.as_object().unwrap().keys().filter(|key| !ADDED.contains(&key.as_str())) {
        let mut value = good.clone();
        value.as_object_mut().unwrap().remove(key);
        assert_ne!(errors(&value), Vec::<String>::new(), "without {key}");
    }
}

#[test]
fn the_text_is_one_object_and_ends_in_a_newline() {
    let text = render(&healthy());
    assert!(text.starts_with("{\n") && text.ends_with("\n}\n"));
}

#[test]
fn every_cause_and_grade_of_the_rulebook_is_in_the_schema() {
    let mut summary = incident();
    for cause in why502_rulebook::causes::ALL {
        summary.findings[0].cause = cause.name;
        assert_eq!(errors(&value(&summary)), Vec::<String>::new(), "{}", cause.name);
    }
    for signature in why502_rulebook::signatures::all() {
        summary.signatures[0].grade = signature.grade.name();
        assert_eq!(errors(&value(&summary)), Vec::<String>::new(), "{}", signature.id);
    }
}
