//! `s3_scale`: a bucket of very many small objects. Prints what listing and analysing take for a
//! tenth of it and for all of it, whether objects take longer towards the end, and fails if the
//! bucket's result is not, byte for byte, that of the same objects on disk.

#![forbid(unsafe_code)]

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use clap::Parser;
use why502_bench::bucket::{self, Stock};
use why502_bench::child::{self, Run};
use why502_testbed::Server;

/// Measures `why502` on a bucket of many small objects.
#[derive(Parser)]
struct Arguments {
    /// Objects of the whole bucket.
    #[arg(long, default_value_t = 100_000)]
    objects: usize,
    /// Lines of an object, about.
    #[arg(long, default_value_t = 12)]
    lines: u64,
    /// The program; by default the one beside this.
    #[arg(long)]
    why502: Option<PathBuf>,
}

struct Scene {
    server: Server,
    why502: PathBuf,
    home: PathBuf,
    rows: Vec<String>,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let folder = tempfile::tempdir()?;
    let logs = folder.path().join("logs");
    bucket::write_small(&logs, arguments.objects, arguments.lines)?;
    let server = bucket::server()?;
    let tenth = arguments.objects / 10;
    bucket::fill(&server, "tenth", &logs, "AWSLogs", tenth)?;
    let all = bucket::fill(&server, "all", &logs, "AWSLogs", usize::MAX)?;
    let home = folder.path().join("home");
    std::fs::create_dir(&home)?;
    let why502 = bucket::program(arguments.why502)?;
    let mut scene = Scene { server, why502, home, rows: Vec::new() };
    let marks = scene.all(&logs, tenth)?;
    scene.print(all, &marks)
}

impl Scene {
    /// All runs; when each tenth of the objects had been asked for.
    fn all(&mut self, logs: &Path, tenth: usize) -> Result<Vec<[f64; 2]>> {
        self.run("`--dry-run`, a tenth", &["s3://tenth/", "--dry-run"], |_, _, _| ())?;
        self.run("`--dry-run`, all", &["s3://all/", "--dry-run"], |_, _, _| ())?;
        self.run("analysis, a tenth", &["s3://tenth/"], |_, _, _| ())?;
        let mut marks = Vec::new();
        let fetched = self.run("analysis, all", &["s3://all/"], |wall_s, cpu_s, gets| {
            while marks.len() < 10 && gets >= (marks.len() as u64 + 1) * tenth as u64 {
                marks.push([wall_s, cpu_s]);
            }
        })?;
        let logs = logs.to_string_lossy();
        let read = self.run("the same from disk", &[&logs], |_, _, _| ())?;
        same(&fetched.stdout, &read.stdout)?;
        Ok(marks)
    }

    fn run(
        &mut self,
        name: &str,
        arguments: &[&str],
        mut look: impl FnMut(f64, f64, u64),
    ) -> Result<Run> {
        self.server.forget();
        let mut command = bucket::command(&self.why502, &self.server.endpoint(), &self.home);
        command.args(arguments).args(["--quiet", "--format", "json"]);
        let server = &self.server;
        let run =
            child::run(&mut command, |wall_s, cpu_s| look(wall_s, cpu_s, server.counts().gets))?;
        let counts = server.counts();
        look(run.wall_s, run.user_s + run.system_s, counts.gets);
        self.rows.push(format!(
            "| {name} | {:.2} | {:.2} | {:.2} | {:.2} | {:.0} | {} | {} | {} |",
            run.wall_s,
            run.user_s,
            run.system_s,
            run.server_s,
            run.peak_bytes as f64 / f64::from(1 << 20),
            counts.lists,
            counts.gets,
            counts.connections
        ));
        Ok(run)
    }

    fn print(&self, all: Stock, marks: &[[f64; 2]]) -> Result<()> {
        let mut out = io::stdout().lock();
        writeln!(out, "{} objects, {} stored bytes\n", all.objects, all.bytes)?;
        writeln!(
            out,
            "| | wall s | user s | system s | server CPU s | peak MiB | LIST | GET | connections |"
        )?;
        writeln!(out, "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")?;
        for row in &self.rows {
            writeln!(out, "{row}")?;
        }
        for (name, index) in [("Elapsed", 0), ("CPU", 1)] {
            let starts = std::iter::once(0.0).chain(marks.iter().map(|mark| mark[index]));
            let tenths = starts.zip(marks).map(|(from, to)| format!("{:.2}", to[index] - from));
            let tenths = tenths.collect::<Vec<_>>().join(", ");
            writeln!(out, "\n{name} seconds of each tenth of all: {tenths}")?;
        }
        Ok(writeln!(out, "The bucket's result is the disk's, byte for byte.")?)
    }
}

/// Fails with what stands around the first difference.
fn same(bucket: &str, disk: &str) -> Result<()> {
    let pairs = bucket.bytes().zip(disk.bytes());
    let at = pairs.take_while(|(one, other)| one == other).count();
    if bucket.len() == disk.len() && at == disk.len() {
        return Ok(());
    }
    let near = |text: &str| {
        let bytes = text.as_bytes();
        let end = bytes.len().min(at + 200);
        String::from_utf8_lossy(&bytes[at.saturating_sub(300).min(end)..end]).into_owned()
    };
    bail!("the bucket gives\n{}\nand the disk\n{}", near(bucket), near(disk))
}
