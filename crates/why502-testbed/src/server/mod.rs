//! An S3 server in the process, over objects in memory: listings in pages, ranges, conditions,
//! signatures (SigV4) verified, refusals as S3 words them, and a record of what it was asked.
//!
//! It knows ListObjectsV2, GetObject, HeadBucket and PutObject; all else is `NotImplemented`.
//!
//! Modules, each using only those to its left: `object → options → record → store → page → body → service → host`

mod body;
mod host;
mod object;
mod options;
mod page;
mod record;
mod service;
mod store;

use std::io;
use std::sync::Arc;

use bytes::Bytes;

use crate::background::Background;

pub use object::Object;
pub use options::Options;
use record::Record;
pub use record::{Counts, Fetch, Listing};
use store::Store;

/// A running server; stops when dropped.
#[derive(Debug)]
pub struct Server {
    background: Background,
    store: Arc<Store>,
    record: Arc<Record>,
}

impl Server {
    /// Starts a server with no buckets on a free port of 127.0.0.1.
    ///
    /// # Errors
    /// No port, or no thread.
    pub fn start(options: Options) -> io::Result<Server> {
        let store = Arc::new(Store::default());
        let record = Arc::new(Record::default());
        let service = service::build(options, &store, &record);
        let counted = Arc::clone(&record);
        let background = Background::start("testbed-server", move |listener| {
            host::accept(listener, service, counted)
        })?;
        Ok(Server { background, store, record })
    }

    /// `http://127.0.0.1:port`.
    pub fn endpoint(&self) -> String {
        format!("http://{}", self.background.address())
    }

    /// `127.0.0.1:port`.
    pub fn address(&self) -> String {
        self.background.address().to_string()
    }

    /// Makes a bucket that need not have an object; `put` makes it as well.
    pub fn make_bucket(&self, bucket: &str) {
        self.store.bucket(bucket, |_| ());
    }

    /// Puts an object, or replaces it.
    pub fn put(&self, bucket: &str, key: &str, content: impl Into<Bytes>) {
        self.put_object(bucket, key, Object::new(content));
    }

    /// Puts an object whose time, storage class or generated content matter.
    pub fn put_object(&self, bucket: &str, key: &str, object: Object) {
        self.store.bucket(bucket, |bucket| bucket.put(key, object));
    }

    /// Takes an object away.
    pub fn delete(&self, bucket: &str, key: &str) {
        self.store.bucket(bucket, |bucket| bucket.delete(key));
    }

    /// Answers every GetObject of the key with `AccessDenied`.
    pub fn deny(&self, bucket: &str, key: &str) {
        self.store.bucket(bucket, |bucket| bucket.deny(key));
    }

    /// Answers every listing whose prefix begins so with `AccessDenied`; an empty prefix denies
    /// all listings of the bucket.
    pub fn deny_listing(&self, bucket: &str, prefix: &str) {
        self.store.bucket(bucket, |bucket| bucket.deny_listing(prefix));
    }

    /// Moves an object to GLACIER: listed, but GetObject answers `InvalidObjectState`.
    /// Nothing happens where there is no such object.
    pub fn archive(&self, bucket: &str, key: &str) {
        self.store.bucket(bucket, |bucket| bucket.archive(key));
    }

    /// Refuses every request to the bucket that lacks `x-amz-request-payer: requester`.
    pub fn require_payer(&self, bucket: &str) {
        self.store.bucket(bucket, store::Bucket::require_payer);
    }

    /// Requests, bytes and connections so far.
    pub fn counts(&self) -> Counts {
        self.record.counts()
    }

    /// GetObject requests so far, refused ones included, in the order they came.
    pub fn fetched(&self) -> Vec<Fetch> {
        self.record.fetched()
    }

    /// ListObjectsV2 requests so far, in the order they came.
    pub fn listings(&self) -> Vec<Listing> {
        self.record.listings()
    }

    /// Forgets counts, fetched keys and listings.
    pub fn forget(&self) {
        self.record.forget();
    }
}
