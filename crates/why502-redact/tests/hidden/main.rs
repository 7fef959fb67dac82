//! What is marked in the logs is in no output: lines of every format with marks where something
//! sensitive stands, through every way out.

#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod lines;
mod marks;
mod outputs;

use std::sync::Arc;

use proptest::prelude::*;
use why502_redact::{Reach, Redactor};

use lines::Log;
use marks::Marks;

fn redactors() -> Vec<Arc<Redactor>> {
    let key = [7; 32];
    vec![
        Arc::new(Redactor::new(Reach::Users)),
        Arc::new(Redactor::with_key(Reach::Users, &key).unwrap()),
        Arc::new(Redactor::new(Reach::All)),
        Arc::new(Redactor::with_key(Reach::All, &key).unwrap()),
    ]
}

fn survivors(marks: &Marks, output: &str) -> Vec<(&'static str, String)> {
    let found = marks.all().into_iter().filter(|(_, mark)| output.contains(mark.as_str()));
    // With what is around it, so that the place is seen.
    found
        .map(|(name, mark)| {
            let at = output.find(&mark).unwrap();
            let from = (0..=at.saturating_sub(120)).rev().find(|&at| output.is_char_boundary(at));
            let end = (at + mark.len() + 20..output.len()).find(|&at| output.is_char_boundary(at));
            (name, output[from.unwrap()..end.unwrap_or(output.len())].to_owned())
        })
        .collect()
}

fn nothing_survives(marks: &Marks) {
    for log in Log::all(marks) {
        for redactor in redactors() {
            for (way, text) in outputs::all(&log, &redactor) {
                let found = survivors(marks, &text);
                assert!(found.is_empty(), "{} of {} by {redactor:?}: {found:#?}", way, log.name);
                assert!(text.len() > 100, "{way} of {}: {text}", log.name);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, max_shrink_iters: 0, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_mark_survives_in_any_output(marks in marks::any()) {
        nothing_survives(&marks);
    }
}

#[test]
fn without_a_redactor_the_marks_do_survive() {
    let marks = Marks::example();
    for log in Log::all(&marks) {
        let found = survivors(&marks, &outputs::records_as_they_are(&log));
        assert!(found.len() >= log.marked, "{}: {found:?}", log.name);
    }
}

#[test]
fn what_on_call_needs_stays() {
    let marks = Marks::example();
    let redactor = Arc::new(Redactor::new(Reach::Users));
    let log = Log::all(&marks).into_iter().find(|log| log.name == "alb").unwrap();
    let summary = outputs::summary(&log, &redactor);
    let redacted = summary.redacted.clone().unwrap();
    assert!(redacted["email"] > 0, "{redacted:?}");
    let json = why502_report::json::render(&summary);
    for kept in
        ["10.0.1.11:8080", "shop.example.com", "app/shop/0123456789abcdef", "203.0.113.0/24"]
    {
        assert!(json.contains(kept), "{kept}: {json}");
    }
    // Of everything nothing is left but the diagnosis.
    let json =
        why502_report::json::render(&outputs::summary(&log, &Arc::new(Redactor::new(Reach::All))));
    for hidden in ["10.0.1.11", "shop.example.com", "123456789012"] {
        assert!(!json.contains(hidden), "{hidden}: {json}");
    }
}
