//! What the user may set, as plain data.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

/// How to reach S3 and how much of it to hold at once.
#[derive(Clone)]
pub struct Config {
    /// Profile of the AWS configuration files; otherwise `AWS_PROFILE`, then `default`.
    pub profile: Option<String>,
    /// Region of the buckets; otherwise each bucket is asked for its own.
    pub region: Option<String>,
    /// Another server than AWS, addressed with the bucket in the path.
    pub endpoint_url: Option<String>,
    /// Send requests without a signature, for public buckets.
    pub no_sign_request: bool,
    /// Accept that requests are charged to the caller's account.
    pub request_payer: bool,
    /// Account that must own the buckets.
    pub expected_bucket_owner: Option<String>,
    /// Most requests for objects under way at once.
    pub concurrency: usize,
    /// Most bytes of objects held that are fetched, or being fetched, and not yet analysed.
    pub memory_bytes: u64,
    /// Folder that keeps what was fetched, by bucket, key and `ETag`.
    pub cache: Option<PathBuf>,
    /// How long the network may be silent.
    pub patience: Patience,
}

impl fmt::Debug for Config {
    /// Everything but the endpoint, whose text may hold a password.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Config")
            .field("profile", &self.profile)
            .field("region", &self.region)
            .field("has_endpoint_url", &self.endpoint_url.is_some())
            .field("no_sign_request", &self.no_sign_request)
            .field("request_payer", &self.request_payer)
            .field("concurrency", &self.concurrency)
            .field("memory_bytes", &self.memory_bytes)
            .field("patience", &self.patience)
            .finish_non_exhaustive()
    }
}

/// Limits of time; each is short enough that a dead endpoint ends the run within a minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// To connect.
    pub connect: Duration,
    /// From the request to the head of the answer, and between two parts of a body.
    pub silence: Duration,
    /// To go on trying one request while nothing comes of it.
    pub request: Duration,
    /// Silence of the whole endpoint, over all requests, after which the run gives it up.
    pub endpoint: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(4),
            silence: Duration::from_secs(10),
            request: Duration::from_secs(45),
            endpoint: Duration::from_secs(40),
        }
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            profile: None,
            region: None,
            endpoint_url: None,
            no_sign_request: false,
            request_payer: false,
            expected_bucket_owner: None,
            concurrency: 32,
            memory_bytes: 128 << 20,
            cache: None,
            patience: Patience::default(),
        }
    }
}
