//! Buckets in memory with the semantics of S3: order by bytes, pages, folders, ranges, `If-Match`.
//!
//! Tests and demonstrations run on it. The conformance suite asks it the same questions as real
//! servers, so that it cannot drift from them.

use std::collections::{BTreeMap, VecDeque};
use std::ops::Bound;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use md5::{Digest, Md5};

use super::refusal::{Asked, Caller, Operation, Refusal};
use super::{Answer, Body, GetRequest, ListPage, ListRequest, Listed, ObjectClient};
use crate::error::S3Error;

/// Keys of a page where nothing else is set, as on S3.
const PAGE: usize = 1000;

/// Bytes that a body hands out at once.
const PART: usize = 64 << 10;

/// When an object was written where the caller does not say: 2026-01-01T00:00:00Z.
const WRITTEN: i64 = 1_767_225_600;

/// Buckets in memory. Clones share them.
#[derive(Clone, Debug)]
pub struct MemoryClient {
    state: Arc<Mutex<State>>,
    page: usize,
}

/// What was asked of a client so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Requests {
    /// Pages of listings.
    pub lists: u64,
    /// Requests for objects, answered or refused.
    pub gets: u64,
    /// Bytes of bodies that were answered with, read or not.
    pub bytes: u64,
    /// Keys that were asked for, in order, with repetitions.
    pub keys: Vec<String>,
}

/// The rest of a body.
#[derive(Debug)]
pub struct MemoryBody {
    rest: VecDeque<Bytes>,
}

#[derive(Debug, Default)]
struct State {
    buckets: BTreeMap<String, BTreeMap<String, Stored>>,
    requests: Requests,
}

#[derive(Clone, Debug)]
struct Stored {
    bytes: Bytes,
    etag: String,
    last_modified: i64,
    archived: bool,
}

impl MemoryClient {
    /// No bucket yet.
    #[must_use]
    pub fn new() -> Self {
        Self { state: Arc::default(), page: PAGE }
    }

    /// The same buckets, seen through pages of at most so many keys and folders (at least one).
    #[must_use]
    pub fn with_page(&self, keys: usize) -> Self {
        Self { state: Arc::clone(&self.state), page: keys.max(1) }
    }

    /// Makes an empty bucket, where there is none of that name.
    pub fn create(&self, bucket: &str) {
        self.state().buckets.entry(bucket.to_owned()).or_default();
    }

    /// Stores an object, makes its bucket where it is missing, and returns the `ETag`.
    pub fn put(&self, bucket: &str, key: &str, bytes: impl Into<Bytes>) -> String {
        self.put_at(bucket, key, bytes, WRITTEN)
    }

    /// Stores an object with the second it was written.
    pub fn put_at(
        &self,
        bucket: &str,
        key: &str,
        bytes: impl Into<Bytes>,
        last_modified: i64,
    ) -> String {
        let bytes = bytes.into();
        let etag = etag(&bytes);
        let stored = Stored { bytes, etag: etag.clone(), last_modified, archived: false };
        self.state().buckets.entry(bucket.to_owned()).or_default().insert(key.to_owned(), stored);
        etag
    }

    /// Moves an object to an archive: it is listed, and refused when asked for.
    pub fn archive(&self, bucket: &str, key: &str) {
        let mut state = self.state();
        let object = state.buckets.get_mut(bucket).and_then(|objects| objects.get_mut(key));
        if let Some(object) = object {
            object.archived = true;
        }
    }

    /// Deletes an object.
    pub fn remove(&self, bucket: &str, key: &str) {
        if let Some(objects) = self.state().buckets.get_mut(bucket) {
            objects.remove(key);
        }
    }

