//! From a key to a path below a folder: every key has one, no two share one, none leaves it.
//!
//! A key's parts between slashes become the parts of the path. What a file system refuses or
//! reads otherwise is percent-encoded, and so is `%` itself: a name can be read back. Where a
//! `%` is not followed by two hex digits the name was made here: `%empty`, `%~` before a hash.
//! File systems that take `A` for `a`, or two ways to write `é` for one, still join keys.

use std::fmt::Write;
use std::path::PathBuf;

use crate::fingerprint::fingerprint;

/// Bytes a part may have; most file systems take 255, and a mark may follow.
const LONGEST: usize = 200;
/// Bytes kept of a part that is cut.
const KEPT: usize = 150;
/// Begins the name of every draft.
pub(super) const DRAFT_MARK: &str = ".why502-";

/// The path of a key, relative, of plain parts only.
pub(super) fn path_of(key: &str) -> PathBuf {
    key.split('/').map(part_of).collect()
}

/// The name under which an object is written until it is whole: the same for the same content.
pub(super) fn draft_of(bucket: &str, key: &str, etag: &str) -> String {
    format!("{DRAFT_MARK}{}.part", &fingerprint(&[bucket, key, etag])[..32])
}

fn part_of(raw: &str) -> String {
    if raw.is_empty() {
        return "%empty".to_owned();
    }
    let first_encoded = raw == "." || is_device(raw) || starts_as_draft(raw);
    let last = raw.chars().count() - 1;
    let mut name = String::with_capacity(raw.len());
    for (index, letter) in raw.chars().enumerate() {
        let is_refused = letter.is_control()
            || matches!(letter, '%' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|')
            || (index == 0 && first_encoded)
            || (index == last && matches!(letter, '.' | ' '))
            || raw == "..";
        if is_refused {
            encode(letter, &mut name);
        } else {
            name.push(letter);
        }
    }
    if name.len() > LONGEST { cut(&name) } else { name }
}

fn encode(letter: char, name: &mut String) {
    let mut bytes = [0; 4];
    for byte in letter.encode_utf8(&mut bytes).bytes() {
        let _ = write!(name, "%{byte:02X}");
    }
}

/// Keeps the beginning, for people, and a hash of the whole.
fn cut(name: &str) -> String {
    let mut end = name.floor_char_boundary(KEPT);
    // Not in the middle of an encoded byte.
    if let Some(at) = name[..end].rfind('%')
        && end - at < 3
    {
        end = at;
    }
    format!("{}%~{}", &name[..end], &fingerprint(&[name])[..32])
}

fn starts_as_draft(raw: &str) -> bool {
    let begin = raw.as_bytes().get(..DRAFT_MARK.len());
    begin.is_some_and(|begin| begin.eq_ignore_ascii_case(DRAFT_MARK.as_bytes()))
}

/// Names that Windows keeps for devices, whatever ending follows.
fn is_device(raw: &str) -> bool {
    let stem = raw.split('.').next().unwrap_or(raw).trim_end_matches(' ');
    let stem = stem.to_ascii_uppercase();
    if matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$") {
        return true;
    }
    let number = stem.strip_prefix("COM").or_else(|| stem.strip_prefix("LPT"));
    let mut letters = number.unwrap_or_default().chars();
    matches!(letters.next(), Some('0'..='9' | '¹' | '²' | '³')) && letters.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::path::Component;

    fn name(key: &str) -> String {
        path_of(key).to_str().unwrap().replace('\\', "/")
    }

    #[test]
    fn an_ordinary_key_is_its_own_path() {
        let key = "AWSLogs/123456789012/elasticloadbalancing/eu-west-1/2026/11/22/a_b.log.gz";
        assert_eq!(name(key), key);
        assert_eq!(name("Zürich/ä b+c~d=e"), "Zürich/ä b+c~d=e");
    }

    #[test]
    fn what_systems_refuse_is_encoded() {
        for (key, path) in [
            ("../../etc/passwd", "%2E%2E/%2E%2E/etc/passwd"),
            ("/etc/passwd", "%empty/etc/passwd"),
            ("a//b", "a/%empty/b"),
            ("a/./b", "a/%2E/b"),
            ("a/", "a/%empty"),
            ("..\\..\\x", "..%5C..%5Cx"),
            ("C:\\x", "C%3A%5Cx"),
            ("a\nb\u{85}", "a%0Ab%C2%85"),
            ("100%", "100%25"),
            ("a. ", "a.%20"),
            ("a...", "a..%2E"),
            ("con", "%63on"),
            ("NUL.log", "%4EUL.log"),
            ("com1 .x", "%63om1 .x"),
            ("console", "console"),
            (".why502-x", "%2Ewhy502-x"),
            ("", "%empty"),
        ] {
            assert_eq!(name(key), path, "{key:?}");
        }
    }

    #[test]
    fn long_parts_are_cut_and_stay_apart() {
        let (one, two) = ("é".repeat(300) + "1", "é".repeat(300) + "2");
        assert_ne!(name(&one), name(&two));
        assert!(name(&one).len() <= LONGEST);
        let dense = "\n".repeat(400);
        assert!(name(&dense).len() <= LONGEST);
        assert!(name(&dense).contains("%0A%~"));
    }

    proptest! {
        #[test]
        fn no_key_leaves_and_no_two_share(
            one in "[a-c./\\\\%:\u{0}-\u{20}~]{0,12}|.{0,40}",
            two in "[a-c./\\\\%:\u{0}-\u{20}~]{0,12}|.{0,40}",
        ) {
            let path = path_of(&one);
            prop_assert!(path.components().all(|part| matches!(part, Component::Normal(_))));
            prop_assert_eq!(path.components().count(), one.split('/').count());
            prop_assert_eq!(one == two, path == path_of(&two));
        }
    }
}
