//! The rulebook holds together: ids, texts, placeholders and the closed list.

use std::collections::BTreeSet;

use why502_parse::Format;
use why502_rulebook::{Facts, Operand, PATTERNS, causes, evidence, signatures};

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

/// A cause of the contract that no rule decides in this version.
const NOT_YET_DECIDED: &str = "overload";

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
        .filter(|name| *name != NOT_YET_DECIDED)
        .collect();
    let all: BTreeSet<&str> = causes::ALL.iter().map(|cause| cause.name).collect();
    assert_eq!(reached, all);
}

#[test]
fn remedies_say_when_and_texts_are_sentences() {
    for cause in causes::ALL {
        assert!(
            cause
                .remedies
                .iter()
                .all(|text| text.starts_with("Now: ") || text.starts_with("Fix: ")),
            "{}",
            cause.name
        );
        assert!(cause.remedies[0].starts_with("Now: "), "{}", cause.name);
        for text in [cause.meaning, cause.shape, cause.not_visible] {
            assert!(text.ends_with('.'), "{}: {text}", cause.name);
        }
        assert!(
            cause.references.iter().all(|page| page.starts_with("https://"))
                && !cause.references.is_empty()
        );
    }
}

#[test]
fn commands_use_only_placeholders_that_the_engine_fills() {
    for cause in causes::ALL {
        for check in cause.checks {
            for name in check
                .command
                .split('{')
                .skip(1)
                .filter_map(|rest| rest.split_once('}'))
                .map(|(name, _)| name)
            {
                let is_placeholder = !name.is_empty()
                    && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
                assert!(!is_placeholder || PLACEHOLDERS.contains(&name), "{}: {name}", cause.name);
            }
        }
    }
}

#[test]
fn the_page_names_everything() {
    let page = why502_rulebook::markdown();
    for name in causes::ALL
        .iter()
        .map(|cause| cause.name)
        .chain(signatures::all().map(|one| one.id))
        .chain(evidence::all().map(|rule| rule.id))
    {
        assert!(page.contains(name), "{name}");
    }
}

/// Shell quoting of a value helps only outside of quotes; inside, the engine admits nothing but
/// digits and names.
#[test]
fn placeholders_inside_quotes_are_only_those_of_plain_words() {
    for check in causes::ALL.iter().flat_map(|cause| cause.checks) {
        let mut quote: Option<char> = None;
        let mut rest = check.command.chars();
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
                    assert!(plain, "{name} inside quotes: {}", check.command);
                }
                _ => {}
            }
        }
        assert_eq!(quote, None, "{}", check.command);
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
            assert!(names.contains(name) || *name == NOT_YET_DECIDED, "{}: {name}", rule.id);
        }
        assert!(rule.meaning.ends_with('.'), "{}", rule.id);
    }
}
