//! How a prefix is looked into: the day folders a window needs where AWS's layout tells their
//! names, one level of folders at a time everywhere else.

use crate::layout::calendar::{Civil, DAY};
use crate::layout::folder::{Folder, judge, slack};
use crate::layout::stem::is_account;
use crate::layout::window::Window;

/// Most day folders that are named without a listing; beyond it, asking which there are is
/// cheaper than a request for each.
const DAYS_LIMIT: i64 = 40;

/// How to look into a prefix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Plan {
    /// List one level by the delimiter `/`: take its objects by [`Window::wants`], and plan anew
    /// for each folder that [`judge`] would have explored.
    Folders,
    /// List each of these flat, and take the objects by [`Window::wants`]. None begins with
    /// another, so no object is met twice. Empty if the window needs nothing below the prefix.
    Scans(Vec<String>),
}

/// Plans a prefix: a location of the user (`is_top`; explored whatever it is), or a folder below
/// one.
///
/// Below a region of ELB or VPC flow logs, or a web ACL of WAF, a window of at most 40 days
/// becomes its day folders, and whatever lies there beside day folders is not met. The day after
/// the window is among them where delivery may have crossed midnight.
#[must_use]
pub fn plan(prefix: &str, window: &Window, is_top: bool) -> Plan {
    if !is_top && prefix.ends_with('/') && matches!(judge(prefix, window), Folder::Left(_)) {
        return Plan::Scans(Vec::new());
    }
    let Some(root) = dated_root(prefix) else {
        return Plan::Folders;
    };
    let rest = &prefix[root.len()..];
    match likeness(rest) {
        Likeness::InDay => return Plan::Scans(vec![prefix.to_owned()]),
        Likeness::Other => return Plan::Folders,
        Likeness::AboveDay => {}
    }
    let mut days = days(root, window);
    days.retain(|day| day.starts_with(rest));
    if days.is_empty() {
        return Plan::Folders;
    }
    Plan::Scans(days.into_iter().map(|day| format!("{root}{day}")).collect())
}

/// The folder, if the prefix reaches it, whose folders are years, months and days:
/// `AWSLogs/[o-…/]<account>/` and `elasticloadbalancing/<region>/`, `vpcflowlogs/<region>/` or
/// `WAFLogs/<region>/<web ACL>/`.
fn dated_root(prefix: &str) -> Option<&str> {
    let mut folders = prefix.split_inclusive('/').skip_while(|&folder| folder != "AWSLogs/");
    folders.next()?;
    let mut account = folders.next()?;
    if account.starts_with("o-") {
        account = folders.next()?;
    }
    if !is_account(account.strip_suffix('/')?) {
        return None;
    }
    let depth = match folders.next()? {
        "elasticloadbalancing/" | "vpcflowlogs/" => 1,
        "WAFLogs/" => 2,
        _ => return None,
    };
    for _ in 0..depth {
        folders.next()?.strip_suffix('/').filter(|name| !name.is_empty())?;
    }
    let rest: usize = folders.map(str::len).sum();
    Some(&prefix[..prefix.len() - rest])
}

/// What the part of a prefix after its dated root may be.
enum Likeness {
    /// Nothing, or the beginning of `yyyy/mm/dd/`.
    AboveDay,
    /// `yyyy/mm/dd/` and what follows.
    InDay,
    Other,
}

fn likeness(rest: &str) -> Likeness {
    let shape = b"0000/00/00/";
    let fits = rest.bytes().zip(shape).all(|(byte, &like)| match like {
        b'0' => byte.is_ascii_digit(),
        like => byte == like,
    });
    match (fits, rest.len() < shape.len()) {
        (false, _) => Likeness::Other,
        (true, true) => Likeness::AboveDay,
        (true, false) => Likeness::InDay,
    }
}

