//! An object as a test puts it: content held or made when asked for, and what a listing says.

use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use bytes::Bytes;
use md5::{Digest, Md5};

/// An object to put.
#[derive(Clone)]
pub struct Object {
    content: Content,
    etag: String,
    modified: SystemTime,
    storage_class: &'static str,
}

#[derive(Clone)]
enum Content {
    Held(Bytes),
    Made { size_bytes: u64, make: Arc<dyn Fn() -> Bytes + Send + Sync> },
}

impl Object {
    /// An object of these bytes, written now. Its `ETag` is the MD5 of the content.
    pub fn new(content: impl Into<Bytes>) -> Object {
        let content = content.into();
        let etag = etag(&content);
        Object::with(Content::Held(content), etag)
    }

    /// An object whose content is made anew for each request, to spare memory. `seed` stands
    /// for the content in the `ETag`, which is then no MD5 of it, as under SSE-KMS. `make` must give `size_bytes` bytes, the same each time;
    /// a test of damaged answers may break that.
    pub fn made(
        size_bytes: u64,
        seed: u64,
        make: impl Fn() -> Bytes + Send + Sync + 'static,
    ) -> Object {
        let etag = etag(&seed.to_le_bytes());
        Object::with(Content::Made { size_bytes, make: Arc::new(make) }, etag)
    }

    fn with(content: Content, etag: String) -> Object {
        Object { content, etag, modified: SystemTime::now(), storage_class: "STANDARD" }
    }

    /// `LastModified`.
    #[must_use]
    pub fn modified(mut self, modified: SystemTime) -> Object {
        self.modified = modified;
        self
    }

    /// `StorageClass`; objects in `GLACIER` and `DEEP_ARCHIVE` are listed but not given.
    #[must_use]
    pub fn storage_class(mut self, storage_class: &'static str) -> Object {
        self.storage_class = storage_class;
        self
    }

    pub(super) fn size_bytes(&self) -> u64 {
        match &self.content {
            Content::Held(content) => content.len() as u64,
            Content::Made { size_bytes, .. } => *size_bytes,
        }
    }

    pub(super) fn content(&self) -> Bytes {
        match &self.content {
            Content::Held(content) => content.clone(),
            Content::Made { make, .. } => make(),
        }
    }

    pub(super) fn etag(&self) -> &str {
        &self.etag
    }

    pub(super) fn last_modified(&self) -> SystemTime {
        self.modified
    }

    pub(super) fn class(&self) -> &'static str {
        self.storage_class
    }

    pub(super) fn is_archived(&self) -> bool {
        matches!(self.storage_class, "GLACIER" | "DEEP_ARCHIVE")
    }
}

impl fmt::Debug for Object {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Object")
            .field("size_bytes", &self.size_bytes())
            .field("etag", &self.etag)
            .field("storage_class", &self.storage_class)
            .finish_non_exhaustive()
    }
}

/// The MD5 in hexadecimal, as S3 writes it for objects put at once.
fn etag(content: &[u8]) -> String {
    Md5::digest(content).iter().map(|byte| format!("{byte:02x}")).collect()
}