    /// What was asked so far.
    #[must_use]
    pub fn requests(&self) -> Requests {
        self.state().requests.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for MemoryClient {
    fn default() -> Self {
        Self::new()
    }
}

impl Body for MemoryBody {
    async fn next(&mut self) -> Result<Option<Bytes>, S3Error> {
        Ok(self.rest.pop_front())
    }
}

impl ObjectClient for MemoryClient {
    type Body = MemoryBody;

    async fn list(&self, request: &ListRequest) -> Result<ListPage, S3Error> {
        let mut state = self.state();
        state.requests.lists += 1;
        match state.buckets.get(&request.bucket) {
            Some(objects) => Ok(page(objects, request, self.page)),
            None => Err(refuse(Operation::List, &request.bucket, "", 404, "NoSuchBucket")),
        }
    }

    async fn get(&self, request: &GetRequest) -> Result<Answer<MemoryBody>, S3Error> {
        let mut state = self.state();
        state.requests.gets += 1;
        state.requests.keys.push(request.key.clone());
        let refuse =
            |status, code| refuse(Operation::Get, &request.bucket, &request.key, status, code);
        let objects =
            state.buckets.get(&request.bucket).ok_or_else(|| refuse(404, "NoSuchBucket"))?;
        let object = objects.get(&request.key).ok_or_else(|| refuse(404, "NoSuchKey"))?;
        if request.if_match.as_ref().is_some_and(|wanted| *wanted != object.etag) {
            return Err(refuse(412, "PreconditionFailed"));
        }
        if object.archived {
            return Err(refuse(403, "InvalidObjectState"));
        }
        let size = object.bytes.len() as u64;
        let (from, to) = match &request.range {
            // Nothing of the object: also any range of an empty one.
            Some(range) if range.start >= size => return Err(refuse(416, "InvalidRange")),
            // An empty or reversed range cannot be written in a header; servers then ignore it.
            Some(range) if range.is_empty() => (0, size),
            Some(range) => (range.start, range.end.min(size)),
            None => (0, size),
        };
        let bytes = object.bytes.slice(within(from)..within(to));
        let etag = Some(object.etag.clone());
        state.requests.bytes += to - from;
        let number = state.requests.gets;
        Ok(Answer {
            content_length: Some(to - from),
            offset: from,
            etag,
            request_id: Some(format!("memory-{number}")),
            body: MemoryBody { rest: parts(bytes) },
        })
    }
}

fn within(offset: u64) -> usize {
    usize::try_from(offset).expect("an offset inside bytes in memory")
}

fn parts(bytes: Bytes) -> VecDeque<Bytes> {
    (0..bytes.len())
        .step_by(PART)
        .map(|from| bytes.slice(from..bytes.len().min(from + PART)))
        .collect()
}

fn refuse(operation: Operation, bucket: &str, key: &str, status: u16, code: &str) -> S3Error {
    let asked =
        Asked { operation, bucket, key, caller: Caller { pays: true, ..Caller::default() } };
    let request_id = Some("memory");
    asked.refused(&Refusal { status, code: Some(code), request_id, ..Refusal::default() })
}

/// Where a page begins: after a key, or after all keys of a folder.
enum From {
    Start,
    Key(String),
    Folder(String),
}

fn page(objects: &BTreeMap<String, Stored>, request: &ListRequest, most: usize) -> ListPage {
    let mut page = ListPage::default();
    let mut from = begin(request);
    while let Some((key, object)) = following(objects, &from, &request.prefix) {
        if page.objects.len() + page.folders.len() == most {
            page.next = token(&from);
            break;
        }
        let rest = &key[request.prefix.len()..];
        match rest.find('/').filter(|_| request.by_folder) {
            Some(at) => {
                let folder = key[..=request.prefix.len() + at].to_owned();
                page.folders.push(folder.clone());
                from = From::Folder(folder);
            }
            None => {
                page.objects.push(listed(key, object));
                from = From::Key(key.clone());
            }
        }
    }
    page
}

fn begin(request: &ListRequest) -> From {
    if let Some(token) = &request.continuation {
        return match token.split_once(':') {
            Some(("folder", folder)) => From::Folder(folder.to_owned()),
            Some((_, key)) => From::Key(key.to_owned()),
            None => From::Start,
        };
    }
    let Some(after) = &request.start_after else {
        return From::Start;
    };
    // A folder that the key lies in comes before the key: none of its keys makes it come again.
    match after.strip_prefix(&request.prefix).and_then(|rest| rest.find('/')) {
        Some(at) if request.by_folder => {
            From::Folder(after[..=request.prefix.len() + at].to_owned())
        }
        _ => From::Key(after.clone()),
    }
}

fn token(from: &From) -> Option<String> {
    match from {
        From::Start => None,
        From::Key(key) => Some(format!("key:{key}")),
        From::Folder(folder) => Some(format!("folder:{folder}")),
    }
}

fn following<'a>(
    objects: &'a BTreeMap<String, Stored>,
    from: &From,
    prefix: &str,
) -> Option<(&'a String, &'a Stored)> {
    let first = match from {
        From::Key(key) if key.as_str() >= prefix => Bound::Excluded(key.clone()),
        // `0` is the character after `/`: no key of the folder is as great.
        From::Folder(folder) => match folder.strip_suffix('/') {
            Some(stem) => Bound::Included(format!("{stem}0")),
            None => Bound::Excluded(folder.clone()),
        },
        From::Start | From::Key(_) => Bound::Included(prefix.to_owned()),
    };
    let next = objects.range::<String, _>((first, Bound::Unbounded)).next();
    next.filter(|(key, _)| key.starts_with(prefix))
}

fn listed(key: &str, object: &Stored) -> Listed {
    Listed {
        key: key.to_owned(),
        size: object.bytes.len() as u64,
        etag: object.etag.clone(),
        last_modified: object.last_modified,
        archived: object.archived,
    }
}

/// The quoted MD5 sum of the content, as S3 has it for objects put at once.
fn etag(bytes: &[u8]) -> String {
    let sum = u128::from_be_bytes(Md5::digest(bytes).into());
    format!("\"{sum:032x}\"")
}
