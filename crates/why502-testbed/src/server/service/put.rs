//! PutObject: the body is read whole; the bucket must be there.

use std::future::poll_fn;
use std::pin::Pin;

use bytes::BytesMut;
use http_body::Body as _;
use s3s::dto::{ETag, PutObjectInput, PutObjectOutput, StreamingBlob};
use s3s::{Body, S3Error, S3Request, S3Response, S3Result, s3_error};

use super::{Memory, refusal};
use crate::server::object::Object;

pub(super) async fn put(
    memory: &Memory,
    mut request: S3Request<PutObjectInput>,
) -> S3Result<S3Response<PutObjectOutput>> {
    memory.record.count(|counts| counts.puts += 1);
    let input = &mut request.input;
    let (bucket, key) = (input.bucket.clone(), input.key.clone());
    let result = if memory.store.look(&bucket, |_| ()).is_none() {
        Err(refusal::no_such_bucket(&bucket))
    } else {
        content(input.body.take()).await.map(|content| {
            let object = Object::new(content.freeze());
            let etag = ETag::Strong(object.etag().to_owned());
            memory.store.bucket(&bucket, |bucket| bucket.put(&key, object));
            PutObjectOutput { e_tag: Some(etag), ..PutObjectOutput::default() }
        })
    };
    refusal::answer(&request, result)
}

async fn content(body: Option<StreamingBlob>) -> S3Result<BytesMut> {
    let mut content = BytesMut::new();
    let Some(body) = body else { return Ok(content) };
    let mut body = Body::from(body);
    while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        let frame = frame.map_err(|error| -> S3Error {
            s3_error!(IncompleteBody, "the body broke off: {error}")
        })?;
        if let Ok(piece) = frame.into_data() {
            content.extend_from_slice(&piece);
        }
    }
    Ok(content)
}
