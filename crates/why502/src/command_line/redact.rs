//! Flags about what is not to be shown.

use super::choice::RedactWish;

/// What is hidden in every output.
#[derive(Debug, Default, Clone, clap::Args)]
pub(crate) struct RedactArguments {
    /// Hide what is about users: client addresses, query values, user names, email addresses,
    /// cookies, secrets, trace ids. --redact=all: targets, hosts and accounts too (docs/REDACT.md)
    #[arg(
        long,
        value_enum,
        value_name = "WHAT",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "users"
    )]
    pub(crate) redact: Option<RedactWish>,

    /// Instead of networks and words, names by a keyed hash, the same in every run with that key:
    /// a file with 16 bytes or more, or env:NAME
    #[arg(long, value_name = "FILE", requires = "redact")]
    pub(crate) redact_key: Option<String>,
}
