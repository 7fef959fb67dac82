//! A page as the SDK gives it, as ours: names decoded, archive classes judged.

use std::borrow::Cow;

use aws_sdk_s3::operation::list_objects_v2::ListObjectsV2Output;
use aws_sdk_s3::types::{EncodingType, Object, ObjectStorageClass};

use super::refusal::Asked;
use super::{ListPage, Listed};
use crate::error::{S3Error, S3ErrorKind};

/// Turns an answer into a page. Names are decoded only where the answer says that they are
/// encoded: some servers ignore the wish for it.
pub(super) fn page(asked: &Asked<'_>, answer: &ListObjectsV2Output) -> Result<ListPage, S3Error> {
    let is_encoded = answer.encoding_type() == Some(&EncodingType::Url);
    let name = |raw: &str| if is_encoded { decoded(raw) } else { raw.to_owned() };
    let bad = |message: &str| asked.error(S3ErrorKind::BadAnswer, message.to_owned());
    let mut objects = Vec::with_capacity(answer.contents().len());
    for object in answer.contents() {
        let key = object.key().ok_or_else(|| bad("the page names an object without a key"))?;
        let size = object.size().and_then(|size| u64::try_from(size).ok());
        let size = size.ok_or_else(|| bad("the page names an object without its size"))?;
        objects.push(Listed {
            key: name(key),
            size,
            etag: object.e_tag().unwrap_or_default().to_owned(),
            last_modified: object.last_modified().map_or(0, aws_sdk_s3::primitives::DateTime::secs),
            archived: is_archived(object),
        });
    }
    let folders = answer.common_prefixes().iter().filter_map(|folder| folder.prefix());
    let folders = folders.map(name).collect();
    let next = match (answer.is_truncated(), answer.next_continuation_token()) {
        (Some(true), None) => return Err(bad("the page says that more follows, but not where")),
        (Some(false), _) => None,
        (_, token) => token.map(str::to_owned),
    };
    Ok(ListPage { objects, folders, next })
}

/// Glacier Instant Retrieval is not among them: it answers like any other class.
fn is_archived(object: &Object) -> bool {
    let is_restored = object.restore_status().is_some_and(|status| {
        status.restore_expiry_date().is_some() && status.is_restore_in_progress() != Some(true)
    });
    let in_archive = matches!(
        object.storage_class(),
        Some(ObjectStorageClass::Glacier | ObjectStorageClass::DeepArchive)
    );
    in_archive && !is_restored
}

/// Undoes `EncodingType=url`: `%41`, and `+` for a space. What is no UTF-8 afterwards becomes
/// U+FFFD; such a key cannot be asked for, and fails visibly.
fn decoded(raw: &str) -> String {
    if !raw.bytes().any(|byte| byte == b'%' || byte == b'+') {
        return raw.to_owned();
    }
    let mut bytes = Vec::with_capacity(raw.len());
    let mut rest = raw.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        rest = after;
        match first {
            b'+' => bytes.push(b' '),
            b'%' => match after.first_chunk::<2>().and_then(|pair| from_hex(*pair)) {
                Some(byte) => {
                    bytes.push(byte);
                    rest = &after[2..];
                }
                None => bytes.push(b'%'),
            },
            other => bytes.push(other),
        }
    }
    match String::from_utf8_lossy(&bytes) {
        Cow::Borrowed(text) => text.to_owned(),
        Cow::Owned(text) => text,
    }
}

fn from_hex(pair: [u8; 2]) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    Some(digit(pair[0])? << 4 | digit(pair[1])?)
}

#[cfg(test)]
mod tests {
    use super::super::refusal::{Caller, Operation};
    use super::*;

    const ASKED: Asked<'_> = Asked {
        operation: Operation::List,
        bucket: "logs",
        key: "",
        caller: Caller {
            profile: None,
            is_anonymous: false,
            pays: false,
            names_owner: false,
            region: None,
            has_endpoint: false,
        },
    };

    fn object(key: &str) -> Object {
        Object::builder().key(key).size(1).build()
    }

    #[test]
    fn names_are_decoded_only_where_the_answer_says_so() {
        let plain = ListObjectsV2Output::builder().contents(object("a+b%41")).build();
        assert_eq!(page(&ASKED, &plain).unwrap().objects[0].key, "a+b%41");
        let encoded = ListObjectsV2Output::builder()
            .contents(object("a+b%2Bc%20d%e2%82%ac%4"))
            .encoding_type(EncodingType::Url)
            .build();
        assert_eq!(page(&ASKED, &encoded).unwrap().objects[0].key, "a b+c d€%4");
    }

    #[test]
    fn a_page_that_goes_on_nowhere_is_an_error() {
        let cut = ListObjectsV2Output::builder().is_truncated(true).build();
        assert_eq!(page(&ASKED, &cut).unwrap_err().kind, S3ErrorKind::BadAnswer);
        let last = ListObjectsV2Output::builder().is_truncated(false).next_continuation_token("x");
        assert_eq!(page(&ASKED, &last.build()).unwrap().next, None);
    }

    #[test]
    fn an_archive_class_counts_unless_it_is_restored() {
        use aws_sdk_s3::primitives::DateTime;
        use aws_sdk_s3::types::RestoreStatus;
        let cold = Object::builder().storage_class(ObjectStorageClass::DeepArchive);
        let restored = RestoreStatus::builder()
            .is_restore_in_progress(false)
            .restore_expiry_date(DateTime::from_secs(1))
            .build();
        assert!(is_archived(&cold.clone().build()));
        assert!(!is_archived(&cold.restore_status(restored).build()));
        assert!(!is_archived(
            &Object::builder().storage_class(ObjectStorageClass::GlacierIr).build()
        ));
    }
}
