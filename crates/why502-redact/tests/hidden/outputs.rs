//! Every way out of the program, without the program. **A new way out is added here.**

use std::io::{self, BufRead, Cursor, Read, Write};
use std::sync::{Arc, Mutex};

use jiff::tz::TimeZone;
use why502_engine::compare::{Comparison, compare};
use why502_engine::summary::{FailedObject, SkippedObject};
use why502_engine::{Analysis, Settings, Stream, Summary, WorkItem, WorkList, analyze, hand_out};
use why502_parse::{Options as LogOptions, View};
use why502_records::{Layout, Options, Order, Records};
use why502_redact::Redactor;
use why502_report::alarms::{self, AlarmOptions, Template};
use why502_report::postmortem::PostmortemOptions;
use why502_report::text::TextOptions;
use why502_report::{Language, comparison, html, json, junit, markdown, text};

use crate::lines::Log;

/// What a summary becomes.
type Render = fn(&Summary, Language) -> String;

/// Every form of a report: one line each.
const REPORTS: [(&str, Render); 9] = [
    ("json", |summary, _| json::render(summary)),
    ("json on a line", |summary, _| json::render_line(summary)),
    ("text", |summary, language| text::render(summary, &text_options(language, false))),
    ("text --details", |summary, language| text::render(summary, &text_options(language, true))),
    ("markdown", |summary, language| markdown::render(summary, &postmortem_options(language))),
    ("html", |summary, language| html::render(summary, &postmortem_options(language))),
    ("junit", |summary, _| junit::render(summary, &[])),
    ("cloudformation", |summary, _| alarms_as(Template::CloudFormation, summary)),
    ("terraform", |summary, _| alarms_as(Template::Terraform, summary)),
];

fn alarms_as(template: Template, summary: &Summary) -> String {
    alarms::render(summary, &AlarmOptions { template, objective: 0.999 })
}

fn postmortem_options(language: Language) -> PostmortemOptions {
    PostmortemOptions { zone: TimeZone::UTC, language, slo: Some(0.999) }
}

fn text_options(language: Language, details: bool) -> TextOptions {
    TextOptions {
        zone: TimeZone::UTC,
        width: 100,
        color: false,
        details,
        slo: Some(0.999),
        language,
    }
}

/// Everything that can be had of the log, each under its name.
pub(crate) fn all(log: &Log, redactor: &Arc<Redactor>) -> Vec<(String, String)> {
    let mut all = Vec::new();
    let mut summary = summary(log, redactor);
    for language in [Language::English, Language::Japanese] {
        summary.speak(language);
        for (name, render) in REPORTS {
            all.push((format!("{name} {language:?}"), render(&summary, language)));
        }
    }
    let mut comparison = comparison(log, redactor);
    for language in [Language::English, Language::Japanese] {
        comparison.speak(language);
        let options = text_options(language, true);
        for (name, rendered) in [
            ("json", comparison::json(&comparison)),
            ("text", comparison::text(&comparison, &options)),
            ("markdown", comparison::markdown(&comparison, &options)),
            ("html", comparison::html(&comparison, &options)),
        ] {
            all.push((format!("comparison {name} {language:?}"), rendered));
        }
    }
    for layout in [Layout::Ndjson, Layout::Json, Layout::Csv, Layout::Tsv, Layout::Typed] {
        for view in [View::Meant, View::Logged] {
            for order in [Order::AsGiven, Order::ByTime { listed: u64::MAX }] {
                let redactor = Some(redactor.clone());
                let options = Options { layout, view, order, redactor, ..Options::default() };
                all.push((format!("records {layout:?} {view:?} {order:?}"), records(log, options)));
            }
        }
    }
    all
}

/// The analysis, with objects that could not be read.
pub(crate) fn summary(log: &Log, redactor: &Redactor) -> Summary {
    let mut summary = analyze(&settings(log), vec![item(log)], &());
    let formats: Vec<&String> = summary.input.formats.keys().collect();
    assert_eq!(formats, [log.name]);
    let source = log.source.clone();
    let error = format!("{source} ended early");
    summary.input.failed_objects.push(FailedObject { source, error, records_before_failure: 0 });
    let source = log.source.clone();
    let reason = format!("as {source}");
    summary.input.skipped_objects.push(SkippedObject { source, reason });
    redactor.summary(&mut summary);
    summary
}

/// The log before and after, with an object that could not be read.
fn comparison(log: &Log, redactor: &Redactor) -> Comparison {
    let side = || {
        let mut analysis = Analysis::new(settings(log));
        analysis.run(&WorkList::new(vec![item(log)]), &(), &());
        let mut side = analysis.into_side();
        let (source, error) = (log.source.clone(), format!("{} ended early", log.source));
        let failed = FailedObject { source, error, records_before_failure: 0 };
        side.summary.input.failed_objects.push(failed);
        side
    };
    let mut comparison = compare(&side(), &side());
    // Of a function's log no line is a request.
    let is_compared = comparison.dimensions.iter().any(|group| !group.values.is_empty());
    assert!(is_compared || comparison.before.requests == 0, "{}", log.name);
    redactor.comparison(&mut comparison);
    comparison
}

pub(crate) fn records_as_they_are(log: &Log) -> String {
    records(log, Options::default())
}

fn records(log: &Log, options: Options) -> String {
    let kept = Kept::default();
    let records = Records::new(options, Box::new(kept.clone()));
    let (input, _) =
        hand_out(&settings(log), &WorkList::in_order(vec![item(log)]), &(), &(), &records);
    records.finish().unwrap();
    assert!(input.records >= 90 && input.rejected_lines == 0, "{} {input:?}", log.name);
    // Rows of typed values are bytes, in which texts stand as they are.
    String::from_utf8_lossy(&kept.0.lock().unwrap()).into_owned()
}

fn settings(log: &Log) -> Settings {
    let fields = log.fields.iter().map(|field| (*field).to_owned()).collect();
    Settings {
        workers: 1,
        log_format: log.format,
        options: LogOptions { fields, ..LogOptions::default() },
        ..Settings::default()
    }
}

fn item(log: &Log) -> WorkItem<'static> {
    let text = log.text.clone().into_bytes();
    WorkItem {
        source: log.source.clone(),
        size: text.len() as u64,
        format: None,
        piece: None,
        mark: None,
        open: Box::new(move || Ok(Box::new(InMemory(Cursor::new(text))))),
    }
}

struct InMemory(Cursor<Vec<u8>>);

impl Read for InMemory {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer)
    }
}

impl BufRead for InMemory {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.0.fill_buf()
    }
    fn consume(&mut self, amount: usize) {
        self.0.consume(amount);
    }
}

impl Stream for InMemory {
    fn bytes_read(&self) -> u64 {
        self.0.position()
    }
    fn ends_cleanly(&self, _: &io::Error) -> bool {
        true
    }
}

/// Bytes that are kept.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
