//! What the flags do not say: the clock, the terminal, the machine.

use std::io::IsTerminal;

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
