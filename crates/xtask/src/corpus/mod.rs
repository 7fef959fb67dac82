//! Gigabytes of logs for benchmarks, deterministic: the same arguments give the same lines.
//!
//! Owns the kinds of input that speed is measured on and how they are stored. Each kind is what
//! one load balancer or one distribution writes in a few hours, cut into objects of lognormal
//! size; any number of bytes can be asked for, more of them are more hours.
//!
//! Modules, each using only those to its left: `audience → sites → answers → balancer → edge → store`.

use std::fmt;
use std::path::Path;

use anyhow::Result;

use crate::sample_logs::random::Random;
use balancer::{BalancerLog, Flavour};
use edge::EdgeLog;
use store::Store;

mod answers;
mod audience;
mod balancer;
mod edge;
mod sites;
mod store;

/// Bytes per object over their mean, in permille: the middles of 64 equal slices of a lognormal
/// distribution with sigma 1.1, as sizes in real buckets are spread.
#[rustfmt::skip]
const SIZES: [u64; 64] = [
    39, 63, 81, 96, 111, 125, 138, 152, 165, 178, 191, 204, 218, 232, 246, 260, 274, 289, 304,
    319, 335, 352, 369, 386, 404, 422, 441, 461, 482, 503, 525, 548, 573, 598, 624, 652, 681,
    712, 744, 778, 814, 852, 893, 937, 983, 1033, 1087, 1146, 1209, 1279, 1356, 1441, 1536,
    1643, 1765, 1907, 2073, 2273, 2519, 2834, 3261, 3891, 4988, 8006,
];

/// What the logs hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Kind {
    /// A load balancer on an ordinary day, 0.4 % of its requests answered with 502.
    Alb,
    /// The same with every second request a 502.
    Storm,
    /// The same with a path and a client of its own in every line.
    Cardinality,
    /// A CloudFront distribution, standard log.
    Cloudfront,
}

/// How they are stored.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Form {
    /// A folder of gzip objects, under the keys that AWS gives them.
    #[default]
    Objects,
    /// All objects one behind the other in one file.
    Plain,
    /// The same file as one gzip member.
    Gzip,
}

/// What was written.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// Objects, also where they went into one file.
    pub objects: u64,
    /// Lines, CloudFront's header lines among them.
    pub lines: u64,
    /// Bytes before compression.
    pub bytes: u64,
    /// Bytes on disk.
    pub stored_bytes: u64,
}

impl fmt::Display for Written {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { objects, lines, bytes, stored_bytes } = self;
        let line = *bytes as f64 / *lines as f64;
        let ratio = *bytes as f64 / *stored_bytes as f64;
        write!(
            out,
            "{objects} objects, {lines} lines of {line:.0} bytes, {bytes} bytes, {stored_bytes} stored ({ratio:.2} : 1)"
        )
    }
}

/// A number of bytes, with `KiB`, `MiB` or `GiB` behind it or nothing.
///
/// # Errors
/// Says what is no size.
pub fn bytes(text: &str) -> Result<u64, String> {
    let units = [("KiB", 10), ("MiB", 20), ("GiB", 30)];
    let unit = units.iter().find_map(|&(unit, shift)| Some((text.strip_suffix(unit)?, shift)));
    let (number, shift) = unit.unwrap_or((text, 0));
    let number: u64 = number.parse().map_err(|_| format!("{text} is no number of bytes"))?;
    number.checked_mul(1 << shift).ok_or_else(|| format!("{text} is too much"))
}

impl Kind {
    /// How much is written where nothing else is asked for: what the goals are stated for.
    #[must_use]
    pub fn usual_bytes(self) -> u64 {
        match self {
            Self::Alb => 1 << 30,
            Self::Storm => 256 << 20,
            Self::Cardinality => 700_000_000,
            Self::Cloudfront => 300 << 20,
        }
    }

    /// Mean size of an object before compression.
    fn object_bytes(self) -> u64 {
        match self {
            Self::Cloudfront => 2_700_000,
            _ => 2_680_000,
        }
    }
}

/// Writes at least `bytes` of uncompressed log of a kind to `target`, a folder or a file as
/// `form` says, and stops with the line that reaches them.
///
/// One object is in memory at a time.
///
/// # Errors
/// Names the path that could not be written.
pub fn write(kind: Kind, form: Form, target: &Path, bytes: u64, seed: u64) -> Result<Written> {
    let mut store = Store::open(form, target)?;
    let mut random = Random::labelled(seed, "object sizes");
    let mut source: Box<dyn FnMut(u64) -> (String, String)> = match kind {
        Kind::Cloudfront => {
            let mut log = EdgeLog::new(seed);
            Box::new(move |bytes| log.object(bytes))
        }
        _ => {
            let mut log = BalancerLog::new(flavour(kind), seed);
            Box::new(move |bytes| log.object(bytes))
        }
    };
    let mut written = Written::default();
    let mut sizes: Vec<u64> = Vec::new();
    while written.bytes < bytes {
        if sizes.is_empty() {
            sizes = SIZES.to_vec();
        }
        // Every size once before any comes again, so that small corpora have the mean too.
        let size = sizes.swap_remove(random.below(sizes.len() as u64) as usize);
        let wanted = kind.object_bytes() * size / 1000;
        let (key, content) = source(wanted.min(bytes - written.bytes));
        written.objects += 1;
        written.lines += count_lines(content.as_bytes());
        written.bytes += content.len() as u64;
        store.put(&key, content.as_bytes())?;
    }
    written.stored_bytes = store.finish()?;
    Ok(written)
}

fn flavour(kind: Kind) -> Flavour {
    match kind {
        Kind::Storm => Flavour::Storm,
        Kind::Cardinality => Flavour::Cardinality,
        Kind::Alb | Kind::Cloudfront => Flavour::Ordinary,
    }
}

fn count_lines(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|&&byte| byte == b'\n').count() as u64
}

#[cfg(test)]
mod tests;
