//! A bucket in memory whose answers a test may refuse, spoil or panic over.

use std::sync::Arc;

use bytes::Bytes;
use why502_s3::client::{
    Answer, Body, GetRequest, ListPage, ListRequest, MemoryBody, MemoryClient, ObjectClient,
};
use why502_s3::{S3Error, S3ErrorKind};

/// Refuses a request, or not.
type Hook<R> = Arc<dyn Fn(&R) -> Option<S3Error> + Send + Sync>;

/// The client.
#[derive(Clone)]
pub(crate) struct Hooked {
    pub(crate) inner: MemoryClient,
    pub(crate) get: Hook<GetRequest>,
    pub(crate) list: Hook<ListRequest>,
    /// Every body breaks where it should end.
    pub(crate) has_no_end: bool,
}

/// A body, perhaps without an end.
pub(crate) struct HookedBody {
    inner: MemoryBody,
    has_no_end: bool,
}

impl Hooked {
    pub(crate) fn new(inner: MemoryClient) -> Self {
        Self { inner, get: Arc::new(|_| None), list: Arc::new(|_| None), has_no_end: false }
    }
}

pub(crate) fn error(kind: S3ErrorKind, key: &str) -> S3Error {
    S3Error {
        kind,
        bucket: "logs".to_owned(),
        key: key.to_owned(),
        request_id: Some(format!("of {key}")),
        message: "as told".to_owned(),
    }
}

impl ObjectClient for Hooked {
    type Body = HookedBody;

    async fn list(&self, request: &ListRequest) -> Result<ListPage, S3Error> {
        match (self.list)(request) {
            Some(error) => Err(error),
            None => self.inner.list(request).await,
        }
    }

    async fn get(&self, request: &GetRequest) -> Result<Answer<HookedBody>, S3Error> {
        if let Some(error) = (self.get)(request) {
            return Err(error);
        }
        let answer = self.inner.get(request).await?;
        let body = HookedBody { inner: answer.body, has_no_end: self.has_no_end };
        let Answer { content_length, offset, etag, request_id, .. } = answer;
        Ok(Answer { content_length, offset, etag, request_id, body })
    }
}

impl Body for HookedBody {
    async fn next(&mut self) -> Result<Option<Bytes>, S3Error> {
        match self.inner.next().await? {
            None if self.has_no_end => Err(error(S3ErrorKind::BrokenBody, "")),
            bytes => Ok(bytes),
        }
    }
}
