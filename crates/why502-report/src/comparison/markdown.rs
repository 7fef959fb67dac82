//! A comparison for tickets and chat, safe against what logs hold.

use why502_engine::compare::Comparison;

use super::lines::{Line, read, redacted, sections, side};
use super::phrases::phrases;
use crate::clock::Clock;
use crate::escape::visible;
use crate::markdown::{prose, value};
use crate::text::TextOptions;

/// The whole comparison as Markdown with tables (`CommonMark` and GitHub's tables).
///
/// Values of logs are code, in tables and in sentences alike.
#[must_use]
pub fn markdown(comparison: &Comparison, options: &TextOptions) -> String {
    let clock = Clock::new(options.zone.clone());
    let phrases = phrases(options.language);
    let mut out = format!("# {}\n\n{}\n\n", phrases.title, plain(comparison.statement.as_str()));
    let sides = [(phrases.before, &comparison.before), (phrases.after, &comparison.after)];
    for (name, one) in sides {
        let facts = plain(&side(one, &clock, phrases).join(" · "));
        out.push_str(&format!("- **{name}**: {facts}; {}\n", plain(&read(one, phrases))));
    }
    let (sections, others) = sections(comparison, options.details, phrases);
    for section in &sections {
        out.push_str(&format!(
            "\n## {}\n\n| {} | {} | {} | {} | {} |\n| --- | ---: | ---: | ---: | --- |\n",
            plain(&section.heading),
            phrases.what,
            phrases.before,
            phrases.after,
            phrases.times,
            phrases.verdict,
        ));
        section.lines.iter().for_each(|line| out.push_str(&row(line)));
        for rest in &section.rest {
            out.push_str(&format!("\n{}\n", plain(rest)));
        }
    }
    for other in others {
        out.push_str(&format!("\n{}\n", plain(&other)));
    }
    if !comparison.notes.is_empty() {
        out.push_str(&format!("\n## {}\n\n", phrases.notes));
        for note in &comparison.notes {
            out.push_str(&format!("- {}\n", plain(note.as_str())));
        }
    }
    out.push_str(&format!("\n{}\n", plain(phrases.method)));
    if let Some(redacted) = redacted(comparison, options.language) {
        out.push_str(&format!("\n{}\n", plain(&redacted)));
    }
    out
}

fn row(line: &Line) -> String {
    let name = if line.is_logged { value(&visible(&line.name)) } else { plain(&line.name) };
    let aspect = match line.aspect {
        "" => String::new(),
        aspect => format!(", {aspect}"),
    };
    let verdict = match line.is_changed {
        true => format!("**{}**", line.verdict),
        false => line.verdict.to_owned(),
    };
    format!("| {name}{aspect} | {} | {} | {} | {verdict} |\n", line.before, line.after, line.times)
}

/// A sentence without markup: causes and notes may hold names of logs.
fn plain(text: &str) -> String {
    prose(&visible(text))
}
