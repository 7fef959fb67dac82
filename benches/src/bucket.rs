//! Folders of objects, and a bucket with the same objects on a server in this process.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, ensure};
use walkdir::WalkDir;
use why502_testbed::{Options, Server};
use xtask::sample_logs::alb::outcome::Outcome;
use xtask::sample_logs::alb::routes::shop;
use xtask::sample_logs::alb::traffic::{Stream, Traffic};
use xtask::sample_logs::clock::{MINUTE_US, moment};
use xtask::sample_logs::folder::SEED;
use xtask::sample_logs::labels::Tag;
use xtask::sample_logs::objects::alb_key;
use xtask::sample_logs::packing::write_gzip;
use xtask::sample_logs::random::Random;

/// A server without buckets, with the credentials that [`command`] gives.
///
/// # Errors
/// No port, or no thread.
pub fn server() -> Result<Server> {
    Ok(Server::start(Options::new())?)
}

/// What a bucket or a folder holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stock {
    /// Objects.
    pub objects: usize,
    /// Stored bytes.
    pub bytes: u64,
}

/// Puts the files below `folder/part` into a bucket, as many as `at_most` in the order of their
/// names. Keys are paths from `folder` on.
///
/// # Errors
/// A file cannot be read; there is none.
#[expect(clippy::disallowed_methods, reason = "objects go to the server as they are")]
pub fn fill(
    server: &Server,
    bucket: &str,
    folder: &Path,
    part: &str,
    at_most: usize,
) -> Result<Stock> {
    let mut stock = Stock::default();
    let below = folder.join(part);
    for entry in WalkDir::new(&below).sort_by_file_name() {
        let entry = entry?;
        if !entry.file_type().is_file() || stock.objects == at_most {
            continue;
        }
        let key = entry.path().strip_prefix(folder)?.to_str().context("a name is not UTF-8")?;
        let content = std::fs::read(entry.path())?;
        stock.objects += 1;
        stock.bytes += content.len() as u64;
        server.put(bucket, key, content);
    }
    ensure!(stock.objects > 0, "{}: no objects", below.display());
    Ok(stock)
}

/// Writes `objects` small objects of `lines` lines or so, none empty, below `folder`: an object
/// per five minutes and node of one load balancer, as many days as it takes. The same arguments
/// give the same lines.
///
/// # Errors
/// A file cannot be written.
pub fn write_small(folder: &Path, objects: usize, lines: u64) -> Result<()> {
    let site = shop();
    let balancer = site.balancer.clone();
    let mut random = Random::labelled(SEED, "small objects");
    let mut traffic = Traffic::new(site, Random::new(random.bits()));
    for index in 0..objects {
        let node = index % balancer.nodes.len();
        let interval = (index / balancer.nodes.len()) as i64;
        let from = moment((2026, 1, 5), (0, 0, 0)) + interval * 5 * MINUTE_US;
        let until = from + 5 * MINUTE_US;
        let stream = Stream { from, until, per_1000s: lines * 1_000 / 300, routes: Vec::new() };
        let (mut rows, mut content) = (Vec::new(), String::new());
        // An empty object would be named in the result, by its path or its URL.
        while rows.is_empty() {
            traffic.run(&stream, &mut rows, &mut |request, random| {
                let fails = request.target.is_some() && random.chance(1, 500);
                fails.then(|| (Outcome::Closed(random.below(40)), Tag::Normal))
            });
        }
        for row in &mut rows {
            row.node = node;
            row.write(&balancer, &mut content);
        }
        let path = folder.join(alb_key(&balancer, until, node, &mut random));
        std::fs::create_dir_all(path.parent().context("a key has folders")?)?;
        let mut compressed = Vec::new();
        write_gzip(content.as_bytes(), &mut compressed)?;
        std::fs::write(&path, compressed).with_context(|| path.display().to_string())?;
    }
    Ok(())
}

/// A program that finds the server and its credentials and no other configuration.
#[must_use]
pub fn command(program: &Path, endpoint: &str, home: &Path) -> Command {
    let mut command = Command::new(program);
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        if name.starts_with("AWS_") || name.to_ascii_lowercase().ends_with("_proxy") {
            command.env_remove(&*name);
        }
    }
    command
        .env("HOME", home)
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .env("AWS_ACCESS_KEY_ID", "testkey")
        .env("AWS_SECRET_ACCESS_KEY", "testsecret")
        .env("AWS_REGION", "us-east-1")
        .env("AWS_DEFAULT_REGION", "us-east-1")
        .env("AWS_ENDPOINT_URL", endpoint)
        // s5cmd's name for the same.
        .env("S3_ENDPOINT_URL", endpoint);
    command
}

/// `why502`, by default the one beside this program.
///
/// # Errors
/// It is not there.
pub fn program(given: Option<PathBuf>) -> Result<PathBuf> {
    let path = match given {
        Some(path) => path,
        None => std::env::current_exe()?.with_file_name("why502"),
    };
    ensure!(path.exists(), "{}: not built; `cargo build --release` builds it", path.display());
    Ok(path)
}
