//! What the parts of a postmortem are made of: facts, tables, commands.
//!
//! Every text is safe to show (no control and no invisible character, see
//! [`visible`]), but may hold anything else a log can hold: markup, links,
//! quotes. A renderer escapes all of them alike.

use why502_engine::summary::{Said, thousands};

use crate::escape::visible;

/// Something to be shown, and what it is.
#[derive(Debug, Clone, PartialEq)]
pub enum Shown {
    /// Words of the report, which may quote values of logs.
    Prose(String),
    /// One value or name as it was logged: code, not language.
    Value(String),
    /// Several values; `more` says how many are left out, where some are.
    Values {
        /// The values.
        values: Vec<String>,
        /// `and 12 more`.
        more: Option<String>,
    },
    /// A figure.
    Number {
        /// As it is read: `1,251`, `0.204 s`, `1.1 %`.
        text: String,
        /// By what it is sorted.
        sort: f64,
    },
    /// Nothing: the logs do not say, or a person fills it in.
    Empty,
}

/// A line with its label: `Duration`, `4 min 41 s`.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// What it is.
    pub label: String,
    /// What is known.
    pub shown: Shown,
}

/// One column of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Its heading.
    pub heading: &'static str,
    /// Figures, to be set to the right.
    pub is_number: bool,
}

/// A table; every row has as many cells as there are columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// What it shows, for those who do not see it.
    pub caption: String,
    /// In order.
    pub columns: Vec<Column>,
    /// In order.
    pub rows: Vec<Vec<Shown>>,
}

/// A question, and what answers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// What it decides or shows.
    pub statement: String,
    /// A shell command, ready to paste; empty where there is none.
    pub command: String,
}

/// A part that is nothing but sentences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentences {
    /// Its heading.
    pub heading: &'static str,
    /// One after another.
    pub sentences: Vec<String>,
}

/// Values longer than this are cut: nobody reads on, and a report has to stay small.
const LONGEST_VALUE: usize = 240;
/// The same of a sentence, which may quote values.
const LONGEST_PROSE: usize = 2_000;
/// A longer command is left out: half of one is worse than none.
const LONGEST_COMMAND: usize = 8_000;
/// Values of a list that are shown.
const MOST_VALUES: usize = 12;

impl Shown {
    /// Words of the report.
    pub(super) fn prose(text: impl AsRef<str>) -> Self {
        Self::Prose(prose(text))
    }

    /// One value.
    pub(super) fn value(text: impl AsRef<str>) -> Self {
        Self::Value(value(text.as_ref()))
    }

    /// Several values, of which `all` exist.
    pub(super) fn values(values: &[String], all: u64, more: impl Fn(u64) -> String) -> Self {
        let shown: Vec<String> = values.iter().take(MOST_VALUES).map(|one| value(one)).collect();
        let left_out = all.max(values.len() as u64).saturating_sub(shown.len() as u64);
        Self::Values { values: shown, more: (left_out > 0).then(|| more(left_out)) }
    }

    /// A figure that is read as `text`.
    pub(super) fn number(text: String, sort: f64) -> Self {
        Self::Number { text, sort }
    }

    /// A count.
    pub(super) fn count(number: u64) -> Self {
        Self::number(thousands(number), number as f64)
    }

    /// Seconds, or nothing.
    pub(super) fn seconds(seconds: Option<f64>) -> Self {
        seconds.map_or(Self::Empty, |s| Self::number(format!("{s:.3} s"), s))
    }
}

/// A sentence, safe to show.
pub(super) fn prose(text: impl AsRef<str>) -> String {
    cut(&visible(text.as_ref()), LONGEST_PROSE)
}

/// A value, safe to show.
pub(super) fn value(text: &str) -> String {
    cut(&visible(text), LONGEST_VALUE)
}

impl Command {
    pub(super) fn new(statement: &Said, command: &str) -> Self {
        let command = if command.len() > LONGEST_COMMAND { "" } else { command };
        Self { statement: prose(statement.as_str()), command: visible(command).into_owned() }
    }
}

fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
