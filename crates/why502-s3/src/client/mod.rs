//! The two requests a run needs, and who can answer them: AWS, a bucket in memory, either with
//! faults. Nothing of the SDK is in the signatures.
//!
//! A client asks once: no retry, no paging, no resuming. That is decided above, in one place for
//! all clients.
//!
//! Modules, each using only those to its left: `quoting → refusal → unanswered → memory → faulty → region → account → listing → body → ready → aws`

mod account;
mod aws;
mod body;
mod faulty;
mod listing;
mod memory;
mod quoting;
mod ready;
mod refusal;
mod region;
mod unanswered;

use std::future::Future;
use std::ops::Range;

use bytes::Bytes;

pub use aws::AwsClient;
pub use body::AwsBody;
pub use faulty::{Fault, FaultyBody, FaultyClient, Rule};
pub use memory::{MemoryBody, MemoryClient, Requests};
pub use refusal::Operation;

use crate::error::S3Error;

/// Asks for one page of a listing (`ListObjectsV2`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListRequest {
    /// The bucket.
    pub bucket: String,
    /// Only keys that begin so.
    pub prefix: String,
    /// Roll keys up to the next `/` after the prefix into folders.
    pub by_folder: bool,
    /// Only keys after this one, in bytewise order.
    pub start_after: Option<String>,
    /// The page that a page before named as its next.
    pub continuation: Option<String>,
}

/// One page of a listing, in the order the server gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListPage {
    /// Objects.
    pub objects: Vec<Listed>,
    /// Common prefixes, each ending in `/`.
    pub folders: Vec<String>,
    /// Where the next page begins; nothing after the last.
    pub next: Option<String>,
}

/// An object as a listing names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The key.
    pub key: String,
    /// Stored bytes.
    pub size: u64,
    /// `ETag` as the server writes it, quotes included.
    pub etag: String,
    /// Seconds since 1970 when it was written; 0 where the server does not say.
    pub last_modified: i64,
    /// In a storage class that must be restored before it can be read (`GLACIER` or
    /// `DEEP_ARCHIVE`), and not restored. The archive tiers of Intelligent-Tiering are not seen:
    /// a listing does not show them, only the request for the object is refused.
    pub archived: bool,
}

/// Asks for an object, or a part of it (`GetObject`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GetRequest {
    /// The bucket.
    pub bucket: String,
    /// The key.
    pub key: String,
    /// Bytes wanted; the whole object where nothing is said.
    pub range: Option<Range<u64>>,
    /// Only if it still has this `ETag`.
    pub if_match: Option<String>,
}

/// The head of an answer, and its body to come.
#[derive(Debug)]
pub struct Answer<B> {
    /// Bytes the body will have, where the server says.
    pub content_length: Option<u64>,
    /// First byte of the object that the body holds: not what was asked where a server
    /// ignores ranges.
    pub offset: u64,
    /// `ETag` of what is sent, where the server says; it need not have looked at `if_match`.
    pub etag: Option<String>,
    /// `x-amz-request-id`.
    pub request_id: Option<String>,
    /// The body.
    pub body: B,
}

/// The bytes of an answer as they arrive.
pub trait Body: Send {
    /// The next bytes, or nothing at the end. Waits without a limit of its own.
    fn next(&mut self) -> impl Future<Output = Result<Option<Bytes>, S3Error>> + Send;
}

/// Whoever answers requests for objects.
pub trait ObjectClient: Send + Sync + 'static {
    /// Bytes of an answer.
    type Body: Body;

    /// Waits for what all requests need, credentials above all, which may take a person's hand.
    /// It has a limit of its own, and may be asked before every request: once ready it is no
    /// effort. A request does the same where this was left out.
    ///
    /// # Errors
    /// Only what no repetition can mend.
    fn prepare(&self) -> impl Future<Output = Result<(), S3Error>> + Send {
        std::future::ready(Ok(()))
    }

    /// One page of a listing.
    fn list(&self, request: &ListRequest)
    -> impl Future<Output = Result<ListPage, S3Error>> + Send;

    /// The beginning of an object's answer.
    fn get(
        &self,
        request: &GetRequest,
    ) -> impl Future<Output = Result<Answer<Self::Body>, S3Error>> + Send;
}
