//! The rule for crates: which of the workspace each may depend on.
//!
//! Development dependencies are free: tests may use what stands above, the generator
//! of this crate for one.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

const LIBRARIES: &[&str] = &[
    "why502-parse",
    "why502-account",
    "why502-rulebook",
    "why502-input",
    "why502-s3",
    "why502-engine",
    "why502-records",
    "why502-report",
    "why502-tables",
    "why502-redact",
];

/// What each crate may use; one that is not here may not be.
const ALLOWED: [(&str, &[&str]); 15] = [
    ("why502-parse", &[]),
    ("why502-account", &["why502-parse"]),
    ("why502-rulebook", &["why502-parse"]),
    ("why502-input", &[]),
    ("why502-s3", &["why502-input"]),
    ("why502-testbed", &[]),
    ("why502-engine", &["why502-parse", "why502-account", "why502-rulebook"]),
    ("why502-redact", &["why502-parse", "why502-rulebook", "why502-engine"]),
    ("why502-records", &["why502-parse", "why502-engine", "why502-redact"]),
    ("why502-report", &["why502-parse", "why502-rulebook", "why502-engine"]),
    ("why502-tables", &["why502-parse", "why502-rulebook", "why502-records"]),
    ("why502-accuracy", &["why502-parse", "why502-engine"]),
    ("why502", LIBRARIES),
    ("xtask", LIBRARIES),
    ("why502-bench", LIBRARIES),
];

/// What in the package's manifest breaks the rule.
///
/// # Errors
/// Names the manifest that could not be read.
pub fn violations(package: &Path) -> Result<Vec<String>> {
    let manifest = package.join("Cargo.toml");
    #[expect(clippy::disallowed_methods, reason = "a developer's tool reads manifests")]
    let text = fs::read_to_string(&manifest).with_context(|| manifest.display().to_string())?;
    let faults = faults(&text);
    Ok(faults.into_iter().map(|fault| format!("{}: {fault}", manifest.display())).collect())
}

fn faults(manifest: &str) -> Vec<String> {
    let mut section = "";
    let mut name = "";
    let mut used = Vec::new();
    for line in manifest.lines().map(str::trim) {
        if let Some(header) = line.strip_prefix('[') {
            section = header.trim_matches(['[', ']']);
            if let Some(dependency) = section.strip_prefix("dependencies.") {
                used.push(dependency);
            }
        } else if let Some((key, value)) = line.split_once('=') {
            let key = key.trim().split('.').next().unwrap_or_default();
            match section {
                "package" if key == "name" => name = value.trim().trim_matches('"'),
                "dependencies" | "build-dependencies" => used.push(key),
                _ => {}
            }
        }
    }
    let Some((_, allowed)) = ALLOWED.iter().find(|(known, _)| *known == name) else {
        return vec![format!("crate {name} has no place in the order of crates")];
    };
    // Benchmarks may use the generator and the server, the chores the measurement of accuracy;
    // nothing else may use a developer's tool.
    let may = |other: &str| {
        allowed.contains(&other)
            || (name == "why502-bench" && ["xtask", "why502-testbed"].contains(&other))
            || (name == "xtask" && other == "why502-accuracy")
    };
    used.into_iter()
        .filter(|other| other.starts_with("why502") || *other == "xtask")
        .filter(|other| !may(other))
        .map(|other| format!("{name} may not use {other}"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(name: &str, rest: &str) -> String {
        format!("[package]\nname = \"{name}\"\n[dependencies]\nmemchr.workspace = true\n{rest}")
    }

    #[test]
    fn a_crate_may_use_those_below_it() {
        let text = manifest("why502-engine", "why502-parse.workspace = true");
        assert_eq!(faults(&text), [""; 0]);
    }

    #[test]
    fn a_use_of_a_crate_above_is_found() {
        let text = manifest("why502-parse", "why502-engine.workspace = true");
        assert_eq!(faults(&text), ["why502-parse may not use why502-engine"]);
        let text = manifest("why502-input", "[dependencies.why502-parse]\npath = \"x\"");
        assert_eq!(faults(&text), ["why502-input may not use why502-parse"]);
        assert_eq!(faults(&manifest("why502", "xtask.workspace = true")).len(), 1);
    }

    #[test]
    fn development_dependencies_are_free() {
        let text = manifest("why502-parse", "[dev-dependencies]\nxtask.workspace = true");
        assert_eq!(faults(&text), [""; 0]);
    }

    #[test]
    fn an_unknown_crate_is_found() {
        assert_eq!(faults(&manifest("why502-utils", "")).len(), 1);
    }
}
