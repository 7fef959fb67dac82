//! The logs that are measured: all scenarios of the sample logs, generated once, in memory.
//!
//! What a scenario has of a format is one object here: real buckets hold objects of a few
//! thousand lines, the scenarios are cut much smaller.

use std::sync::LazyLock;

use xtask::sample_logs::folder::SEED;
use xtask::sample_logs::packing::write_gzip;
use xtask::sample_logs::scenarios;

/// Logs of an Application Load Balancer, about 13 MB.
pub(crate) static ALB: LazyLock<Log> = LazyLock::new(|| Log::generate(Kind::Alb));
/// Logs of CloudFront, about 4 MB.
pub(crate) static CLOUDFRONT: LazyLock<Log> = LazyLock::new(|| Log::generate(Kind::CloudFront));

/// Objects of one format and what is known of them from the rows they were written from.
pub(crate) struct Log {
    /// All objects, one behind the other.
    pub(crate) bytes: Vec<u8>,
    /// The same as objects.
    pub(crate) objects: Vec<Object>,
    /// Lines, header lines among them.
    pub(crate) lines: usize,
    pub(crate) records: usize,
    /// Records of status 502.
    pub(crate) bad_gateways: usize,
}

/// One object.
pub(crate) struct Object {
    pub(crate) bytes: Vec<u8>,
    /// The same as one gzip member.
    pub(crate) gzip: Vec<u8>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Alb,
    CloudFront,
}

impl Log {
    fn generate(kind: Kind) -> Self {
        let mut log =
            Self { bytes: Vec::new(), objects: Vec::new(), lines: 0, records: 0, bad_gateways: 0 };
        for scenario in scenarios::all(SEED) {
            let statuses: Vec<u16> = match kind {
                Kind::Alb => scenario.alb.iter().map(|row| row.elb_status).collect(),
                Kind::CloudFront => scenario.edge.iter().map(|row| row.status).collect(),
            };
            let mut bytes = Vec::new();
            let mut header_lines = 0;
            for (key, content) in scenario.objects(SEED) {
                if key.starts_with("cloudfront/") == (kind == Kind::CloudFront) {
                    header_lines += if kind == Kind::CloudFront { 2 } else { 0 };
                    bytes.extend_from_slice(content.as_bytes());
                }
            }
            if bytes.is_empty() {
                continue;
            }
            log.records += statuses.len();
            log.bad_gateways += statuses.iter().filter(|&&status| status == 502).count();
            log.lines += statuses.len() + header_lines;
            log.bytes.extend_from_slice(&bytes);
            let mut gzip = Vec::new();
            write_gzip(&bytes, &mut gzip).expect("a Vec takes every byte");
            log.objects.push(Object { bytes, gzip });
        }
        log
    }
}
