//! The postmortem in HTML, read as a browser would.

use std::cell::RefCell;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer,
};
use jiff::tz::TimeZone;
use proptest::prelude::{ProptestConfig, any, prop};
use proptest::strategy::Strategy;
use proptest::{prop_assert, prop_assert_eq, prop_oneof, proptest};
use sha2::{Digest, Sha256};
use why502_engine::summary::{
    Dimension, DimensionValue, Evidence, FindingContrast, HeatMap, HeatRow, NextCheck,
    SignatureCourse, Summary, TimelineBucket, Trigger,
};
use why502_report::html::{MOST_BYTES, render};
use why502_report::postmortem::PostmortemOptions;
use why502_rulebook::{Language, signatures};

use crate::fixture::{healthy, incident, minute};

fn options(language: Language) -> PostmortemOptions {
    PostmortemOptions { zone: TimeZone::UTC, language, slo: Some(0.999) }
}

fn page(summary: &Summary) -> String {
    render(summary, &options(Language::English))
}

/// A page as a tokenizer of HTML sees it.
#[derive(Debug, Default)]
struct Seen {
    /// Tags with the names of their attributes, and comments.
    markup: RefCell<Vec<String>>,
    /// Values of attributes, by name.
    attributes: RefCell<Vec<(String, String)>>,
    /// What stands in each `script`, `style` and elsewhere.
    text: RefCell<Vec<(String, String)>>,
    inside: RefCell<String>,
}

impl TokenSink for Seen {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        match token {
            Token::TagToken(tag) => return self.tag(&tag),
            Token::CommentToken(comment) => {
                self.markup.borrow_mut().push(format!("comment {comment}"));
            }
            Token::CharacterTokens(text) => {
                let inside = self.inside.borrow().clone();
                let mut all = self.text.borrow_mut();
                match all.last_mut() {
                    Some((last, held)) if *last == inside => held.push_str(&text),
                    _ => all.push((inside, text.to_string())),
                }
            }
            Token::NullCharacterToken => panic!("a null character"),
            Token::ParseError(error) => panic!("{error}"),
            Token::DoctypeToken(_) | Token::EOFToken => {}
        }
        TokenSinkResult::Continue
    }
}

impl Seen {
    fn tag(&self, tag: &Tag) -> TokenSinkResult<()> {
        let names: Vec<_> = tag.attrs.iter().map(|one| one.name.local.to_string()).collect();
        let sign = if tag.kind == TagKind::EndTag { "/" } else { "" };
        self.markup.borrow_mut().push(format!("{sign}{} {}", tag.name, names.join(" ")));
        let values =
            tag.attrs.iter().map(|one| (one.name.local.to_string(), one.value.to_string()));
        self.attributes.borrow_mut().extend(values);
        let raw = match (&*tag.name, tag.kind) {
            ("title", TagKind::StartTag) if !self.in_svg() => Some(RawKind::Rcdata),
            ("style", TagKind::StartTag) => Some(RawKind::Rawtext),
            ("script", TagKind::StartTag) => Some(RawKind::ScriptData),
            _ => None,
        };
        let inside = if raw.is_some() { tag.name.to_string() } else { String::new() };
        *self.inside.borrow_mut() = inside;
        raw.map_or(TokenSinkResult::Continue, TokenSinkResult::RawData)
    }

    /// Titles of drawings are elements like others.
    fn in_svg(&self) -> bool {
        let markup = self.markup.borrow();
        let last =
            markup.iter().rev().find(|one| one.starts_with("svg ") || one.starts_with("/svg"));
        last.is_some_and(|one| one.starts_with("svg "))
    }

    fn all(&self, element: &str) -> Vec<String> {
        let text = self.text.borrow();
        text.iter().filter(|(inside, _)| inside == element).map(|(_, text)| text.clone()).collect()
    }
}

fn seen(html: &str) -> Seen {
    let input = BufferQueue::default();
    input.push_back(html5ever::tendril::StrTendril::from(html));
    let tokenizer = Tokenizer::new(Seen::default(), Default::default());
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink
}

/// The incident with `value` wherever a log, a file name or a place can put one.
fn holding(value: &str) -> Summary {
    let mut summary = incident();
    let text = || value.to_owned();
    summary.input.rejected_places[0].source = text();
    summary.input.failed_objects[0].source = text();
    summary.input.skipped_objects[0].source = text();
    summary.account.notes = vec![text().into()];
    for incident in &mut summary.incidents {
        incident.impact.hosts = vec![text()];
        incident.impact.paths = vec![text(), text()];
    }
    let finding = &mut summary.findings[0];
    finding.title = text().into();
    finding.scope.targets = vec![text(), text()];
    finding.scope.user_agents = vec![text()];
    finding.evidence.push(Evidence { kind: "for", statement: text().into(), value: 1.0 });
    finding.remedies.push(text().into());
    finding.next_checks.push(NextCheck { statement: text().into(), command: text() });
    finding.trigger = Some(Trigger { at: minute(41), what: text().into() });
    finding.contrasts.push(contrast(value));
    summary.dimensions[0].values[0].value = text();
    summary.heat_map = Some(heat_map(value, 3, 30));
    summary
}

