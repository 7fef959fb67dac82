//! Tables of a score, in Markdown that is also read well as it is.

use std::fmt::Write as _;

use crate::label::Half;
use crate::score::{Score, Tally};

/// Everything about one half.
#[must_use]
pub fn text(half: Half, score: &Score, with_seeds: bool) -> String {
    let mut out = String::new();
    let _ = summary(half, score, &mut out);
    let _ = kinds(score, with_seeds, &mut out);
    let _ = calibration(score, &mut out);
    let _ = confusion(score, &mut out);
    if with_seeds && !score.alarms.is_empty() {
        let _ = writeln!(out, "\nFalse alarms: {}", score.alarms.join("; "));
    }
    out
}

fn share(value: f64) -> String {
    format!("{:.1} %", value * 100.0)
}

fn optional(value: Option<f64>) -> String {
    value.map_or("–".to_owned(), |value| format!("{:.0} %", value * 100.0))
}

fn seconds(value: Option<(f64, f64)>) -> String {
    value.map_or("–".to_owned(), |(median, p90)| format!("{median:.1} / {p90:.0}"))
}

fn summary(half: Half, score: &Score, out: &mut String) -> std::fmt::Result {
    let all = &score.overall;
    let (healthy, alarms, minutes) = score.healthy;
    writeln!(out, "\n## The {} half\n", half.name())?;
    writeln!(out, "| measure | value |\n| --- | ---: |")?;
    let rows = [
        ("labelled incidents", all.incidents.to_string()),
        ("first finding right", share(all.top1)),
        ("… without accepted alternatives", share(all.top1_exact)),
        ("right among the first three", share(all.top3)),
        ("scope: named of what should be", optional(all.scope_recall)),
        ("scope: right of what is named", optional(all.scope_precision)),
        ("onset error, median / p90, s", seconds(all.onset_error)),
        ("end error, median / p90, s", seconds(all.end_error)),
        ("incidents where nothing was wrong", all.spurious_incidents.to_string()),
        ("incidents that are parts of one", all.split_incidents.to_string()),
        ("healthy logs (hours)", format!("{healthy} ({:.0})", minutes as f64 / 60.0)),
        ("… with a false alarm", format!("{alarms} ({})", share(score.false_alarms()))),
        ("expected calibration error", format!("{:.3}", score.calibration.expected_error)),
        ("Brier score", format!("{:.3}", score.calibration.brier)),
    ];
    for (name, value) in rows {
        writeln!(out, "| {name} | {value} |")?;
    }
    Ok(())
}

fn kinds(score: &Score, with_seeds: bool, out: &mut String) -> std::fmt::Result {
    let (head, rule) = if with_seeds { (" wrong (seed: answer) |", " --- |") } else { ("", "") };
    writeln!(out, "\n### By kind\n")?;
    writeln!(
        out,
        "| kind | n | first | exact | top 3 | recall | precision | onset s | end s | spurious | split |{head}"
    )?;
    writeln!(
        out,
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |{rule}"
    )?;
    for (kind, tally) in &score.kinds {
        let Tally {
            incidents, top1, top1_exact, top3, spurious_incidents, split_incidents, ..
        } = tally;
        write!(
            out,
            "| {kind} | {incidents} | {:.0} | {:.0} | {:.0} | {} | {} | {} | {} | {spurious_incidents} | {split_incidents} |",
            top1 * 100.0,
            top1_exact * 100.0,
            top3 * 100.0,
            optional(tally.scope_recall),
            optional(tally.scope_precision),
            seconds(tally.onset_error),
            seconds(tally.end_error),
        )?;
        if with_seeds {
            write!(out, " {} |", tally.failing.join(", "))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn calibration(score: &Score, out: &mut String) -> std::fmt::Result {
    writeln!(
        out,
        "\n### Confidence\n\n| confidence | findings | mean | right |\n| --- | ---: | ---: | ---: |"
    )?;
    for (n, bin) in score.calibration.bins.iter().enumerate().filter(|(_, bin)| bin.findings > 0) {
        let from = n as f64 / 10.0;
        writeln!(
            out,
            "| {from:.1}–{:.1} | {} | {:.2} | {:.2} |",
            from + 0.1,
            bin.findings,
            bin.confidence,
            bin.right
        )?;
    }
    Ok(())
}

/// Only causes that were ever taken for another.
fn confusion(score: &Score, out: &mut String) -> std::fmt::Result {
    writeln!(
        out,
        "\n### Label and first finding\n\n| label | right | other answers |\n| --- | ---: | --- |"
    )?;
    for (cause, answers) in &score.confusion {
        let others = answers.iter().filter(|(answer, _)| *answer != cause);
        let others: Vec<String> =
            others.map(|(answer, count)| format!("{answer} {count}")).collect();
        if !others.is_empty() {
            let right = answers.get(cause).copied().unwrap_or(0);
            writeln!(out, "| {cause} | {right} | {} |", others.join(", "))?;
        }
    }
    Ok(())
}
