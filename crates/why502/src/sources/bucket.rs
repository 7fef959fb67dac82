//! Objects of S3 as work for the engine, as they arrive.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use why502_engine::{Mark, Marks, Next, Stream, WorkItem};
use why502_input::{Skipped, decode_at_once, decode_bytes, decode_stream, is_damaged};
use why502_s3::{
    Arrival, Arrivals, Content, Done, LogKind, ObjectId, S3, S3Object, WholeBytes, Wish,
};

use crate::settings::Window;
use crate::settings::bucket::BucketSettings;

use super::stream::stream;
use super::totals::Totals;

const GZIP_MAGIC: [u8; 2] = [0x1f, 0x8b];

/// Objects that are being listed and fetched in the background.
pub(super) struct Bucket {
    arrivals: Arrivals,
    left: Mutex<Vec<Skipped>>,
    /// Marks cost memory for each object, and only a run that goes on needs them.
    marked: bool,
}

/// What is wanted of the buckets, but for what is `done`.
pub(crate) fn wish(settings: &BucketSettings, window: &Window, done: Option<Marks>) -> Wish {
    let mut wish = Wish::new(settings.locations.clone(), settings.window(window));
    wish.wants = is_read;
    if let Some(done) = done {
        wish.is_done = Arc::new(move |id: ObjectId| match done.done(id.name) {
            None => Done::No,
            Some(version) if version == id.version => Done::Yes,
            Some(_) => Done::OtherVersion,
        });
    }
    wish
}

/// Logs that the parser knows; the others would be fetched to be skipped.
fn is_read(kind: LogKind) -> bool {
    matches!(kind, LogKind::AlbAccess | LogKind::CloudFront)
}

impl Bucket {
    pub(super) fn open(s3: &S3, wish: Wish, marked: bool) -> Self {
        Self { arrivals: s3.objects(wish), left: Mutex::default(), marked }
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
    WorkItem {
        source: object.source().to_owned(),
        size: object.size(),
        format: None,
        piece: None,
        mark: marked.then_some(Mark { name: id.name, version: id.version }),
        open: Box::new(move || {
            let source = object.source().to_owned();
            match object.into_content() {
                Content::Whole(bytes) => whole(&source, bytes),
                Content::Stream(parts) => stream(decode_stream(&source, parts)),
            }
        }),
    }
}

/// Damage may have come about on the way, where the server gave no checksum: such an object is
/// fetched once more, and so is one that by its name should be gzip. What comes twice is the
/// object itself.
fn whole(source: &str, bytes: WholeBytes) -> io::Result<Box<dyn Stream>> {
    if let Some(reader) = decode_at_once(source, bytes.as_ref()) {
        return stream(Ok(reader));
    }
    let bytes =
        if is_damaged(bytes.as_ref()) { bytes.again().map_err(io::Error::other)? } else { bytes };
    stream(decode_bytes(source, bytes))
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
