//! The rulebook holds together: ids, texts, placeholders and the closed list.

use std::collections::BTreeSet;

use why502_parse::Format;
use why502_rulebook::{
    Facts, Language, Operand, PATTERNS, Texts, Words, causes, evidence, not_visible, signatures,
};

/// What the engine can fill in, and the words it leaves for the reader.
const PLACEHOLDERS: &[&str] = &[
    "region",
    "target_group_arn",
    "load_balancer_arn",
    "load_balancer_dimension",
    "target",
    "target_address",
    "target_port",
    "target_url",
    "target_root",
    "host",
    "host_header",
    "path",
    "start",
    "end",
    "start_s",
    "end_s",
    "start_ms",
    "end_ms",
    "rule_priority",
    "distribution_bare",
    "load_balancer_name",
    "api_id",
];

#[test]
fn ids_and_names_are_unique() {
    let names: BTreeSet<&str> = causes::ALL.iter().map(|cause| cause.name).collect();
    assert_eq!(names.len(), causes::ALL.len());
    let mut ids: Vec<&str> = signatures::all()
        .map(|one| one.id)
        .filter(|id| *id != signatures::UNATTRIBUTED_ID)
        .chain(evidence::all().map(|rule| rule.id))
        .collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count);
}

#[test]
fn every_cause_is_reached_by_a_signature_or_a_pattern() {
    let reached: BTreeSet<&str> = signatures::all()
        .map(|one| one.cause.name)
        .chain(PATTERNS.iter().map(|pattern| pattern.cause.name))
        .chain(evidence::all().flat_map(|rule| rule.supports.iter().copied()))
        .collect();
    let all: BTreeSet<&str> = causes::ALL.iter().map(|cause| cause.name).collect();
    assert_eq!(reached, all);
}

/// Every text of a cause in one language, with the name of its field.
fn fields(texts: &'static Texts) -> Vec<(&'static str, &'static str)> {
    let lists = [("supports", texts.supports), ("opposes", texts.opposes)];
    let mut fields = vec![
        ("title", texts.title),
        ("meaning", texts.meaning),
        ("explanation", texts.explanation),
        ("shape", texts.shape),
        ("now", texts.now),
        ("fix", texts.fix),
        ("prevent", texts.prevent),
        ("not_visible", texts.not_visible),
    ];
    for (name, list) in lists {
        assert!((1..=3).contains(&list.len()), "{}: {name}", texts.title);
        fields.extend(list.iter().map(|text| (name, *text)));
    }
    fields
}

fn is_japanese(text: &str) -> bool {
    text.chars().any(|letter| matches!(letter, '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}'))
}

#[test]
fn every_cause_is_complete_in_both_languages() {
    for cause in causes::ALL {
        for (field, text) in fields(cause.english) {
            assert!(text.is_ascii(), "{}: {field}", cause.name);
            assert_eq!(field != "title", text.ends_with('.'), "{}: {field}", cause.name);
        }
        for (field, text) in fields(cause.japanese) {
            // A title may be a name that is the same everywhere.
            assert!(is_japanese(text), "{}: {field}", cause.name);
            assert_eq!(field != "title", text.ends_with('。'), "{}: {field}", cause.name);
        }
        assert!(!cause.checks.is_empty(), "{}", cause.name);
        assert!(!cause.references.is_empty(), "{}", cause.name);
        assert!(cause.references.iter().all(|page| page.starts_with("https://")), "{}", cause.name);
        for language in [Language::English, Language::Japanese] {
            let labels = cause.remedies(language);
            for (label, remedy) in ["Now: ", "Fix: ", "Prevent: "].iter().zip(labels) {
                assert!(remedy.starts_with(label), "{remedy}");
            }
        }
    }
}

/// A translation cannot lose a status, a limit, a metric or a field without it being noticed.
#[test]
fn what_is_quoted_from_logs_is_the_same_in_both_languages() {
    let quoted = |texts: &'static Texts| -> BTreeSet<String> {
        let all: Vec<&str> = fields(texts).iter().map(|(_, text)| *text).collect();
        let mut quoted: BTreeSet<String> = all
            .iter()
            .flat_map(|text| text.split('`').skip(1).step_by(2))
            .map(str::to_owned)
            .collect();
        let statuses = all.iter().flat_map(|text| text.split(|one: char| !one.is_ascii_digit()));
        quoted.extend(
            statuses
                .filter(|n| n.len() == 3 && matches!(n.as_bytes()[0], b'4' | b'5'))
                .map(str::to_owned),
        );
        quoted
    };
    for cause in causes::ALL {
        assert_eq!(quoted(cause.english), quoted(cause.japanese), "{}", cause.name);
    }
}

fn placeholders(template: &str) -> BTreeSet<&str> {
    template
        .split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}'))
        .map(|(name, _)| name)
        .filter(|name| {
            !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
        })
        .collect()
}

/// Every statement with its command.
fn commands() -> impl Iterator<Item = (Words, &'static str)> {
    let of_causes = causes::ALL.iter().flat_map(|cause| cause.checks);
    of_causes
        .map(|check| (check.statement, check.command))
        .chain(not_visible::ALL.iter().map(|thing| (thing.statement, thing.command)))
}

