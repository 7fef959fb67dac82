//! `cargo xtask`: one verb per chore.

use std::io::{Write, stderr, stdout};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};
use xtask::sample_logs::folder::{Folder, SEED};
use xtask::{accuracy, bench_gate, check, corpus, docs};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Developer chores of why502")]
struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Write the labelled sample logs.
    SampleLogs {
        /// Folder to write.
        #[arg(default_value = "sample-logs")]
        folder: PathBuf,
        /// Another seed gives other lines of the same scenarios.
        #[arg(long, default_value_t = SEED)]
        seed: u64,
    },
    /// Write logs to measure speed on.
    Corpus {
        /// What they hold.
        kind: corpus::Kind,
        /// Folder to write, or file.
        target: PathBuf,
        /// Uncompressed bytes, as in 300MiB; by default what the goals are stated for.
        #[arg(long, value_parser = corpus::bytes)]
        bytes: Option<u64>,
        /// Another seed gives other lines.
        #[arg(long, default_value_t = SEED)]
        seed: u64,
        /// A folder of gzip objects, one plain file, or one gzip member.
        #[arg(long = "as", value_name = "FORM", default_value = "objects")]
        form: corpus::Form,
    },
    /// Count instructions of the program and compare them with the recorded ones.
    BenchGate(bench_gate::BenchGate),
    /// Diagnose labelled incidents and say how often that is right.
    Accuracy(accuracy::Accuracy),
    /// Check that modules and crates use only what stands below them.
    Layers,
    /// Write the pages of docs/ that are generated from the code.
    Docs {
        /// Only fail if a page is out of date.
        #[arg(long)]
        check: bool,
    },
    /// Run every check, as CI does.
    Check,
}

fn main() -> ExitCode {
    match run(Arguments::parse().verb) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Nobody is left to tell where standard error is closed.
            let _ = writeln!(stderr(), "xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(verb: Verb) -> Result<()> {
    // Cargo names the package's folder; the workspace is two levels up.
    // As cargo says when it runs this: a target folder that several clones share may hold a binary
    // that was built for another one.
    let package = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    let root = package.join("../..").canonicalize()?;
    let mut out = stdout();
    match verb {
        Verb::SampleLogs { folder, seed } => {
            let content = Folder::generate(seed);
            let bytes = content.write(&folder)?;
            let objects = content.objects.len();
            writeln!(out, "{}: {objects} objects, {bytes} bytes", folder.display())?;
        }
        Verb::Corpus { kind, target, bytes, seed, form } => {
            let bytes = bytes.unwrap_or(kind.usual_bytes());
            let written = corpus::write(kind, form, &target, bytes, seed)?;
            writeln!(out, "{}: {written}", target.display())?;
        }
        Verb::BenchGate(wanted) => bench_gate::run(&root, &wanted, &mut out)?,
        Verb::Accuracy(wanted) => accuracy::run(&root, &wanted, &mut out)?,
        Verb::Layers => check::check_layers(&root, &mut out)?,
        Verb::Docs { check: true } => docs::check(&root)?,
        Verb::Docs { check: false } => {
            for page in docs::write(&root)? {
                writeln!(out, "{page}")?;
            }
        }
        Verb::Check => check::run(&root, &mut out)?,
    }
    Ok(())
}
