//! What a ticket shows: read back by a CommonMark parser with GitHub's extensions, and with those
//! of everybody else.

use jiff::tz::TimeZone;
use proptest::prelude::*;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use why502_engine::summary::Summary;
use why502_report::escape::visible;
use why502_report::markdown::render;
use why502_report::postmortem::PostmortemOptions;
use why502_rulebook::Language;

use crate::fixture::{healthy, incident};
use crate::poison::poisoned;

/// Whatever is markup somewhere.
const HOSTILE: [&str; 48] = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<!-- ",
    "</details>",
    "&lt;b&gt;",
    "&#64;",
    "![x](http://evil.example/x.png)",
    "[click me](javascript:alert(1))",
    "[x]: http://evil.example",
    "[[wiki]]",
    "[^1]",
    "<http://evil.example>",
    "https://evil.example/?a=b",
    "www.evil.example",
    "a@evil.example",
    "@team/security",
    "#1",
    "GH-1",
    "o/r#1",
    "deadbeefcafe1",
    "|",
    "a | b | c",
    "\\|",
    "`|`",
    "`",
    "``` `` `",
    "```\nrm -rf /\n```",
    "~~~",
    "\\`",
    "\\",
    "**bold**",
    "_em_ __x__",
    "~~gone~~",
    "$x$ $$y$$ $`z`$",
    "^up^ ~down~",
    ":tada:",
    ": definition",
    "- item",
    "+ item",
    "1. item",
    "2) item",
    "# heading",
    "> quote",
    "> [!WARNING]",
    "- [ ] task",
    "===\n---",
    "{#id .class}",
    "\u{202e}gnp.exe\u{200b}\x1b[2J",
];

fn options(language: Language) -> PostmortemOptions {
    PostmortemOptions { zone: TimeZone::UTC, language, slo: Some(0.999) }
}

fn shown(mut summary: Summary, language: Language) -> String {
    summary.speak(language);
    render(&summary, &options(language))
}

/// Its blocks and marks in order, and what stands between them.
struct Read {
    structure: Vec<String>,
    plain: String,
    cells: Vec<String>,
    links: Vec<String>,
}

fn read(text: &str) -> Read {
    let mut read = Read { structure: vec![], plain: String::new(), cells: vec![], links: vec![] };
    let (mut verbatim, mut cell) = (false, String::new());
    for event in Parser::new_ext(text, Options::all()) {
        match event {
            Event::Start(Tag::Link { dest_url, .. }) => {
                verbatim = true;
                read.links.push(dest_url.into_string());
            }
            Event::End(TagEnd::Link) => verbatim = false,
            Event::Start(tag) => {
                if let Tag::CodeBlock(kind) = &tag {
                    assert!(matches!(kind, CodeBlockKind::Fenced(_)), "{tag:?}");
                    verbatim = true;
                }
                cell.clear();
                read.structure.push(format!("{tag:?}"));
            }
            Event::End(tag) => {
                verbatim = false;
                if tag == TagEnd::TableCell {
                    read.cells.push(std::mem::take(&mut cell));
                }
                read.structure.push(format!("end of {tag:?}"));
            }
            Event::Text(text) => {
                cell.push_str(&text);
                if !verbatim {
                    read.plain.push_str(&text);
                    read.plain.push('\n');
                }
            }
            Event::Code(text) => cell.push_str(&text),
            // One block is one line.
            other => panic!("{other:?} in {text}"),
        }
    }
    read
}

/// That of a summary whose logs hold nothing but letters.
fn expected(language: Language) -> Read {
    read(&shown(poisoned("harmless"), language))
}

fn holds(value: &str, language: Language) {
    let text = shown(poisoned(value), language);
    assert!(!text.chars().any(|c| c != '\n' && why502_engine::summary::is_hidden(c)), "{text}");
    let (got, wanted) = (read(&text), expected(language));
    assert_eq!(got.structure, wanted.structure, "{value:?}:\n{text}");
    assert_eq!(got.links, wanted.links, "{value:?}");
    for mark in ["@", "#", "<", ">", "[", "]", "*", "_", "~", "$", "^", "`", "\\", "://", "www."] {
        assert!(!got.plain.contains(mark), "{mark} of {value:?} in {}", got.plain);
    }
    let value = visible(value);
    let is_long = value.chars().count() > 240;
    assert!(value.is_empty() || is_long || got.cells.iter().any(|cell| *cell == value), "{value}");
}

#[test]
fn nothing_of_a_log_becomes_markup() {
    for value in HOSTILE {
        holds(value, Language::English);
    }
    holds(&HOSTILE.join(" "), Language::English);
    holds(&HOSTILE.concat(), Language::Japanese);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_mixture_of_marks_becomes_markup(
        value in prop::collection::vec(
            prop_oneof![
                prop::sample::select(HOSTILE.to_vec()).prop_map(str::to_owned),
                "[ !-/:-@\\[-`{-~]{0,6}",
                "\\PC{0,6}",
                any::<char>().prop_map(String::from),
            ],
            1..6,
        ).prop_map(|parts| parts.concat()).prop_filter("a command is missing where it is empty", |value| !value.is_empty()),
        japanese in any::<bool>(),
    ) {
        let language = if japanese { Language::Japanese } else { Language::English };
        holds(&value, language);
    }
}

