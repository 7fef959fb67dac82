//! Two sides and what differs, as people and programs read it.

use jiff::tz::TimeZone;
use serde_json::Value;
use why502_engine::compare::{
    Comparison, Estimate, Figure, Group, Measure, Presence, SideSummary, Unit, ValueChange,
    ValueCounts, Verdict,
};
use why502_engine::summary::Said;
use why502_report::comparison::{html, json, markdown, text};
use why502_report::html::MOST_BYTES;
use why502_report::text::TextOptions;
use why502_rulebook::Language;

use crate::fixture::{healthy, minute};

fn measure(unit: Unit, before: f64, after: f64, verdict: Verdict) -> Measure {
    let around = |value: f64| Estimate { value, low: value * 0.9, high: value * 1.1 };
    let has_before = before > 0.0;
    Measure {
        unit,
        before: around(before),
        after: around(after),
        ratio: has_before.then(|| after / before),
        ratio_low: if has_before { after / before * 0.8 } else { 12.0 },
        ratio_high: has_before.then(|| after / before * 1.25),
        difference: around(after - before),
        noise_factor: 1.0,
        q_value: (verdict != Verdict::TooFew).then_some(0.001),
        verdict,
        chance: None,
    }
}

fn value(
    name: &str,
    presence: Presence,
    traffic: Measure,
    failures: Option<Measure>,
    stands_out: bool,
) -> ValueChange {
    let counts = ValueCounts { requests: 600, failed: 3, confidence: None };
    ValueChange {
        value: name.to_owned(),
        presence,
        before: counts,
        after: counts,
        traffic,
        failures,
        stands_out,
    }
}

fn group(name: &'static str, values: Vec<ValueChange>) -> Group {
    let changed = values.iter().filter(|value| value.is_changed()).count() as u64;
    Group {
        name,
        distinct: values.len() as u64,
        changed,
        too_few: 0,
        values,
        changed_left_out: 0,
        others_left_out: 0,
    }
}

fn side(from: i64, failed: u64) -> SideSummary {
    SideSummary {
        from: Some(minute(from)),
        to: Some(minute(from + 60)),
        seconds: 3_600.0,
        requests: 61_200,
        failed,
        bad_gateways: failed,
        input: healthy().input,
    }
}

fn comparison() -> Comparison {
    use Presence::{Both, New};
    use Unit::{PerRequest, PerSecond, Seconds};
    use Verdict::{Higher, TooFew, WithinNoise};
    let figure = |name, measure| Figure { name, measure };
    let still = || measure(PerSecond, 2.0, 2.1, WithinNoise);
    Comparison {
        schema_version: 1,
        statement: Said::new("Failures rose.", "失敗が増えました。"),
        before: side(0, 61),
        after: side(60, 3_180),
        tested: 9,
        changed: 5,
        figures: vec![
            figure("requests", measure(PerSecond, 17.0, 17.2, WithinNoise)),
            figure("failed", measure(PerRequest, 0.001, 0.052, Higher)),
            figure("gateway_timeouts", measure(PerRequest, 0.0, 0.0, TooFew)),
        ],
        latency: vec![figure("p99", measure(Seconds, 0.4, 1.9, Higher))],
        groups: vec![group(
            "cause",
            vec![value("target-down", New, measure(PerRequest, 0.0, 0.05, Higher), None, true)],
        )],
        dimensions: vec![
            group(
                "path",
                vec![
                    value(
                        "/a|`b`<script>@team\u{1b}[31m",
                        New,
                        measure(PerSecond, 0.0, 3.0, Higher),
                        None,
                        true,
                    ),
                    value(
                        "/alike",
                        Both,
                        still(),
                        Some(measure(PerRequest, 0.01, 0.05, Higher)),
                        false,
                    ),
                    value("/still", Both, still(), None, false),
                ],
            ),
            group(
                "host",
                vec![value(
                    "h",
                    Both,
                    still(),
                    Some(measure(PerRequest, 0.01, 0.05, Higher)),
                    false,
                )],
            ),
            group("method", vec![value("GET", Both, still(), None, false)]),
        ],
        redacted: None,
        notes: vec![Said::new("Before: no logs from *a* to b", "前: ログなし")],
    }
}

fn options(details: bool, language: Language) -> TextOptions {
    TextOptions { zone: TimeZone::UTC, width: 80, color: false, details, slo: None, language }
}

