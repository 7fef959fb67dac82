//! Which objects of a page are wanted.

use crate::client::Listed;
use crate::layout::{LogKind, Need, Window, is_control_object, late_by_folder, read_key};

/// What an object is to a wish.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The marker of a folder, or the object that AWS writes to test its permission.
    Nothing,
    /// Of another time: of this one, in seconds since 1970.
    Outside(i64),
    /// Of the right time, but of a kind that is not read.
    Unwanted(LogKind),
    /// Wanted, and of this kind as far as its name tells.
    Wanted(Option<LogKind>),
}

/// Judges by name, and by date where the name says nothing.
pub(super) fn verdict(listed: &Listed, window: &Window, wants: fn(LogKind) -> bool) -> Verdict {
    if (listed.size == 0 && listed.key.ends_with('/')) || is_control_object(&listed.key) {
        return Verdict::Nothing;
    }
    let facts = read_key(&listed.key);
    if window.wants(&listed.key, listed.last_modified) != Need::Wanted {
        return Verdict::Outside(facts.map_or(listed.last_modified, |facts| facts.named));
    }
    if let Some(named) = late_by_folder(&listed.key, window) {
        return Verdict::Outside(named);
    }
    match facts {
        Some(facts) if !wants(facts.kind) => Verdict::Unwanted(facts.kind),
        facts => Verdict::Wanted(facts.map(|facts| facts.kind)),
    }
}

/// The folder a key lies in, with its last `/`; empty at the top of a bucket.
pub(super) fn folder_of(key: &str) -> &str {
    key.rfind('/').map_or("", |slash| &key[..=slash])
}
