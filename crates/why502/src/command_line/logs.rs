//! Flags about logs that do not say everything themselves.

/// What is known of the logs beside their bytes.
#[derive(Debug, clap::Args)]
pub(crate) struct LogArguments {
    /// Names of the columns of logs without a header, in order: real-time logs of CloudFront, VPC
    /// flow logs, W3C files that lost theirs
    #[arg(long, value_name = "NAMES", alias = "fields", value_delimiter = ',')]
    pub(crate) log_fields: Vec<String>,

    /// What a key of your API Gateway log stands for: took=responseLatency; may be repeated
    #[arg(long, value_name = "KEY=VARIABLE", value_delimiter = ',')]
    pub(crate) apigw_map: Vec<String>,
}