#[test]
fn the_answer_comes_first_and_what_is_within_noise_is_said_with_its_interval() {
    let text = text(&comparison(), &options(false, Language::English));
    assert!(
        text.starts_with(
            "Failures rose.\nBefore  2026-11-22 13:20:00–14:20:00 UTC · 61,200 requests · 61 failed\n\
             After   2026-11-22 14:20:00–15:20:00 UTC"
        ),
        "{text}"
    );
    for line in [
        "17/s → 17/s  × 1.01 (0.81–1.26)  within noise",
        "0.10 % → 5.2 %  × 52 (42–65)  higher",
        "0.400 s → 1.900 s  × 4.7 (3.8–5.9)  higher",
        "0 → 5.0 %  (≥ × 12)  new",
        "\n  1 changed only as failures did as a whole\n  1 within noise\n",
        "\nChanged only as failures did as a whole, by host (1).\nWithin noise by method (1).\n",
        "\n! Before: no logs from *a* to b\n",
        "By path: 2 of 3 beyond noise",
        "/a|`b`<script>@team\\u{1b}[31m, traffic",
    ] {
        assert!(text.contains(line), "{line} is not in:\n{text}");
    }
    assert!(!text.contains("504") && !text.contains("/still") && !text.contains('\x1b'), "{text}");
}

#[test]
fn details_show_what_is_within_noise_too() {
    let text = text(&comparison(), &options(true, Language::English));
    for line in
        ["504", "too few to tell", "/still, traffic", "/alike, failing", "By host", "GET, traffic"]
    {
        assert!(text.contains(line), "{line} is not in:\n{text}");
    }
}

#[test]
fn markdown_has_tables_and_no_markup_of_logs() {
    let text = markdown(&comparison(), &options(false, Language::English));
    assert!(text.contains("\n| failed | 0.10 % | 5.2 % | × 52 (42–65) | **higher** |\n"), "{text}");
    assert!(
        text.contains("| `/a`&#124;`` `b`<script>@team\\u{1b}[31m ``, traffic | 0 |"),
        "{text}"
    );
    assert!(text.contains("- Before: no logs from `*a*` to b\n"), "{text}");
    let tables = text.lines().filter(|line| line.starts_with("| ") && !line.contains("script"));
    for line in tables {
        assert_eq!(line.matches('|').count(), 6, "{line}");
    }
}

#[test]
fn html_draws_intervals_and_holds_no_markup_of_logs() {
    let page = html(&comparison(), &options(false, Language::English));
    assert!(page.contains("<h1>Failures rose.</h1>"), "{page}");
    assert!(page.contains("<code>/a|`b`&lt;script&gt;@team\\u{1b}[31m</code>, traffic"), "{page}");
    assert_eq!(page.matches("<script>").count(), 1);
    assert!(
        page.contains(r#"<circle class="point" cx=""#) && page.contains("Content-Security-Policy")
    );
    let whole = html(&comparison(), &options(true, Language::English));
    assert!(whole.contains("too few to tell") && whole.len() > page.len());
}

#[test]
fn a_comparison_of_very_many_values_is_a_page_within_bounds() {
    let mut many = comparison();
    let long = "\"<&".repeat(100);
    for group in &mut many.dimensions {
        let first = group.values[0].clone();
        let values =
            (0..2_000).map(|at| ValueChange { value: format!("{long}{at}"), ..first.clone() });
        group.values = values.collect();
        (group.distinct, group.changed) = (2_000, 2_000);
    }
    let page = html(&many, &options(true, Language::English));
    assert!(page.len() < MOST_BYTES, "{}", page.len());
    assert!(page.contains("This page was kept short"));
}

#[test]
fn japanese_has_no_english_words_of_its_own() {
    let mut comparison = comparison();
    comparison.speak(Language::Japanese);
    let shown = text(&comparison, &options(false, Language::Japanese));
    assert!(shown.starts_with("失敗が増えました。\n前  "), "{shown}");
    for word in ["Before", "within", "higher", "noise", "failed", "traffic", "changed"] {
        assert!(!shown.contains(word), "{word} is in:\n{shown}");
    }
    assert!(
        markdown(&comparison, &options(false, Language::Japanese)).starts_with("# 前後の比較\n")
    );
}

#[test]
fn json_is_as_its_schema_says_and_the_schema_refuses_what_is_not() {
    let schema: Value =
        serde_json::from_str(include_str!("../../../../docs/schema/compare.v1.json")).unwrap();
    jsonschema::draft202012::meta::validate(&schema).unwrap();
    let schema = jsonschema::draft202012::new(&schema).unwrap();
    let good: Value = serde_json::from_str(&json(&comparison())).unwrap();
    let errors: Vec<_> =
        schema.iter_errors(&good).map(|e| format!("{}: {e}", e.instance_path())).collect();
    assert_eq!(errors, Vec::<String>::new());
    for (pointer, bad) in [
        ("/schema_version", Value::from(2)),
        ("/figures/0/verdict", "perhaps".into()),
        ("/dimensions/0/name", "moon_phase".into()),
        ("/dimensions/0/values/0/presence", Value::Null),
        ("/before/from", "yesterday".into()),
        ("/figures/1/q_value", 1.5.into()),
    ] {
        let mut value = good.clone();
        *value.pointer_mut(pointer).unwrap() = bad;
        assert!(!schema.is_valid(&value), "{pointer}");
    }
    for key in good.as_object().unwrap().keys() {
        let mut value = good.clone();
        value.as_object_mut().unwrap().remove(key);
        assert!(!schema.is_valid(&value), "without {key}");
    }
}