fn contrast(value: &str) -> FindingContrast {
    FindingContrast {
        dimension: "user_agent",
        values: vec![value.to_owned()],
        pair_with: None,
        requests: 9,
        failed: 8,
        support: 0.9,
        exposure: 0.1,
        risk_ratio: 20.0,
        low: 10.0,
        high: 40.0,
        q_value: 0.001,
    }
}

fn heat_map(target: &str, rows: usize, columns: usize) -> HeatMap {
    let row = |at: usize| HeatRow {
        target: format!("{target}{at}"),
        requests: vec![10; columns],
        failed: (0..columns).map(|column| ((at + column) % 11) as u64).collect(),
    };
    HeatMap {
        bucket_seconds: 60,
        starts: (0..columns as i64).map(minute).collect(),
        rows: (0..rows).map(row).collect(),
        targets_left_out: 3,
    }
}

#[test]
fn it_opens_with_the_answer_and_has_every_part() {
    let html = page(&holding("value"));
    let parts = [
        "<h1>value</h1>",
        "id=\"impact\"",
        "id=\"timeline-plot\"",
        "id=\"latency-plot\"",
        "id=\"heat-plot\"",
        "id=\"cause-1\"",
        "id=\"contrasts\"",
        "id=\"trigger\"",
        "id=\"coverage\"",
        "id=\"budget\"",
        "id=\"actions\"",
        "id=\"blank-1\"",
        "id=\"figures\"",
    ];
    let places: Vec<_> =
        parts.map(|part| html.find(part).unwrap_or_else(|| panic!("{part}"))).into();
    assert!(places.is_sorted(), "{places:?}");
}

#[test]
fn it_speaks_both_languages_and_says_which() {
    let english = page(&incident());
    assert!(english.contains("<html lang=\"en\">") && english.contains("Action items"));
    let japanese = render(&incident(), &options(Language::Japanese));
    assert!(japanese.contains("<html lang=\"ja\">") && japanese.contains("アクションアイテム"));
    let is_left = |word: &str| japanese.contains(word);
    assert!(![">Contents<", "Action items", "The numbers"].into_iter().any(is_left));
}

#[test]
fn a_page_without_an_incident_has_nothing_to_fill_in() {
    let html = page(&healthy());
    assert!(html.contains("No incident: 3 of 412,903 requests got a 502"));
    assert!(!html.contains("class=\"blank\"") && !html.contains("id=\"actions\""));
}

#[test]
fn its_policy_allows_its_own_style_and_script_and_nothing_else() {
    let seen = seen(&page(&incident()));
    let hash = |element: &str| {
        let blocks = seen.all(element);
        assert_eq!(blocks.len(), 1, "{element}");
        STANDARD.encode(Sha256::digest(blocks[0].as_bytes()))
    };
    let expected = format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; \
         form-action 'none'",
        hash("style"),
        hash("script")
    );
    assert!(seen.attributes.borrow().contains(&("content".to_owned(), expected)));
    let markup = seen.markup.borrow();
    let place = |start: &str| markup.iter().position(|one| one.starts_with(start)).unwrap();
    assert!(place("meta http-equiv content") < place("style"));
}

#[test]
fn it_names_no_place_from_which_anything_would_be_loaded() {
    let seen = seen(&page(&holding("https://example.net/x.png")));
    for one in seen.markup.borrow().iter() {
        let words: Vec<_> = one.split(' ').collect();
        let loads =
            ["src", "srcset", "style", "action", "background", "data", "poster", "xlink:href"];
        assert!(
            !words[1..].iter().any(|name| loads.contains(name) || name.starts_with("on")),
            "{one}"
        );
        let elements =
            ["link", "img", "iframe", "object", "embed", "form", "input", "base", "image", "use"];
        assert!(!elements.contains(&words[0]), "{one}");
    }
    for (name, value) in seen.attributes.borrow().iter().filter(|(name, _)| name == "href") {
        let is_own = value.starts_with('#') || value.starts_with("https://docs.aws.amazon.com/");
        assert!(is_own, "{name} {value}");
    }
    let style = &seen.all("style")[0];
    assert!(!style.contains("url(") && !style.contains("@import"));
}

