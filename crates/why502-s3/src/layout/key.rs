//! What a key says of its object. Names are enough, since people copy objects into folders of
//! their own; what follows the stamp is not looked at closely, since they also recompress them.

use std::ops::Range;

use crate::layout::calendar::{HOUR, MINUTE};
use crate::layout::kind::LogKind;
use crate::layout::stem::{Stamp, account_and_region, is_account, stem_at};

/// What the key of a log object says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyFacts<'k> {
    /// The log.
    pub kind: LogKind,
    /// What writes it, as the key spells it: `app.<name>.<id>`, `net.<name>.<id>`, the name of a
    /// Classic Load Balancer, the id of a distribution or flow log, the name of a web ACL.
    pub owner: &'k str,
    /// The time in the name, in seconds since 1970: the end of the interval for load balancers,
    /// the beginning of the hour for CloudFront, about the time of writing for the others.
    pub named: i64,
    /// The seconds its records are of by the name. Records outside it occur.
    pub covers: Range<i64>,
}

/// Reads the key of a log object, whatever lies before its name: a prefix of the user, `AWSLogs`
/// folders with or without an organisation, Hive folders. Nothing where the name is none of a
/// known log or its time does not exist.
#[must_use]
pub fn read_key(key: &str) -> Option<KeyFacts<'_>> {
    let start = key.rfind('/').map_or(0, |slash| slash + 1);
    let (mut kind, owner, named, rest) = if let Some(stem) = stem_at(key, start) {
        let (named, rest) = stem.stamp.read(stem.tail)?;
        (stem.kind, stem.owner, named, rest)
    } else {
        let (owner, named, rest) = web_acl_name(&key[start..])?;
        (LogKind::Waf, owner, named, rest)
    };
    if rest.len() < 2 || !rest.starts_with(['_', '.']) {
        return None;
    }
    if kind == LogKind::CloudFront && is_below_connection_logs(key) {
        kind = LogKind::CloudFrontConnection;
    }
    let (before, after) = match kind {
        LogKind::AlbAccess | LogKind::AlbConnection | LogKind::AlbHealthCheck | LogKind::Nlb => {
            (5 * MINUTE, 0)
        }
        // 5 or 60 minutes, which the name does not tell.
        LogKind::ClassicElb => (HOUR, 0),
        LogKind::CloudFront | LogKind::CloudFrontConnection => (0, HOUR),
        // Aggregated over up to 10 minutes, then written in objects of 5.
        LogKind::VpcFlow => (15 * MINUTE, 5 * MINUTE),
        // Whether the stamp is the beginning or the end of the 5 minutes is not documented.
        LogKind::Waf => (5 * MINUTE, 5 * MINUTE),
    };
    Some(KeyFacts { kind, owner, named, covers: named - before..named + after })
}

/// `<account>_waflogs_<region>_<web ACL>_<stamp>_<hash>`, read from its end, since the name of a
/// web ACL may hold a `_`.
fn web_acl_name(name: &str) -> Option<(&str, i64, &str)> {
    let (_, _, rest) = account_and_region(name, "waflogs")?;
    let (head, _) = rest.rsplit_once('_')?;
    let (owner, _) = head.rsplit_once('_')?;
    let (named, rest) = Stamp::Minute.read(rest.get(owner.len() + 1..)?)?;
    (!owner.is_empty()).then_some((owner, named, rest))
}

/// Whether a key lies in a folder for connection logs below CloudFront's of an account. AWS does
/// not document the folder; the suffix people are shown is taken, however it is spelled.
fn is_below_connection_logs(key: &str) -> bool {
    let mut folders = key.split('/').skip_while(|&folder| folder != "AWSLogs").skip(1);
    let of_account =
        |folder: &str| is_account(folder.strip_prefix("aws-account-id=").unwrap_or(folder));
    if !folders.by_ref().take(2).any(of_account) || folders.next() != Some("CloudFront") {
        return false;
    }
    folders.next().is_some_and(|folder| {
        let letters = folder.chars().filter(|character| !matches!(character, '-' | '_'));
        letters.map(|letter| letter.to_ascii_lowercase()).eq("connectionlogs".chars())
    })
}

