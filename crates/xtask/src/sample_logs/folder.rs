//! The whole `sample-logs` folder: what is in it, and writing it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::sample_logs::labels::Label;
use crate::sample_logs::packing::Packing;
use crate::sample_logs::{neighbour_scenarios, scenarios};

/// The seed of the committed folder.
pub const SEED: u64 = 502;
/// The answer sheet's file name.
pub const LABELS: &str = "labels.json";

/// What the folder holds.
#[derive(Debug, PartialEq, Eq)]
pub struct Folder {
    /// Path of each object below the folder, with its uncompressed content.
    pub objects: BTreeMap<String, String>,
    /// One label per scenario.
    pub labels: Vec<Label>,
}

impl Folder {
    /// Generates the folder of a seed.
    #[must_use]
    pub fn generate(seed: u64) -> Self {
        let mut objects = BTreeMap::new();
        let mut labels = Vec::new();
        for scenario in scenarios::all(seed).into_iter().chain(neighbour_scenarios::all(seed)) {
            for (key, content) in scenario.objects(seed) {
                objects.insert(format!("{}/{key}", scenario.folder), content);
            }
            labels.push(scenario.label());
        }
        Self { objects, labels }
    }

    /// `labels.json`.
    ///
    /// # Errors
    /// None that a label can cause.
    pub fn labels_json(&self) -> Result<String> {
        Ok(serde_json::to_string_pretty(&self.labels)? + "\n")
    }

    /// `README.md`.
    #[must_use]
    pub fn readme(&self) -> String {
        let mut text = README.to_owned();
        for label in &self.labels {
            let causes: Vec<String> = label
                .incidents
                .iter()
                .map(|incident| format!("`{}`: {} failed", incident.cause, incident.failed))
                .chain(label.background.iter().map(|entry| {
                    format!("`{}` in the background: {} failed", entry.cause, entry.failed)
                }))
                .collect();
            let answer = if causes.is_empty() { "nothing".to_owned() } else { causes.join("; ") };
            writeln!(
                text,
                "| [`{0}`]({0}) | {1} | {2} | {answer} |",
                label.folder, label.title, label.records
            )
            .expect("writing to a String never fails");
        }
        text
    }

    /// Replaces what an earlier run left in `root` and writes the folder.
    ///
    /// # Errors
    /// Names the path that could not be written.
    pub fn write(&self, root: &Path) -> Result<u64> {
        for label in &self.labels {
            let folder = root.join(&label.folder);
            if folder.exists() {
                fs::remove_dir_all(&folder).with_context(|| folder.display().to_string())?;
            }
        }
        let mut total_bytes = 0;
        for (path, content) in &self.objects {
            let stored = Packing::of(path).pack(content)?;
            total_bytes += stored.len() as u64;
            put(&root.join(path), &stored)?;
        }
        put(&root.join(LABELS), self.labels_json()?.as_bytes())?;
        put(&root.join("README.md"), self.readme().as_bytes())?;
        Ok(total_bytes)
    }
}

fn put(path: &Path, bytes: &[u8]) -> Result<()> {
    let folder = path.parent().context("a file without a folder")?;
    fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    fs::write(path, bytes).with_context(|| path.display().to_string())
}

const README: &str = "\
# Sample logs

Access logs of load balancers, of CloudFront and of API Gateway, and logs of what stands
around them, each folder with a known cause. **Generated, nothing in them is real**: account 123456789012,
`example.com`, addresses of the ranges kept for documentation (192.0.2.0/24,
198.51.100.0/24, 203.0.113.0/24, 2001:db8::/32) and of 10.0.0.0/16.

`cargo xtask sample-logs` (seed 502) writes them anew, the same lines on every machine;
a test compares. Do not edit by hand: change `crates/xtask/src/sample_logs`.

Folders are laid out as AWS lays out a log bucket: one ALB object per node and five
minutes (a node without traffic writes none), a few CloudFront objects per hour, lines
nearly but not strictly in order. Requests per second are far fewer than such sites
have, so that the folder stays small: shares of rare failures are higher than in life.

`labels.json` is the answer sheet, counted from the lines written:
`incidents` (cause, time of the first and last failing request, what sets the failing
requests apart, how many; `cached` of them answered from CloudFront's cache of errors),
`background` (a diagnosis should name it, after incidents), `noise` (too thin to deserve
a word), and `quiet` where nothing may be reported.

| folder | what happens | records | what a diagnosis should find |
| --- | --- | --- | --- |
";
