//! Blocks of Markdown: headings, lists, tables, fences.

use super::inline::{self, fence, prose, value};
use crate::command;
use crate::postmortem::content::{Command, Fact, Shown, Table};

/// Columns of a command in a fence.
const COMMAND_WIDTH: usize = 100;

/// The text under construction. Every block is followed by an empty line.
#[derive(Default)]
pub(super) struct Writer {
    text: String,
}

impl Writer {
    pub(super) fn finish(self) -> String {
        let mut text = self.text;
        text.truncate(text.trim_end().len());
        text.push('\n');
        text
    }

    /// Of level 1 to 6.
    pub(super) fn heading(&mut self, level: usize, text: &str) {
        self.block(&format!("{} {}", "#".repeat(level), inline::heading(text)));
    }

    pub(super) fn paragraph(&mut self, text: &str) {
        self.block(&prose(text));
    }

    pub(super) fn strong(&mut self, text: &str) {
        self.block(&format!("**{}**", prose(text)));
    }

    /// What is said about the report itself.
    pub(super) fn aside(&mut self, text: &str) {
        self.block(&format!("*{}*", prose(text)));
    }

    /// Nothing where there is no item.
    pub(super) fn list(&mut self, items: impl IntoIterator<Item = String>) {
        let items: Vec<String> =
            items.into_iter().map(|item| format!("- {item}").trim_end().to_owned()).collect();
        if !items.is_empty() {
            self.block(&items.join("\n"));
        }
    }

    pub(super) fn sentences(&mut self, sentences: &[String]) {
        self.list(sentences.iter().map(|sentence| prose(sentence)));
    }

    pub(super) fn facts(&mut self, facts: &[Fact]) {
        self.list(
            facts.iter().map(|fact| format!("**{}:** {}", prose(&fact.label), shown(&fact.shown))),
        );
    }

    /// Nothing where it has no row.
    pub(super) fn table(&mut self, table: &Table) {
        if table.rows.is_empty() {
            return;
        }
        let headings = table.columns.iter().map(|column| prose(column.heading));
        let rule = table.columns.iter().map(|c| if c.is_number { "---:" } else { "---" });
        let mut lines = vec![line(headings), line(rule.map(str::to_owned))];
        lines.extend(table.rows.iter().map(|row| line(row.iter().map(shown))));
        self.block(&lines.join("\n"));
    }

    /// Lines as they are.
    pub(super) fn drawing(&mut self, lines: &[String]) {
        self.block(fence("text", lines).trim_end());
    }

    /// What it decides, and the command in a fence of its own.
    pub(super) fn command(&mut self, command: &Command) {
        self.paragraph(&command.statement);
        if !command.command.is_empty() {
            let lines = command::wrapped(&command.command, COMMAND_WIDTH);
            self.block(fence("sh", &lines).trim_end());
        }
    }

    /// Many commands in one fence, what each decides as a comment above it.
    pub(super) fn commands(&mut self, commands: &[Command]) {
        let mut lines = Vec::new();
        for command in commands {
            if !command.statement.is_empty() {
                lines.push(format!("# {}", command.statement));
            }
            if !command.command.is_empty() {
                lines.extend(command::wrapped(&command.command, COMMAND_WIDTH));
            }
        }
        self.block(fence("sh", &lines).trim_end());
    }

    /// An address of the rulebook.
    pub(super) fn links(&mut self, addresses: &[&'static str]) {
        self.list(addresses.iter().map(|address| format!("<{address}>")));
    }

    pub(super) fn block(&mut self, text: &str) {
        self.text.push_str(text);
        self.text.push_str("\n\n");
    }
}

fn line(cells: impl Iterator<Item = String>) -> String {
    let cells: Vec<String> = cells.collect();
    format!("| {} |", cells.join(" | "))
}

/// As it stands in a line or in a cell.
pub(super) fn shown(shown: &Shown) -> String {
    match shown {
        Shown::Prose(text) | Shown::Number { text, .. } => prose(text),
        Shown::Value(text) => value(text),
        Shown::Values { values, more } => listed(values, more.as_deref()),
        Shown::Empty => String::new(),
    }
}

/// Values in a row, and how many there are beside.
pub(super) fn listed(values: &[String], more: Option<&str>) -> String {
    let values: Vec<String> = values.iter().map(|one| value(one)).collect();
    let more = more.map(|more| format!(" {}", prose(more))).unwrap_or_default();
    format!("{}{more}", values.join(", "))
}
