//! Keys of random buckets: as AWS writes them, and with a place damaged.

use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::layout::calendar::{Civil, MINUTE};

/// 2026-11-22 00:00.
pub(crate) const MIDNIGHT: i64 = 1_795_305_600;

fn stamp(at: i64) -> String {
    let Civil { year, month, day, hour, minute } = Civil::at(at);
    format!("{year:04}{month:02}{day:02}T{hour:02}{minute:02}Z")
}

fn folders(at: i64, has_hour: bool) -> String {
    let Civil { year, month, day, hour, .. } = Civil::at(at);
    let hour = if has_hour { format!("{hour:02}/") } else { String::new() };
    format!("{year:04}/{month:02}/{day:02}/{hour}")
}

pub(crate) fn elb_key(top: &str, owner: &str, at: i64, node: u8) -> String {
    let (log, balancer) = owner.split_once('|').unwrap_or(("", owner));
    let node = if balancer.starts_with("net.") { String::new() } else { format!("10.0.0.{node}_") };
    format!(
        "{top}123456789012/elasticloadbalancing/eu-west-1/{}{log}123456789012_elasticloadbalancing\
         _eu-west-1_{balancer}_{}_{node}r{at:x}.log.gz",
        folders(at + 4 * MINUTE, false),
        stamp(at)
    )
}

pub(crate) fn cloudfront_key(folder: &str, owner: &str, at: i64, node: u8) -> String {
    let Civil { year, month, day, hour, .. } = Civil::at(at);
    let folder = folder.replace("{date}", &folders(at, true)).replace(
        "{hive}",
        &format!(
            "DistributionId={owner}/year={year}/month={month:02}/day={day:02}/hour={hour:02}/"
        ),
    );
    format!("{folder}{owner}.{year:04}-{month:02}-{day:02}-{hour:02}.{node:08x}.gz")
}

pub(crate) fn other_key(shape: usize, at: i64, node: u8) -> String {
    let (day, stamp) = (folders(at, false), stamp(at));
    let dashed = day[..10].replace('/', "-");
    let Civil { hour, minute, .. } = Civil::at(at);
    match shape {
        0 => format!(
            "AWSLogs/123456789012/vpcflowlogs/eu-west-1/{day}123456789012_vpcflowlogs_eu-west-1_fl-0a{}_{stamp}_{node:x}.log.gz",
            node % 3
        ),
        1..=3 => {
            let acl = ["acl", "acl_2", "a-1"][shape - 1];
            format!(
                "AWSLogs/123456789012/WAFLogs/eu-west-1/{acl}/{day}{hour:02}/{minute:02}/123456789012_waflogs_eu-west-1_{acl}_{stamp}_{node:x}.log.gz"
            )
        }
        4 => format!("AWSLogs/o-a1b2c3/123456789012/CloudTrail/eu-west-1/{day}x{node}.json.gz"),
        5 => format!("lake/dt={dashed}/hour={hour:02}/part-{node}.parquet"),
        6 => "AWSLogs/123456789012/ELBAccessLogTestFile".to_owned(),
        7 => format!("notes-{node}.txt"),
        8 => format!("firehose/{day}{hour:02}/aws-waf-logs-{node}"),
        _ => format!(
            "AWSLogs/aws-account-id=123456789012/aws-service=vpcflowlogs/aws-region=eu-west-1/year={}/month={}/day={}/123456789012_vpcflowlogs_eu-west-1_fl-0a_{stamp}_{node:x}.log.parquet",
            &day[..4],
            &day[5..7],
            &day[8..10]
        ),
    }
}

pub(crate) fn time() -> impl Strategy<Value = i64> {
    (-800i64..800).prop_map(|interval| MIDNIGHT + interval * 5 * MINUTE)
}

pub(crate) fn regular_key() -> impl Strategy<Value = String> {
    let owners = [
        "app.shop.50dc",
        "app.shop-2.50dc",
        "app.shop.50dd",
        "conn_log_|app.shop.50dc",
        "health_check_log_|app.shop.50dc",
        "net.shop.50dc",
        "shop",
        "shop-2",
        "2026",
    ];
    let tops = ["AWSLogs/", "logs/AWSLogs/", "AWSLogs/o-a1b2c3/"];
    let flats = ["cf/", "", "AWSLogs/123456789012/CloudFront/", "v2/{date}", "v2/{hive}"];
    let elb = (select(Vec::from(tops)), select(Vec::from(owners)), time(), 0u8..4);
    let flat = (
        select(Vec::from(flats)),
        select(&["E2EXAMPLE1ABCD", "E2EXAMPLE1ABCE"][..]),
        time(),
        0u8..9,
    );
    prop_oneof![
        5 => elb.prop_map(|(top, owner, at, node)| elb_key(top, owner, at, node)),
        3 => flat.prop_map(|(top, owner, at, node)| cloudfront_key(top, owner, at, node)),
        3 => (0usize..10, time(), 0u8..9).prop_map(|(shape, at, node)| other_key(shape, at, node)),
    ]
}

/// A key with one place damaged: a character put in or changed, or the rest cut off.
pub(crate) fn hostile_key() -> impl Strategy<Value = String> {
    let wedges =
        ["/", "_", ".", "~", "0", "9", "Z", "T", "\u{10ffff}", " ", "\u{1}", "//", "2019/"];
    (regular_key(), any::<Index>(), select(Vec::from(wedges)), 0usize..4).prop_map(
        |(key, place, wedge, how)| {
            let at = place.index(key.len());
            let damaged = match how {
                0 => format!("{}{wedge}{}", &key[..at], &key[at..]),
                1 => format!("{}{wedge}{}", &key[..at], &key[at + 1..]),
                2 => format!("{}{wedge}", &key[..at]),
                _ => key[at..].to_owned(),
            };
            // Folder markers are the business of whoever lists.
            format!(
                "{}{}",
                damaged.trim_end_matches('/'),
                if damaged.ends_with('/') { "x" } else { "" }
            )
        },
    )
}
