//! Names that filters may hold: keys of records, formats, signatures.

use why502_parse::{AlbField, COMMON_KEYS, CloudFrontField, Format, Kind, columns_of};
use why502_rulebook::{FailureSide, evidence, signatures};

/// A name this near is what was meant.
const FEW_LETTERS: usize = 2;

/// Keys of the documented fields of every format, and what their values are.
fn fields() -> impl Iterator<Item = (&'static str, Kind)> {
    let alb = AlbField::ALL.iter().map(|field| (field.name(), field.kind()));
    let cloudfront = CloudFrontField::ALL.iter().map(|field| (field.name(), field.kind()));
    let rows = Format::ALL.iter().flat_map(|&format| columns_of(format));
    alb.chain(cloudfront).chain(rows.map(|column| (column.key, column.kind)))
}

/// The common keys and those of the documented fields.
fn keys() -> impl Iterator<Item = &'static str> {
    COMMON_KEYS.into_iter().chain(fields().map(|(key, _)| key))
}

/// Is it a common key, or that of a documented field of any format?
#[must_use]
pub fn is_documented_key(name: &str) -> bool {
    keys().any(|key| key == name)
}

/// The documented key that is spelt most like `name`.
#[must_use]
pub fn nearest_key(name: &str) -> Option<&'static str> {
    nearest(name, keys()).map(|(key, _)| key)
}

/// Are its values numbers, in every format that documents it? What is none is damage.
pub(super) fn is_number(key: &str) -> bool {
    let mut kinds = fields().filter(|(name, _)| *name == key).map(|(_, kind)| kind).peekable();
    matches!(key, "status" | "line")
        || kinds.peek().is_some()
            && kinds.all(|kind| matches!(kind, Kind::Number | Kind::Seconds | Kind::Millis))
}

/// The documented key that `name` is but a letter or two away from, so that it must be meant.
pub(super) fn misspelt_key(name: &str) -> Option<&'static str> {
    let (key, letters) = nearest(name, keys())?;
    // Of a short name every other is near.
    (letters <= FEW_LETTERS && letters * 3 < name.chars().count()).then_some(key)
}

/// What values a key can have, where that is known; otherwise `None`.
pub(super) fn values(key: &str) -> Option<Vec<&'static str>> {
    let sides = [
        FailureSide::Target,
        FailureSide::LoadBalancer,
        FailureSide::Edge,
        FailureSide::Client,
        FailureSide::Gateway,
    ];
    match key {
        "format" => Some(Format::ALL.iter().map(|format| format.name()).collect()),
        "failure_side" => Some(sides.iter().map(|side| side.name()).collect()),
        "signature" => {
            let ids = signatures::all().map(|one| one.id);
            Some(ids.chain(evidence::all().map(|one| one.id)).collect())
        }
        _ => None,
    }
}

/// The value (or name) that may have been meant, where half of the letters or more are its.
pub(crate) fn misspelt(word: &str, values: &[&'static str]) -> Option<&'static str> {
    let (value, letters) = nearest(word, values.iter().copied())?;
    (letters * 2 <= word.chars().count()).then_some(value)
}

/// The name that needs the fewest changes of letters, and how many; the first of equals.
pub(crate) fn nearest<'n>(
    word: &str,
    names: impl Iterator<Item = &'n str>,
) -> Option<(&'n str, usize)> {
    names.map(|name| (name, distance(word, name))).min_by_key(|(_, letters)| *letters)
}

/// Letters to insert, delete or replace; of a long word only the beginning is looked at.
fn distance(one: &str, other: &str) -> usize {
    let one: Vec<char> = one.chars().take(64).collect();
    let other: Vec<char> = other.chars().take(64).collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, x) in one.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in other.iter().enumerate() {
            let replaced = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_slip_of_the_finger_is_taken_for_another_key() {
        assert_eq!(misspelt_key("elb_status_cod"), Some("elb_status_code"));
        assert_eq!(misspelt_key("timestmap"), Some("timestamp"));
        assert_eq!(misspelt_key("tenant"), None);
        assert_eq!(misspelt_key("li"), None, "a short key of one's own");
        assert!(is_documented_key("failure_side"));
        assert!(is_documented_key("cs_uri_stem") && !is_documented_key("tenant"));
    }

    #[test]
    fn keys_are_spelt_as_records_spell_them() {
        for key in keys() {
            assert_eq!(why502_parse::key_of(key.as_bytes()), key);
        }
    }

    #[test]
    fn numbers_are_told_from_text() {
        for key in ["status", "line", "received_bytes", "target_processing_time", "time_taken"] {
            assert!(is_number(key), "{key}");
        }
        for key in ["request", "target_port", "timestamp", "tenant"] {
            assert!(!is_number(key), "{key}");
        }
    }
}
