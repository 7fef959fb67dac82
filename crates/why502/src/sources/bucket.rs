//! Objects of S3 as work for the engine, as they arrive.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use why502_engine::{Mark, Marks, Next, Stream, WorkItem};
use why502_input::{Skipped, decode_at_once, decode_stream_but, is_damaged};
use why502_parse::detect;
use why502_s3::{
    Arrival, Arrivals, Content, Done, ObjectId, S3, S3ErrorKind, S3Object, WholeBytes, Wish,
};

use crate::settings::Window;
use crate::settings::bucket::BucketSettings;

use super::stream::{KEPT, stream};
use super::totals::Totals;

const PACKED: [&[u8]; 2] = [&[0x1f, 0x8b], &[0x28, 0xb5, 0x2f, 0xfd]];
const NOT_GZIP: &str = "it was fetched twice and is neither gzip, as its name says, nor a log: its \
    content is damaged, or something else answers for S3";

/// Objects that are being listed and fetched in the background.
pub(super) struct Bucket {
    arrivals: Arrivals,
    left: Mutex<Vec<Skipped>>,
    /// The buckets cannot be had at all, and asking again will not help.
    refused: AtomicBool,
    /// Marks cost memory for each object, and only a run that goes on needs them.
    marked: bool,
}

/// What is wanted of the buckets, but for what is `done`.
pub(crate) fn wish(settings: &BucketSettings, window: &Window, done: Option<Marks>) -> Wish {
    let mut wish = Wish::new(settings.locations.clone(), settings.window(window));
    if let Some(done) = done {
        wish.is_done = Arc::new(move |id: ObjectId| match done.done(id.name) {
            None => Done::No,
            Some(version) if version == id.version => Done::Yes,
            Some(_) => Done::OtherVersion,
        });
    }
    wish
}

/// What no patience changes.
fn is_refusal(kind: S3ErrorKind) -> bool {
    use S3ErrorKind as Kind;
    matches!(
        kind,
        Kind::NoSuchBucket
            | Kind::WrongRegion
            | Kind::NoCredentials
            | Kind::BadCredentials
            | Kind::Configuration
            | Kind::AccessDenied
    )
}

impl Bucket {
    pub(super) fn open(s3: &S3, wish: Wish, marked: bool) -> Self {
        Self {
            arrivals: s3.objects(wish),
            left: Mutex::default(),
            refused: AtomicBool::new(false),
            marked,
        }
    }

    pub(super) fn is_refused(&self) -> bool {
        self.refused.load(Ordering::Relaxed)
    }

    pub(super) fn stop(&self) {
        self.arrivals.stop();
    }

    pub(super) fn next(&self, patience: Duration) -> Next<'static> {
        match self.arrivals.next(patience) {
            why502_s3::Next::Arrival(Arrival::Object(object)) => {
                Next::Item(item(object, self.marked))
            }
            why502_s3::Next::Arrival(Arrival::Failed { source, error }) => {
                if is_refusal(error.kind) {
                    self.refused.store(true, Ordering::Relaxed);
                }
                Next::Item(failed(source, io::Error::other(error)))
            }
            why502_s3::Next::Arrival(Arrival::Left { source, reason }) => {
                let mut left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
                left.push(Skipped { source, reason });
                Next::NotYet
            }
            why502_s3::Next::NotYet => Next::NotYet,
            why502_s3::Next::End => Next::End,
        }
    }

    pub(super) fn totals(&self) -> Totals {
        let found = self.arrivals.found();
        Totals { parts: found.objects, bytes: found.bytes, is_complete: found.is_complete }
    }

    /// What was left out, and what else is to be said.
    pub(super) fn into_remarks(self) -> (Vec<Skipped>, Vec<String>) {
        let left = self.left.into_inner().unwrap_or_else(PoisonError::into_inner);
        (left, self.arrivals.warnings())
    }
}

fn item(object: S3Object, marked: bool) -> WorkItem<'static> {
    let id = object.id();
    let is_log = object.kind().is_some();
    WorkItem {
        source: object.source().to_owned(),
        size: object.size(),
        format: None,
        piece: None,
        mark: marked.then_some(Mark { name: id.name, version: id.version }),
        open: Box::new(move || {
            let source = object.source().to_owned();
            match object.into_content() {
                Content::Whole(bytes) => whole(&source, bytes, is_log),
                Content::Stream(parts) => stream(decode_stream_but(&source, parts, KEPT)),
            }
        }),
    }
}

/// Damage may have come about on the way, where the server gave no checksum: such an object is
/// fetched once more, and so is one that by its name should be gzip. What comes twice is the
/// object itself. `is_log`: the name is one that AWS gives to a log.
fn whole(source: &str, bytes: WholeBytes, is_log: bool) -> io::Result<Box<dyn Stream>> {
    if let Some(reader) = decode_at_once(source, bytes.as_ref()) {
        return stream(Ok(reader));
    }
    let is_disguised = |bytes: &WholeBytes| source.ends_with(".gz") && !is_packed(bytes.as_ref());
    let bytes = if is_disguised(&bytes) || is_damaged(bytes.as_ref()) {
        bytes.again().map_err(io::Error::other)?
    } else {
        bytes
    };
    if is_log && is_disguised(&bytes) && !begins_as_log(bytes.as_ref()) {
        return Err(io::Error::other(NOT_GZIP));
    }
    stream(decode_stream_but(source, io::Cursor::new(bytes), KEPT))
}

/// Gzip, or zstd under gzip's name.
fn is_packed(bytes: &[u8]) -> bool {
    PACKED.iter().any(|magic| bytes.starts_with(magic))
}

/// A log that was unpacked and kept its name.
fn begins_as_log(bytes: &[u8]) -> bool {
    bytes.split(|&byte| byte == b'\n').next().is_some_and(|line| detect(line).is_some())
}

/// It has a mark, so that it can come again and is not a failure for ever.
fn failed(source: String, error: io::Error) -> WorkItem<'static> {
    let mut name = DefaultHasher::new();
    source.hash(&mut name);
    WorkItem {
        source,
        size: 0,
        format: None,
        piece: None,
        mark: Some(Mark { name: name.finish(), version: 0 }),
        open: Box::new(move || Err(error)),
    }
}
