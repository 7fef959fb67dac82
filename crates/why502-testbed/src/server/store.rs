//! Buckets in memory and the rules a test laid on them.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Mutex, PoisonError};

use super::object::Object;

#[derive(Debug, Default)]
pub(super) struct Store(Mutex<HashMap<String, Bucket>>);

impl Store {
    /// Acts on a bucket, which is made if it is not there.
    pub(super) fn bucket<T>(&self, name: &str, act: impl FnOnce(&mut Bucket) -> T) -> T {
        let mut buckets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        act(buckets.entry(name.to_owned()).or_default())
    }

    /// Looks at a bucket if it is there.
    pub(super) fn look<T>(&self, name: &str, look: impl FnOnce(&Bucket) -> T) -> Option<T> {
        let buckets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        buckets.get(name).map(look)
    }
}

/// Objects in bytewise order of their keys, which is what `str` compares by.
#[derive(Debug, Default)]
pub(super) struct Bucket {
    objects: BTreeMap<String, Object>,
    denied: HashSet<String>,
    denied_listings: Vec<String>,
    is_payer_required: bool,
}

impl Bucket {
    pub(super) fn put(&mut self, key: &str, object: Object) {
        self.objects.insert(key.to_owned(), object);
    }

    pub(super) fn delete(&mut self, key: &str) {
        self.objects.remove(key);
    }

    pub(super) fn deny(&mut self, key: &str) {
        self.denied.insert(key.to_owned());
    }

    pub(super) fn deny_listing(&mut self, prefix: &str) {
        self.denied_listings.push(prefix.to_owned());
    }

    pub(super) fn archive(&mut self, key: &str) {
        if let Some(object) = self.objects.remove(key) {
            self.objects.insert(key.to_owned(), object.storage_class("GLACIER"));
        }
    }

    pub(super) fn require_payer(&mut self) {
        self.is_payer_required = true;
    }

    pub(super) fn objects(&self) -> &BTreeMap<String, Object> {
        &self.objects
    }

    pub(super) fn is_denied(&self, key: &str) -> bool {
        self.denied.contains(key)
    }

    pub(super) fn is_listing_denied(&self, prefix: &str) -> bool {
        self.denied_listings.iter().any(|denied| prefix.starts_with(denied.as_str()))
    }

    pub(super) fn needs_payer(&self) -> bool {
        self.is_payer_required
    }
}
