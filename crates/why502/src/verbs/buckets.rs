//! Reaching S3: once a run, only where it is named.

use why502_engine::Marks;
use why502_s3::{S3, S3Error};

use crate::command_line::usage::UsageError;
use crate::settings::Settings;
use crate::settings::bucket::BucketSettings;
use crate::sources::Queue;
use crate::sources::bucket::wish;
use crate::sources::twins::Met;

/// The queue with the objects that were named in S3, if any were. The connection is to outlive
/// the queue.
///
/// # Errors
///
/// When the settings of S3 make no sense.
pub(super) fn joined(
    queue: Queue,
    settings: &Settings,
    done: Option<Marks>,
) -> Result<(Queue, Option<S3>), UsageError> {
    if settings.bucket.locations.is_empty() {
        return Ok((queue, None));
    }
    let s3 = connected(&settings.bucket)?;
    let marked = done.is_some();
    let mut wish = wish(&settings.bucket, &settings.window, done);
    wish.twin_of = Met::default().rule();
    let queue = queue.and_objects(&s3, wish, marked);
    Ok((queue, Some(s3)))
}

/// Ready to ask; nothing is asked yet.
pub(super) fn connected(settings: &BucketSettings) -> Result<S3, UsageError> {
    let refused = |error: S3Error| UsageError::new(format!("S3: {error}"));
    S3::connect(settings.config.clone()).map_err(refused)
}
