//! `s3_table FOLDER`: the program on a bucket against the same objects on disk and against tools
//! that download, in turns, round after round; the table shows medians.
//!
//! The server runs in this process, on the same cores; its CPU time stands in a column of its
//! own. FOLDER is what `cargo xtask corpus alb` writes; its ALB logs are used, so that all of them
//! may also go through one pipe.

#![forbid(unsafe_code)]

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use clap::Parser;
use serde_json::Value;
use why502_bench::bucket::{self, Stock};
use why502_bench::child::{self, Run};
use why502_testbed::{Fault, Proxy, Rule};

const SOURCE: &str = "s3://bench/AWSLogs/";
const CONCURRENCY: [&str; 6] = ["1", "4", "8", "16", "32", "64"];

/// Measures `why502` on a bucket.
#[derive(Parser)]
struct Arguments {
    /// Folder with ALB logs below `AWSLogs`.
    folder: PathBuf,
    /// How often each command runs; they take turns.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// The second table waits so long before each object.
    #[arg(long, default_value_t = 30)]
    delay_ms: u64,
    /// The program; by default the one beside this.
    #[arg(long)]
    why502: Option<PathBuf>,
    /// The AWS CLI.
    #[arg(long)]
    aws: Option<PathBuf>,
    /// s5cmd.
    #[arg(long)]
    s5cmd: Option<PathBuf>,
}

/// What a command prints.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Prints {
    /// Nothing that matters: it only downloads.
    Nothing,
    /// A result with the counts of all, of another source.
    Counts,
    /// The very result of the objects on disk.
    Result,
}

/// A row of a table.
struct Tool {
    name: String,
    prints: Prints,
    /// For bash: `$1` is why502, `$2` the source, `$3` an empty folder, `$4` the other program.
    script: String,
    other: PathBuf,
    endpoint: String,
    runs: Vec<Run>,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let folder = arguments.folder.canonicalize()?;
    let server = bucket::server()?;
    let stock = bucket::fill(&server, "bench", &folder, "AWSLogs", usize::MAX)?;
    let pause = Duration::from_millis(arguments.delay_ms);
    let late = Proxy::before(&server.endpoint())
        .rule(Rule::new(Fault::StallBeforeHead { pause }).objects())
        .start()?;
    let disk = folder.join("AWSLogs");
    let mut near = tools(&server.endpoint(), &arguments, &disk);
    let mut far: Vec<Tool> =
        CONCURRENCY.iter().map(|requests| fetching(&late.endpoint(), requests)).collect();
    far.extend(peers(&late.endpoint(), &arguments, &["only"]));
    let why502 = bucket::program(arguments.why502)?;
    for round in 0..=arguments.rounds {
        for tool in near.iter_mut().chain(&mut far) {
            let run = start(tool, &why502).with_context(|| tool.name.clone())?;
            let (name, wall_s) = (&tool.name, run.wall_s);
            writeln!(io::stderr(), "round {round}, {name}: {wall_s:.2} s")?;
            // The first round only warms the caches of the disk.
            if round > 0 {
                tool.runs.push(run);
            }
        }
    }
    agree(near.iter().chain(&far))?;
    let mut out = io::stdout().lock();
    let cores = std::thread::available_parallelism()?;
    writeln!(
        out,
        "{} objects, {} stored bytes; {cores} cores, {} rounds\n",
        stock.objects, stock.bytes, arguments.rounds
    )?;
    writeln!(out, "{}", table(&near, &near[0].runs, stock))?;
    writeln!(out, "With {} ms before each object:\n", arguments.delay_ms)?;
    writeln!(out, "{}", table(&far, &near[0].runs, stock))?;
    Ok(writeln!(out, "All results agree.")?)
}

