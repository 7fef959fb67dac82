//! Flags about S3, spelt as in the AWS CLI where it has them, and the verb `fetch`.

use std::ffi::OsString;
use std::num::NonZeroU16;
use std::path::PathBuf;

use super::choice::ReportFormat;
use super::window::WindowArguments;

pub(super) const FETCH_EXIT_STATUS: &str = "\
Exit status:
  0  every object of the window is in DIR
  2  wrong usage
  3  some objects could not be copied; each is named
  4  nothing could be copied, or no object lies in the window";

/// How to reach S3, and how much of it to hold at once.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "S3")]
pub(crate) struct BucketArguments {
    /// Profile of the AWS configuration; otherwise AWS_PROFILE, then default
    #[arg(long, value_name = "NAME")]
    pub(crate) profile: Option<String>,

    /// Region of the buckets; otherwise each is asked for its own
    #[arg(long, value_name = "REGION")]
    pub(crate) region: Option<String>,

    /// Another server than AWS, addressed with the bucket in the path
    #[arg(long, value_name = "URL")]
    pub(crate) endpoint_url: Option<String>,

    /// Send requests without a signature: public buckets
    #[arg(long)]
    pub(crate) no_sign_request: bool,

    /// Accept that the requests are charged to your account
    #[arg(
        long,
        value_name = "requester",
        num_args = 0..=1,
        require_equals = true,
        value_parser = ["requester"],
        default_missing_value = "requester"
    )]
    pub(crate) request_payer: Option<String>,

    /// Account that must own the buckets; refuse any other
    #[arg(long, value_name = "ACCOUNT")]
    pub(crate) expected_bucket_owner: Option<String>,

    /// CloudFront: how long after its time a record may still come; objects named so much later
    /// than the window are read too
    #[arg(long, value_name = "SPAN", default_value = "24h", allow_hyphen_values = true)]
    pub(crate) late: String,

    /// Requests for objects under way at once
    #[arg(long, value_name = "N", default_value = "32")]
    pub(crate) s3_concurrency: NonZeroU16,

    /// Bytes of objects held that are fetched and not yet analysed
    #[arg(long, value_name = "SIZE", default_value = "128MiB")]
    pub(crate) memory: String,

    /// Keep fetched objects in DIR; what is there is not fetched again
    #[arg(long, value_name = "DIR")]
    pub(crate) cache: Option<PathBuf>,

    /// Only say which objects would be read: their number, bytes, requests and an estimate of
    /// the price. Lists, and reads nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct FetchArguments {
    /// Where the logs are: s3://BUCKET/PREFIX
    #[arg(value_name = "SOURCE", required = true)]
    pub(crate) sources: Vec<OsString>,

    /// Where they are copied to; each key becomes a path below it
    #[arg(value_name = "DIR", required = true)]
    pub(crate) folder: PathBuf,

    #[command(flatten)]
    pub(crate) window: WindowArguments,

    /// How to write what --dry-run finds
    #[arg(long, value_enum, default_value = "text", requires = "dry_run")]
    pub(crate) format: ReportFormat,

    /// Say nothing on stderr but errors
    #[arg(long, short)]
    pub(crate) quiet: bool,

    #[command(flatten)]
    pub(crate) bucket: BucketArguments,
}
