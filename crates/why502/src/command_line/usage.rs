//! What the user asked for and cannot have, in one paragraph that says what to do instead.

use std::fmt;

/// A request that makes no sense, found before anything is read.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct UsageError(String);

impl UsageError {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

impl fmt::Display for UsageError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl std::error::Error for UsageError {}

/// The name most like `word`: the fewest letters to change; the first of equals.
pub(crate) fn nearest<'a>(word: &str, names: &[&'a str]) -> Option<&'a str> {
    names.iter().copied().min_by_key(|name| distance(word, name))
}

/// The few names most like `word`, the nearest first: names that hold it before all others.
pub(crate) fn nearest_few<'a>(word: &str, names: &[&'a str], most: usize) -> Vec<&'a str> {
    let mut names = names.to_vec();
    names.sort_by_key(|name| (word.is_empty() || !name.contains(word), distance(word, name)));
    names.truncate(most);
    names
}

/// Edit distance (insert, delete, replace), capped by what a person would type.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<_>, Vec<_>) = (a.chars().take(64).collect(), b.chars().collect());
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distance_counts_edits() {
        let pairs = [("", "abc", 3), ("anlyze", "analyze", 1), ("kitten", "sitting", 3)];
        for (a, b, edits) in pairs {
            assert_eq!(distance(a, b), edits, "{a} {b}");
        }
    }

    #[test]
    fn the_nearest_name_needs_the_fewest_edits() {
        assert_eq!(nearest("cloudfornt", &["alb", "cloudfront", "clb"]), Some("cloudfront"));
        assert_eq!(nearest("x", &[]), None);
    }

    #[test]
    fn names_that_hold_the_word_come_before_names_that_resemble_it() {
        let names = ["crush", "overload", "target-crash", "clash"];
        assert_eq!(nearest_few("crash", &names, 3), ["target-crash", "crush", "clash"]);
        assert_eq!(nearest_few("", &names, 1), ["crush"]);
    }
}
