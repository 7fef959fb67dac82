//! The program: flags → settings → plan → run → output.
//!
//! Owns everything a user types and sees, the clock and the environment: the only crate that
//! prints or chooses an exit status. It refuses to read logs, to count and to word a diagnosis;
//! that is the work of the crates it joins. `verbs/analyze.rs` is the pipeline on one screen.
//!
//! Modules, each using only those to its left: `exit_code → command_line → messages → interrupt → instant → settings → sources → reading → outcome → output → verbs → run`

mod command_line;
mod exit_code;
mod instant;
mod interrupt;
mod messages;
mod outcome;
mod output;
mod reading;
mod run;
mod settings;
mod sources;
mod verbs;

pub use exit_code::ExitStatus;
pub use run::run;
