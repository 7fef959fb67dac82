//! Pages of the rulebook.

use serde_json::Value;
use why502_report::Language;
use why502_report::explain::{self, ExplainOptions};
use why502_rulebook::{causes, signatures};

const fn options(language: Language) -> ExplainOptions {
    ExplainOptions { language, width: 80, color: false }
}

fn page(name: &str, language: Language) -> String {
    explain::page(explain::find(name).unwrap(), &options(language))
}

#[test]
fn the_list_has_every_cause_with_its_title_in_both_languages() {
    for language in [Language::English, Language::Japanese] {
        let list = explain::list(&options(language));
        let json: Value = serde_json::from_str(&explain::list_json(language)).unwrap();
        assert_eq!(json["causes"].as_array().unwrap().len(), causes::ALL.len());
        for (place, cause) in causes::ALL.iter().enumerate() {
            let title = cause.texts(language).title;
            let line = list.lines().find(|line| line.split_whitespace().next() == Some(cause.name));
            assert!(line.unwrap().ends_with(title), "{}", cause.name);
            assert_eq!(json["causes"][place]["title"], title);
        }
    }
}

#[test]
fn a_page_holds_all_that_is_known_of_the_cause() {
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    for cause in causes::ALL {
        let shown = words(&page(cause.name, Language::English));
        let texts = cause.english;
        let mut expected = vec![texts.title, texts.meaning, texts.explanation, texts.shape];
        expected.extend([texts.now, texts.fix, texts.prevent, texts.not_visible]);
        expected.extend(texts.supports.iter().chain(texts.opposes));
        expected.extend(cause.references);
        for text in expected {
            assert!(shown.contains(&words(text)), "{}: {text}", cause.name);
        }
        // Commands stand there with words in capitals for what the logs would fill in.
        assert!(!shown.contains("{region}") && !shown.contains("{target"), "{}", cause.name);
        let japanese = page(cause.name, Language::Japanese);
        assert!(japanese.contains(cause.japanese.title), "{}", cause.name);
        assert!(!japanese.contains(texts.meaning), "{}", cause.name);
    }
}

#[test]
fn a_signature_leads_to_its_cause_and_says_its_own_condition() {
    let shown = page("alb-connection-refused", Language::English);
    assert!(shown.starts_with("alb-connection-refused "), "{shown}");
    assert!(shown.contains("Condition: elb_status_code = 502"), "{shown}");
    for signature in signatures::all() {
        let subject = explain::find(signature.id).unwrap();
        assert_eq!(subject.cause.name, signature.cause.name);
        let json: Value =
            serde_json::from_str(&explain::page_json(subject, Language::Japanese)).unwrap();
        assert_eq!(json["cause"]["name"], signature.cause.name);
        assert_eq!(json["cause"]["now"], signature.cause.japanese.now);
    }
}

#[test]
fn other_names_are_not_found() {
    assert!(explain::find("crash").is_none() && explain::find("").is_none());
    assert!(explain::names().contains(&"overload"));
}
