//! GetObject: whole or a range, on a condition or not.

use std::ops::Range;
use std::sync::Arc;

use s3s::dto::{
    ETag, GetObjectInput, GetObjectOutput, RequestCharged, StorageClass, StreamingBlob, Timestamp,
};
use s3s::{Body, S3Result, s3_error};

use super::{Memory, refusal};
use crate::server::body::Counted;
use crate::server::object::Object;
use crate::server::record::Fetch;

pub(super) fn get(memory: &Memory, input: &GetObjectInput) -> S3Result<GetObjectOutput> {
    let found = find(memory, input);
    let range = found.as_ref().ok().and_then(|(_, range)| range.clone());
    memory.record.fetch(Fetch {
        bucket: input.bucket.clone(),
        key: input.key.clone(),
        range,
        is_given: found.is_ok(),
    });
    found.map(|(object, range)| give(memory, input, &object, range))
}

type Found = (Object, Option<Range<u64>>);

fn find(memory: &Memory, input: &GetObjectInput) -> S3Result<Found> {
    let looked = memory.store.look(&input.bucket, |bucket| {
        refusal::check_payer(bucket, input.request_payer.as_ref())?;
        if bucket.is_denied(&input.key) {
            return Err(refusal::denied());
        }
        let missing = || s3_error!(NoSuchKey, "The specified key does not exist.");
        bucket.objects().get(&input.key).cloned().ok_or_else(missing)
    });
    let object = looked.unwrap_or_else(|| Err(refusal::no_such_bucket(&input.bucket)))?;
    if object.is_archived() {
        return Err(s3_error!(
            InvalidObjectState,
            "The operation is not valid for the object's storage class"
        ));
    }
    check_condition(input, &object)?;
    let range = match &input.range {
        Some(range) => Some(range.check(object.size_bytes())?),
        None => None,
    };
    Ok((object, range))
}

fn check_condition(input: &GetObjectInput, object: &Object) -> S3Result<()> {
    let Some(condition) = &input.if_match else { return Ok(()) };
    let is_met = condition.is_any()
        || condition.as_etag().and_then(ETag::as_strong).is_some_and(|etag| etag == object.etag());
    if is_met {
        return Ok(());
    }
    Err(s3_error!(
        PreconditionFailed,
        "At least one of the pre-conditions you specified did not hold"
    ))
}

fn give(
    memory: &Memory,
    input: &GetObjectInput,
    object: &Object,
    range: Option<Range<u64>>,
) -> GetObjectOutput {
    let mut content = object.content();
    let content_range = range.as_ref().map(|range| {
        let last = range.end.saturating_sub(1);
        format!("bytes {}-{last}/{}", range.start, object.size_bytes())
    });
    if let Some(range) = range {
        // Generated content may be shorter than it should be.
        let at =
            |byte: u64| usize::try_from(byte).map_or(content.len(), |at| at.min(content.len()));
        content = content.slice(at(range.start)..at(range.end));
    }
    let content_length = i64::try_from(content.len()).ok();
    let body = Body::http_body(Counted::new(content, Arc::clone(&memory.record)));
    let charged = || RequestCharged::from_static(RequestCharged::REQUESTER);
    GetObjectOutput {
        accept_ranges: Some("bytes".to_owned()),
        body: Some(StreamingBlob::from(body)),
        content_length,
        content_range,
        content_type: Some("binary/octet-stream".to_owned()),
        e_tag: Some(ETag::Strong(object.etag().to_owned())),
        last_modified: Some(Timestamp::from(object.last_modified())),
        request_charged: input.request_payer.as_ref().map(|_| charged()),
        // S3 leaves the header out for the standard class.
        storage_class: Some(object.class())
            .filter(|&class| class != "STANDARD")
            .map(StorageClass::from_static),
        ..GetObjectOutput::default()
    }
}