/// The day folders of a window in order, as `yyyy/mm/dd/`; none if it is open or too long.
fn days(root: &str, window: &Window) -> Vec<String> {
    let (before, after) = slack(root, window);
    // A day more than the clock says, since it may be slow.
    let now = window.now.map(|now| now.saturating_add(DAY));
    let until = window.until.map(|until| until.saturating_add(after));
    let end = until.into_iter().chain(now).min();
    let (Some(since), Some(end)) = (window.since, end) else {
        return Vec::new();
    };
    let first = since.saturating_sub(before).max(0) / DAY;
    let last = end.max(0) / DAY;
    if last.saturating_sub(first) >= DAYS_LIMIT {
        return Vec::new();
    }
    let name = |number: i64| {
        let Civil { year, month, day, .. } = Civil::at(number.saturating_mul(DAY));
        format!("{year:04}/{month:02}/{day:02}/")
    };
    let mut days: Vec<String> = (first..=last).map(name).collect();
    // Beyond the calendar all days are its last.
    days.dedup();
    days
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::calendar::HOUR;

    const ELB: &str = "logs/AWSLogs/123456789012/elasticloadbalancing/eu-west-1/";
    /// 2026-11-22 21:00.
    const UNTIL: i64 = 1_795_381_200;
    /// The hour before.
    const WINDOW: Window =
        Window { since: Some(UNTIL - HOUR), until: Some(UNTIL), now: None, late_seconds: DAY };

    fn scans(prefix: &str, window: &Window) -> Vec<String> {
        match plan(prefix, window, true) {
            Plan::Scans(scans) => scans,
            Plan::Folders => panic!("{prefix} is planned by folder"),
        }
    }

    #[test]
    fn a_window_becomes_its_day_folders() {
        let day = |day: &str| format!("{ELB}2026/11/{day}/");
        let later = Window { until: Some(UNTIL + HOUR), ..WINDOW };
        assert_eq!(scans(ELB, &WINDOW), [day("22"), day("23")][..1]);
        assert_eq!(scans(ELB, &later), [day("22"), day("23")], "delivered after midnight");
        let open = Window { until: None, now: Some(UNTIL), ..WINDOW };
        assert_eq!(scans(ELB, &open), [day("22"), day("23")], "the clock may be slow");
        for (root, below) in [("vpcflowlogs/eu-west-1/", ""), ("WAFLogs/cloudfront/my_acl/", "")] {
            let root = format!("AWSLogs/o-a1b2/123456789012/{root}{below}");
            assert_eq!(scans(&root, &WINDOW)[0], format!("{root}2026/11/22/"));
        }
    }

    #[test]
    fn prefixes_that_end_anywhere_in_a_date_become_the_days_they_begin() {
        for rest in ["2", "2026", "2026/", "2026/1", "2026/11/", "2026/11/22", "2026/11/22/"] {
            assert_eq!(scans(&format!("{ELB}{rest}"), &WINDOW), [format!("{ELB}2026/11/22/")]);
        }
        let fragment = format!("{ELB}2026/11/22/123456789012_elasticloadbalancing_eu-west-1_app.");
        assert_eq!(scans(&fragment, &WINDOW), [fragment]);
        let other_day = format!("{ELB}2020/01/01/");
        assert_eq!(scans(&other_day, &WINDOW), [other_day], "the user named it");
    }

    #[test]
    fn everything_else_is_listed_by_folder() {
        let below = |rest: &str| format!("{ELB}{rest}");
        for prefix in [
            "",
            "logs",
            "cf/E2EXAMPLE1ABCD.",
            "AWSLogs/123456789012/elasticloadbalancing/",
            "AWSLogs/123456789012/elasticloadbalancing/eu-west-1",
            "AWSLogs/123456789012/WAFLogs/cloudfront/",
            "AWSLogs/123456789012/CloudTrail/eu-west-1/",
            "AWSLogs/12345/elasticloadbalancing/eu-west-1/",
            "AWSLogs/123456789012/elasticloadbalancing//",
            &below("2025/"),
            &below("x"),
            &below("2026-"),
            &below("é"),
        ] {
            assert_eq!(plan(prefix, &WINDOW, true), Plan::Folders, "{prefix}");
        }
        let open = Window { until: None, ..WINDOW };
        let long = Window { since: Some(UNTIL - 41 * DAY), ..WINDOW };
        for window in [Window::default(), open, long] {
            assert_eq!(plan(ELB, &window, true), Plan::Folders);
        }
        let shorter = Window { since: Some(UNTIL - 39 * DAY), ..WINDOW };
        assert_eq!(scans(ELB, &shorter).len(), 40);
    }

    #[test]
    fn only_what_the_user_names_is_looked_into_whatever_it_is() {
        for prefix in ["AWSLogs/123456789012/CloudTrail/", "dt=2025-01-01/"] {
            assert_eq!(plan(prefix, &WINDOW, true), Plan::Folders);
            assert_eq!(plan(prefix, &WINDOW, false), Plan::Scans(Vec::new()));
        }
    }
}
