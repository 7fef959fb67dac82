//! The pages as JSON.

use serde_json::{Value, json};
use why502_rulebook::{Cause, Language, Signature, causes, template};

use super::subject::Subject;

/// `{"causes": [{name, system, title}]}` in the order of the list, and a final newline.
#[must_use]
pub fn list(language: Language) -> String {
    let causes: Vec<Value> = causes::ALL.iter().map(|cause| head(cause, language)).collect();
    format!("{:#}\n", json!({ "causes": causes }))
}

/// `{"signature": {..} or null, "cause": {..}}`, and a final newline. Placeholders of commands are
/// words in capitals.
#[must_use]
pub fn page(subject: Subject, language: Language) -> String {
    let signature = subject.signature.map(|one| self::signature(one, language));
    format!("{:#}\n", json!({ "signature": signature, "cause": cause(subject, language) }))
}

fn head(cause: &Cause, language: Language) -> Value {
    json!({
        "name": cause.name,
        "system": cause.system.title().text(language),
        "title": cause.texts(language).title,
    })
}

fn cause(subject: Subject, language: Language) -> Value {
    let texts = subject.cause.texts(language);
    let unfilled = |text| template::fill(text, |_| None);
    let checks = subject.cause.checks.iter().map(|check| {
        json!({
            "statement": unfilled(check.statement.text(language)),
            "command": unfilled(check.command),
        })
    });
    let patterns =
        subject.patterns().map(|one| json!({ "id": one.id, "rule": one.words().text(language) }));
    let others = subject.evidence().map(|one| {
        json!({
            "id": one.id,
            "format": one.format.name(),
            "grade": one.grade.name(),
            "meaning": one.words().text(language),
            "condition": one.predicate.to_string(),
        })
    });
    let more = json!({
        "meaning": texts.meaning,
        "explanation": texts.explanation,
        "shape": texts.shape,
        "proxy_error": subject.cause.proxy_error,
        "signatures": subject.signatures().map(|one| signature(one, language)).collect::<Vec<_>>(),
        "group_rules": patterns.collect::<Vec<_>>(),
        "other_logs": others.collect::<Vec<_>>(),
        "for": texts.supports,
        "against": texts.opposes,
        "next_checks": checks.collect::<Vec<_>>(),
        "now": texts.now,
        "fix": texts.fix,
        "prevent": texts.prevent,
        "not_visible": texts.not_visible,
        "references": subject.cause.references,
    });
    let mut all = head(subject.cause, language);
    if let (Value::Object(all), Value::Object(more)) = (&mut all, more) {
        all.extend(more);
    }
    all
}

fn signature(signature: &Signature, language: Language) -> Value {
    json!({
        "id": signature.id,
        "format": signature.format.name(),
        "grade": signature.grade.name(),
        "failure_side": signature.side.name(),
        "meaning": signature.words().text(language),
        "condition": signature.predicate.to_string(),
    })
}
