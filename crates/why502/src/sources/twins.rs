//! Objects that were met before, under another prefix or in another folder: read once, and said.
//!
//! Only names that AWS gives count, for they are given once: people name and copy files of their
//! own as they like, and two of those are two logs.

use std::collections::HashMap;

use why502_engine::is_delivered_name;
use why502_input::{Object, Skipped};

/// How the reason begins for which a second copy is left out.
const SAME_OBJECT: &str = "the same object as ";

/// Why the copy of an object is left out.
pub(crate) fn reason(original: &str) -> String {
    format!("{SAME_OBJECT}{original}")
}

/// How many of these were left out as copies.
pub(crate) fn count(skipped: &[Skipped]) -> u64 {
    skipped.iter().filter(|skipped| skipped.reason.starts_with(SAME_OBJECT)).count() as u64
}

/// Leaves each object once, the first of its copies: same name, same size, same bytes.
pub(crate) fn without_twins(objects: Vec<Object>) -> (Vec<Object>, Vec<Skipped>) {
    let mut kept: Vec<Object> = Vec::with_capacity(objects.len());
    let mut twins = Vec::new();
    let mut met: HashMap<(String, u64), Vec<usize>> = HashMap::new();
    for object in objects {
        let size = object.size().filter(|_| is_delivered_name(object.name()));
        let Some(size) = size else {
            kept.push(object);
            continue;
        };
        let places = met.entry((last_part(object.name()).to_owned(), size)).or_default();
        match places.iter().find(|&&place| kept[place].is_like(&object)) {
            Some(&place) => twins.push(Skipped {
                source: object.name().to_owned(),
                reason: reason(kept[place].name()),
            }),
            None => {
                places.push(kept.len());
                kept.push(object);
            }
        }
    }
    (kept, twins)
}

/// What follows the last folder of a name.
pub(super) fn last_part(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or(name)
}

/// Objects of S3 that were met, for as long as the run looks for more: 20 bytes each, and their
/// folders.
#[cfg(feature = "s3")]
#[derive(Clone, Default)]
pub(crate) struct Met {
    known: std::sync::Arc<std::sync::Mutex<Known>>,
}

#[cfg(feature = "s3")]
#[derive(Default)]
struct Known {
    /// By name and size: which object, and its folder's place.
    objects: HashMap<u64, (u64, u32)>,
    places: HashMap<String, u32>,
    folders: Vec<String>,
}

#[cfg(feature = "s3")]
impl Met {
    /// The rule for a wish. A name that AWS gives once, at the same size, is the same object: its
    /// `ETag` differs where a copy is encrypted or was uploaded in other parts.
    pub(crate) fn rule(&self) -> why502_s3::TwinOf {
        let known = std::sync::Arc::clone(&self.known);
        std::sync::Arc::new(move |source, size, id| {
            if !is_delivered_name(source) {
                return None;
            }
            let mut known = known.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            known.original(source, size, id.name)
        })
    }
}

#[cfg(feature = "s3")]
impl Known {
    fn original(&mut self, source: &str, size: u64, id: u64) -> Option<String> {
        use std::hash::{DefaultHasher, Hash, Hasher};

        let name = last_part(source);
        let folder = &source[..source.len() - name.len()];
        let mut hash = DefaultHasher::new();
        (name, size).hash(&mut hash);
        let key = hash.finish();
        if let Some((first, place)) = self.objects.get(&key) {
            let folder = self.folders.get(*place as usize);
            return (*first != id)
                .then(|| folder.map(|folder| format!("{folder}{name}")))
                .flatten();
        }
        let place = match self.places.get(folder) {
            Some(place) => *place,
            None => {
                let place = u32::try_from(self.folders.len()).unwrap_or(u32::MAX);
                self.folders.push(folder.to_owned());
                self.places.insert(folder.to_owned(), place);
                place
            }
        };
        self.objects.insert(key, (id, place));
        None
    }
}
