//! Instructions instead of seconds: the program on small fixed inputs under valgrind's callgrind,
//! compared with recorded figures, so that speed is not lost unnoticed on a noisy machine.
//!
//! What one run repeats to a few parts in a million depends on the compiler, on valgrind, and on
//! what the C library and the kernels choose by the processor's features. All three are recorded.
//! Where they are the same a rise of more than 3 % fails; where one differs its own effect must
//! not fail the gate, and still a lost fast path must, so that the bound is 10 % then, and the
//! report asks to record anew. Valgrind hides AVX-512 from the program: the AVX2 path is counted.
//!
//! Modules, each using only those to its left: `cases → callgrind → figures`.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

mod callgrind;
mod cases;
mod figures;

use callgrind::Counted;
use cases::Case;
use figures::{Figures, Verdict};

/// What is asked for.
#[derive(Debug, Clone, clap::Args)]
pub struct BenchGate {
    /// Write the figures of this run to benches/gate.json.
    #[arg(long)]
    record: bool,
    /// Another program than that of this tree, built here without S3.
    #[arg(long, value_name = "FILE")]
    program: Option<PathBuf>,
}

/// Counts all cases and compares, or records.
///
/// # Errors
/// A case that rose by more than the bound, a program that fails or reads other numbers of records
/// than were written, and what is missing: valgrind, recorded figures.
pub fn run(root: &Path, wanted: &BenchGate, out: &mut dyn Write) -> Result<()> {
    let recorded_at = root.join("benches/gate.json");
    let environment = figures::environment(&callgrind::version()?)?;
    let program = match &wanted.program {
        Some(program) => program.canonicalize().with_context(|| program.display().to_string())?,
        None => build(root)?,
    };
    // As long as any other: what the program is told must not change what it takes.
    let scratch = format!("why502-bench-gate-{:010}", std::process::id());
    let scratch = std::env::temp_dir().join(scratch);
    let counted = count(&program, &scratch, out);
    fs::remove_dir_all(&scratch).with_context(|| scratch.display().to_string())?;
    let now = Figures { environment, instructions: counted? };
    if wanted.record {
        now.write(&recorded_at)?;
        writeln!(out, "recorded in {}", recorded_at.display())?;
        return Ok(());
    }
    let recorded = Figures::read(&recorded_at)?;
    let Verdict { lines, failed } = recorded.compare(&now);
    for line in lines {
        writeln!(out, "{line}")?;
    }
    if failed {
        bail!("slower than recorded; if that is meant, record it: cargo xtask bench-gate --record");
    }
    Ok(())
}

/// Instructions of every case, those of starting up taken off.
fn count(program: &Path, scratch: &Path, out: &mut dyn Write) -> Result<Vec<(String, u64)>> {
    let folder = |name: &str| scratch.join(name);
    fs::create_dir_all(folder("empty")).with_context(|| scratch.display().to_string())?;
    let knows_summary = cases::knows_summary(program)?;
    let inputs = cases::write_inputs(scratch)?;
    let start_up = callgrind::count(program, scratch, &["analyze", "--jobs", "1", "empty"])?;
    let mut figures = vec![("start-up".to_owned(), start_up.instructions)];
    for case in cases::CASES {
        let Case { name, arguments, input, .. } = case;
        if arguments.contains(&"--summary") && !knows_summary {
            writeln!(out, "{name}: left out, this program has no --summary")?;
            continue;
        }
        let arguments: Vec<&str> =
            arguments.iter().copied().chain(["--quiet", "--jobs", "1", *input]).collect();
        let Counted { instructions, printed } = callgrind::count(program, scratch, &arguments)?;
        case.check(&inputs, &printed).with_context(|| (*name).to_owned())?;
        ensure!(instructions > start_up.instructions, "{name} takes less than starting up");
        figures.push(((*name).to_owned(), instructions - start_up.instructions));
    }
    Ok(figures)
}

/// Builds the program without S3.
fn build(root: &Path) -> Result<PathBuf> {
    let mut command = Command::new("cargo");
    command.args(["build", "--release", "--quiet", "-p", "why502", "--no-default-features"]);
    let status = command.current_dir(root).status().context("cargo could not be started")?;
    ensure!(status.success(), "the program could not be built");
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| "target".into(), PathBuf::from);
    Ok(root.join(target).join("release/why502"))
}
