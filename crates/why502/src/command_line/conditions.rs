//! Flags about conditions on the result.

use std::path::PathBuf;

/// What is asked of the result, beside showing it.
#[derive(Debug, Default, clap::Args)]
#[command(next_help_heading = "Conditions")]
pub(crate) struct ConditionArguments {
    /// End with status 1 if EXPR holds for the result, as in 'bad_gateways > 0', 'p99 > 2s' or
    /// 'rate(cause=keepalive-race) > 0.1%' (docs/CONDITIONS.md); may be repeated
    #[arg(long, value_name = "EXPR")]
    pub(crate) fail_on: Vec<String>,

    /// Write FILE as JUnit XML too: a test for each --fail-on; without one, a test for each cause,
    /// which an incident of it fails
    #[arg(long, value_name = "FILE")]
    pub(crate) junit: Option<PathBuf>,
}