/// Whether an object was only written to try the permission when a log was switched on: it holds
/// no record.
#[must_use]
pub fn is_control_object(key: &str) -> bool {
    let name = key.rsplit('/').next().unwrap_or(key);
    name == "aws-logs-write-test"
        || name.strip_suffix("LogTestFile").is_some_and(|log| log.starts_with("ELB"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ELB: &str = "AWSLogs/123456789012/elasticloadbalancing/eu-west-1/2026/11/22/";
    /// 2026-11-22 13:05.
    const NAMED: i64 = 1_795_352_700;

    fn facts(key: &str) -> Option<(LogKind, &str, i64)> {
        read_key(key).map(|facts| (facts.kind, facts.owner, facts.named))
    }

    #[test]
    fn names_of_load_balancers_are_read() {
        let alb = "123456789012_elasticloadbalancing_eu-west-1_app.shop.50dc6c495c0c9188_";
        let alb = format!("{alb}20261122T1305Z_10.0.1.15_x4acebb4.log.gz");
        let owner = "app.shop.50dc6c495c0c9188";
        let org = ELB.replace("AWSLogs/", "AWSLogs/o-a1b2c3d4e5/");
        let hive = "aws-account-id=123456789012/year=2026/month=11/day=22/hour=13/".to_owned();
        for folder in [ELB.to_owned(), org, hive, format!("some/prefix/{ELB}"), String::new()] {
            let (key, kind) = (format!("{folder}{alb}"), LogKind::AlbAccess);
            assert_eq!(facts(&key), Some((kind, owner, NAMED)), "{key}");
        }
        for (name, kind) in [
            (format!("conn_log_{alb}"), LogKind::AlbConnection),
            (format!("conn_log.{alb}"), LogKind::AlbConnection),
            (format!("health_check_log_{alb}"), LogKind::AlbHealthCheck),
            (alb.replace(".log.gz", ".parquet"), LogKind::AlbAccess),
            (alb.replace(".log.gz", ".log"), LogKind::AlbAccess),
            (alb.replace("10.0.1.15", "2001:db8::1"), LogKind::AlbAccess),
        ] {
            assert_eq!(facts(&name), Some((kind, owner, NAMED)), "{name}");
        }
        let nlb = alb.replace("app.", "net.").replace("_10.0.1.15", "");
        assert_eq!(facts(&nlb), Some((LogKind::Nlb, "net.shop.50dc6c495c0c9188", NAMED)));
        let clb = alb.replace(owner, "my-elb-2026").replace(".gz", "");
        assert_eq!(facts(&clb), Some((LogKind::ClassicElb, "my-elb-2026", NAMED)));
        assert_eq!(read_key(&clb).unwrap().covers, NAMED - 3600..NAMED);
        assert_eq!(read_key(&alb).unwrap().covers, NAMED - 300..NAMED);
    }

    #[test]
    fn names_of_cloudfront_are_read_in_flat_dated_and_hive_folders() {
        let hour = NAMED - 300;
        for key in [
            "E2EXAMPLE1ABCD.2026-11-22-13.9763fa07.gz",
            "cf/E2EXAMPLE1ABCD.2026-11-22-13.9763FA07ABC.gz",
            "AWSLogs/123456789012/CloudFront/E2EXAMPLE1ABCD.2026-11-22-13.9763fa07.gz",
            "AWSLogs/123456789012/CloudFront/E2EXAMPLE1ABCD/2026/11/22/13/E2EXAMPLE1ABCD.2026-11-22-13.9763fa07.parquet",
            "AWSLogs/aws-account-id=123456789012/CloudFront/DistributionId=E2EXAMPLE1ABCD/year=2026/month=11/day=22/hour=13/E2EXAMPLE1ABCD.2026-11-22-13.9763fa07.gz",
            "connection-logs/E2EXAMPLE1ABCD.2026-11-22-13.9763fa07.gz",
        ] {
            assert_eq!(facts(key), Some((LogKind::CloudFront, "E2EXAMPLE1ABCD", hour)), "{key}");
            assert_eq!(read_key(key).unwrap().covers, hour..hour + 3600);
        }
        let key =
            "p/AWSLogs/123456789012/CloudFront/ConnectionLogs/E2EXAMPLE1ABCD.2026-11-22-13.a.gz";
        assert_eq!(facts(key).unwrap().0, LogKind::CloudFrontConnection);
        let key = key.replace("123456789012", "aws-account-id=123456789012");
        assert_eq!(facts(&key).unwrap().0, LogKind::CloudFrontConnection);
    }

    #[test]
    fn names_of_flow_logs_and_web_acls_are_read() {
        for key in [
            "AWSLogs/123456789012/vpcflowlogs/eu-west-1/2026/11/22/123456789012_vpcflowlogs_eu-west-1_fl-0a1b_20261122T1305Z_abcdef12.log.gz",
            "AWSLogs/aws-account-id=123456789012/aws-service=vpcflowlogs/aws-region=eu-west-1/year=2026/month=11/day=22/hour=13/123456789012_vpcflowlogs_eu-west-1_fl-0a1b_20261122T1305Z_abcdef12.log.parquet",
        ] {
            assert_eq!(facts(key), Some((LogKind::VpcFlow, "fl-0a1b", NAMED)), "{key}");
        }
        for acl in ["acl", "my_web-acl_2", "a_20200101T0000Z"] {
            let key = format!(
                "AWSLogs/123456789012/WAFLogs/cloudfront/{acl}/2026/11/22/13/05/123456789012_waflogs_cloudfront_{acl}_20261122T1305Z_abcdef12.log.gz"
            );
            assert_eq!(facts(&key), Some((LogKind::Waf, acl, NAMED)), "{key}");
        }
    }

    #[test]
    fn other_names_and_times_that_do_not_exist_are_none() {
        let head = "123456789012_elasticloadbalancing_eu-west-1_";
        for name in [
            "",
            "x/",
            "readme.txt",
            "123456789012_elasticloadbalancing_eu-west-1_app.shop.50dc_20260230T1305Z_10.0.0.1_x.log.gz",
            "123456789012_elasticloadbalancing_eu-west-1_app.shop.50dc_20261122T2400Z_10.0.0.1_x.log.gz",
            "123456789012_elasticloadbalancing_eu-west-1_app.shop.50dc_20261122T1360Z_10.0.0.1_x.log.gz",
            "123456789012_elasticloadbalancing_eu-west-1_app.shop.50dc_20261122T1305_10.0.0.1_x.log.gz",
            "123456789012_elasticloadbalancing_eu-west-1_app.shop.50dc_20261122T1305Z",
            "123456789012_elasticloadbalancing_eu-west-1_app.shop.50dc_20261122T1305Z_",
            "123456789012_elasticloadbalancing_eu-west-1_app.shop.50dc_20261122T1305Zx",
            "123456789012_elasticloadbalancing_eu-west-1_app._20261122T1305Z_10.0.0.1_x.log.gz",
            "123456789012_elasticloadbalancing_eu-west-1_gwy.shop.50dc_20261122T1305Z_x.log.gz",
            "123456789012_elasticloadbalancing_EU_shop_20261122T1305Z_10.0.0.1_x.log",
            "12345678901_elasticloadbalancing_eu-west-1_shop_20261122T1305Z_10.0.0.1_x.log",
            "conn_log_123456789012_elasticloadbalancing_eu-west-1_shop_20261122T1305Z_10.0.0.1_x.log",
            "E2EXAMPLE1ABCD.2026-11-22-24.9763fa07.gz",
            "E2EXAMPLE1ABCD.2026-02-29-13.9763fa07.gz",
            "E2EXAMPLE1ABCD.2026-11-22-13",
            "e2example1abcd.2026-11-22-13.9763fa07.gz",
            "2026EXAMPLEABC.2026-11-22-13.9763fa07.gz",
            "123456789012_waflogs_eu-west-1_20261122T1305Z_abcdef12.log.gz",
            "123456789012_vpcflowlogs_eu-west-1_0a1b_20261122T1305Z_abcdef12.log.gz",
        ] {
            assert_eq!(facts(name), None, "{name}");
        }
        // Cut and damaged anywhere, also inside a character.
        let name = format!("{head}app.shop.50dc_20261122T1305Z_10.0.0.1_é.log.gz");
        for (at, _) in name.char_indices() {
            for wedge in ["é", "/", "", "\u{10ffff}"] {
                let _ = read_key(&format!("{}{wedge}", &name[..at]));
                let _ = read_key(&format!("{}{wedge}{}", &name[..at], &name[at..]));
            }
        }
    }

    #[test]
    fn objects_that_only_try_a_permission_are_told() {
        for log in ["ELBAccess", "ELBConnection", "ELBHealthCheck"] {
            assert!(is_control_object(&format!("p/AWSLogs/123456789012/{log}LogTestFile")));
        }
        assert!(is_control_object("exportedlogs/aws-logs-write-test"));
        assert!(!is_control_object("AWSLogs/123456789012/ELBAccessLogTestFile/x"));
        assert!(!is_control_object("MyLogTestFile"));
        assert!(!is_control_object(""));
    }
}
