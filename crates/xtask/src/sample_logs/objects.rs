//! Rows to S3 objects: who goes into which object, under which key, in which order.

use std::collections::BTreeMap;

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
    let stem = elb_stem(&format!("app.{}.{}", balancer.name, balancer.id), end);
    format!("{stem}_{}_{}.log.gz", balancer.nodes[node], unique(random))
}

/// The key of an object of the load balancer's other logs, by the prefix of its name.
#[must_use]
pub fn neighbour_key(
    prefix: &str,
    balancer: &Balancer,
    end: Moment,
    random: &mut Random,
) -> String {
    let key = alb_key(balancer, end, 0, random);
    key.replacen(&format!("/{ACCOUNT}_"), &format!("/{prefix}{ACCOUNT}_"), 1)
}

/// The key of a Classic Load Balancer's object: not compressed.
#[must_use]
pub fn classic_key(name: &str, end: Moment, node: &str, random: &mut Random) -> String {
    let stem = elb_stem(name, end);
    format!("{stem}_{node}_{}.log", unique(random))
}

/// The key of a Network Load Balancer's object.
#[must_use]
pub fn network_key(name: &str, id: &str, end: Moment, random: &mut Random) -> String {
    let stem = elb_stem(&format!("net.{name}.{id}"), end);
    format!("{stem}_{}.log.gz", unique(random))
}

fn elb_stem(name: &str, end: Moment) -> String {
    let civil = Civil::of(end);
    format!(
        "AWSLogs/{ACCOUNT}/elasticloadbalancing/{REGION}/{}/{ACCOUNT}_elasticloadbalancing_{REGION}_{name}_{}",
        civil.folders(),
        civil.stamp()
    )
}

fn unique(random: &mut Random) -> String {
    let mut unique = String::new();
    random.symbols(KEY_LETTERS, 8, &mut unique);
    unique
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
