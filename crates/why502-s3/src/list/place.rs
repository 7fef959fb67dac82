//! One location of a wish while it is listed: what belongs to it, and what came of it.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;

use crate::error::{S3Error, S3ErrorKind};
use crate::location::{Location, source_name};

/// A location, and its tally.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) bucket: Arc<str>,
    pub(super) prefix: String,
    /// Longer prefixes of other locations: what begins with one belongs to that location.
    inner: Vec<String>,
    /// Something came of it: an object, or one that was done, or belongs to an inner location.
    pub(super) matched: AtomicBool,
    /// Folders and kinds that were left.
    pub(super) left: AtomicU64,
    /// A failure has been told.
    pub(super) failed: AtomicBool,
    /// A failure that meets the whole bucket has been told: nothing more is asked.
    pub(super) is_lost: AtomicBool,
    outside: Mutex<Option<(i64, i64)>>,
}

impl Place {
    /// The places of a wish: each location once.
    pub(super) fn all(locations: &[Location]) -> Vec<Self> {
        let mut locations: Vec<&Location> = locations.iter().collect();
        locations.sort();
        locations.dedup();
        let inner = |outer: &Location| {
            let within = |other: &&&Location| {
                other.bucket == outer.bucket
                    && other.prefix.len() > outer.prefix.len()
                    && other.prefix.starts_with(&outer.prefix)
            };
            locations.iter().filter(within).map(|other| other.prefix.clone()).collect()
        };
        let place = |location: &&Location| Self {
            bucket: location.bucket.as_str().into(),
            prefix: location.prefix.clone(),
            inner: inner(location),
            matched: AtomicBool::new(false),
            left: AtomicU64::new(0),
            failed: AtomicBool::new(false),
            is_lost: AtomicBool::new(false),
            outside: Mutex::new(None),
        };
        locations.iter().map(place).collect()
    }

    /// Does a key, or a whole folder, belong to a location inside this one?
    pub(super) fn is_inner(&self, key: &str) -> bool {
        self.inner.iter().any(|prefix| key.starts_with(prefix.as_str()))
    }

    /// Notes an object of another time.
    pub(super) fn saw_outside(&self, named: i64) {
        let mut outside = self.outside.lock().unwrap_or_else(PoisonError::into_inner);
        let (from, to) = outside.unwrap_or((named, named));
        *outside = Some((from.min(named), to.max(named)));
    }

    /// Did nothing come of it, and has nothing been told of that?
    pub(super) fn is_barren(&self) -> bool {
        !self.matched.load(Relaxed) && !self.failed.load(Relaxed)
    }

    /// What was met in place of objects that are wanted; nothing where nothing was met.
    pub(super) fn met_instead(&self) -> Option<String> {
        let left = self.left.load(Relaxed);
        let outside = *self.outside.lock().unwrap_or_else(PoisonError::into_inner);
        match (outside, left) {
            (Some((from, to)), _) => Some(format!(
                "no object under this prefix lies in the window; those seen are from {} to {}",
                time(from),
                time(to)
            )),
            (None, 0) => None,
            (None, left) => Some(format!(
                "no object of a log that is read lies under this prefix in the window; left out: \
                 {left} folders"
            )),
        }
    }

    /// The failure of a location that is empty: its name may be wrong.
    pub(super) fn nothing_found(&self) -> S3Error {
        S3Error {
            kind: S3ErrorKind::NothingFound,
            bucket: self.bucket.to_string(),
            key: self.prefix.clone(),
            request_id: None,
            message: "no object lies under this prefix".to_owned(),
        }
    }

    /// Its name in messages.
    pub(super) fn source(&self) -> String {
        source_name(&self.bucket, &self.prefix)
    }
}

/// Does an error meet every request to a bucket alike, whatever the object?
pub(crate) fn is_lasting(kind: S3ErrorKind) -> bool {
    use S3ErrorKind as Kind;
    matches!(
        kind,
        Kind::NoSuchBucket
            | Kind::WrongRegion
            | Kind::NoCredentials
            | Kind::ExpiredCredentials
            | Kind::SsoExpired
            | Kind::BadCredentials
            | Kind::ClockSkew
    )
}

fn time(seconds: i64) -> String {
    Timestamp::from_second(seconds).map_or_else(|_| seconds.to_string(), |time| time.to_string())
}
