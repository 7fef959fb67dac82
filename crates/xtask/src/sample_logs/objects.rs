//! Rows to S3 objects: who goes into which object, under which key, in which order.

use std::collections::BTreeMap;
use std::io::{Result, Write};

use flate2::{Compression, GzBuilder};

use crate::sample_logs::alb::row::{AlbRow, Balancer};
use crate::sample_logs::clock::{Civil, MINUTE_US, Moment};
use crate::sample_logs::cloudfront::row::{EdgeRow, HEADER};
use crate::sample_logs::random::Random;

/// The account of all generated logs.
pub const ACCOUNT: &str = "123456789012";
/// The region of all generated load balancers.
pub const REGION: &str = "eu-west-1";
const DISTRIBUTION: &str = "E2EXAMPLE1ABCD";
const KEY_LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Keys below the scenario's folder, each with its uncompressed content.
pub type Objects = BTreeMap<String, String>;

/// One object per node and five minutes in which the node sent a response.
#[must_use]
pub fn alb_objects(balancer: &Balancer, rows: &[AlbRow], random: &mut Random) -> Objects {
    let mut groups: BTreeMap<(Moment, usize), Vec<&AlbRow>> = BTreeMap::new();
    for row in rows {
        let interval = 5 * MINUTE_US;
        let end = (row.sent_at.div_euclid(interval) + 1) * interval;
        groups.entry((end, row.node)).or_default().push(row);
    }
    let mut objects = Objects::new();
    for ((end, node), mut group) in groups {
        group.sort_by_key(|row| (row.sent_at, row.received_at));
        disorder(&mut group, random);
        let mut content = String::new();
        for row in group {
            row.write(balancer, &mut content);
        }
        objects.insert(alb_key(balancer, end, node, random), content);
    }
    objects
}

/// The key of a node's object for the five minutes that end at `end`.
#[must_use]
pub fn alb_key(balancer: &Balancer, end: Moment, node: usize, random: &mut Random) -> String {
    let civil = Civil::of(end);
    let mut unique = String::new();
    random.symbols(KEY_LETTERS, 8, &mut unique);
    format!(
        "AWSLogs/{ACCOUNT}/elasticloadbalancing/{REGION}/{}/{ACCOUNT}_elasticloadbalancing_{REGION}_app.{}.{}_{}_{}_{unique}.log.gz",
        civil.folders(),
        balancer.name,
        balancer.id,
        civil.stamp(),
        balancer.nodes[node],
    )
}

/// A few objects per hour, each with lines of the whole hour.
#[must_use]
pub fn edge_objects(rows: &[EdgeRow], per_hour: usize, random: &mut Random) -> Objects {
    let mut groups: BTreeMap<(Moment, usize), Vec<&EdgeRow>> = BTreeMap::new();
    for row in rows {
        let hour = row.ended_at.div_euclid(60 * MINUTE_US) * 60 * MINUTE_US;
        let part = random.below(per_hour as u64) as usize;
        groups.entry((hour, part)).or_default().push(row);
    }
    let mut objects = Objects::new();
    for ((hour, _), mut group) in groups {
        group.sort_by_key(|row| row.ended_at);
        disorder(&mut group, random);
        let mut content = HEADER.to_owned();
        for row in group {
            row.write(&mut content);
        }
        objects.insert(edge_key(hour, random), content);
    }
    objects
}

/// The key of an object with lines of this hour.
#[must_use]
pub fn edge_key(hour: Moment, random: &mut Random) -> String {
    let mut unique = String::new();
    random.hex(8, &mut unique);
    format!("cloudfront/{DISTRIBUTION}.{}.{unique}.gz", Civil::of(hour).hour_stamp())
}

/// Lines in a log are nearly, but not quite, in the order of their times.
fn disorder<T>(rows: &mut [T], random: &mut Random) {
    for index in 1..rows.len() {
        if random.chance(1, 9) {
            let back = random.between(1, 3).min(index as u64) as usize;
            rows.swap(index, index - back);
        }
    }
}

/// One gzip member without a name or a time, so that the same content gives the same
/// bytes. Only for one version of the deflate library: another may find other matches,
/// which is why tests compare what the objects hold, not their bytes.
///
/// # Errors
/// Those of `out`.
pub fn write_gzip(content: &[u8], out: &mut dyn Write) -> Result<()> {
    let mut encoder = GzBuilder::new().mtime(0).write(out, Compression::new(6));
    encoder.write_all(content)?;
    encoder.finish()?.flush()
}
