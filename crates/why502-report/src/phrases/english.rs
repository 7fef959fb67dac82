//! English.

use why502_engine::summary::{Impact, InputSummary};

use super::{Drawn, Label, NoIncident, Opening, OtherLog, Phrases, Spread};
use crate::figures::{counted, percent, ratio, size, thousands};

pub(super) struct English;

impl Phrases for English {
    fn list(&self, names: &[String]) -> String {
        names.join(", ")
    }

    fn list_cut(&self, names: &[String], left_out: usize) -> String {
        format!("{} and {left_out} more", self.list(names))
    }

    fn confidence(&self, confidence: f64) -> String {
        format!("confidence {confidence:.2}")
    }

    fn failed_of(&self, failed: u64, requests: u64) -> String {
        format!(
            "{} of {} requests failed ({})",
            thousands(failed),
            thousands(requests),
            share(failed, requests)
        )
    }

    fn course(&self, is_ongoing: bool) -> &'static str {
        if is_ongoing { "still going on at the end of the logs" } else { "ended" }
    }

    fn hit(&self, impact: &Impact) -> Vec<String> {
        let parts = [
            (impact.client_networks, "client network", "client networks"),
            (impact.distinct_hosts, "host", "hosts"),
            (impact.distinct_paths, "path", "paths"),
            (impact.distinct_targets, "target", "targets"),
            (impact.masked, "failure masked by CloudFront", "failures masked by CloudFront"),
        ];
        parts
            .into_iter()
            .filter(|(number, ..)| *number > 0)
            .enumerate()
            .map(|(place, (number, one, many))| {
                let hit = if place == 0 { "hit " } else { "" };
                format!("{hit}{}", counted(number, one, many))
            })
            .collect()
    }

    fn budget(&self, objective: &str, allowed: &str, failed: u64, used: &str) -> String {
        format!(
            "{} where {objective} allows {allowed}: {used} of the error budget of these logs",
            counted(failed, "failure", "failures")
        )
    }

    fn incidents(&self, count: usize) -> String {
        format!("{count} incidents, in order of time")
    }

    fn no_request(&self) -> &'static str {
        "No request was read: these logs tell what stood beside requests, so no 502 can be counted \
         in them. Add the access log of what answered."
    }

    fn without_causes(&self) -> &'static str {
        "Causes are not looked for with --summary; the same command without it finds them."
    }

    fn no_incident(&self, figures: &NoIncident<'_>) -> String {
        let opening = match figures.opening {
            Opening::NoIncident => "No incident",
            Opening::InWhatCouldBeRead => "No incident in what could be read",
            Opening::InWhatWasRead => "No incident in what was read",
            Opening::CountsOnly => "Counts only",
            Opening::WithoutFinding => "An incident without a finding",
        };
        let link = if figures.is_alarming { ", yet" } else { ":" };
        let requests = thousands(figures.requests);
        let got = if figures.bad_gateways == 0 {
            format!("none of {requests} requests got a 502")
        } else {
            let spread = match figures.spread {
                Spread::Targets(targets) => format!(", spread over {targets} targets"),
                Spread::Minutes(minutes) => format!(", spread over {minutes} minutes"),
                Spread::Unsaid => String::new(),
            };
            format!(
                "{} of {requests} requests got a 502 ({}){spread}",
                thousands(figures.bad_gateways),
                share(figures.bad_gateways, figures.requests)
            )
        };
        let others = match figures.others {
            0 => String::new(),
            others => format!(
                "; {} failed in other ways ({})",
                thousands(others),
                share(others, figures.requests)
            ),
        };
        let missing = figures.missing.map_or_else(String::new, |missing| format!("; {missing}"));
        format!("{opening}{link} {got}{others}{missing}.")
    }

    fn timeouts(&self) -> &'static str {
        "Time-outs, as far as durations show them"
    }

    fn should_be_longer(&self, longer: &str, shorter: &str) -> String {
        format!("{longer} should be longer than {shorter}")
    }

    fn not_inferred(&self, names: &str) -> String {
        format!("Not inferred: {names}")
    }

    fn and_more(&self, count: u64) -> String {
        format!("  and {} more (--details names all)", thousands(count))
    }

    fn drawn(&self, drawn: Drawn) -> String {
        let what = drawn.status.map_or_else(|| "failures".to_owned(), |code| format!("{code}s"));
        let period = match drawn.seconds {
            0 | 1 => "second".to_owned(),
            60 => "minute".to_owned(),
            3600 => "hour".to_owned(),
            86_400 => "day".to_owned(),
            s if s.is_multiple_of(86_400) => format!("{} days", s / 86_400),
            s if s.is_multiple_of(3600) => format!("{} hours", s / 3600),
            s if s.is_multiple_of(60) => format!("{} minutes", s / 60),
            s => format!("{s} seconds"),
        };
        format!("{what} per {period}")
    }

    fn peak(&self, count: u64, at: &str) -> String {
        format!("peak {} at {at}", thousands(count))
    }

    fn drawn_with_peak(&self, drawn: &str, peak: &str) -> String {
        format!("{drawn}, {peak}")
    }

    fn gap(&self) -> &'static str {
        "· marks time without any request in these logs"
    }

    fn label(&self, label: Label) -> &'static str {
        match label {
            Label::When => "When",
            Label::Where => "Where",
            Label::After => "After",
            Label::Check => "Check",
            Label::Now => "Now",
            Label::Fix => "Fix",
            Label::Later => "Later",
            Label::Signs => "Signs",
            Label::Read => "Read",
        }
    }

    fn background(&self) -> &'static str {
        " (background)"
    }

    fn failures_of(&self, requests: u64, failed: u64) -> String {
        let failures = if failed == 1 { "failure" } else { "failures" };
        format!("{} of {} {failures}", thousands(requests), thousands(failed))
    }

    fn grade(&self, grade: &'static str) -> &'static str {
        grade
    }

    fn dimension(&self, name: &str, values: usize) -> String {
        format!("{}{}", name.replace('_', " "), if values == 1 { "" } else { "s" })
    }

    fn more_evidence(&self, count: usize) -> String {
        format!("{count} more with --details")
    }

    fn other_logs(&self) -> &'static str {
        "Evidence in other logs"
    }

    fn other_log(&self, kind: &OtherLog<'_>) -> String {
        let OtherLog { format, records, id, range, meaning, supports } = kind;
        let records = counted(*records, "record", "records");
        let supports = match supports {
            [] => String::new(),
            causes => format!(" Speaks for {}.", causes.join(", ")),
        };
        format!("{format} {records} ({id}), {range}: {meaning}{supports}")
    }

    fn more_kinds(&self, count: usize) -> String {
        format!("and {count} more kinds (--details names all)")
    }

    fn status_label(&self) -> &'static str {
        "Status   "
    }

    fn pairs_label(&self) -> &'static str {
        "Pairs    "
    }

    fn signatures_label(&self) -> &'static str {
        "Signs    "
    }

    fn latency_label(&self) -> &'static str {
        "Latency  "
    }

    fn latency_names(&self) -> [&'static str; 5] {
        ["median", "p90", "p95", "p99", "longest"]
    }

    fn by_dimension(&self, name: &str, listed: u64, distinct: u64) -> String {
        let name = self.dimension(name, 1);
        if listed < distinct {
            format!("By {name} ({} of {} values)", thousands(listed), thousands(distinct))
        } else {
            format!("By {name}")
        }
    }

    fn value_failed(&self, failed: u64, requests: u64, risk: Option<(f64, f64)>) -> String {
        let risk = risk
            .map(|(risk, low)| format!(", risk × {} (at least {})", ratio(risk), ratio(low)))
            .unwrap_or_default();
        format!("{} of {} failed{risk}", thousands(failed), thousands(requests))
    }

    fn read(&self, input: &InputSummary, span: Option<String>) -> String {
        let unpacked = if input.bytes == input.bytes_read {
            String::new()
        } else {
            format!(" ({} unpacked)", size(input.bytes))
        };
        let formats: Vec<_> =
            input.formats.iter().map(|(name, n)| format!("{name} {}", thousands(*n))).collect();
        let formats =
            if formats.is_empty() { String::new() } else { format!(" ({})", self.list(&formats)) };
        let span = span.map(|span| format!(", {span}")).unwrap_or_default();
        format!(
            "Read {}, {}{unpacked}, {}: {}{formats}, {} rejected, {} control{span}.",
            counted(input.objects, "object", "objects"),
            size(input.bytes_read),
            counted(input.lines, "line", "lines"),
            counted(input.records, "record", "records"),
            thousands(input.rejected_lines),
            thousands(input.control_lines),
        )
    }

    fn interrupted(&self) -> &'static str {
        "The run was ended early: every figure above covers what was read until then, and not all \
         there is."
    }

    fn rejected(&self, input: &InputSummary) -> String {
        let reason = |(reason, lines): (&String, &u64)| {
            let place = input.rejected_places.iter().find(|place| &place.reason == reason);
            let first = place.map(|at| format!(", first at {}:{}", at.source, at.line));
            format!("{} {reason}{}", thousands(*lines), first.unwrap_or_default())
        };
        let reasons: Vec<_> = input.rejected.iter().map(reason).collect();
        format!("Rejected lines: {}.", reasons.join("; "))
    }

    fn outside_window(&self, records: u64) -> String {
        let records = counted(records, "record", "records");
        format!("{records} outside the window, counted nowhere else.")
    }

    fn filtered_out(&self, records: u64) -> String {
        let records = counted(records, "record", "records");
        format!("{records} left out by --where, counted nowhere else.")
    }

    fn redacted(&self, kinds: &str) -> String {
        match kinds {
            "" => "Nothing had to be hidden by --redact.".to_owned(),
            kinds => format!("Hidden by --redact: {kinds}."),
        }
    }

    fn unread(&self, sources: u64) -> String {
        format!(
            "{} not read, or not to the end: what lies there is missing from every figure above. \
             Fetch it again and repeat.",
            counted(sources, "source was", "sources were")
        )
    }

    fn read_before(&self, records: u64) -> String {
        format!(" ({} before it counted)", counted(records, "record", "records"))
    }

    fn skipped(&self, files: u64) -> String {
        format!("{} skipped:", counted(files, "other file was", "other files were"))
    }

    fn more(&self, count: u64) -> String {
        format!("and {} more (--details names all)", thousands(count))
    }
}

fn share(part: u64, whole: u64) -> String {
    percent(part, whole, "over 99.9 %")
}
