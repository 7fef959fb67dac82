//! A comparison as one HTML file, in the same shell as the postmortem.

use askama::Template;
use why502_engine::compare::Comparison;

use super::lines::{Line, Ratio, Section, read, redacted, sections, side};
use super::phrases::{Phrases, phrases};
use crate::clock::Clock;
use crate::html::{MOST_BYTES, Shell};
use crate::text::TextOptions;

/// The ends of the scale that intervals are drawn on: a sixteenth, and 16 times as much.
const OCTAVES: f64 = 4.0;

#[derive(Template)]
#[template(path = "comparison.html")]
struct Page<'a> {
    shell: Shell,
    phrases: &'static Phrases,
    mood: &'static str,
    statement: &'a str,
    /// Name, when and how much, what was read.
    sides: [(&'static str, Vec<String>, String); 2],
    sections: Vec<Section>,
    others: Vec<String>,
    notes: Vec<&'a str>,
    redacted: Option<String>,
    is_shortened: bool,
}

/// The whole comparison as one page that needs nothing else, smaller than [`MOST_BYTES`]: where
/// `details` would not fit, they are left out, and the page says so.
#[must_use]
pub fn html(comparison: &Comparison, options: &TextOptions) -> String {
    let whole = page(comparison, options, options.details, false);
    if whole.len() < MOST_BYTES { whole } else { page(comparison, options, false, true) }
}

fn page(
    comparison: &Comparison,
    options: &TextOptions,
    details: bool,
    is_shortened: bool,
) -> String {
    let clock = Clock::new(options.zone.clone());
    let phrases = phrases(options.language);
    let (sections, others) = sections(comparison, details, phrases);
    let told = |name, one| (name, side(one, &clock, phrases), read(one, phrases));
    let failures = comparison.figure("failed").is_some_and(|failed| failed.is_changed());
    let page = Page {
        shell: Shell::new(options.language),
        phrases,
        mood: if failures { "alarm" } else { "well" },
        statement: comparison.statement.as_str(),
        sides: [told(phrases.before, &comparison.before), told(phrases.after, &comparison.after)],
        sections,
        others,
        notes: comparison.notes.iter().map(|note| note.as_str()).collect(),
        redacted: redacted(comparison, options.language),
        is_shortened,
    };
    page.render().expect("a template writes into a string, and its values do not fail")
}

/// An interval on the scale, in parts of a hundred of its width.
struct Drawn {
    from: f64,
    width: f64,
    /// Where the ratio itself is.
    at: Option<f64>,
}

fn drawn(ratio: &Ratio) -> Drawn {
    let place = |ratio: f64| {
        let octaves = ratio.max(f64::MIN_POSITIVE).log2().clamp(-OCTAVES, OCTAVES);
        (octaves + OCTAVES) / (2.0 * OCTAVES) * 100.0
    };
    let from = place(ratio.low);
    let to = ratio.high.map_or(100.0, place);
    Drawn { from, width: (to - from).max(1.0), at: ratio.value.map(place) }
}

impl Page<'_> {
    /// The numbers of a drawn interval, as attributes take them.
    fn drawn(&self, ratio: &Ratio) -> [String; 2] {
        let drawn = drawn(ratio);
        [format!("{:.1}%", drawn.from), format!("{:.1}%", drawn.width)]
    }

    fn at(&self, ratio: &Ratio) -> Option<String> {
        drawn(ratio).at.map(|at| format!("{at:.1}%"))
    }

    /// By what a row is sorted.
    fn sort(&self, line: &Line) -> String {
        let ratio = line.ratio.map(|ratio| ratio.value.unwrap_or(f64::MAX));
        ratio.map_or(String::new(), |ratio| ratio.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_stand_on_a_scale_of_doublings() {
        let one = drawn(&Ratio { low: 1.0, value: Some(2.0), high: Some(4.0) });
        assert_eq!((one.from, one.width, one.at), (50.0, 25.0, Some(62.5)));
        let endless = drawn(&Ratio { low: 12.0, value: None, high: None });
        assert!(endless.from > 90.0 && (endless.from + endless.width - 100.0).abs() < 1e-9);
        assert!(endless.at.is_none());
        let gone = drawn(&Ratio { low: 0.0, value: Some(0.0), high: Some(0.0) });
        assert_eq!((gone.from, gone.width, gone.at), (0.0, 1.0, Some(0.0)));
    }
}
