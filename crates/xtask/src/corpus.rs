//! Gigabytes of logs for benchmarks: many objects of lognormal size, mostly ALB lines
//! of 33 and 34 fields with browser user agents, some CloudFront.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::{Context, Result};

use crate::sample_logs::alb::outcome::Outcome;
use crate::sample_logs::alb::routes::shop;
use crate::sample_logs::alb::traffic::{Stream, Traffic, daily_permille};
use crate::sample_logs::clock::{MINUTE_US, Moment, moment};
use crate::sample_logs::cloudfront::row::HEADER;
use crate::sample_logs::cloudfront::traffic::{EdgeTraffic, Page};
use crate::sample_logs::labels::Tag;
use crate::sample_logs::objects::{alb_key, edge_key};
use crate::sample_logs::packing::write_gzip;
use crate::sample_logs::random::Random;

/// Lines per object: the middles of 32 equal slices of a lognormal distribution with
/// median 2,300 and sigma 1, as real buckets show.
const LINES: [u64; 32] = [
    267, 430, 557, 672, 783, 892, 1002, 1114, 1230, 1349, 1474, 1604, 1742, 1889, 2044, 2212, 2392,
    2587, 2801, 3036, 3297, 3589, 3921, 4302, 4747, 5277, 5928, 6756, 7868, 9494, 12291, 19822,
];

#[rustfmt::skip]
const PAGES: &[Page] = &[
    Page { host: "static.example.com", method: "GET", path: "/assets/app.#.js", content_type: "application/javascript", body: 184_211, cached_permille: 970, weight: 50 },
    Page { host: "images.example.com", method: "GET", path: "/p/#/large.webp?v=7", content_type: "image/webp", body: 240_118, cached_permille: 880, weight: 90 },
    Page { host: "www.example.org", method: "GET", path: "/news/#", content_type: "text/html; charset=utf-8", body: 31_022, cached_permille: 640, weight: 30 },
];

/// What was written.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// Objects.
    pub objects: u64,
    /// Lines, CloudFront's header lines among them.
    pub lines: u64,
    /// Bytes before compression.
    pub bytes: u64,
    /// Bytes on disk.
    pub compressed_bytes: u64,
}

/// Writes objects below `root` until `bytes` of uncompressed log are there.
///
/// The same arguments give the same lines. One object is in memory at a time.
///
/// # Errors
/// Names the path that could not be written.
pub fn write(root: &Path, bytes: u64, seed: u64) -> Result<Written> {
    let mut written = Written::default();
    let mut random = Random::labelled(seed, "corpus");
    let first = moment((2026, 11, 16), (0, 0, 0));
    while written.bytes < bytes {
        let interval = first + (written.objects as i64 / 2 % 2_016) * 5 * MINUTE_US;
        let lines = random.pick(&LINES) * random.between(950, 1050) / 1000;
        let (key, content) = if random.chance(1, 7) {
            edge_object(interval, lines, &mut random)
        } else {
            let node = (written.objects % 2) as usize;
            alb_object(interval, lines, node, &mut random)
        };
        let mut compressed = Vec::new();
        write_gzip(content.as_bytes(), &mut compressed)?;
        put(&root.join(key), &compressed)?;
        written.objects += 1;
        written.lines += content.lines().count() as u64;
        written.bytes += content.len() as u64;
        written.compressed_bytes += compressed.len() as u64;
    }
    Ok(written)
}

/// About `lines` lines of one node and five minutes; one target in fourteen objects is down.
fn alb_object(from: Moment, lines: u64, node: usize, random: &mut Random) -> (String, String) {
    let mut site = shop();
    site.balancer.fields = if random.chance(1, 2) { 33 } else { 34 };
    let balancer = site.balancer.clone();
    let until = from + 5 * MINUTE_US;
    let per_1000s = lines * 1_000 / 300 * 1_000 / daily_permille(from).max(1);
    let down = random.chance(1, 14).then_some("10.0.12.37:8080");
    let mut traffic = Traffic::new(site, Random::new(random.bits()));
    let mut rows = Vec::new();
    let stream = Stream { from, until, per_1000s, routes: Vec::new() };
    traffic.run(&stream, &mut rows, &mut |request, random| match down {
        Some(target) if request.goes_to(target) => Some((Outcome::Refused, Tag::Normal)),
        _ if request.target.is_some() && random.chance(1, 2_000) => {
            Some((Outcome::Closed(random.below(40)), Tag::Normal))
        }
        _ => None,
    });
    let mut content = String::with_capacity(rows.len() * 720);
    for row in &mut rows {
        row.node = node;
        row.write(&balancer, &mut content);
    }
    (alb_key(&balancer, until, node, random), content)
}

fn edge_object(from: Moment, lines: u64, random: &mut Random) -> (String, String) {
    let mut edge = EdgeTraffic::new(PAGES, Random::new(random.bits()));
    let rows = edge.run((from, from + 60 * MINUTE_US), lines * 1_000 / 3_600 + 1, None);
    let mut content = HEADER.to_owned();
    for row in rows {
        row.write(&mut content);
    }
    (edge_key(from, random), content)
}

fn put(path: &Path, bytes: &[u8]) -> Result<()> {
    let folder = path.parent().context("a file without a folder")?;
    fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    let file = File::create(path).with_context(|| path.display().to_string())?;
    let mut out = BufWriter::new(file);
    out.write_all(bytes).with_context(|| path.display().to_string())?;
    Ok(out.flush()?)
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the test looks at what was written")]
mod tests {
    use super::*;

    #[test]
    fn a_corpus_is_as_large_as_asked_for_and_the_same_every_time() {
        let root = std::env::temp_dir().join(format!("why502-corpus-{}", std::process::id()));
        let written = write(&root, 3 << 20, 7).unwrap();
        assert!(written.bytes >= 3 << 20 && written.objects >= 1);
        assert!(written.lines * 500 < written.bytes && written.bytes < written.lines * 800);
        let listed = fs::read_dir(&root).unwrap().count();
        assert!(listed >= 1);
        assert_eq!(write(&root, 3 << 20, 7).unwrap(), written);
        fs::remove_dir_all(&root).unwrap();
    }
}