fn tools(endpoint: &str, arguments: &Arguments, disk: &Path) -> Vec<Tool> {
    let analyze = r#""$1" --quiet --format json"#;
    let tool = |name: &str, prints, script: String, other: &Path| Tool {
        name: name.to_owned(),
        prints,
        script,
        other: other.to_owned(),
        endpoint: endpoint.to_owned(),
        runs: Vec::new(),
    };
    let mut tools = vec![
        tool("the same objects on disk", Prints::Result, format!(r#"exec {analyze} "$4""#), disk),
        tool(
            "one pipe: `cat \\| why502 -`",
            Prints::Counts,
            format!(r#"find "$4" -name '*.gz' -print0 | xargs -0 cat | {analyze} -"#),
            disk,
        ),
    ];
    tools.extend(CONCURRENCY.iter().map(|requests| fetching(endpoint, requests)));
    let fetch = r#""$1" fetch --quiet "$2" "$3""#;
    let path = Path::new("");
    tools.extend([
        tool("`why502 fetch` only", Prints::Nothing, format!("exec {fetch}"), path),
        tool(
            "`why502 fetch`, then from disk",
            Prints::Result,
            format!(r#"{fetch} && {analyze} "$3""#),
            path,
        ),
    ]);
    tools.extend(peers(endpoint, arguments, &["only", "then", "pipe"]));
    tools
}

fn fetching(endpoint: &str, requests: &str) -> Tool {
    Tool {
        name: format!("`--s3-concurrency {requests}`"),
        prints: Prints::Result,
        script: format!(r#"exec "$1" "$2" --s3-concurrency {requests} --quiet --format json"#),
        other: PathBuf::new(),
        endpoint: endpoint.to_owned(),
        runs: Vec::new(),
    }
}

/// What other programs do: download only, then analyse, or hand through a pipe.
fn peers(endpoint: &str, arguments: &Arguments, ways: &[&str]) -> Vec<Tool> {
    let aws =
        (&arguments.aws, "aws s3 cp --recursive", r#""$4" s3 cp --recursive --quiet "$2" "$3""#);
    let s5cmd = (&arguments.s5cmd, "s5cmd cp", r#""$4" --log error cp "$2*" "$3/""#);
    let analyze = r#""$1" --quiet --format json"#;
    let mut tools = Vec::new();
    for (program, name, copy) in [aws, s5cmd] {
        let Some(program) = program else { continue };
        let mut add = |name: String, prints, script| {
            let (other, endpoint) = (program.clone(), endpoint.to_owned());
            tools.push(Tool { name, prints, script, other, endpoint, runs: Vec::new() });
        };
        for &way in ways {
            match way {
                "only" => add(format!("`{name}` only"), Prints::Nothing, format!("exec {copy}")),
                "then" => {
                    let script = format!(r#"{copy} && {analyze} "$3""#);
                    add(format!("`{name}`, then `why502` on disk"), Prints::Result, script);
                }
                _ if name == "s5cmd cp" => {
                    let script = format!(r#""$4" cat "$2*" | {analyze} -"#);
                    add("`s5cmd cat \\| why502 -`".to_owned(), Prints::Counts, script);
                }
                _ => {}
            }
        }
    }
    tools
}

fn start(tool: &Tool, why502: &Path) -> Result<Run> {
    let empty = tempfile::tempdir()?;
    let home = tempfile::tempdir()?;
    let mut command: Command = bucket::command("bash".as_ref(), &tool.endpoint, home.path());
    command.args(["-o", "pipefail", "-c", &tool.script, "bash"]).arg(why502).arg(SOURCE);
    command.arg(empty.path()).arg(&tool.other);
    child::run(&mut command, |_, _| ())
}

/// All results are the disk's, which is the first.
fn agree<'a>(tools: impl Iterator<Item = &'a Tool>) -> Result<()> {
    let mut truth = None;
    for tool in tools.filter(|tool| tool.prints != Prints::Nothing) {
        for run in &tool.runs {
            let result: Value =
                serde_json::from_str(&run.stdout).with_context(|| tool.name.clone())?;
            let counts = [&result["requests"], &result["bad_gateways"], &result["failed"]];
            let counts = counts.map(Value::as_u64);
            ensure!(counts.iter().all(Option::is_some), "{}: no counts", tool.name);
            let (text, first) = truth.get_or_insert_with(|| (run.stdout.clone(), counts));
            ensure!(counts == *first, "{}: {counts:?}, not {first:?}", tool.name);
            ensure!(tool.prints == Prints::Counts || run.stdout == *text, "{}: differs", tool.name);
        }
    }
    Ok(())
}

/// Medians, and the median of the times in relation to the disk's of the same round.
fn table(tools: &[Tool], disk: &[Run], stock: Stock) -> String {
    let mut lines = vec![
        "| | wall s | fastest | of the disk's | stored MB/s | user s | system s | server CPU s | peak MiB |"
            .to_owned(),
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |".to_owned(),
    ];
    for tool in tools {
        let of = |number: fn(&Run) -> f64| median(tool.runs.iter().map(number).collect());
        let ratios = tool.runs.iter().zip(disk).map(|(run, disk)| run.wall_s / disk.wall_s);
        let wall_s = of(|run| run.wall_s);
        // Where the median is far from it, something else kept the machine busy.
        let fastest_s = tool.runs.iter().map(|run| run.wall_s).fold(f64::INFINITY, f64::min);
        lines.push(format!(
            "| {} | {wall_s:.2} | {fastest_s:.2} | {:.2} | {:.0} | {:.2} | {:.2} | {:.2} | {:.0} |",
            tool.name,
            median(ratios.collect()),
            stock.bytes as f64 / 1e6 / wall_s,
            of(|run| run.user_s),
            of(|run| run.system_s),
            of(|run| run.server_s),
            of(|run| run.peak_bytes as f64 / f64::from(1 << 20)),
        ));
    }
    lines.join("\n") + "\n"
}

/// The middle one, or the upper of the two.
fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied().unwrap_or(f64::NAN)
}
