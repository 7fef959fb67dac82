//! The four operations, and who may ask for them.
//!
//! Modules, each using only those to its left: `access → refusal → list → get → put`

mod access;
mod get;
mod list;
mod put;
mod refusal;

use std::sync::Arc;

use s3s::dto::{
    GetObjectInput, GetObjectOutput, HeadBucketInput, HeadBucketOutput, ListObjectsV2Input,
    ListObjectsV2Output, PutObjectInput, PutObjectOutput,
};
use s3s::service::{S3Service, S3ServiceBuilder};
use s3s::{S3, S3Request, S3Response, S3Result};

use super::options::Options;
use super::record::Record;
use super::store::Store;
use access::{Gate, Users};

/// Set on each request by the host; the answer carries it in its head and in its error.
#[derive(Clone, Debug)]
pub(super) struct RequestId(pub(super) String);

pub(super) fn build(options: Options, store: &Arc<Store>, record: &Arc<Record>) -> S3Service {
    let memory = Memory {
        store: Arc::clone(store),
        record: Arc::clone(record),
        page_size: options.page_size,
        region: options.region,
    };
    let mut builder = S3ServiceBuilder::new(memory);
    builder.set_access(Gate { is_open: options.is_open });
    builder.set_auth(Users(options.users));
    builder.build()
}

struct Memory {
    store: Arc<Store>,
    record: Arc<Record>,
    page_size: usize,
    region: String,
}

#[async_trait::async_trait]
impl S3 for Memory {
    async fn list_objects_v2(
        &self,
        request: S3Request<ListObjectsV2Input>,
    ) -> S3Result<S3Response<ListObjectsV2Output>> {
        let result = list::list(self, &request.input);
        refusal::answer(&request, result)
    }

    async fn get_object(
        &self,
        request: S3Request<GetObjectInput>,
    ) -> S3Result<S3Response<GetObjectOutput>> {
        let result = get::get(self, &request.input);
        refusal::answer(&request, result)
    }

    async fn head_bucket(
        &self,
        request: S3Request<HeadBucketInput>,
    ) -> S3Result<S3Response<HeadBucketOutput>> {
        self.record.count(|counts| counts.head_buckets += 1);
        let result = match self.store.look(&request.input.bucket, |_| ()) {
            None => Err(refusal::no_such_bucket(&request.input.bucket)),
            Some(()) => Ok(HeadBucketOutput {
                bucket_region: Some(self.region.clone()),
                ..HeadBucketOutput::default()
            }),
        };
        refusal::answer(&request, result)
    }

    async fn put_object(
        &self,
        request: S3Request<PutObjectInput>,
    ) -> S3Result<S3Response<PutObjectOutput>> {
        put::put(self, request).await
    }
}
