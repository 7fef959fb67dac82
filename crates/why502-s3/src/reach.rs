//! A request with all that surrounds it: a turn at the network, limits of time, repetition, and
//! resumption of what broke. Everything above asks through here, and nothing above repeats.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use bytes::Buf;
use tokio::task::JoinError;

use crate::client::{Answer, Body, GetRequest, ListPage, ListRequest, Listed, ObjectClient};
use crate::config::Config;
use crate::error::{S3Error, S3ErrorKind};
use crate::retry::{Retry, Stop, Task, Turn};

/// Requests for listings under way at once.
pub(crate) const LISTINGS: usize = 8;

/// A client, kept from one run to the next with its connections.
#[derive(Debug)]
pub(crate) struct Link<C> {
    config: Config,
    client: C,
}

/// The requests of one run.
#[derive(Debug)]
pub(crate) struct Reach<C> {
    link: Arc<Link<C>>,
    objects: Retry,
    /// Listings do not wait for objects.
    listings: Retry,
    lists: AtomicU64,
}

/// The failure of something whose task panicked, or ended without a word.
pub(crate) fn internal(bucket: &str, key: &str) -> S3Error {
    S3Error {
        kind: S3ErrorKind::Other,
        bucket: bucket.to_owned(),
        key: key.to_owned(),
        request_id: None,
        message: "an internal error (a bug in why502) kept it from being read".to_owned(),
    }
}

/// The failure of something whose task ended early.
pub(crate) fn ended_early(ended: &JoinError, bucket: &str, key: &str) -> S3Error {
    if ended.is_panic() { internal(bucket, key) } else { S3Error::stopped(bucket, key) }
}

impl<C: ObjectClient> Link<C> {
    pub(crate) fn new(config: Config, client: C) -> Self {
        Self { config, client }
    }
}

impl<C: ObjectClient> Reach<C> {
    pub(crate) fn new(link: Arc<Link<C>>, stop: Stop) -> Self {
        let objects = Retry::new(&link.config.patience, link.config.concurrency, stop);
        let listings = objects.with_own_gate(LISTINGS);
        Self { link, objects, listings, lists: AtomicU64::new(0) }
    }

    pub(crate) fn config(&self) -> &Config {
        &self.link.config
    }

    pub(crate) fn stop(&self) -> &Stop {
        self.objects.stop()
    }

    /// Requests for pages so far, repeated ones too.
    pub(crate) fn lists(&self) -> u64 {
        self.lists.load(Relaxed)
    }

    /// Has the whole server been silent for too long?
    pub(crate) fn is_dead(&self) -> bool {
        self.objects.endpoint().is_dead()
    }

    /// Waits for credentials, which is no silence of the server.
    async fn ready(&self, bucket: &str, key: &str) -> Result<(), S3Error> {
        let at = |error| S3Error { bucket: bucket.to_owned(), key: key.to_owned(), ..error };
        tokio::select! {
            biased;
            () = self.stop().stopped() => Err(S3Error::stopped(bucket, key)),
            ready = self.link.client.prepare() => ready.map_err(at),
        }
    }

    /// One page of a listing.
    pub(crate) async fn page(&self, request: &ListRequest) -> Result<ListPage, S3Error> {
        let ask = |_| async {
            self.lists.fetch_add(1, Relaxed);
            let page = self.link.client.list(request).await?;
            let mut keys = page.objects.iter().map(|object| &object.key).chain(&page.folders);
            if keys.all(|key| key.starts_with(&request.prefix)) {
                return Ok(page);
            }
            Err(S3Error {
                kind: S3ErrorKind::BadAnswer,
                bucket: request.bucket.clone(),
                key: request.prefix.clone(),
                request_id: None,
                message: "the answer lists another prefix than was asked for".to_owned(),
            })
        };
        self.ready(&request.bucket, &request.prefix).await?;
        self.listings.ask(&request.bucket, &request.prefix, ask).await
    }

    /// Fills a buffer with the bytes of an object from an offset on.
    pub(crate) async fn fill(
        &self,
        bucket: &str,
        object: &Listed,
        start: u64,
        into: &mut [u8],
    ) -> Result<(), S3Error> {
        let client = &self.link.client;
        let mut filling = Filling { client, bucket, object, start, into, filled: 0, reached: 0 };
        self.ready(bucket, &object.key).await?;
        self.objects.run(bucket, &object.key, &mut filling).await
    }
}

