//! What a caller gets: an object with its bytes, or with a way to read them.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;

use crate::error::S3Error;
use crate::fetch::memory::Held;
use crate::fetch::pipe::PartReader;
use crate::layout::LogKind;
use crate::list::Target;
use crate::location::ObjectId;

/// Fetches an object once more, under the permits it holds.
pub(super) type Again = Arc<dyn Fn() -> Result<Bytes, S3Error> + Send + Sync>;

/// An object that has arrived.
#[derive(Debug)]
pub struct S3Object {
    source: String,
    size: u64,
    last_modified: i64,
    id: ObjectId,
    kind: Option<LogKind>,
    content: Content,
}

/// The stored bytes of an object, compressed or not.
#[derive(Debug)]
pub enum Content {
    /// All of them.
    Whole(WholeBytes),
    /// A large object, still on its way.
    Stream(PartReader),
}

/// All bytes of an object, as many as were listed. They count as held until this is dropped.
pub struct WholeBytes {
    bytes: Bytes,
    held: Arc<Held>,
    again: Again,
}

impl S3Object {
    pub(super) fn new(target: &Target, content: Content) -> Self {
        Self {
            source: target.source(),
            size: target.listed.size,
            last_modified: target.listed.last_modified,
            id: target.id,
            kind: target.kind,
            content,
        }
    }

    /// `s3://bucket/key`, control characters percent-encoded.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Stored bytes.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Seconds since 1970 when it was written; 0 where the server did not say.
    #[must_use]
    pub fn last_modified(&self) -> i64 {
        self.last_modified
    }

    /// What a later run knows it by.
    #[must_use]
    pub fn id(&self) -> ObjectId {
        self.id
    }

    /// Which log it is, as far as its name tells.
    #[must_use]
    pub fn kind(&self) -> Option<LogKind> {
        self.kind
    }

    /// Its bytes.
    #[must_use]
    pub fn into_content(self) -> Content {
        self.content
    }
}

impl WholeBytes {
    pub(super) fn new(bytes: Bytes, held: Arc<Held>, again: Again) -> Self {
        Self { bytes, held, again }
    }

    /// Fetches the object once more from the server, not from the cache, and replaces what the
    /// cache holds: for bytes that turned out to be damaged. Waits. Counts as held no more than
    /// the first bytes did, so let go of those soon.
    ///
    /// # Errors
    /// Why it could not be fetched.
    pub fn again(&self) -> Result<Self, S3Error> {
        let bytes = (self.again)()?;
        Ok(Self { bytes, held: Arc::clone(&self.held), again: Arc::clone(&self.again) })
    }
}

impl AsRef<[u8]> for WholeBytes {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

impl fmt::Debug for WholeBytes {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "WholeBytes({} bytes)", self.bytes.len())
    }
}