#[test]
fn statements_say_the_same_in_both_languages() {
    for (statement, command) in commands() {
        assert!(!command.is_empty() && statement.english.is_ascii(), "{}", statement.english);
        assert!(statement.japanese != statement.english, "{}", statement.english);
        assert_eq!(placeholders(statement.english), placeholders(statement.japanese));
    }
}

#[test]
fn short_texts_exist_in_japanese() {
    let words = signatures::all()
        .map(|one| (one.id, one.words()))
        .chain(evidence::all().map(|rule| (rule.id, rule.words())))
        .chain(PATTERNS.iter().map(|pattern| (pattern.id, pattern.words())));
    for (id, words) in words {
        assert!(is_japanese(words.japanese), "{id}");
    }
}

#[test]
fn the_checklist_covers_what_logs_never_hold() {
    let ids: BTreeSet<&str> = not_visible::ALL.iter().map(|thing| thing.id).collect();
    assert_eq!(ids.len(), not_visible::ALL.len());
    for id in [
        "target-cpu",
        "target-memory-disk",
        "database",
        "security-groups",
        "network-acls",
        "health-check-settings",
        "certificates",
        "dns",
        "infrastructure-as-code",
        "runbooks",
        "changes",
        "deployments",
    ] {
        assert!(ids.contains(id), "{id}");
    }
}

#[test]
fn a_log_that_shows_something_takes_it_off_the_checklist() {
    let applies = |id: &str, read: &[Format]| {
        let thing = not_visible::ALL.iter().find(|thing| thing.id == id).unwrap();
        thing.applies(|format| read.contains(&format))
    };
    assert!(applies("health-check-results", &[Format::Alb]));
    assert!(!applies("health-check-results", &[Format::Alb, Format::AlbHealthCheck]));
    assert!(!applies("health-check-results", &[Format::CloudFront]));
    assert!(not_visible::ALL.iter().all(|thing| !thing.applies(|_| false)));
}

#[test]
fn commands_use_only_placeholders_that_the_engine_fills() {
    for (statement, command) in commands() {
        for name in placeholders(command) {
            assert!(PLACEHOLDERS.contains(&name), "{}: {name}", statement.english);
        }
    }
}

#[test]
fn the_page_names_everything() {
    let pages = [Language::English, Language::Japanese].map(why502_rulebook::markdown);
    for name in causes::ALL
        .iter()
        .map(|cause| cause.name)
        .chain(signatures::all().map(|one| one.id))
        .chain(evidence::all().map(|rule| rule.id))
    {
        assert!(pages.iter().all(|page| page.contains(name)), "{name}");
    }
}

/// Shell quoting of a value helps only outside of quotes; inside, the engine admits nothing but
/// digits and names.
#[test]
fn placeholders_inside_quotes_are_only_those_of_plain_words() {
    for (_, command) in commands() {
        let mut quote: Option<char> = None;
        let mut rest = command.chars();
        while let Some(letter) = rest.next() {
            match (letter, quote) {
                ('\\', Some('"')) => drop(rest.next()),
                (mark @ ('\'' | '"'), None) => quote = Some(mark),
                (mark, Some(open)) if mark == open => quote = None,
                ('{', Some(_)) => {
                    let name: String =
                        rest.as_str().chars().take_while(|next| *next != '}').collect();
                    let plain = !PLACEHOLDERS.contains(&name.as_str())
                        || ["target_port", "distribution_bare", "api_id"].contains(&name.as_str());
                    assert!(plain, "{name} inside quotes: {}", command);
                }
                _ => {}
            }
        }
        assert_eq!(quote, None, "{}", command);
    }
}

/// A 502 of which the log says nothing else.
struct Bare;
impl Facts for Bare {
    fn number(&self, operand: Operand) -> Option<i64> {
        let is_status =
            matches!(operand, Operand::Status | Operand::ElbStatusCode | Operand::ScStatus);
        is_status.then_some(502)
    }
    fn text(&self, _: Operand) -> Option<&[u8]> {
        None
    }
}

#[test]
fn a_502_always_has_a_signature() {
    for format in Format::ALL.iter().filter(|format| format.is_request()) {
        if *format == Format::Nlb {
            // It has no status.
            continue;
        }
        assert!(signatures::first_match(*format, &Bare).is_some(), "{format}");
        let last = signatures::of(*format).last().map(|one| one.id);
        assert_eq!(last, Some(signatures::UNATTRIBUTED_ID), "{format}");
    }
}

#[test]
fn a_format_has_signatures_or_evidence_and_never_both() {
    for format in Format::ALL {
        assert_eq!(signatures::of(*format).is_empty(), !format.is_request(), "{format}");
        assert_eq!(evidence::of(*format).is_empty(), format.is_request(), "{format}");
    }
}

#[test]
fn what_evidence_supports_is_in_the_closed_list() {
    let names: BTreeSet<&str> = causes::ALL.iter().map(|cause| cause.name).collect();
    for rule in evidence::all() {
        for name in rule.supports {
            assert!(names.contains(name), "{}: {name}", rule.id);
        }
        assert!(rule.meaning.ends_with('.'), "{}", rule.id);
    }
}
