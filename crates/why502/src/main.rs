//! The `why502` program; all of it is in the library beside this file.

use std::process::ExitCode;

fn main() -> ExitCode {
    why502::run(std::env::args_os()).into()
}
