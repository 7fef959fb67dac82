//! Every check, in the order of what fails fastest: exactly what CI runs.

use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::{docs, layers};

/// One step: a name for the terminal, the program and its arguments.
struct Step {
    name: &'static str,
    arguments: &'static [&'static str],
    environment: &'static [(&'static str, &'static str)],
}

const STRICT_DOCS: &[(&str, &str)] = &[("RUSTDOCFLAGS", "-D warnings")];

const BEFORE_LAYERS: [Step; 3] = [
    Step { name: "format", arguments: &["fmt", "--all", "--check"], environment: &[] },
    Step {
        name: "lints",
        arguments: &[
            "clippy",
            "--release",
            "--workspace",
            "--all-targets",
            "--quiet",
            "--",
            "-D",
            "warnings",
        ],
        environment: &[],
    },
    Step {
        name: "documentation",
        arguments: &[
            "doc",
            "--release",
            "--workspace",
            "--no-deps",
            "--document-private-items",
            "--quiet",
        ],
        environment: STRICT_DOCS,
    },
];

const TESTS: Step =
    Step { name: "tests", arguments: &["test", "--release", "--workspace"], environment: &[] };

/// Runs every check in the workspace at `root`, announces each on `out`, and ends
/// with the time each took.
///
/// # Errors
/// The first check that fails.
pub fn run(root: &Path, out: &mut dyn Write) -> Result<()> {
    let mut times = Vec::new();
    for step in &BEFORE_LAYERS {
        timed(step.name, out, &mut times, |_| cargo(root, step))?;
    }
    timed("layers", out, &mut times, |out| check_layers(root, out))?;
    timed("generated pages", out, &mut times, |_| docs::check(root))?;
    timed(TESTS.name, out, &mut times, |_| cargo(root, &TESTS))?;
    writeln!(out, "\nall checks passed:")?;
    for (name, time) in times {
        writeln!(out, "  {name:<16} {:>6.1} s", time.as_secs_f64())?;
    }
    Ok(())
}

/// Prints what breaks a layer rule and fails if anything does.
///
/// # Errors
/// Any violation, or a source that cannot be read.
pub fn check_layers(root: &Path, out: &mut dyn Write) -> Result<()> {
    let violations = layers::violations(root)?;
    for violation in &violations {
        writeln!(out, "{violation}")?;
    }
    match violations.len() {
        0 => Ok(()),
        count => bail!("{count} violations of the layer rules"),
    }
}

fn timed(
    name: &'static str,
    out: &mut dyn Write,
    times: &mut Vec<(&'static str, Duration)>,
    step: impl FnOnce(&mut dyn Write) -> Result<()>,
) -> Result<()> {
    writeln!(out, "==> {name}")?;
    out.flush()?;
    let start = Instant::now();
    step(out).with_context(|| format!("check failed: {name}"))?;
    times.push((name, start.elapsed()));
    Ok(())
}

fn cargo(root: &Path, step: &Step) -> Result<()> {
    let status = Command::new("cargo")
        .args(step.arguments)
        .envs(step.environment.iter().copied())
        .current_dir(root)
        .status()
        .context("cargo could not be started")?;
    if !status.success() {
        bail!("cargo {} failed", step.arguments.join(" "));
    }
    Ok(())
}
