//! Settings of S3: which buckets, how to reach them, and how much of them to hold.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use why502_s3::{Config, Location};

use crate::command_line::args::AnalyzeArguments;
use crate::command_line::bucket::{BucketArguments, FetchArguments};
use crate::command_line::choice::ReportFormat;
use crate::command_line::usage::UsageError;

use super::environment::Environment;
use super::quantity;
use super::window::Window;

/// Less would not hold one range of a large object for each of two workers.
const LEAST_MEMORY_BYTES: u64 = 32 << 20;
const SHORTEST_INTERVAL: Duration = Duration::from_secs(1);

/// Where in S3 the logs are, and how to get them.
#[derive(Debug)]
pub(crate) struct BucketSettings {
    /// None where only files were named.
    pub(crate) locations: Vec<Location>,
    pub(crate) config: Config,
    /// How much later than the window an object's name may be.
    pub(crate) late: Duration,
    pub(crate) dry_run: bool,
}

/// Watching S3 for new objects.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Follow {
    pub(crate) every: Duration,
}

/// Everything `fetch` depends on.
#[derive(Debug)]
pub(crate) struct FetchSettings {
    pub(crate) bucket: BucketSettings,
    pub(crate) window: Window,
    pub(crate) folder: PathBuf,
    /// Of a dry run.
    pub(crate) format: ReportFormat,
    pub(crate) quiet: bool,
    pub(crate) shows_progress: bool,
}

impl BucketSettings {
    /// The settings, and the sources that are not in S3.
    pub(super) fn read(
        arguments: BucketArguments,
        sources: Vec<OsString>,
    ) -> Result<(Self, Vec<OsString>), UsageError> {
        let mut locations = Vec::new();
        let mut places = Vec::new();
        for source in sources {
            match source.to_str().filter(|text| is_in_s3(text)) {
                Some(url) => locations.push(Location::parse(url).map_err(UsageError::new)?),
                None => places.push(source),
            }
        }
        if arguments.dry_run && locations.is_empty() {
            return Err(UsageError::new(
                "--dry-run says what would be fetched from S3, and no SOURCE is in S3. Give one as \
                 s3://BUCKET/PREFIX.",
            ));
        }
        if arguments.dry_run
            && let Some(place) = places.first()
        {
            return Err(UsageError::new(format!(
                "--dry-run says what would be fetched from S3, and {} is not there. Leave it out.",
                place.to_string_lossy()
            )));
        }
        let late = quantity::span("--late", &arguments.late)?;
        let settings =
            Self { locations, late, dry_run: arguments.dry_run, config: config(arguments)? };
        Ok((settings, places))
    }

    /// The window as S3's keys are held against it, in seconds since 1970.
    pub(crate) fn window(&self, window: &Window) -> why502_s3::Window {
        let seconds = |micros: i64| micros.div_euclid(1_000_000);
        why502_s3::Window {
            since: window.since.map(|since| seconds(since.micros())),
            until: window.until.map(|until| seconds(until.micros()).saturating_add(1)),
            now: Some(jiff::Timestamp::now().as_second()),
            late_seconds: i64::try_from(self.late.as_secs()).unwrap_or(i64::MAX),
        }
    }
}

/// Schemes of URLs do not tell cases apart (RFC 3986).
fn is_in_s3(source: &str) -> bool {
    source.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("s3://"))
}

fn config(arguments: BucketArguments) -> Result<Config, UsageError> {
    if let Some(account) = &arguments.expected_bucket_owner
        && !(account.len() == 12 && account.bytes().all(|byte| byte.is_ascii_digit()))
    {
        return Err(UsageError::new(format!(
            "--expected-bucket-owner: `{account}` is no account; give its twelve digits."
        )));
    }
    Ok(Config {
        profile: arguments.profile,
        region: arguments.region,
        endpoint_url: arguments.endpoint_url,
        no_sign_request: arguments.no_sign_request,
        request_payer: arguments.request_payer.is_some(),
        expected_bucket_owner: arguments.expected_bucket_owner,
        concurrency: usize::from(arguments.s3_concurrency.get()),
        memory_bytes: quantity::size("--memory", &arguments.memory, LEAST_MEMORY_BYTES)?,
        cache: arguments.cache,
        ..Config::default()
    })
}

impl Follow {
    pub(super) fn read(arguments: &AnalyzeArguments) -> Result<Option<Self>, UsageError> {
        if !arguments.follow {
            return Ok(None);
        }
        let every = quantity::span("--every", &arguments.every)?;
        if every < SHORTEST_INTERVAL {
            return Err(UsageError::new(
                "--every: a second is the least; AWS writes every five minutes.",
            ));
        }
        let elsewhere = arguments
            .sources
            .iter()
            .find(|source| !source.to_str().is_some_and(|text| text.starts_with("s3://")));
        match elsewhere {
            Some(source) => Err(UsageError::new(format!(
                "--follow watches S3, and {} is not there. Give only s3://BUCKET/PREFIX with it.",
                source.to_string_lossy()
            ))),
            None => Ok(Some(Self { every })),
        }
    }
}

impl FetchSettings {
    pub(crate) fn resolve(
        arguments: FetchArguments,
        environment: &Environment,
    ) -> Result<Self, UsageError> {
        let window = Window::read(&arguments.window, environment.now)?;
        let (bucket, places) = BucketSettings::read(arguments.bucket, arguments.sources)?;
        if let Some(place) = places.first() {
            return Err(UsageError::new(format!(
                "fetch copies from S3, and {} is not there. It is used as `why502 fetch \
                 s3://BUCKET/PREFIX DIR`.",
                place.to_string_lossy()
            )));
        }
        if is_in_s3(&arguments.folder.to_string_lossy()) {
            return Err(UsageError::new(
                "fetch copies to a folder of this machine; the last argument is in S3. It is used \
                 as `why502 fetch s3://BUCKET/PREFIX DIR`.",
            ));
        }
        Ok(Self {
            bucket,
            window,
            folder: arguments.folder,
            format: arguments.format,
            quiet: arguments.quiet,
            shows_progress: environment.stderr_is_terminal && !arguments.quiet,
        })
    }
}
