//! What the name of a delivered log object claims: whose it is, and of which time.
//!
//! Names are read wherever the object lies, since people copy objects into folders of their own.

use why502_parse::{Format, Timestamp};

/// Five minutes, and how the ledger counts time, seconds.
pub(super) const CELL_SECONDS: i64 = 300;
const HOUR_SECONDS: i64 = 3_600;
/// Names of load balancers have 32 characters, with their id and kind 53.
const LONGEST_OWNER: usize = 96;
/// An IPv6 address.
const LONGEST_NODE: usize = 45;

/// What a name claims.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Claim<'n> {
    pub(super) format: Format,
    /// As records name it: `app/shop/50dc6c495c0c9188`, a Classic Load Balancer's name, a
    /// distribution's id.
    pub(super) owner: String,
    pub(super) node: Option<&'n str>,
    /// Seconds since 1970; whole cells.
    pub(super) from: i64,
    pub(super) to: i64,
}

/// Reads the name of an object of a load balancer or a distribution.
pub(super) fn claim(source: &str) -> Option<Claim<'_>> {
    let name = last_part(source);
    load_balancer(name).or_else(|| distribution(name, source))
}

/// Whether the last part of `source` is a name that AWS gives to a log object once, with a random
/// part or an id in it: two objects of that name and of the same bytes are copies of one.
#[must_use]
pub fn is_delivered_name(source: &str) -> bool {
    let name = last_part(source);
    claim(source).is_some() || is_other_log(name) || is_of_a_stream(name)
}

fn last_part(source: &str) -> &str {
    source.rsplit(['/', '\\']).next().unwrap_or(source)
}

/// `<account>_elasticloadbalancing_<region>_<owner>_<end>[_<node>]_<random>.log[.gz]`
fn load_balancer(name: &str) -> Option<Claim<'_>> {
    let logs = [
        ("conn_log_", Format::AlbConnection),
        ("conn_log.", Format::AlbConnection),
        ("health_check_log_", Format::AlbHealthCheck),
        ("health_check_log.", Format::AlbHealthCheck),
    ];
    let log = logs.iter().find_map(|(start, log)| Some((name.strip_prefix(start)?, *log)));
    let (rest, log) = log.map_or((name, None), |(rest, log)| (rest, Some(log)));
    let mut parts = rest.split('_');
    let is_account = parts
        .next()
        .is_some_and(|part| part.len() == 12 && part.bytes().all(|b| b.is_ascii_digit()));
    if !is_account || parts.next() != Some("elasticloadbalancing") {
        return None;
    }
    let _region = parts.next()?;
    let owner = parts.next().filter(|owner| !owner.is_empty() && owner.len() <= LONGEST_OWNER)?;
    let end = minute_stamp(parts.next()?)?;
    let format = match (owner.split_once('.').map(|(kind, _)| kind), log) {
        (Some("app"), log) => log.unwrap_or(Format::Alb),
        (Some("net"), None) => Format::Nlb,
        (None, None) => Format::Clb,
        _ => return None,
    };
    let node = match format {
        Format::Nlb => None,
        _ => Some(parts.next().filter(|node| !node.is_empty() && node.len() <= LONGEST_NODE)?),
    };
    // The random part, and what the file is.
    parts.next().filter(|rest| rest.len() > 1)?;
    // The grid is that of AWS; a stamp beside it is of the interval it lies in.
    let to = end.div_euclid(CELL_SECONDS) * CELL_SECONDS;
    Some(Claim { format, owner: owner.replace('.', "/"), node, from: to - CELL_SECONDS, to })
}

/// `<distribution>.YYYY-MM-DD-HH.<unique>.gz`
fn distribution<'n>(name: &'n str, source: &str) -> Option<Claim<'n>> {
    let mut parts = name.split('.');
    let owner = parts.next()?;
    let is_id = (12..=14).contains(&owner.len())
        && owner.starts_with(|first: char| first.is_ascii_uppercase())
        && owner.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    let from = hour_stamp(parts.next().filter(|_| is_id)?)?;
    parts.next().filter(|unique| !unique.is_empty())?;
    parts.next()?;
    let format = if is_below_connection_logs(source) {
        Format::CloudFrontConnection
    } else {
        Format::CloudFront
    };
    Some(Claim { format, owner: owner.to_owned(), node: None, from, to: from + HOUR_SECONDS })
}

fn is_below_connection_logs(source: &str) -> bool {
    source.split('/').any(|folder| {
        let letters = folder.chars().filter(|letter| !matches!(letter, '-' | '_'));
        letters.map(|letter| letter.to_ascii_lowercase()).eq("connectionlogs".chars())
    })
}

/// `<account>_vpcflowlogs_…` and `<account>_waflogs_…`, which end in a stamp and a hash.
fn is_other_log(name: &str) -> bool {
    let mut parts = name.split('_');
    let is_account = parts
        .next()
        .is_some_and(|part| part.len() == 12 && part.bytes().all(|b| b.is_ascii_digit()));
    let is_log = matches!(parts.next(), Some("vpcflowlogs" | "waflogs"));
    let mut from_end = name.rsplit('_');
    let has_hash = from_end.next().is_some_and(|hash| hash.len() > 4);
    is_account && is_log && has_hash && from_end.next().is_some_and(|s| minute_stamp(s).is_some())
}

