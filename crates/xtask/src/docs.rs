//! Pages of `docs/` that are written from the code, so that they cannot disagree with it.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use why502_rulebook::Language;

/// Pages below the workspace's root, each with what it must hold.
fn pages() -> Vec<(&'static str, String)> {
    vec![
        ("docs/CAUSES.md", why502_rulebook::markdown(Language::English)),
        ("docs/CAUSES.ja.md", why502_rulebook::markdown(Language::Japanese)),
    ]
}

/// Writes every page below `root`; returns their paths.
///
/// # Errors
/// Names the page that could not be written.
pub fn write(root: &Path) -> Result<Vec<&'static str>> {
    let mut written = Vec::new();
    for (path, content) in pages() {
        fs::write(root.join(path), content).context(path)?;
        written.push(path);
    }
    Ok(written)
}

/// Fails if a page is not what [`write()`] would write.
///
/// # Errors
/// Names the first page that differs or cannot be read.
pub fn check(root: &Path) -> Result<()> {
    for (path, content) in pages() {
        #[expect(clippy::disallowed_methods, reason = "a developer's tool reads generated pages")]
        let committed = fs::read_to_string(root.join(path)).context(path)?;
        if committed != content {
            bail!("{path} is out of date: run cargo xtask docs");
        }
    }
    Ok(())
}
