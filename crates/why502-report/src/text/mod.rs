//! The summary as text for a tired reader at a terminal of 80 columns.
//!
//! From the top: the answer, when and how sure, a picture, then each finding with its evidence
//! and what to do, and last what was read and what was not.
//!
//! Modules, each using only those to its left: `timeline → headline → finding → timeouts → evidence → tables → not_visible → coverage → accounting → account`

use jiff::tz::TimeZone;
use why502_engine::summary::Summary;
use why502_rulebook::Language;

use crate::clock::Clock;
use crate::page::Page;
use crate::phrases::phrases;

mod account;
mod accounting;
mod coverage;
mod evidence;
mod finding;
mod headline;
mod not_visible;
mod tables;
mod timeline;
mod timeouts;

/// Lines of the short form, as far as cutting lists can bring it there.
const MOST_LINES: usize = 40;
/// How often lists are cut further.
const TIGHTEST: usize = 4;

/// How the text is laid out, and in which language; nothing here changes what it says.
#[derive(Debug, Clone)]
pub struct TextOptions {
    /// The zone of all clock times.
    pub zone: TimeZone,
    /// Columns of a line; words that are longer, and commands, may exceed it.
    pub width: usize,
    /// Whether to write ANSI colours.
    pub color: bool,
    /// Everything there is, not only the short list.
    pub details: bool,
    /// The part of requests that has to succeed, as `0.999`: a line says how much of the error
    /// budget was used.
    pub slo: Option<f64>,
    /// The language of the report's own words. Sentences of the summary are in the one it speaks
    /// ([`Summary::speak`]).
    pub language: Language,
}

/// The whole report, ending in a newline.
///
/// Holds no control character but line feeds (and, with `color`, the escape sequences of this
/// crate), whatever the logs hold.
#[must_use]
pub fn render(summary: &Summary, options: &TextOptions) -> String {
    let mut text = written(summary, options, 0);
    if !options.details {
        for tight in 1..=TIGHTEST {
            if text.lines().count() <= MOST_LINES {
                break;
            }
            text = written(summary, options, tight);
        }
    }
    text
}

/// The short form fits a screen: where it does not, each list is cut further, from 0 (not at all)
/// to [`TIGHTEST`].
fn written(summary: &Summary, options: &TextOptions, tight: usize) -> String {
    let clock = Clock::new(options.zone.clone());
    let phrases = phrases(options.language);
    let mut page = Page::new(options.width.max(20), options.color);
    headline::write(&mut page, summary, &clock, (options.slo, tight), phrases);
    for finding in &summary.findings {
        page.blank();
        finding::write(&mut page, summary, finding, &clock, (options.details, tight), phrases);
    }
    timeouts::write(&mut page, summary, (options.details, tight), phrases);
    evidence::write(&mut page, summary, &clock, (options.details, tight), phrases);
    if options.details || summary.is_summary {
        tables::write(&mut page, summary, phrases);
    }
    page.blank();
    not_visible::write(&mut page, summary, options.language, (options.details, tight));
    accounting::write(&mut page, summary, &clock, options.details, phrases);
    account::write(&mut page, summary, options.details);
    accounting::write_redacted(&mut page, summary, phrases);
    page.finish()
}
