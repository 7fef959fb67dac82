//! All bytes of an object from the server, checked as far as anything allows.

use std::ops::Range;
use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use tokio::task::JoinSet;

use crate::client::ObjectClient;
use crate::error::{S3Error, S3ErrorKind};
use crate::fetch::digest::{Checked, Digests};
use crate::list::Target;
use crate::reach::{Reach, ended_early};

/// Up to this size one request is faster than several.
const AT_ONCE_BYTES: u64 = 16 << 20;
/// Bytes of each range of a larger object.
const RANGE_BYTES: u64 = 8 << 20;
/// Goes at an object whose bytes differ each time.
const GOES: u32 = 4;

/// Requests that fetching an object of this size takes, if nothing goes wrong.
pub(crate) fn requests(size: u64, is_whole: bool, part_bytes: u64) -> u64 {
    match (size, is_whole) {
        (0, _) => 0,
        (1..=AT_ONCE_BYTES, true) => 1,
        (_, true) => size.div_ceil(RANGE_BYTES),
        (_, false) => size.div_ceil(part_bytes),
    }
}

/// Fetches a whole object. Exactly as many bytes as were listed, of the listed `ETag`; where the
/// `ETag` is a sum, the sum fits.
pub(crate) async fn download<C: ObjectClient>(
    reach: &Arc<Reach<C>>,
    target: &Arc<Target>,
    digests: &Digests,
    checked: Checked,
) -> Result<Bytes, S3Error> {
    let mut before = None;
    for _ in 0..GOES {
        let bytes = fetch(reach, target).await?;
        if !digests.is_doubtful(target, &bytes, checked) {
            return Ok(bytes);
        }
        if before.as_ref() == Some(&bytes) {
            digests.distrust(target);
            return Ok(bytes);
        }
        before = Some(bytes);
    }
    Err(S3Error {
        kind: S3ErrorKind::ChecksumMismatch,
        bucket: target.bucket.to_string(),
        key: target.listed.key.clone(),
        request_id: None,
        message: format!("the bytes were others each time it was fetched, {GOES} times"),
    })
}

async fn fetch<C: ObjectClient>(
    reach: &Arc<Reach<C>>,
    target: &Arc<Target>,
) -> Result<Bytes, S3Error> {
    let size = target.listed.size;
    let piece_bytes = if size <= AT_ONCE_BYTES { AT_ONCE_BYTES } else { RANGE_BYTES };
    download_range(reach, target, 0..size, piece_bytes).await
}

/// Fetches a range of an object in pieces of so many bytes, all at once.
pub(crate) async fn download_range<C: ObjectClient>(
    reach: &Arc<Reach<C>>,
    target: &Arc<Target>,
    range: Range<u64>,
    piece_bytes: u64,
) -> Result<Bytes, S3Error> {
    let length = usize::try_from(range.end - range.start).unwrap_or(usize::MAX);
    let piece_bytes = usize::try_from(piece_bytes).unwrap_or(usize::MAX);
    let mut rest = BytesMut::zeroed(length);
    if length <= piece_bytes {
        if length > 0 {
            reach.fill(&target.bucket, &target.listed, range.start, &mut rest).await?;
        }
        return Ok(rest.freeze());
    }
    let mut pieces = JoinSet::new();
    let mut offset = range.start;
    while !rest.is_empty() {
        let mut piece = rest.split_to(rest.len().min(piece_bytes));
        let (reach, target) = (Arc::clone(reach), Arc::clone(target));
        let start = offset;
        offset += piece.len() as u64;
        pieces.spawn(async move {
            reach.fill(&target.bucket, &target.listed, start, &mut piece).await?;
            Ok::<_, S3Error>((start, piece))
        });
    }
    let mut filled = Vec::new();
    while let Some(piece) = pieces.join_next().await {
        let (bucket, key) = (&target.bucket, &target.listed.key);
        filled.push(piece.map_err(|ended| ended_early(&ended, bucket, key))??);
    }
    filled.sort_by_key(|(start, _)| *start);
    let mut pieces = filled.into_iter().map(|(_, piece)| piece);
    let mut whole = pieces.next().unwrap_or_default();
    // They are neighbours in one allocation: nothing is copied.
    pieces.for_each(|piece| whole.unsplit(piece));
    Ok(whole.freeze())
}
