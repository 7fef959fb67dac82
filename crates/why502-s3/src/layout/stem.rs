//! Runs of keys in order of time. A stem is the text of a key up to its stamp: all keys of one
//! stem stand together in a listing, and since stamps have a fixed width, in order of time.
//!
//! A stem is told from its own text alone, whatever follows it; otherwise a jump over a run could
//! pass a key that reads differently. That is why names of web ACLs, which may hold a `_`, make
//! no stem: the folders above them do.

use crate::layout::calendar::{Civil, HOUR, MINUTE, number};
use crate::layout::kind::LogKind;

/// How a stamp is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stamp {
    /// `20261122T1305Z` in names of load balancers, flow logs and web ACLs.
    Minute,
    /// `2026-11-22-13` in names of CloudFront.
    Hour,
    /// `2026/11/22/13/05`, the folders of a web ACL.
    Folders,
}

impl Stamp {
    /// Seconds between two stamps.
    pub(crate) const fn unit(self) -> i64 {
        match self {
            Self::Minute | Self::Folders => MINUTE,
            Self::Hour => HOUR,
        }
    }

    /// The text for the unit that holds a second, without the `Z`.
    pub(crate) fn write(self, seconds: i64) -> String {
        let Civil { year, month, day, hour, minute } = Civil::at(seconds);
        match self {
            Self::Minute => format!("{year:04}{month:02}{day:02}T{hour:02}{minute:02}"),
            Self::Hour => format!("{year:04}-{month:02}-{day:02}-{hour:02}"),
            Self::Folders => format!("{year:04}/{month:02}/{day:02}/{hour:02}/{minute:02}"),
        }
    }

    /// The stamp that text begins with, in seconds, and what follows it.
    pub(crate) fn read(self, text: &str) -> Option<(i64, &str)> {
        let part = |from: usize, digits| number(text.get(from..from + digits)?, digits);
        let sign = |at: usize, byte| (text.as_bytes().get(at) == Some(&byte)).then_some(());
        let (month_at, day_at, hour_at, minute, rest_at) = match self {
            Self::Minute => {
                sign(8, b'T')?;
                sign(13, b'Z')?;
                (4, 6, 9, part(11, 2)?, 14)
            }
            Self::Hour => {
                sign(4, b'-')?;
                sign(7, b'-')?;
                sign(10, b'-')?;
                (5, 8, 11, 0, 13)
            }
            Self::Folders => {
                for at in [4, 7, 10, 13] {
                    sign(at, b'/')?;
                }
                (5, 8, 11, part(14, 2)?, 16)
            }
        };
        let (month, day) = (part(month_at, 2)?, part(day_at, 2)?);
        let civil = Civil { year: part(0, 4)?, month, day, hour: part(hour_at, 2)?, minute };
        Some((civil.seconds()?, text.get(rest_at..)?))
    }
}

/// A key up to its stamp, and what follows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stem<'k> {
    pub(crate) kind: LogKind,
    /// What writes the log, as the key spells it.
    pub(crate) owner: &'k str,
    /// The key up to the stamp.
    pub(crate) text: &'k str,
    /// The rest of the key.
    pub(crate) tail: &'k str,
    pub(crate) stamp: Stamp,
}

/// The runs a key lies in: of its own name, or of a folder above it. Only those where something
/// like a stamp follows, so that other objects beside the run are in none.
pub(crate) fn stems(key: &str) -> impl Iterator<Item = Stem<'_>> {
    let starts = key.match_indices('/').map(|(at, _)| at + 1);
    let found = std::iter::once(0).chain(starts).filter_map(|start| stem_at(key, start));
    found.filter(|stem| stem.tail.starts_with(|first: char| first.is_ascii_digit()))
}

/// The stem whose last part begins at a place in the key, whatever follows it.
pub(crate) fn stem_at(key: &str, start: usize) -> Option<Stem<'_>> {
    let part = key.get(start..)?;
    let (kind, owner, tail, stamp) = load_balancer(part)
        .or_else(|| flow_log(part))
        .or_else(|| distribution(part))
        .or_else(|| web_acl_folder(part))?;
    let text = &key[..key.len() - tail.len()];
    Some(Stem { kind, owner, text, tail, stamp })
}

type Parts<'k> = (LogKind, &'k str, &'k str, Stamp);

/// `[conn_log_|health_check_log_]<account>_elasticloadbalancing_<region>_<balancer>_`
fn load_balancer(name: &str) -> Option<Parts<'_>> {
    let strip = |word| name.strip_prefix(word)?.strip_prefix(['_', '.']);
    let (log, rest) = if let Some(rest) = strip("conn_log") {
        (LogKind::AlbConnection, rest)
    } else if let Some(rest) = strip("health_check_log") {
        (LogKind::AlbHealthCheck, rest)
    } else {
        (LogKind::AlbAccess, name)
    };
    let (_, _, rest) = account_and_region(rest, "elasticloadbalancing")?;
    let (balancer, tail) = rest.split_once('_')?;
    let is_name = |text: &str| {
        !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let is_version_2 = |text: &str| !text.is_empty() && text.split('.').all(is_name);
    let kind = if balancer.strip_prefix("app.").is_some_and(is_version_2) {
        log
    } else if log != LogKind::AlbAccess {
        return None;
    } else if balancer.strip_prefix("net.").is_some_and(is_version_2) {
        LogKind::Nlb
    } else if is_name(balancer) {
        LogKind::ClassicElb
    } else {
        return None;
    };
    Some((kind, balancer, tail, Stamp::Minute))
}

/// `<account>_vpcflowlogs_<region>_<flow log>_`
fn flow_log(name: &str) -> Option<Parts<'_>> {
    let (_, _, rest) = account_and_region(name, "vpcflowlogs")?;
    let (owner, tail) = rest.split_once('_')?;
    let id = owner.strip_prefix("fl-")?;
    let is_id = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_id.then_some((LogKind::VpcFlow, owner, tail, Stamp::Minute))
}

/// `<distribution>.`
fn distribution(name: &str) -> Option<Parts<'_>> {
    let (owner, tail) = name.split_once('.')?;
    let is_id = (10..=20).contains(&owner.len())
        && owner.starts_with(|first: char| first.is_ascii_uppercase())
        && owner.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    is_id.then_some((LogKind::CloudFront, owner, tail, Stamp::Hour))
}

/// `WAFLogs/<region>/<web ACL>/`
fn web_acl_folder(path: &str) -> Option<Parts<'_>> {
    let (region, rest) = path.strip_prefix("WAFLogs/")?.split_once('/')?;
    let (owner, tail) = rest.split_once('/')?;
    (!region.is_empty() && !owner.is_empty()).then_some((LogKind::Waf, owner, tail, Stamp::Folders))
}

/// `<account>_<service>_<region>_`, and what follows it.
pub(crate) fn account_and_region<'k>(
    name: &'k str,
    service: &str,
) -> Option<(&'k str, &'k str, &'k str)> {
    let (account, rest) = name.split_once('_')?;
    let (region, rest) = rest.strip_prefix(service)?.strip_prefix('_')?.split_once('_')?;
    let is_region = !region.is_empty()
        && region
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    (is_account(account) && is_region).then_some((account, region, rest))
}

/// Whether text is the number of an account.
pub(crate) fn is_account(text: &str) -> bool {
    number(text, 12).is_some()
}
