//! The program against decompressing alone and against other tools, on the same logs.
//!
//! All commands take turns, round after round, so that a busy machine slows all of them; the
//! table shows medians. Time is what `time` of bash reports: user and system seconds of the
//! command and of every process it waited for.

use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

/// What to compare, and how often.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// Folder of gzip objects: ALB logs and CloudFront logs with the standard fields.
    pub corpus: PathBuf,
    /// How often each command runs.
    pub rounds: usize,
    /// A Python with the `duckdb` package; by default `python3`, if it has it.
    pub python: Option<PathBuf>,
}

/// A tool of the table.
struct Tool {
    name: &'static str,
    command: Vec<String>,
    /// Takes the number of requests of status 502 out of what the tool prints; `None` for what
    /// does not count any.
    bad_gateways: Option<fn(&str) -> Result<u64>>,
    runs: Vec<Run>,
}

/// CPU and elapsed seconds of one run.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Run {
    cpu_s: f64,
    wall_s: f64,
}

/// The time, on the last line of standard error: elapsed, user and system seconds.
const TIMED: &str = r#"TIMEFORMAT='%3R %3U %3S'; time "$@""#;

/// Both formats have the status in the ninth column, and CloudFront's columns hold no spaces.
const AWK: &str = r#"find "$1" -type f -name '*.gz' -print0 | sort -z | xargs -0 zcat |
awk '!/^#/ { requests[$9]++ } END { for (status in requests) print status, requests[status] }'"#;

/// Status counts, failures per minute, targets of the 502s and two percentiles, as `analyze`
/// has them among other things. Only the columns that the queries need are kept.
const DUCKDB: &str = r#"
import glob, sys, duckdb
root = sys.argv[1]
files = sorted(glob.glob(root + "/**/*.gz", recursive=True))
edge = [f for f in files if "/cloudfront/" in f]
balancer = [f for f in files if "/cloudfront/" not in f]
db = duckdb.connect()
db.execute("SET enable_progress_bar = false")
db.execute("CREATE TEMP TABLE r (minute VARCHAR, status VARCHAR, target VARCHAR, seconds DOUBLE)")
def columns(n): return "{" + ",".join(f"'c{i}':'VARCHAR'" for i in range(n)) + "}"
if balancer:
    db.execute(f"""INSERT INTO r SELECT c1[:16], c8, c4, TRY_CAST(c6 AS DOUBLE) FROM
        read_csv(?, columns={columns(34)}, delim=' ', quote='"', escape='\\', header=false,
        auto_detect=false, null_padding=true, strict_mode=false)""", [balancer])
if edge:
    db.execute(f"""INSERT INTO r SELECT c0 || 'T' || c1[:5], c8, NULL, NULL FROM
        read_csv(?, columns={columns(33)}, delim='\t', quote='', escape='', header=false, skip=2,
        auto_detect=false, null_padding=true, strict_mode=false)""", [edge])
statuses = db.execute("SELECT status, count(*) FROM r GROUP BY 1 ORDER BY 1").fetchall()
db.execute("SELECT minute, status, count(*) FROM r GROUP BY ALL").fetchall()
db.execute("SELECT target, count(*) n FROM r WHERE status = '502' GROUP BY 1 ORDER BY n DESC LIMIT 10").fetchall()
db.execute("SELECT quantile_disc(seconds, [0.5, 0.99]) FROM r WHERE seconds >= 0").fetchall()
for status, requests in statuses: print(status, requests)
"#;

