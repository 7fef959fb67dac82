//! One page of a listing: prefix, delimiter, where to begin, how many entries.
//!
//! Pure: nothing of HTTP is here.

use std::collections::BTreeMap;
use std::ops::Bound;

use super::object::Object;

/// What is asked.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Wanted<'a> {
    pub(super) prefix: &'a str,
    pub(super) delimiter: &'a str,
    /// Entries must be greater.
    pub(super) after: Option<&'a str>,
    pub(super) entries: usize,
}

/// What is given.
#[derive(Debug, Default)]
pub(super) struct Page<'a> {
    pub(super) objects: Vec<(&'a str, &'a Object)>,
    pub(super) folders: Vec<String>,
    /// The last entry given, if there are more.
    pub(super) last: Option<String>,
}

impl Page<'_> {
    pub(super) fn entries(&self) -> usize {
        self.objects.len() + self.folders.len()
    }
}

/// The entries after `wanted.after`. A folder that is not greater than it is left out, as
/// S3 documents for `StartAfter`.
pub(super) fn page<'a>(objects: &'a BTreeMap<String, Object>, wanted: Wanted<'_>) -> Page<'a> {
    let mut page = Page::default();
    let mut last = String::new();
    let mut from = match wanted.after {
        Some(after) if after >= wanted.prefix => Bound::Excluded(after.to_owned()),
        _ => Bound::Included(wanted.prefix.to_owned()),
    };
    // Each round gives an object or leaves a whole folder behind.
    while let Some((key, object)) = objects.range::<String, _>((from, Bound::Unbounded)).next() {
        if !key.starts_with(wanted.prefix) {
            break;
        }
        let folder = folder_of(key, wanted);
        let is_skipped =
            folder.is_some_and(|folder| wanted.after.is_some_and(|after| folder <= after));
        if !is_skipped {
            if page.entries() == wanted.entries {
                page.last = Some(last);
                break;
            }
            folder.unwrap_or(key).clone_into(&mut last);
            match folder {
                Some(folder) => page.folders.push(folder.to_owned()),
                None => page.objects.push((key.as_str(), object)),
            }
        }
        from = match folder {
            Some(folder) => match behind(folder) {
                Some(behind) => Bound::Included(behind),
                None => break,
            },
            None => Bound::Excluded(key.clone()),
        };
    }
    page
}

fn folder_of<'a>(key: &'a str, wanted: Wanted<'_>) -> Option<&'a str> {
    if wanted.delimiter.is_empty() {
        return None;
    }
    let start = wanted.prefix.len();
    let at = key[start..].find(wanted.delimiter)?;
    Some(&key[..start + at + wanted.delimiter.len()])
}

/// The least string greater than all that begin with the folder.
fn behind(folder: &str) -> Option<String> {
    let mut chars: Vec<char> = folder.chars().collect();
    while let Some(last) = chars.pop() {
        // The two halves of the range of characters meet at the surrogates.
        let next = if last == '\u{d7ff}' { 0xe000 } else { u32::from(last) + 1 };
        if let Some(next) = char::from_u32(next) {
            chars.push(next);
            return Some(chars.into_iter().collect());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn objects(keys: &[&str]) -> BTreeMap<String, Object> {
        keys.iter().map(|&key| (key.to_owned(), Object::new(key.to_owned()))).collect()
    }

    fn names(page: &Page<'_>) -> (Vec<String>, Vec<String>) {
        (page.objects.iter().map(|(key, _)| (*key).to_owned()).collect(), page.folders.clone())
    }

    #[test]
    fn folders_are_rolled_up_and_come_once() {
        let objects = objects(&["a", "a-b", "a/", "a/b", "a/c/d", "b/x", "c"]);
        let wanted = Wanted { delimiter: "/", entries: 10, ..Wanted::default() };
        let (keys, folders) = names(&page(&objects, wanted));
        assert_eq!(keys, ["a", "a-b", "c"]);
        assert_eq!(folders, ["a/", "b/"]);
        let (keys, folders) = names(&page(&objects, Wanted { prefix: "a/", ..wanted }));
        assert_eq!(keys, ["a/", "a/b"]);
        assert_eq!(folders, ["a/c/"]);
    }

    #[test]
    fn pages_of_any_size_give_the_same_entries() {
        let keys: Vec<String> = (0..57).map(|n| format!("k{}/{n:02}", n % 7)).collect();
        let objects = objects(&keys.iter().map(String::as_str).collect::<Vec<_>>());
        for (delimiter, in_all) in [("", 57), ("/", 7)] {
            for entries in [1, 2, 3, 7, 56, 57, 58] {
                let mut after: Option<String> = None;
                let mut seen = Vec::new();
                loop {
                    let wanted =
                        Wanted { delimiter, entries, after: after.as_deref(), ..Wanted::default() };
                    let page = page(&objects, wanted);
                    assert!(page.entries() <= entries);
                    let (keys, folders) = names(&page);
                    seen.extend(keys.into_iter().chain(folders));
                    after = page.last;
                    if after.is_none() {
                        break;
                    }
                }
                assert!(seen.is_sorted_by(|a, b| a < b), "{seen:?}");
                assert_eq!(seen.len(), in_all);
            }
        }
    }

    #[test]
    fn beginning_inside_a_folder_leaves_the_folder_out() {
        let objects = objects(&["a/b", "a/c", "b"]);
        let wanted =
            Wanted { delimiter: "/", entries: 10, after: Some("a/b"), ..Wanted::default() };
        let (keys, folders) = names(&page(&objects, wanted));
        assert_eq!(keys, ["b"]);
        assert_eq!(folders, [""; 0]);
    }

    #[test]
    fn a_page_that_ends_with_the_listing_has_no_next() {
        let objects = objects(&["a", "b"]);
        let wanted = Wanted { entries: 2, ..Wanted::default() };
        assert_eq!(page(&objects, wanted).last, None);
        let wanted = Wanted { entries: 1, ..wanted };
        assert_eq!(page(&objects, wanted).last.as_deref(), Some("a"));
    }
}
