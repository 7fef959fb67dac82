//! Render: a summary into JSON, text, Markdown and HTML; bytes per second are those that are written.

use divan::Bencher;
use jiff::tz::TimeZone;
use why502_engine::{Settings, Summary, analyze};
use why502_report::postmortem::PostmortemOptions;
use why502_report::text::TextOptions;
use why502_report::{Language, html, json, markdown, text};

use crate::corpus::{ALB, CLOUDFRONT};
use crate::measure::measure;
use crate::memory::{expected, items};

fn rendered(bencher: Bencher<'_, '_>, write: impl Fn(&Summary) -> String, wanted: &str) {
    let logs = [&*ALB, &*CLOUDFRONT];
    let summary = analyze(&Settings::default(), items(&logs, false), &());
    let (_, _, bad_gateways) = expected(&logs);
    assert_eq!(summary.bad_gateways, bad_gateways as u64);
    let bytes = write(&summary).len();
    measure(bencher, bytes, &true, || write(&summary).contains(wanted));
}

#[divan::bench(name = "json")]
fn as_json(bencher: Bencher<'_, '_>) {
    let bad_gateways = ALB.bad_gateways + CLOUDFRONT.bad_gateways;
    rendered(bencher, json::render, &format!("\"bad_gateways\": {bad_gateways},"));
}

#[divan::bench(name = "text_details")]
fn as_text(bencher: Bencher<'_, '_>) {
    let options = TextOptions {
        zone: TimeZone::UTC,
        width: 88,
        color: false,
        details: true,
        language: Language::English,
        slo: None,
    };
    rendered(bencher, |summary| text::render(summary, &options), "confidence");
}

#[divan::bench(name = "markdown")]
fn as_markdown(bencher: Bencher<'_, '_>) {
    let options =
        PostmortemOptions { zone: TimeZone::UTC, language: Language::English, slo: Some(0.999) };
    rendered(bencher, |summary| markdown::render(summary, &options), "Postmortem");
}

#[divan::bench(name = "html")]
fn as_html(bencher: Bencher<'_, '_>) {
    let options =
        PostmortemOptions { zone: TimeZone::UTC, language: Language::English, slo: Some(0.999) };
    rendered(bencher, |summary| html::render(summary, &options), "<h1>");
}
