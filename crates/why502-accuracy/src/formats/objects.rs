//! Which line goes into which object, and which objects never arrived.

use std::collections::BTreeMap;

use crate::chance::mixed;
use crate::clock::{Civil, MINUTE};
use crate::traffic::Site;

/// The account of all generated logs.
pub(super) const ACCOUNT: &str = "123456789012";
/// The region of all generated load balancers.
pub(super) const REGION: &str = "eu-west-1";

/// Objects that are not there.
#[derive(Debug, Clone, Default)]
pub struct Missing {
    /// Share of objects lost by chance.
    pub share: f64,
    /// No object whose minutes begin in these spans is there.
    pub gaps: Vec<(i64, i64)>,
}

/// Log text by object.
#[derive(Debug, Default)]
pub struct Objects {
    texts: BTreeMap<(&'static str, i64, usize), String>,
    missing: Missing,
    seed: u64,
}

impl Objects {
    /// Nothing written yet.
    #[must_use]
    pub fn new(seed: u64, missing: Missing) -> Self {
        Self { texts: BTreeMap::new(), missing, seed }
    }

    /// The object of a product's node for the minutes around a time; `None` where it is lost.
    pub fn of(
        &mut self,
        product: &'static str,
        (minutes, node): (i64, usize),
        at: i64,
    ) -> Option<&mut String> {
        let width = minutes * MINUTE;
        let end = (at.div_euclid(width) + 1) * width;
        let inside = |gap: &(i64, i64)| gap.0 < end && end - width < gap.1;
        let lot = mixed(self.seed ^ mixed(end as u64 ^ ((node as u64) << 56)));
        let lost = (lot >> 11) as f64 / (1_u64 << 53) as f64;
        if lost < self.missing.share || self.missing.gaps.iter().any(inside) {
            return None;
        }
        Some(self.texts.entry((product, end, node)).or_default())
    }

    /// Objects with their keys and texts, in order of time.
    pub fn named(self, site: &Site) -> Vec<(String, String)> {
        let seed = self.seed;
        let name = |(product, end, node): (&'static str, i64, usize)| {
            let unique = format!("{:08x}", mixed(seed ^ end as u64 ^ node as u64) as u32);
            key(product, site, (end, node), &unique)
        };
        self.texts.into_iter().map(|(place, text)| (name(place), text)).collect()
    }
}

fn key(product: &str, site: &Site, (end, node): (i64, usize), unique: &str) -> String {
    let civil = Civil::of(end);
    let (day, stamp, address) = (civil.day(), civil.stamp(), &site.nodes[node % site.nodes.len()]);
    let elb = format!(
        "AWSLogs/{ACCOUNT}/elasticloadbalancing/{REGION}/{}/{ACCOUNT}_elasticloadbalancing_{REGION}",
        day.replace('-', "/")
    );
    match product {
        "alb" => format!("{elb}_app.{}.{}_{stamp}_{address}_{unique}.log.gz", site.name, site.id),
        "classic" => format!("{elb}_{}_{stamp}_{address}_{unique}.log", site.name),
        "network" => format!("{elb}_net.{}.{}_{stamp}_{unique}.log.gz", site.name, site.id),
        "edge" => format!("cdn/E2EXAMPLE1ABCD.{day}-{}.{unique}.gz", &civil.clock()[..2]),
        _ => format!("api/{}/{stamp}-{unique}.json", site.name),
    }
}
