//! A crate's tree of modules, read by following its `mod` declarations, with the
//! order that each module promises for its children.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::layers::tokens::{Token, tokens, without_tests};

/// The words before a module list.
pub const PROMISE: &str = "Modules, each using only those to its left:";

/// One module and those below it; test modules are not in the tree.
#[derive(Debug)]
pub struct Module {
    /// Names from the crate root, which has none.
    pub path: Vec<String>,
    /// Where it is written.
    pub file: PathBuf,
    /// Its code without tests.
    pub tokens: Vec<Token>,
    /// The order of its children, if it promises one.
    pub order: Option<Vec<String>>,
    /// Its children, as declared.
    pub children: Vec<Module>,
    /// Names declared for which there is no file.
    pub missing: Vec<String>,
}

impl Module {
    /// The tree of the crate with this root file.
    ///
    /// # Errors
    /// Names the file that could not be read.
    pub fn read(root: &Path) -> Result<Self> {
        let folder = root.parent().context("a crate root lies in a folder")?;
        Self::read_at(root.to_owned(), folder, Vec::new())
    }

    fn read_at(file: PathBuf, children_in: &Path, path: Vec<String>) -> Result<Self> {
        #[expect(clippy::disallowed_methods, reason = "a developer's tool reads sources")]
        let source = fs::read_to_string(&file).with_context(|| file.display().to_string())?;
        let tokens = without_tests(&tokens(&source));
        let (mut children, mut missing) = (Vec::new(), Vec::new());
        for name in declared(&tokens) {
            let mut candidates = vec![
                (children_in.join(format!("{name}.rs")), children_in.join(&name)),
                (children_in.join(&name).join("mod.rs"), children_in.join(&name)),
            ];
            candidates.retain(|(file, _)| file.exists());
            let Some((child, folder)) = candidates.pop() else {
                missing.push(name);
                continue;
            };
            let mut below = path.clone();
            below.push(name);
            children.push(Self::read_at(child, &folder, below)?);
        }
        Ok(Self { path, file, tokens, order: promised(&source), children, missing })
    }

    /// The child of this name.
    #[must_use]
    pub fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.path.last().is_some_and(|last| last == name))
    }

    /// The module of this path below this one.
    #[must_use]
    pub fn descend(&self, path: &[String]) -> Option<&Self> {
        path.iter().try_fold(self, |module, name| module.child(name))
    }
}

/// Names of `mod name;` declarations.
fn declared(tokens: &[Token]) -> Vec<String> {
    tokens
        .windows(3)
        .filter(|window| window[0].text == "mod" && window[2].text == ";")
        .map(|window| window[1].text.clone())
        .collect()
}

/// The names between the backticks after [`PROMISE`] in the module's own documentation.
fn promised(source: &str) -> Option<Vec<String>> {
    let text: Vec<&str> = source
        .lines()
        .filter_map(|line| line.trim_start().strip_prefix("//!"))
        .map(str::trim)
        .collect();
    let text = text.join(" ");
    let list = text.split_once(PROMISE)?.1.split('`').nth(1)?;
    Some(list.split('→').map(|name| name.trim().to_owned()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_promise_may_span_lines() {
        let source = "//! Text.\n//!\n//! Modules, each using only those to its left:\n//! `a → b →\n//! c`.\nmod a;";
        assert_eq!(promised(source), Some(vec!["a".into(), "b".into(), "c".into()]));
        assert_eq!(promised("//! Nothing.\n"), None);
    }

    #[test]
    fn only_declarations_without_a_body_lead_to_files() {
        assert_eq!(declared(&tokens("pub mod a; mod b { mod c; } mod d {}")), ["a", "c"]);
    }
}
