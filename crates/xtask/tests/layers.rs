//! The layer check on whole workspaces: a small one that keeps the rules, and the same
//! with each rule broken in turn.
#![expect(clippy::unwrap_used, reason = "helpers of tests, too, fail by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

use xtask::layers::violations;

/// A workspace of two crates in a folder of its own.
struct Workspace(PathBuf);

impl Workspace {
    fn new(name: &str) -> Self {
        let root = std::env::temp_dir().join(format!("why502-{name}-{}", std::process::id()));
        let workspace = Self(root);
        let manifest = |name: &str, uses: &str| {
            format!("[package]\nname = \"{name}\"\n\n[dependencies]\n{uses}\n")
        };
        workspace.put("crates/parse/Cargo.toml", &manifest("why502-parse", ""));
        workspace.put("crates/parse/src/lib.rs", "//! Parse.\n");
        let uses = "why502-parse.workspace = true";
        workspace.put("crates/engine/Cargo.toml", &manifest("why502-engine", uses));
        let promise = "//! Modules, each using only those to its left:";
        workspace.put(
            "crates/engine/src/lib.rs",
            &format!("{promise} `count → merge`.\nmod count;\nmod merge;\n"),
        );
        workspace.put("crates/engine/src/count.rs", "pub(crate) struct Count;\n");
        workspace.put(
            "crates/engine/src/merge/mod.rs",
            &format!("{promise} `one → all`.\nmod all;\nmod one;\n"),
        );
        workspace.put("crates/engine/src/merge/one.rs", "use crate::count::Count;\n");
        workspace.put("crates/engine/src/merge/all.rs", "use super::one;\n");
        workspace
    }

    fn put(&self, path: &str, content: &str) {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().unwrap_or(Path::new("/"))).unwrap();
        fs::write(path, content).unwrap();
    }

    /// What the check finds once this file holds this.
    fn with(self, path: &str, content: &str) -> Vec<String> {
        self.put(path, content);
        let found = violations(&self.0).unwrap();
        fs::remove_dir_all(&self.0).unwrap();
        found
    }
}

/// Exactly one violation, with this in its text.
fn assert_one(found: &[String], text: &str) {
    assert!(found.len() == 1 && found[0].contains(text), "{found:?}");
}

#[test]
fn a_workspace_that_keeps_the_rules_passes() {
    let found = Workspace::new("kept").with("crates/parse/src/lib.rs", "//! Parse.\n");
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn a_module_that_uses_its_right_neighbour_fails() {
    let found = Workspace::new("right").with("crates/engine/src/count.rs", "use crate::merge;\n");
    assert_one(&found, "count uses merge");
    let found = Workspace::new("super")
        .with("crates/engine/src/merge/one.rs", "fn f() -> super::all::All {}\n");
    assert_one(&found, "one uses merge::all");
}

#[test]
fn an_unlisted_module_fails() {
    let found = Workspace::new("unlisted").with("crates/engine/src/merge/mod.rs", "mod all;\n");
    assert_one(&found, "has modules but no line");
}

#[test]
fn a_crate_that_uses_one_above_fails() {
    let found = Workspace::new("crate").with(
        "crates/parse/Cargo.toml",
        "[package]\nname = \"why502-parse\"\n[dependencies]\nwhy502-engine.workspace = true\n",
    );
    assert_one(&found, "why502-parse may not use why502-engine");
}

#[test]
fn a_file_past_the_stop_line_fails() {
    let found =
        Workspace::new("long").with("crates/parse/src/lib.rs", &"const A: u8 = 1;\n".repeat(401));
    assert_one(&found, "401 lines of code");
    let found = Workspace::new("short")
        .with("crates/parse/src/lib.rs", &"const A: u8 = 1;\n\n".repeat(400));
    assert!(found.is_empty(), "{found:?}");
}
