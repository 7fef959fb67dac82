//! What the flags do not say: the clock, the terminal, the machine.

use std::io::IsTerminal;

use crate::command_line::choice::ColorWish;

/// A line of text: never wider, though the terminal may be, and never narrower.
const WIDTHS: (u16, u16) = (40, 120);
const DEFAULT_WIDTH: u16 = 80;

/// What the flags do not say.
#[derive(Debug, Clone)]
pub(crate) struct Environment {
    pub(crate) now: jiff::Timestamp,
    /// `NO_COLOR` is set and not empty, or `TERM` is `dumb`.
    pub(crate) plain_wanted: bool,
    pub(crate) stdin_is_terminal: bool,
    pub(crate) stdout_is_terminal: bool,
    pub(crate) stderr_is_terminal: bool,
    pub(crate) stdout_width: Option<u16>,
    pub(crate) cores: usize,
}

impl Environment {
    /// Columns of a line of text.
    pub(crate) fn text_width(&self, to_terminal: bool) -> usize {
        let width = self.stdout_width.filter(|_| to_terminal).unwrap_or(DEFAULT_WIDTH);
        usize::from(width.clamp(WIDTHS.0, WIDTHS.1))
    }

    /// Whether text is coloured.
    pub(crate) fn wants_color(&self, wish: ColorWish, to_terminal: bool) -> bool {
        match wish {
            ColorWish::Always => true,
            ColorWish::Never => false,
            ColorWish::Auto => to_terminal && !self.plain_wanted,
        }
    }

    pub(crate) fn of_process() -> Self {
        let is = |name: &str, test: fn(&str) -> bool| {
            std::env::var_os(name).is_some_and(|value| test(&value.to_string_lossy()))
        };
        let stdout = std::io::stdout();
        Self {
            now: jiff::Timestamp::now(),
            plain_wanted: is("NO_COLOR", |v| !v.is_empty()) || is("TERM", |v| v == "dumb"),
            stdin_is_terminal: std::io::stdin().is_terminal(),
            stdout_is_terminal: stdout.is_terminal(),
            stderr_is_terminal: std::io::stderr().is_terminal(),
            stdout_width: terminal_size::terminal_size_of(&stdout).map(|(width, _)| width.0),
            cores: std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
        }
    }
}