#[test]
fn the_parts_stand_in_the_order_of_a_postmortem() {
    let headings: Vec<String> = shown(poisoned("x"), Language::English)
        .lines()
        .filter_map(|line| line.strip_prefix("## ").map(str::to_owned))
        .collect();
    assert_eq!(
        headings,
        [
            "Impact",
            "Timeline",
            "Response times",
            "Targets over time",
            "Before, during and after",
            "Causes",
            "What sets failing requests apart",
            "Trigger",
            "Evidence in other logs",
            "Time-outs, as far as durations show them",
            "Figures",
            "Coverage and data quality",
            "What these logs cannot show",
            "Facts of the account worth collecting",
            "Error budget",
            "Action items",
            "Detection",
            "Response and resolution",
            "Effect on users and business",
            "Lessons learned",
            "Authors and status",
        ]
    );
}

#[test]
fn it_opens_with_the_answer_in_two_sentences() {
    let text = shown(incident(), Language::English);
    let head = "# Postmortem (draft): rolling-deploy, 2026-11-22\n\n\
                **502s came from a rolling deploy: three targets were stopped with requests in \
                flight.**\n\n\
                2026-11-22 14:02:00–14:06:00 UTC: 1,251 of 111,690 requests failed (1.1 %); ended; \
                confidence 0.93.\n";
    assert!(text.starts_with(head), "{text}");
}

#[test]
fn a_command_stands_in_a_fence_and_is_one_when_pasted() {
    let text = shown(incident(), Language::English);
    let fence = text.split("```sh\n").nth(1).unwrap().split("\n```").next().unwrap();
    let command = &incident().findings[0].next_checks[0].command;
    assert_eq!(fence.replace("\\\n  ", ""), *command);
}

#[test]
fn the_budget_is_of_the_period_that_was_read() {
    let text = shown(incident(), Language::English);
    for line in [
        "- **Objective:** 99.9 %\n",
        "- **Failures allowed:** 413\n",
        "- **Failed:** 1,284\n",
        "- **Budget used:** 311 %\n",
        "| 2026-11-22 14:02:00–14:06:00 UTC: rolling-deploy | 1,251 | 303 % | 11 |\n",
        "Of the period that was read, not of the month",
    ] {
        assert!(text.contains(line), "{line} in {text}");
    }
    let without = PostmortemOptions { slo: None, ..options(Language::English) };
    assert!(!render(&incident(), &without).contains("Error budget"));
}

#[test]
fn both_shares_of_a_contrast_are_shown() {
    let text = shown(poisoned("/cart"), Language::English);
    let row = "| path `/cart` + host `/cart` | `████████░░` 80.0 % | `██░░░░░░░░` 20.0 % \
               | 12 × (9.0–15) |\n";
    assert!(text.contains(row), "{text}");
}

#[test]
fn the_timeline_is_drawn_with_the_incident_below_it() {
    let text = shown(poisoned("10.0.0.1:80"), Language::English);
    let row = |name: &str| {
        let line = text.lines().find(|line| line.starts_with(name)).unwrap();
        line.chars().skip(28).collect::<String>()
    };
    let (bars, marks) = (row("all failures"), row("incident"));
    let of_incident: String =
        bars.chars().zip(marks.chars()).filter(|(_, m)| *m == '1').map(|(bar, _)| bar).collect();
    assert_eq!(of_incident, "█▆▃", "{text}");
    assert!(bars.ends_with("  peak 412"), "{text}");
    assert!(text.contains("\n10.0.0.1:80                 ·░░▒▒▓▓███\n"), "{text}");
}

#[test]
fn a_healthy_window_is_no_postmortem() {
    let text = shown(healthy(), Language::English);
    let head = "# Report: no incident, 2026-11-22\n\n\
                **No incident: 3 of 412,903 requests got a 502 (0.0007 %), spread over 3 minutes.**";
    assert!(text.starts_with(head), "{text}");
    for part in ["Action items", "Lessons", "Impact", "Trigger"] {
        assert!(!text.contains(part), "{part} in {text}");
    }
}

#[test]
fn the_words_are_japanese_where_they_are_asked_for() {
    let text = shown(poisoned("x"), Language::Japanese);
    for word in ["## 影響", "## 失敗したリクエストの特徴", "## エラーバジェット", "| 担当 | 期限 |"]
    {
        assert!(text.contains(word), "{word} in {text}");
    }
    for word in ["Impact", "requests", "Owner", "and 4 more", "peak", "Budget"] {
        assert!(!text.contains(word), "{word} in {text}");
    }
}

#[test]
fn it_stays_small_whatever_the_logs_hold() {
    let mut summary = poisoned(&"<&`|\u{1b}".repeat(20_000));
    let values = vec!["x".repeat(9_000); 5_000];
    for finding in &mut summary.findings {
        (finding.scope.hosts, finding.scope.targets) = (values.clone(), values.clone());
        finding.contrasts = vec![finding.contrasts[0].clone(); 12];
        for contrast in &mut finding.contrasts {
            contrast.values.clone_from(&values);
        }
    }
    summary.incidents = vec![summary.incidents[0].clone(); 500];
    let bytes = shown(summary, Language::English).len();
    assert!(bytes < 1_000_000, "{bytes}");
}