/// `<stream>-<version>-YYYY-MM-DD-HH-MM-SS-<uuid>[.gz]`, as Firehose writes it.
fn is_of_a_stream(name: &str) -> bool {
    // By bytes: a name may be anything.
    let stem = name.as_bytes();
    let dot = stem.iter().rposition(|&byte| byte == b'.').filter(|dot| stem.len() - dot <= 8);
    let stem = &stem[..dot.unwrap_or(stem.len())];
    let shape = b"-0000-00-00-00-00-00-xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
    stem.len() > shape.len()
        && stem[stem.len() - shape.len()..].iter().zip(shape).all(|(byte, wanted)| match wanted {
            b'0' => byte.is_ascii_digit(),
            b'x' => byte.is_ascii_hexdigit(),
            other => byte == other,
        })
}

/// `20261122T1305Z`, in seconds since 1970.
fn minute_stamp(text: &str) -> Option<i64> {
    let bytes: &[u8; 14] = text.as_bytes().try_into().ok()?;
    if bytes[8] != b'T' || bytes[13] != b'Z' {
        return None;
    }
    seconds([&bytes[..4], &bytes[4..6], &bytes[6..8], &bytes[9..11], &bytes[11..13]])
}

/// `2026-11-22-13`, in seconds since 1970.
fn hour_stamp(text: &str) -> Option<i64> {
    let bytes: &[u8; 13] = text.as_bytes().try_into().ok()?;
    if [4, 7, 10].iter().any(|&at| bytes[at] != b'-') {
        return None;
    }
    seconds([&bytes[..4], &bytes[5..7], &bytes[8..10], &bytes[11..13], b"00"])
}

/// Year, month, day, hour and minute, as far as they exist.
fn seconds([year, month, day, hour, minute]: [&[u8]; 5]) -> Option<i64> {
    let mut text = b"0000-00-00T00:00:00.000000Z".to_owned();
    for (at, digits) in [(0, year), (5, month), (8, day), (11, hour), (14, minute)] {
        text[at..at + digits.len()].copy_from_slice(digits);
    }
    let at = Timestamp::parse(&text)?.micros().div_euclid(1_000_000);
    // Room on either side for what is counted from it.
    let room = 86_400;
    let (least, most) = (Timestamp::MIN.micros() / 1_000_000, Timestamp::MAX.micros() / 1_000_000);
    (least + room..most - room).contains(&at).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALB: &str = "123456789012_elasticloadbalancing_eu-west-1_app.shop.50dc6c495c0c9188_\
                       20261122T1305Z_10.0.1.15_x4acebb4.log.gz";
    /// 2026-11-22 13:05.
    const END: i64 = 1_795_352_700;

    #[test]
    fn names_of_load_balancers_claim_the_five_minutes_before_their_stamp() {
        for source in [ALB.to_owned(), format!("s3://b/p/AWSLogs/1/{ALB}"), format!("c:\\l\\{ALB}")]
        {
            let claim = claim(&source).unwrap();
            assert_eq!(
                (claim.format, claim.owner.as_str()),
                (Format::Alb, "app/shop/50dc6c495c0c9188")
            );
            assert_eq!((claim.node, claim.from, claim.to), (Some("10.0.1.15"), END - 300, END));
        }
        let nlb = ALB.replace("app.", "net.").replace("_10.0.1.15", "");
        let clb = ALB.replace("app.shop.50dc6c495c0c9188", "my-elb").replace(".gz", "");
        for (name, format, node) in [
            (format!("conn_log_{ALB}"), Format::AlbConnection, Some("10.0.1.15")),
            (format!("health_check_log_{ALB}"), Format::AlbHealthCheck, Some("10.0.1.15")),
            (nlb, Format::Nlb, None),
            (clb, Format::Clb, Some("10.0.1.15")),
        ] {
            let claim = claim(&name).unwrap();
            assert_eq!((claim.format, claim.node, claim.to), (format, node, END), "{name}");
        }
    }

    #[test]
    fn names_of_distributions_claim_an_hour() {
        let claim = claim("cf/E2EXAMPLE1ABCD.2026-11-22-13.9763fa07.gz").unwrap();
        assert_eq!((claim.format, claim.owner.as_str()), (Format::CloudFront, "E2EXAMPLE1ABCD"));
        assert_eq!((claim.from, claim.to), (END - 300, END + 3_300));
    }

    #[test]
    fn names_of_other_logs_are_delivered_and_claim_nothing() {
        for name in [
            "123456789012_vpcflowlogs_eu-west-1_fl-0a1b_20261122T1305Z_abcdef12.log.gz",
            "123456789012_waflogs_eu-west-1_my_acl_20261122T1305Z_abcdef12.log.gz",
            "logs-1-2026-11-22-13-05-07-0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f.gz",
            "logs-1-2026-11-22-13-05-07-0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f",
        ] {
            assert!(is_delivered_name(name) && claim(name).is_none(), "{name}");
        }
    }

    #[test]
    fn names_that_people_give_are_no_delivered_ones() {
        for name in [
            "",
            "a.log",
            "access.log.1",
            "logs-2026-11-22.gz",
            "000000.gz",
            "E2EXAMPLE1ABCD.2026-11-22-24.9763fa07.gz",
            "123456789012_elasticloadbalancing_eu-west-1_app.shop.50dc_20260230T1305Z_10.0.0.1_x.log.gz",
            "123456789012_elasticloadbalancing_eu-west-1_app.shop.50dc_20261122T1305Z",
            "123456789012_elasticloadbalancing_eu-west-1_app.shop.50dc_00000101T0000Z_10.0.0.1_x.log",
        ] {
            assert!(!is_delivered_name(name), "{name}");
        }
        // Cut and damaged anywhere, also inside a character.
        for at in 0..=ALB.len() {
            for wedge in ["é", "/", "_", ""] {
                let _ = is_delivered_name(&format!("{}{wedge}{}", &ALB[..at], &ALB[at..]));
                let _ = is_delivered_name(&format!("{}{wedge}", &ALB[..at]));
            }
        }
    }
}
