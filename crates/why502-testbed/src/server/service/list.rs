//! ListObjectsV2.

use std::fmt::Write as _;

use s3s::dto::{
    CommonPrefix, ETag, EncodingType, ListObjectsV2Input, ListObjectsV2Output, Object as Entry,
    ObjectStorageClass, Timestamp,
};
use s3s::{S3Result, s3_error};

use super::{Memory, refusal};
use crate::server::object::Object;
use crate::server::page::{Page, Wanted, page};
use crate::server::record::Listing;

pub(super) fn list(memory: &Memory, input: &ListObjectsV2Input) -> S3Result<ListObjectsV2Output> {
    let result = answer(memory, input);
    let entries = result.as_ref().map_or(0, |output| output.key_count.unwrap_or(0));
    memory.record.listing(Listing {
        bucket: input.bucket.clone(),
        prefix: input.prefix.clone().unwrap_or_default(),
        delimiter: input.delimiter.clone(),
        start_after: input.start_after.clone(),
        is_continued: input.continuation_token.is_some(),
        entries: usize::try_from(entries).unwrap_or(0),
    });
    result
}

fn answer(memory: &Memory, input: &ListObjectsV2Input) -> S3Result<ListObjectsV2Output> {
    let prefix = input.prefix.as_deref().unwrap_or_default();
    let continued = input.continuation_token.as_deref().map(last_of).transpose()?;
    let asked = usize::try_from(input.max_keys.unwrap_or(1000))
        .map_err(|_| s3_error!(InvalidArgument, "max-keys is negative"))?;
    let wanted = Wanted {
        prefix,
        delimiter: input.delimiter.as_deref().unwrap_or_default(),
        // A token goes before `start-after`, which clients send along with it.
        after: continued.as_deref().or(input.start_after.as_deref()),
        entries: asked.min(memory.page_size),
    };
    let looked = memory.store.look(&input.bucket, |bucket| {
        refusal::check_payer(bucket, input.request_payer.as_ref())?;
        if bucket.is_listing_denied(prefix) {
            return Err(refusal::denied());
        }
        Ok(output(input, asked, &page(bucket.objects(), wanted)))
    });
    looked.unwrap_or_else(|| Err(refusal::no_such_bucket(&input.bucket)))
}

fn output(input: &ListObjectsV2Input, asked: usize, page: &Page<'_>) -> ListObjectsV2Output {
    let is_encoded =
        input.encoding_type.as_ref().is_some_and(|encoding| encoding.as_str() == EncodingType::URL);
    let name = |text: &str| if is_encoded { encoded(text) } else { text.to_owned() };
    let number = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
    let next = page.last.as_deref().filter(|_| asked > 0).map(token_of);
    let folders = page.folders.iter().map(|folder| CommonPrefix { prefix: Some(name(folder)) });
    ListObjectsV2Output {
        name: Some(input.bucket.clone()),
        prefix: Some(name(input.prefix.as_deref().unwrap_or_default())),
        max_keys: Some(number(asked)),
        key_count: Some(number(page.entries())),
        continuation_token: input.continuation_token.clone(),
        is_truncated: Some(next.is_some()),
        next_continuation_token: next,
        contents: Some(page.objects.iter().map(|(key, object)| entry(name(key), object)).collect()),
        common_prefixes: Some(folders.collect()),
        delimiter: input.delimiter.as_deref().map(name),
        encoding_type: input.encoding_type.clone(),
        start_after: input.start_after.as_deref().map(name),
        ..ListObjectsV2Output::default()
    }
}

fn entry(key: String, object: &Object) -> Entry {
    Entry {
        key: Some(key),
        size: i64::try_from(object.size_bytes()).ok(),
        e_tag: Some(ETag::Strong(object.etag().to_owned())),
        last_modified: Some(Timestamp::from(object.last_modified())),
        storage_class: Some(ObjectStorageClass::from_static(object.class())),
        ..Entry::default()
    }
}

/// As S3 encodes with `encoding-type=url`: a space is `+`, `/` stays.
fn encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for &byte in text.as_bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'*' | b'/' => {
                encoded.push(char::from(byte));
            }
            b' ' => encoded.push('+'),
            _ => {
                let _ = write!(encoded, "%{byte:02X}");
            }
        }
    }
    encoded
}

/// Opaque to clients: the last entry in hexadecimal.
fn token_of(last: &str) -> String {
    let mut token = String::from("t");
    for byte in last.as_bytes() {
        let _ = write!(token, "{byte:02x}");
    }
    token
}

fn last_of(token: &str) -> S3Result<String> {
    let digits = token.strip_prefix('t').unwrap_or_default().as_bytes();
    let bytes: Option<Vec<u8>> = digits
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
        .collect();
    bytes
        .filter(|bytes| !bytes.is_empty())
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .ok_or_else(|| s3_error!(InvalidArgument, "The continuation token provided is incorrect"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_come_back_as_the_entry_they_name() {
        for last in ["a", "a b/ü+%", "\u{1}"] {
            assert_eq!(last_of(&token_of(last)).unwrap(), last);
        }
        for wrong in ["", "t", "x61", "tzz", "tff"] {
            assert!(last_of(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn names_are_encoded_as_s3_does() {
        assert_eq!(encoded("a/b c+d%ü\u{7}"), "a/b+c%2Bd%25%C3%BC%07");
    }
}