/// Builds the program, runs every tool `rounds` times and writes a Markdown table.
///
/// # Errors
/// A tool that fails, and tools that disagree on the number of requests of status 502.
pub fn run(root: &Path, comparison: &Comparison, out: &mut dyn Write) -> Result<()> {
    ensure!(comparison.rounds > 0, "at least one round is needed");
    let corpus = comparison.corpus.canonicalize();
    let corpus = corpus.with_context(|| comparison.corpus.display().to_string())?;
    let programs = build(root)?;
    let mut tools = tools(&programs, &text(&corpus)?, comparison.python.as_deref())?;
    let decoded = start(&tools[0].command)?.0;
    let mut counts = Vec::new();
    for round in 1..=comparison.rounds {
        for tool in &mut tools {
            writeln!(out, "round {round} of {}: {}", comparison.rounds, tool.name)?;
            out.flush()?;
            let (answer, run) = start(&tool.command).context(tool.name)?;
            tool.runs.push(run);
            if let Some(count) = tool.bad_gateways {
                counts.push((tool.name, count(&answer).context(tool.name)?));
            }
        }
    }
    agree(&counts)?;
    let cores = std::thread::available_parallelism()?;
    writeln!(out, "\n{}; {cores} cores, {} rounds\n", decoded.trim(), comparison.rounds)?;
    let bad_gateways = counts.first().map_or(0, |&(_, count)| count);
    writeln!(out, "{}", table(&tools))?;
    writeln!(out, "All that count requests of status 502 found {bad_gateways}.")?;
    Ok(())
}

/// Builds what is measured; the folder that holds it, which is the one this program is in.
fn build(root: &Path) -> Result<PathBuf> {
    let status = Command::new("cargo")
        .args(["build", "--release", "--quiet", "-p", "why502", "-p", "why502-bench"])
        .args(["--bin", "why502", "--bin", "decompress"])
        .current_dir(root)
        .status()
        .context("cargo could not be started")?;
    ensure!(status.success(), "the program could not be built");
    let xtask = std::env::current_exe()?;
    let programs = xtask.parent().context("a program without a folder")?;
    ensure!(
        programs.join("decompress").exists(),
        "{}: no `decompress` there; run `cargo xtask` with `--release`",
        programs.display()
    );
    Ok(programs.to_owned())
}

fn tools(programs: &Path, corpus: &str, python: Option<&Path>) -> Result<Vec<Tool>> {
    let tool = |name, command: &[&str], bad_gateways| Tool {
        name,
        command: command.iter().map(|&part| part.to_owned()).collect(),
        bad_gateways,
        runs: Vec::new(),
    };
    let decompress = text(&programs.join("decompress"))?;
    let why502 = text(&programs.join("why502"))?;
    let analyze = [&why502, "analyze", "--quiet", "--format", "json", corpus];
    let mut tools = vec![
        tool("decompress only, 1 thread", &[&decompress, corpus], None),
        tool("why502 --jobs 1", &[&analyze[..], &["--jobs", "1"]].concat(), Some(of_report)),
        tool("why502", &analyze, Some(of_report)),
    ];
    if ["bash", "zcat", "awk"].iter().all(|program| runs(program, &["--version"])) {
        let pipe = ["bash", "-o", "pipefail", "-c", AWK, "awk", corpus];
        tools.push(tool("zcat | awk, statuses only", &pipe, Some(of_lines)));
    }
    match python {
        Some(python) => {
            let python = text(python)?;
            ensure!(runs(&python, &["-c", "import duckdb"]), "{python} has no duckdb");
            tools.push(tool("DuckDB read_csv", &[&python, "-c", DUCKDB, corpus], Some(of_lines)));
        }
        None if runs("python3", &["-c", "import duckdb"]) => {
            let command = ["python3", "-c", DUCKDB, corpus];
            tools.push(tool("DuckDB read_csv", &command, Some(of_lines)));
        }
        None => {}
    }
    Ok(tools)
}

/// Can it be run at all? mawk knows no `--version` and fails, but it starts.
fn runs(program: &str, arguments: &[&str]) -> bool {
    let silent = || Stdio::null();
    let status = Command::new(program)
        .args(arguments)
        .stdin(silent())
        .stdout(silent())
        .stderr(silent())
        .status();
    let must_succeed = arguments.first() == Some(&"-c");
    status.is_ok_and(|status| status.success() || !must_succeed)
}

/// Runs a command to its end: what it printed, and its time.
fn start(command: &[String]) -> Result<(String, Run)> {
    let output = Command::new("bash")
        .args(["-c", TIMED, "timed"])
        .args(command.iter().map(OsStr::new))
        .env("LC_ALL", "C")
        .stdin(Stdio::null())
        .output()
        .context("bash, whose `time` is needed, could not be started")?;
    let messages = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "{} failed:\n{messages}", command[0]);
    // The time comes last, behind whatever the command said.
    let times = messages.lines().last().unwrap_or_default();
    let run = time_of(times).with_context(|| format!("`{times}` is no time"))?;
    Ok((String::from_utf8(output.stdout)?, run))
}

