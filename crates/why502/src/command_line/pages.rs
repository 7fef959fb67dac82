//! The flags of `completions` and `man`.

use std::path::PathBuf;

use clap::Args;
use clap_complete::Shell;

pub(crate) const PAGES_EXIT_STATUS: &str = "\
Exit status:
  0  it was written
  2  wrong usage, or it could not be written";

#[derive(Debug, Args)]
pub(crate) struct CompletionsArguments {
    /// The shell; docs/CONFIG.md says where its script belongs
    #[arg(value_enum)]
    pub(crate) shell: Shell,
}

#[derive(Debug, Args)]
pub(crate) struct ManArguments {
    /// The verb; without it, the page of the program
    #[arg(value_name = "VERB", conflicts_with = "dir")]
    pub(crate) verb: Option<String>,

    /// Write all pages into DIR, a file for the program and one for each verb
    #[arg(long, value_name = "DIR")]
    pub(crate) dir: Option<PathBuf>,
}
