//! The layer check: modules use only modules to their left, crates only crates below
//! them, and no file grows past the stop line.
//!
//! A text scan of `crate::` and `super::` paths outside tests; it does not expand
//! macros and does not follow globs.
//!
//! Modules, each using only those to its left: `tokens → tree → uses → modules → crates → size`.

pub mod crates;
pub mod modules;
pub mod size;
pub mod tokens;
pub mod tree;
pub mod uses;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// Everything in the workspace at `root` that breaks a rule, one sentence each.
///
/// # Errors
/// Names the file or folder that could not be read.
pub fn violations(root: &Path) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for package in packages(root)? {
        found.extend(crates::violations(&package)?);
        for entry in ["src/lib.rs", "src/main.rs"] {
            let entry = package.join(entry);
            if entry.exists() {
                let tree =
                    tree::Module::read(&entry).with_context(|| entry.display().to_string())?;
                found.extend(modules::violations(&tree));
            }
        }
        found.extend(size::violations(&package)?);
    }
    Ok(found)
}

/// The folders of the workspace's packages, in order.
fn packages(root: &Path) -> Result<Vec<PathBuf>> {
    let mut packages = size::entries(&root.join("crates"))?;
    packages.push(root.join("benches"));
    packages.retain(|package| package.join("Cargo.toml").exists());
    Ok(packages)
}
