//! The `crate::`, `super::` and `self::` paths in a module's code, groups expanded.

use crate::layers::tokens::Token;

/// One path as written, without its keyword, made absolute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    /// Segments from the crate root.
    pub path: Vec<String>,
    /// Line of its keyword.
    pub line: usize,
}

/// All paths that begin at a keyword, in a module at `here`.
#[must_use]
pub fn absolute(tokens: &[Token], here: &[String]) -> Vec<Use> {
    let mut found = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        let after_path = index > 0 && tokens[index - 1].text == "::";
        if after_path || tokens.get(index + 1).is_none_or(|next| next.text != "::") {
            continue;
        }
        let base = match token.text.as_str() {
            "crate" => Vec::new(),
            "self" => here.to_vec(),
            "super" => here[..here.len().saturating_sub(1)].to_vec(),
            _ => continue,
        };
        let mut paths = Vec::new();
        expand(&tokens[index + 2..], base, &mut paths);
        found.extend(paths.into_iter().map(|path| Use { path, line: token.line }));
    }
    found
}

/// Names that a module brings in or hands on by `use`, with the path behind each.
#[must_use]
pub fn imported(tokens: &[Token], here: &[String]) -> Vec<(String, Vec<String>)> {
    let mut found = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        if token.text != "use" {
            continue;
        }
        let rest = &tokens[index + 1..];
        let keyword = rest.first().map_or("", |token| token.text.as_str());
        let base = match keyword {
            "crate" => Vec::new(),
            "super" => here[..here.len().saturating_sub(1)].to_vec(),
            _ => here.to_vec(),
        };
        let skip = if matches!(keyword, "crate" | "super" | "self") { 2 } else { 0 };
        let mut paths = Vec::new();
        expand(rest.get(skip..).unwrap_or_default(), base, &mut paths);
        for path in paths {
            if let Some(name) = path.last() {
                found.push((name.clone(), path.clone()));
            }
        }
    }
    found
}

/// Reads one path after its `::`, groups and all; returns how many tokens it took.
fn expand(tokens: &[Token], mut base: Vec<String>, found: &mut Vec<Vec<String>>) -> usize {
    let mut at = 0;
    loop {
        match tokens.get(at).map_or("", |token| token.text.as_str()) {
            "{" => {
                at += 1;
                while tokens.get(at).is_some_and(|token| token.text != "}") {
                    if tokens[at].text == "," {
                        at += 1;
                    } else {
                        at += expand(&tokens[at..], base.clone(), found).max(1);
                    }
                }
                return at + 1;
            }
            "super" => {
                base.pop();
            }
            "self" => {}
            word if word.starts_with(|first: char| first.is_alphabetic() || first == '_') => {
                base.push(word.to_owned());
            }
            _ => return at,
        }
        at += 1;
        if tokens.get(at).is_none_or(|token| token.text != "::") {
            found.push(base);
            if tokens.get(at).is_some_and(|token| token.text == "as") {
                at += 2;
            }
            return at;
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layers::tokens::tokens;

    fn paths(source: &str, here: &[&str]) -> Vec<String> {
        let here: Vec<String> = here.iter().map(|&name| name.to_owned()).collect();
        absolute(&tokens(source), &here).into_iter().map(|found| found.path.join("::")).collect()
    }

    #[test]
    fn groups_are_expanded() {
        assert_eq!(
            paths("use crate::{a::B, c::{self, D as E}, f};", &[]),
            ["a::B", "c", "c::D", "f"]
        );
    }

    #[test]
    fn super_counts_upwards_and_stops_inside_other_paths() {
        assert_eq!(paths("super::super::a::f(); other::crate_like::g()", &["x", "y"]), ["a::f"]);
        assert_eq!(paths("let v: super::T = self::g();", &["x", "y"]), ["x::T", "x::y::g"]);
        assert_eq!(paths("pub(in crate::a) fn f() {} pub(super) x: u8", &["a"]), ["a"]);
    }

    #[test]
    fn what_a_module_hands_on_is_known_by_its_name() {
        let found = imported(&tokens("pub use b::Thing; use std::fmt;"), &["a".to_owned()]);
        assert_eq!(found[0], ("Thing".to_owned(), vec!["a".into(), "b".into(), "Thing".into()]));
    }
}