/// A buffer on its way to being full.
struct Filling<'a, C> {
    client: &'a C,
    bucket: &'a str,
    object: &'a Listed,
    start: u64,
    into: &'a mut [u8],
    filled: usize,
    /// The most that was ever filled: only more than that is an advance, or a body that is wrong
    /// each time would be asked for without end.
    reached: usize,
}

impl<C: ObjectClient> Task for Filling<'_, C> {
    type Output = ();

    /// Asks for what is missing. What came stays, whatever happens then.
    async fn attempt(&mut self, turn: &Turn) -> Result<(), S3Error> {
        if self.filled == self.into.len() && self.filled > 0 {
            // All came before, and then silence in place of the body's end.
            return Ok(());
        }
        let answer = self.client.get(&self.request()).await?;
        turn.progress();
        let request_id = answer.request_id.clone();
        let taken = self.take(answer, turn).await;
        if taken.as_ref().is_err_and(|error| error.kind == S3ErrorKind::ChecksumMismatch) {
            // Which bytes are wrong is not known.
            self.filled = 0;
        }
        taken.map_err(|error| S3Error { request_id: error.request_id.or(request_id), ..error })
    }
}

impl<C: ObjectClient> Filling<'_, C> {
    async fn take<B: Body>(&mut self, answer: Answer<B>, turn: &Turn) -> Result<(), S3Error> {
        let Answer { offset, etag, mut body, .. } = answer;
        let is_another = |etag: &String| !self.object.etag.is_empty() && *etag != self.object.etag;
        if etag.as_ref().is_some_and(is_another) {
            let message =
                "it was overwritten after it was listed; run again to read it as it is now";
            return Err(self.error(S3ErrorKind::Replaced, message.to_owned()));
        }
        let from = self.start + self.filled as u64;
        if offset > from {
            let message = format!("asked for bytes from {from} on, the answer begins at {offset}");
            return Err(self.error(S3ErrorKind::BadAnswer, message));
        }
        // A server that does not know ranges sends everything, and goes on behind the range.
        let ends_with_range = offset == from || self.end() == self.object.size;
        let mut skip = from - offset;
        // Read to its end even when the buffer is full: a checksum is judged there.
        while ends_with_range || self.filled < self.into.len() {
            let mut bytes = match body.next().await {
                Ok(Some(bytes)) => bytes,
                Ok(None) => break,
                // Nothing is missing but the end of the body.
                Err(error)
                    if self.filled == self.into.len()
                        && error.kind != S3ErrorKind::ChecksumMismatch =>
                {
                    break;
                }
                Err(error) => return Err(error),
            };
            let skipped = skip.min(bytes.len() as u64);
            skip -= skipped;
            // Not more than the bytes at hand.
            bytes.advance(skipped as usize);
            let room = self.into.len() - self.filled;
            let taken = bytes.len().min(room);
            self.into[self.filled..self.filled + taken].copy_from_slice(&bytes[..taken]);
            self.filled += taken;
            if self.filled > self.reached {
                self.reached = self.filled;
                turn.advanced();
            } else {
                turn.progress();
            }
            if bytes.len() > room && ends_with_range {
                self.filled = 0;
                let message = format!("more bytes came than the {} listed", self.object.size);
                return Err(self.error(S3ErrorKind::WrongLength, message));
            }
        }
        if self.filled == self.into.len() {
            return Ok(());
        }
        let end = self.start + self.filled as u64;
        let message = format!("the body ended at byte {end} of {}", self.object.size);
        Err(self.error(S3ErrorKind::BrokenBody, message))
    }

    fn end(&self) -> u64 {
        self.start + self.into.len() as u64
    }

    fn request(&self) -> GetRequest {
        let from = self.start + self.filled as u64;
        let to = self.end();
        let is_whole = from == 0 && to == self.object.size;
        let etag = &self.object.etag;
        GetRequest {
            bucket: self.bucket.to_owned(),
            key: self.object.key.clone(),
            range: (!is_whole).then_some(from..to),
            if_match: (!etag.is_empty()).then(|| etag.clone()),
        }
    }

    fn error(&self, kind: S3ErrorKind, message: String) -> S3Error {
        let (bucket, key) = (self.bucket.to_owned(), self.object.key.clone());
        S3Error { kind, bucket, key, request_id: None, message }
    }
}
