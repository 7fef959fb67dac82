//! The MD5 sum that most `ETag`s are, as a check of what arrived.
//!
//! It is one where the object was put at once and not encrypted with a KMS key; a listing does
//! not tell. So a sum that differs only makes the object be fetched again: the same bytes twice
//! mean that this bucket's `ETag`s are no sums, and the check is not made there any more.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use md5::{Digest, Md5};

use crate::list::Target;

/// Which buckets' `ETag`s are known to be no sums.
#[derive(Debug, Default)]
pub(crate) struct Digests {
    useless: Mutex<HashSet<String>>,
}

/// What is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Checked {
    /// All objects.
    All,
    /// All but gzip, which holds a checksum of its own.
    Plain,
}

impl Digests {
    /// Do these bytes look like another object than was listed?
    pub(super) fn is_doubtful(&self, target: &Target, bytes: &[u8], checked: Checked) -> bool {
        let is_gzip = bytes.starts_with(&[0x1f, 0x8b]);
        let Some(sum) = sum_of(&target.listed.etag) else { return false };
        if (checked == Checked::Plain && is_gzip) || self.useless().contains(&*target.bucket) {
            return false;
        }
        Md5::digest(bytes)[..] != sum
    }

    /// The bucket's `ETag`s are no sums.
    pub(super) fn distrust(&self, target: &Target) {
        self.useless().insert(target.bucket.to_string());
    }

    fn useless(&self) -> std::sync::MutexGuard<'_, HashSet<String>> {
        self.useless.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The sum in an `ETag` that has the look of one: 32 hex digits, without the count of parts.
fn sum_of(etag: &str) -> Option<[u8; 16]> {
    let text = etag.trim_matches('"');
    if text.len() != 32 || !text.is_ascii() {
        return None;
    }
    let mut sum = [0; 16];
    for (byte, at) in sum.iter_mut().zip((0..32).step_by(2)) {
        *byte = u8::from_str_radix(&text[at..at + 2], 16).ok()?;
    }
    Some(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_plain_md5_is_a_sum() {
        assert!(sum_of("\"d41d8cd98f00b204e9800998ecf8427e\"").is_some());
        assert!(sum_of("\"d41d8cd98f00b204e9800998ecf8427e-2\"").is_none());
        assert!(sum_of("\"d41d8cd98f00b204e9800998ecf8427x\"").is_none());
        assert!(sum_of("éééééééééééééééé").is_none());
        assert!(sum_of("").is_none());
    }
}
