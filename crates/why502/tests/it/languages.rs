//! Every sentence of a diagnosis in the language that was asked for.

use serde_json::Value;

use crate::labels::diagnosis;

fn is_japanese(text: &str) -> bool {
    text.chars().any(|one| ('\u{3041}'..='\u{30ff}').contains(&one))
}

/// Sentences of the engine, with where they stand: title, evidence, trigger.
fn sentences(found: &Value) -> Vec<(String, String)> {
    let mut sentences = Vec::new();
    let mut push = |place: String, said: &Value| {
        sentences.push((place, said.as_str().unwrap_or_default().to_owned()));
    };
    for (number, finding) in found["findings"].as_array().unwrap().iter().enumerate() {
        push(format!("{number} title"), &finding["title"]);
        for (place, evidence) in finding["evidence"].as_array().unwrap().iter().enumerate() {
            push(format!("{number} evidence {place}"), &evidence["statement"]);
        }
        if !finding["trigger"].is_null() {
            push(format!("{number} trigger"), &finding["trigger"]["what"]);
        }
    }
    sentences
}

/// Everything but sentences is the same in all languages.
fn without_sentences(mut found: Value) -> Value {
    silence(&mut found);
    found
}

/// Empties every member that holds a sentence or a list of them.
fn silence(value: &mut Value) {
    const SENTENCES: [&str; 12] = [
        "title",
        "statement",
        "what",
        "meaning",
        "note",
        "remedies",
        "inferred_from",
        "known_as",
        "missing",
        "notes",
        "offer",
        "not_inferred",
    ];
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                if SENTENCES.contains(&key.as_str()) {
                    *member = Value::Null;
                } else {
                    silence(member);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(silence),
        _ => {}
    }
}

#[test]
fn every_sentence_of_the_samples_is_said_in_japanese_and_nothing_else_changes() {
    let (english, japanese) = (diagnosis("", &[]), diagnosis("", &["--lang", "ja"]));
    let (said, told) = (sentences(&english), sentences(&japanese));
    assert_eq!(said.len(), told.len());
    assert!(said.len() > 50, "{}", said.len());
    for ((place, english), (_, japanese)) in said.iter().zip(&told) {
        assert!(is_japanese(japanese) && !is_japanese(english), "{place}: {english} / {japanese}");
    }
    assert_eq!(without_sentences(english), without_sentences(japanese));
}
