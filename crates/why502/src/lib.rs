//! The program: flags → settings → plan → run → output.
//!
//! Owns everything a user types and sees, the clock and the environment: the only crate that
//! prints or chooses an exit status. It refuses to read logs, to count and to word a diagnosis;
//! that is the work of the crates it joins. `run` is the pipeline on one screen.
//!
//! Modules, each using only those to its left: `exit_code → command_line → messages → instant → settings → progress → plan → outcome → output → run`

mod command_line;
mod exit_code;
mod instant;
mod messages;
mod outcome;
mod output;
mod plan;
mod progress;
mod run;
mod settings;

pub use exit_code::ExitStatus;
pub use run::run;