/// Pieces of which hostile values are made.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "<",
            ">",
            "\"",
            "'",
            "&",
            "/",
            "=",
            "`",
            "-->",
            "<!--",
            "]]>",
            "&lt;",
            "&#60;",
            "</",
            "<script>",
            "</script>",
            "</style>",
            "</title>",
            "</pre></code>",
            "<svg onload=x>",
            "javascript:x",
            "{{ x }}",
            "{% x %}",
            "\u{2028}",
            "\u{202e}",
            "\u{0}",
            "\u{1b}[31m",
            "\r\n",
            "\u{feff}",
            "日本",
            "\\",
            "%3C",
        ])
        .prop_map(str::to_owned),
        any::<char>().prop_map(String::from),
        "[ -~]{1,8}",
    ];
    prop::collection::vec(piece, 1..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_a_log_holds_never_becomes_markup(value in hostile()) {
        let (plain, hostile) = (seen(&page(&holding("value"))), seen(&page(&holding(&value))));
        prop_assert_eq!(&*plain.markup.borrow(), &*hostile.markup.borrow());
        for element in ["style", "script"] {
            prop_assert_eq!(plain.all(element), hostile.all(element));
        }
        let shown = why502_report::escape::visible(&value).into_owned();
        prop_assert!(hostile.all("").iter().any(|text| text.contains(&shown)), "{} is not shown", shown);
        let all = hostile.text.borrow();
        let hidden = |c: char| c != '\n' && why502_engine::summary::is_hidden(c);
        prop_assert!(!all.iter().any(|(_, text)| text.contains(hidden)));
    }
}

/// As much as the engine ever puts into a summary, with values that grow when they are escaped.
fn largest(value: &str) -> Summary {
    let mut summary = holding(value);
    let ids: Vec<_> = signatures::all().map(|one| one.id).take(40).collect();
    let bucket = |at: i64| TimelineBucket {
        start: minute(at),
        requests: 1_000_000 + at as u64,
        failed: 40_000,
        bad_gateways: 40_000,
        gateway_timeouts: 0,
        unavailable: 0,
        p50: Some(0.01 + at as f64 / 1e3),
        p90: Some(0.1 + at as f64 / 1e3),
        p99: Some(1.0 + at as f64 / 1e3),
    };
    summary.timeline.buckets = (0..2_000).map(bucket).collect();
    summary.timeline.signatures = ids
        .into_iter()
        .map(|id| SignatureCourse { id, requests: (0..2_000).map(|at| 900 + at % 97).collect() })
        .collect();
    summary.heat_map = Some(heat_map(value, 40, 120));
    let one = summary.dimensions[0].values[0].clone();
    let of = |at: u64| DimensionValue { value: value.to_owned(), failed: 900 - at, ..one.clone() };
    let names =
        ["target", "target_group", "host", "path", "client", "user_agent", "method", "protocol"];
    summary.dimensions = names
        .map(|name| Dimension { name, distinct: 16_384, values: (0..20).map(of).collect() })
        .into();
    let mut finding = summary.findings[0].clone();
    finding.evidence = vec![finding.evidence[2].clone(); 30];
    finding.next_checks = vec![finding.next_checks[1].clone(); 12];
    finding.contrasts = vec![contrast(value); 20];
    finding.remedies = vec![finding.remedies[2].clone(); 8];
    for list in [&mut finding.scope.targets, &mut finding.scope.hosts, &mut finding.scope.paths] {
        *list = vec![value.to_owned(); 40];
    }
    summary.findings = vec![finding; 200];
    let mut one = summary.incidents[0].clone();
    one.impact.hosts = vec![value.to_owned(); 20];
    summary.incidents = vec![one; 200];
    summary.not_visible = vec![summary.findings[0].next_checks[0].clone(); 30];
    summary
}

#[test]
fn the_largest_summary_makes_a_page_within_bounds() {
    for value in
        ["value".to_owned(), "\"'<&>".repeat(400), "\u{e0001}".repeat(400), "路".repeat(7_000)]
    {
        let html = page(&largest(&value));
        assert!(html.len() < MOST_BYTES, "{} bytes", html.len());
        assert!(html.contains("id=\"cause-1\"") && html.contains("id=\"heat-plot\""));
        assert!(html.contains("This page was kept short"));
        assert!(html.ends_with("</html>\n") || html.ends_with("</html>"));
    }
}

#[test]
fn an_ordinary_page_is_whole() {
    let html = page(&holding("value"));
    assert!(html.len() < MOST_BYTES / 3, "{} bytes", html.len());
    assert!(!html.contains("This page was kept short"));
}

#[test]
fn the_same_summary_gives_the_same_bytes() {
    assert_eq!(page(&incident()), page(&incident()));
}
