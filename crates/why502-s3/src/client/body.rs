//! The bytes of an object as the SDK hands them on.

use std::fmt;

use aws_sdk_s3::primitives::ByteStream;
use bytes::Bytes;

use super::refusal::{Asked, Caller, Operation};
use super::unanswered::broken;
use super::{Body, GetRequest};
use crate::error::S3Error;

/// A body on its way from the network.
pub struct AwsBody {
    stream: ByteStream,
    bucket: String,
    key: String,
    request_id: Option<String>,
}

impl AwsBody {
    pub(super) fn new(
        stream: ByteStream,
        request: &GetRequest,
        request_id: Option<String>,
    ) -> Self {
        let (bucket, key) = (request.bucket.clone(), request.key.clone());
        Self { stream, bucket, key, request_id }
    }
}

impl fmt::Debug for AwsBody {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("AwsBody").field("key", &self.key).finish_non_exhaustive()
    }
}

impl Body for AwsBody {
    async fn next(&mut self) -> Result<Option<Bytes>, S3Error> {
        self.stream.next().await.transpose().map_err(|error| {
            let (operation, caller) = (Operation::Get, Caller::default());
            let asked = Asked { operation, bucket: &self.bucket, key: &self.key, caller };
            let mut error = broken(&asked, &error);
            error.request_id.clone_from(&self.request_id);
            error
        })
    }
}