/// `wall user system`, in seconds.
fn time_of(line: &str) -> Option<Run> {
    let numbers: Vec<f64> = line.split(' ').map_while(|word| word.parse().ok()).collect();
    let &[wall_s, user_s, system_s] = numbers.as_slice() else { return None };
    Some(Run { cpu_s: user_s + system_s, wall_s })
}

/// The report of `analyze`.
fn of_report(printed: &str) -> Result<u64> {
    let report: Value = serde_json::from_str(printed)?;
    report["bad_gateways"].as_u64().context("the report has no bad_gateways")
}

/// Lines of a status and its count.
fn of_lines(printed: &str) -> Result<u64> {
    let line = printed.lines().find_map(|line| line.strip_prefix("502 "));
    line.map_or(Ok(0), |count| Ok(count.parse()?))
}

fn agree(counts: &[(&str, u64)]) -> Result<()> {
    let differs = counts.windows(2).find(|pair| pair[0].1 != pair[1].1);
    if let Some([(one, count), (other, other_count)]) = differs {
        bail!("{one} counts {count} requests of status 502, {other} counts {other_count}");
    }
    Ok(())
}

/// Medians, and the medians of what each run took in relation to the first tool's run of its
/// round.
fn table(tools: &[Tool]) -> String {
    let mut lines = vec![
        "| | CPU s | CPU ratio | wall s | wall ratio |".to_owned(),
        "| --- | ---: | ---: | ---: | ---: |".to_owned(),
    ];
    let yardstick = &tools[0].runs;
    for tool in tools {
        let of = |number: fn(&Run) -> f64| median(tool.runs.iter().map(number).collect());
        let ratio = |number: fn(&Run) -> f64| {
            let pairs = tool.runs.iter().zip(yardstick);
            median(pairs.map(|(run, unit)| number(run) / number(unit)).collect())
        };
        lines.push(format!(
            "| {} | {:.2} | {:.2} | {:.2} | {:.2} |",
            tool.name.replace('|', "\\|"),
            of(|run| run.cpu_s),
            ratio(|run| run.cpu_s),
            of(|run| run.wall_s),
            ratio(|run| run.wall_s)
        ));
    }
    lines.join("\n") + "\n"
}

/// The middle one, or the upper of the two.
fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied().unwrap_or(f64::NAN)
}

fn text(path: &Path) -> Result<String> {
    let text = path.to_str();
    Ok(text.with_context(|| format!("{}: not UTF-8", path.display()))?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tools_that_disagree_are_named() {
        agree(&[("a", 7), ("b", 7)]).unwrap();
        let error = agree(&[("a", 7), ("b", 7), ("c", 8)]).unwrap_err().to_string();
        assert!(error.contains("b counts 7") && error.contains("c counts 8"), "{error}");
    }

    #[test]
    fn answers_are_read_from_what_tools_print() {
        assert_eq!(of_lines("200 11\n502 34\n504 5\n").unwrap(), 34);
        assert_eq!(of_lines("200 11\n").unwrap(), 0);
        assert!(of_lines("502 many\n").is_err());
        assert_eq!(of_report(r#"{"bad_gateways": 3}"#).unwrap(), 3);
        assert!(of_report("{}").is_err());
        assert_eq!(time_of("1.500 0.250 0.500"), Some(Run { cpu_s: 0.75, wall_s: 1.5 }));
        assert_eq!(time_of("no time"), None);
    }

    #[test]
    fn ratios_are_medians_of_pairs() {
        let tool = |name, runs: &[f64]| Tool {
            name,
            command: Vec::new(),
            bad_gateways: None,
            runs: runs.iter().map(|&cpu_s| Run { cpu_s, wall_s: 2.0 * cpu_s }).collect(),
        };
        let text = table(&[tool("unit", &[1.0, 2.0, 4.0]), tool("twice", &[2.0, 4.0, 9.0])]);
        assert!(text.contains("| twice | 4.00 | 2.00 | 8.00 | 2.00 |"), "{text}");
    }
}
