//! Refusals, in the codes of S3, with the id of the request.

use s3s::dto::RequestPayer;
use s3s::{S3Error, S3Request, S3Response, S3Result, s3_error};

use super::RequestId;
use crate::server::store::Bucket;

/// The answer to a request; an error gets the request's id.
pub(super) fn answer<I, O>(request: &S3Request<I>, result: S3Result<O>) -> S3Result<S3Response<O>> {
    result.map(S3Response::new).map_err(|mut error| {
        if let Some(RequestId(id)) = request.extensions.get() {
            error.set_request_id(id.clone());
        }
        error
    })
}

pub(super) fn no_such_bucket(bucket: &str) -> S3Error {
    s3_error!(NoSuchBucket, "The specified bucket does not exist: {bucket}")
}

pub(super) fn denied() -> S3Error {
    s3_error!(AccessDenied, "Access Denied")
}

/// Refuses who does not pay where the bucket wants it.
pub(super) fn check_payer(bucket: &Bucket, payer: Option<&RequestPayer>) -> S3Result<()> {
    let is_paid = payer.is_some_and(|payer| payer.as_str() == RequestPayer::REQUESTER);
    if bucket.needs_payer() && !is_paid { Err(denied()) } else { Ok(()) }
}
