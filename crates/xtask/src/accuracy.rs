//! `cargo xtask accuracy`: labelled incidents through the engine, and how right it is.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::thread;

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
use why502_accuracy::kinds::ALL;
use why502_accuracy::label::Half;
use why502_accuracy::report;
use why502_accuracy::run::{Order, run as run_order};
use why502_accuracy::score::{Claim, Judged, Score, knots};

/// Which half of the scenarios.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Halves {
    /// Even seeds: rules may be tuned on them.
    Tuned,
    /// Odd seeds and other shapes: only reported.
    Reported,
    /// Both.
    Both,
}

/// What to run and where to put it.
#[derive(Debug, Args)]
pub struct Accuracy {
    /// Another seed gives other scenarios of the same kinds.
    #[arg(long, default_value_t = 502)]
    seed: u64,
    /// Labelled incidents, about; healthy logs come on top.
    #[arg(long, default_value_t = 800)]
    incidents: u64,
    /// Half of the scenarios.
    #[arg(long, value_enum, default_value_t = Halves::Both)]
    half: Halves,
    /// Only these kinds.
    #[arg(long, num_args = 1..)]
    kind: Vec<String>,
    /// Print the knots that confidence should be calibrated with, from the tuned half alone.
    #[arg(long, conflicts_with_all = ["json", "write"])]
    fit: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
    /// Write docs/ACCURACY.md; needs the date.
    #[arg(long, requires = "date")]
    write: bool,
    /// The day that the page names, YYYY-MM-DD.
    #[arg(long)]
    date: Option<String>,
    /// Write the logs and the label of one scenario into this folder, run nothing else.
    #[arg(long, requires = "only")]
    keep: Option<PathBuf>,
    /// The scenario: KIND:SEED.
    #[arg(long)]
    only: Option<String>,
}

/// Runs it.
///
/// # Errors
/// An unknown kind, or a place that cannot be written.
pub fn run(root: &Path, wanted: &Accuracy, out: &mut dyn Write) -> Result<()> {
    if let Some(unknown) =
        wanted.kind.iter().find(|name| ALL.iter().all(|kind| kind.name != **name))
    {
        let names: Vec<&str> = ALL.iter().map(|kind| kind.name).collect();
        bail!("no kind {unknown}; there are {}", names.join(", "));
    }
    if let Some(only) = &wanted.only {
        return one(only, wanted, out);
    }
    let half = match wanted.half {
        Halves::Tuned => Some(Half::Tuned),
        Halves::Reported => Some(Half::Reported),
        Halves::Both => None,
    };
    let order =
        Order { seed: wanted.seed, incidents: wanted.incidents, half, kinds: wanted.kind.clone() };
    let threads = thread::available_parallelism().map_or(2, Into::into);
    let judged = run_order(&order, threads);
    if wanted.fit {
        let tuned = judged.iter().filter(|one| one.half == Half::Tuned);
        let claims: Vec<Claim> = tuned.flat_map(|one| one.claims.iter().copied()).collect();
        for (uncalibrated, right) in knots(&claims) {
            writeln!(out, "({uncalibrated:.3}, {right:.3}),")?;
        }
        return Ok(());
    }
    let scores = scores(&judged);
    if wanted.json {
        writeln!(out, "{}", serde_json::to_string_pretty(&scores)?)?;
    } else {
        for (half, score) in &scores {
            write!(out, "{}", report::text(*half, score, true))?;
        }
    }
    if let (true, Some(date)) = (wanted.write, &wanted.date) {
        let page = root.join("docs/ACCURACY.md");
        fs::write(&page, report::page(date, wanted.seed, &scores)).context("docs/ACCURACY.md")?;
    }
    Ok(())
}

fn scores(judged: &[Judged]) -> Vec<(Half, Score)> {
    let of =
        |half: Half| -> Vec<&Judged> { judged.iter().filter(|one| one.half == half).collect() };
    let halves = [Half::Tuned, Half::Reported].map(|half| (half, of(half)));
    let some = halves.iter().filter(|(_, judged)| !judged.is_empty());
    some.map(|(half, judged)| (*half, Score::of(judged))).collect()
}

/// Writes one scenario's logs for study, with its label and verdict.
fn one(only: &str, wanted: &Accuracy, out: &mut dyn Write) -> Result<()> {
    let (name, seed) = only.rsplit_once(':').context("--only wants KIND:SEED")?;
    let seed: u64 = seed.parse().context("the seed after the colon")?;
    let kind =
        ALL.iter().find(|kind| kind.name == name).with_context(|| format!("no kind {name}"))?;
    let scenario = kind.scenario(wanted.seed, seed);
    let verdict =
        why502_accuracy::score::judge(&scenario, &why502_accuracy::run::analysed(&scenario, 1));
    writeln!(out, "{}", serde_json::to_string_pretty(&(&scenario.truths, verdict))?)?;
    let Some(folder) = &wanted.keep else { return Ok(()) };
    for (key, text) in &scenario.objects {
        // Not compressed, whatever the product does.
        let path = folder.join(key.trim_end_matches(".gz"));
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        fs::write(&path, text).with_context(|| path.display().to_string())?;
    }
    writeln!(out, "{}: {} objects", folder.display(), scenario.objects.len())?;
    Ok(())
}
