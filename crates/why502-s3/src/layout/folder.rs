//! Which folders may be left without a look: those named after a time before the window, or after
//! it where the log itself names them so, and those of services that write none of the logs.

use std::fmt;

use crate::layout::calendar::{Civil, DAY, HOUR, MINUTE, day, days_of, number};
use crate::layout::key::read_key;
use crate::layout::stem::is_account;
use crate::layout::window::Window;
use crate::location::printable;

/// What to do with a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Folder {
    /// Look into it.
    Explore,
    /// Leave it, for this reason.
    Left(Reason),
}

/// Why a folder is left.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// It is named after a time outside the window. There may be thousands of them.
    OutsideWindow,
    /// It belongs to this service, which writes no log that is known here.
    OtherService(String),
}

impl fmt::Display for Reason {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OutsideWindow => out.write_str("named after a time outside the window"),
            Self::OtherService(service) => write!(
                out,
                "AWSLogs/…/{} is a log of a service that is not read",
                printable(service)
            ),
        }
    }
}

/// Judges a folder that a listing by delimiter named; it ends in `/` and holds all that is above
/// it. A folder that is only what the user typed and a `/` should be explored unasked.
#[must_use]
pub fn judge(folder: &str, window: &Window) -> Folder {
    if let Some(service) = other_service(folder) {
        return Folder::Left(Reason::OtherService(service.to_owned()));
    }
    if dated(folder).is_some_and(|dated| is_outside(folder, dated, window)) {
        return Folder::Left(Reason::OutsideWindow);
    }
    Folder::Explore
}

/// The first second of the hour or minute that an object's folder is named after, if that is
/// after the window: `2026/11/22/13/` as Firehose names them, with a name that tells nothing. Only
/// what lies directly in the folder is judged so: below it may be a copy of other logs.
#[must_use]
pub fn late_by_folder(key: &str, window: &Window) -> Option<i64> {
    let folder = &key[..=key.rfind('/')?];
    let (style, dated) = dated(folder)?;
    let is_named = read_key(key).is_some();
    let (Style::Years, Dated::Hour(first) | Dated::Minute(first), false) = (style, dated, is_named)
    else {
        return None;
    };
    let (_, after) = slack(folder, window);
    window.until.is_some_and(|until| first > until.saturating_add(after)).then_some(first)
}

/// Whether nothing in a dated folder is of the window. What was put under an early date is not of
/// a later time; but a late date may be that of a copy of older logs. So it counts only where the
/// log itself puts its objects by date: in the folders of an account below `AWSLogs/`, and in
/// those of Hive, `year=…`.
fn is_outside(folder: &str, (style, dated): (Style, Dated), window: &Window) -> bool {
    let Some((first, last)) = dated.span() else { return false };
    let (before, after) = slack(folder, window);
    let is_early = window.since.is_some_and(|since| last < since.saturating_sub(before));
    let is_late = window.until.is_some_and(|until| first > until.saturating_add(after));
    is_early || (is_late && (style == Style::Hive || is_of_account(folder)))
}

/// Whether the last `AWSLogs/` of a folder is followed by an account.
fn is_of_account(folder: &str) -> bool {
    let mut names = folder.rsplit('/').take_while(|&name| name != "AWSLogs").collect::<Vec<_>>();
    let has_top = names.len() < folder.split('/').count();
    if names.last().is_some_and(|name| name.starts_with("o-")) {
        names.pop();
    }
    let account = names.last().map(|name| name.strip_prefix("aws-account-id=").unwrap_or(name));
    has_top && account.is_some_and(is_account)
}

/// The folder's service, if the folder is one of an account and of no known log.
fn other_service(folder: &str) -> Option<&str> {
    let mut folders = folder.strip_suffix('/')?.split('/').skip_while(|&name| name != "AWSLogs");
    folders.next()?;
    let mut account = folders.next()?;
    if account.starts_with("o-") {
        account = folders.next()?;
    }
    if !is_account(account.strip_prefix("aws-account-id=").unwrap_or(account)) {
        return None;
    }
    let (service, below) = (folders.next()?, folders.next());
    let name = service.strip_prefix("aws-service=").unwrap_or(service).to_ascii_lowercase();
    // Where vended load balancer logs go is not documented: whatever sounds like it is explored.
    let is_known = ["loadbalanc", "cloudfront", "vpcflowlogs"].iter().any(|it| name.contains(it))
        || ["alb", "nlb", "elb", "waf"].iter().any(|it| name.starts_with(it))
        || name == "vpc";
    (below.is_none() && !is_known && !service.is_empty()).then_some(service)
}

/// Seconds before and after the window in which a folder may be dated and still hold objects of
/// the window. ELB dates folders by delivery: what ends at 23:58 lies in the next day.
pub(crate) fn slack(folder: &str, window: &Window) -> (i64, i64) {
    let is_below = |service: &str| {
        let mut folders = folder.split('/');
        folders.any(|name| name.strip_prefix("aws-service=").unwrap_or(name) == service)
    };
    // The margins of the objects themselves, and an hour for their delivery.
    let elb = (5 * MINUTE, 75 * MINUTE + HOUR);
    if is_below("elasticloadbalancing") {
        elb
    } else if is_below("vpcflowlogs") || is_below("vpc") || is_below("WAFLogs") {
        (HOUR + 15 * MINUTE, HOUR + 30 * MINUTE)
    } else {
        (2 * HOUR, window.late_seconds.max(elb.1))
    }
}

/// A stretch of time that a folder's name stands for: its first and its last second.
type Span = (i64, i64);

/// How a chain of dated folders begins.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    /// `year=2026`
    Hive,
    /// `2026`
    Years,
    /// `2026-11-22` or `dt=2026-11-22`
    WholeDay,
}

/// How far a chain of folders has named a time.
#[derive(Clone, Copy)]
enum Dated {
    Year(i64),
    Month(i64, i64),
    /// First second of the day.
    Day(i64),
    /// First second of the hour.
    Hour(i64),
    Minute(i64),
}

/// The time that a folder's name stands for, together with the folders above it:
/// `2026/11/22/13/05`, `year=2026/month=11/day=22/hour=13`, `2026-11-22/13`, `dt=2026-11-22`, or
/// the beginning of such a chain.
fn dated(folder: &str) -> Option<(Style, Dated)> {
    let names = folder.strip_suffix('/')?.split('/');
    names.fold(None, |above, name| begun(name).or_else(|| Some((above?.0, next(above?.1, name)?))))
}

impl Dated {
    fn span(self) -> Option<Span> {
        match self {
            Self::Year(year) => span(year, 1, year, 12),
            Self::Month(year, month) => span(year, month, year, month),
            Self::Day(first) => Some((first, first + DAY - 1)),
            Self::Hour(first) => Some((first, first + HOUR - 1)),
            Self::Minute(first) => Some((first, first + MINUTE - 1)),
        }
    }
}

/// From the first day of one month to the last of another.
fn span(year: i64, month: i64, last_year: i64, last_month: i64) -> Option<Span> {
    let first = Civil { year, month, day: 1, hour: 0, minute: 0 }.seconds()?;
    let last_day = days_of(last_year, last_month);
    let (year, month) = (last_year, last_month);
    let last = Civil { year, month, day: last_day, hour: 23, minute: 59 }.seconds()?;
    Some((first, last + MINUTE - 1))
}

/// The chain that a folder begins. Four digits are a year only in this century, so that other
/// numbers are not taken for one.
fn begun(name: &str) -> Option<(Style, Dated)> {
    let whole_day =
        ["", "dt=", "date=", "day="].iter().find_map(|word| name.strip_prefix(word).and_then(day));
    if let Some(first) = whole_day {
        return Some((Style::WholeDay, Dated::Day(first)));
    }
    let words = [("", Style::Years), ("year=", Style::Hive), ("y=", Style::Hive)];
    let mut years = words
        .iter()
        .filter_map(|(word, style)| Some((*style, number(name.strip_prefix(word)?, 4)?)));
    let (style, year) = years.next()?;
    (2000..2100).contains(&year).then_some((style, Dated::Year(year)))
}

/// What a chain that has come so far stands for with one more folder; nothing if that is none of
/// a date.
fn next(above: Dated, name: &str) -> Option<Dated> {
    let part = |words: [&str; 2]| {
        let plain = number(name, 2);
        plain.or_else(|| {
            let value = words.iter().find_map(|word| name.strip_prefix(word)?.strip_prefix('='))?;
            number(value, 2).or_else(|| number(value, 1))
        })
    };
    match above {
        Dated::Year(year) => {
            let month = part(["month", "m"])?;
            (1..=12).contains(&month).then_some(Dated::Month(year, month))
        }
        Dated::Month(year, month) => {
            let day = part(["day", "d"])?;
            Some(Dated::Day(Civil { year, month, day, hour: 0, minute: 0 }.seconds()?))
        }
        Dated::Day(first) => {
            let hour = part(["hour", "hr"])?;
            (hour < 24).then_some(Dated::Hour(first + hour * HOUR))
        }
        Dated::Hour(first) => {
            let minute = part(["minute", "min"])?;
            (minute < 60).then_some(Dated::Minute(first + minute * MINUTE))
        }
        Dated::Minute(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-11-22 13:00 to 14:00, lateness as documented.
    const WINDOW: Window = Window {
        since: Some(1_795_352_400),
        until: Some(1_795_356_000),
        now: None,
        late_seconds: DAY,
    };

    fn is_left(folder: &str) -> bool {
        judge(folder, &WINDOW) == Folder::Left(Reason::OutsideWindow)
    }

    #[test]
    fn folders_named_after_another_time_are_left_wherever_they_are() {
        for folder in [
            "2025/",
            "year=2027/",
            "2026/10/",
            "year=2026/month=12/",
            "x/2026/11/21/",
            "AWSLogs/123456789012/elasticloadbalancing/eu-west-1/2027/",
            "x/AWSLogs/o-a1b2/123456789012/WAFLogs/eu-west-1/acl/2026/11/24/",
            "AWSLogs/aws-account-id=123456789012/CloudFront/E2EXAMPLE1ABCD/2026/11/24/",
            "2026/11/22/10/",
            "2026/11/22/10/59/",
            "year=2026/month=11/day=21/",
            "year=2026/month=1/",
            "year=2026/month=11/day=22/hour=09/",
            "2026-11-21/",
            "dt=2026-11-21/",
            "date=2026-11-22/hour=1/",
            "logs/dt=2025-01-01/",
        ] {
            assert!(is_left(folder), "{folder}");
        }
    }

    #[test]
    fn folders_of_the_window_and_those_that_name_no_time_are_explored() {
        for folder in [
            "2026/",
            "2026/11/",
            "2026/11/22/",
            "2026/11/22/13/",
            "2026/11/22/12/",
            "2026/11/22/13/05/",
            "2026/11/23/",
            "2026/11/23/13/",
            "year=2026/month=11/day=22/hour=13/",
            "dt=2026-11-23/",
            // No date.
            "2025/13/",
            "2025/02/30/",
            "2025/x/",
            "2025/01/01/24/",
            "1234/",
            "20251122/",
            "11/21/",
            "2025/1/",
            "123456789012/",
            "é/",
            "/",
            "",
            "2025",
        ] {
            assert!(!is_left(folder), "{folder}");
        }
    }

    #[test]
    fn a_late_date_of_a_copy_says_nothing_of_the_logs_in_it() {
        for folder in [
            "2027/",
            "2026/12/",
            "restored/2026/12/01/",
            "restored/2026/12/01/10/",
            "restored/2026-12-01/",
            "restored/dt=2026-12-01/hour=03/",
            "restored/2026-12-01/AWSLogs/123456789012/elasticloadbalancing/eu-west-1/2026/11/22/",
            "year=2027/x/2026-12-01/AWSLogs/123456789012/",
            "AWSLogs/restored/2026-12-01/",
            "AWSLogs/123456789012/x/AWSLogs/2026-12-01/",
        ] {
            assert!(!is_left(folder), "{folder}");
        }
        let copied = "2026-12-01/AWSLogs/123456789012/elasticloadbalancing/eu-west-1/2026/11/";
        assert!(is_left(&format!("{copied}24/")) && is_left(&format!("{copied}21/")));
    }

    #[test]
    fn only_what_lies_directly_in_a_late_hour_is_late() {
        let late = |key| late_by_folder(key, &WINDOW).is_some();
        assert!(late("firehose/2026/11/24/13/aws-waf-logs-1"));
        assert!(!late("firehose/2026/11/22/13/aws-waf-logs-1"));
        assert!(!late("firehose/2026/11/23/13/aws-waf-logs-1"), "within the lateness");
        for key in [
            "firehose/2026/11/24/aws-waf-logs-1",
            "firehose/2026/11/24/13/AWSLogs/x",
            "2026/11/24/13/E2EXAMPLE1ABCD.2026-11-22-13.a.gz",
            "2026-11-24/13/x",
            "x",
        ] {
            assert!(!late(key), "{key}");
        }
    }

    #[test]
    fn what_follows_a_date_is_judged_on_its_own() {
        assert!(!is_left("2025/01/01/shop/"));
        assert!(!is_left("2025/01/01/10/59/59/"));
        assert!(is_left("2025/01/01/2025/"));
    }

    #[test]
    fn folders_of_load_balancers_have_the_margin_of_their_delivery() {
        let below = |day: &str, until| {
            let folder =
                format!("AWSLogs/123456789012/elasticloadbalancing/eu-west-1/2026/11/{day}/");
            judge(&folder, &Window { until: Some(until), ..WINDOW }) == Folder::Explore
        };
        let midnight = 1_795_392_000;
        assert!(below("22", midnight - 3 * HOUR));
        assert!(!below("23", midnight - 3 * HOUR));
        assert!(below("23", midnight - 2 * HOUR));
        assert!(!below("24", midnight + HOUR));
    }

    #[test]
    fn an_open_side_leaves_nothing_on_it() {
        let open = Window::default();
        let since = Window { until: None, ..WINDOW };
        let until = Window { since: None, ..WINDOW };
        assert_eq!(judge("2003/", &open), Folder::Explore);
        assert_eq!(judge("year=2090/", &since), Folder::Explore);
        assert_eq!(judge("2003/", &until), Folder::Explore);
        assert_ne!(judge("2003/", &since), Folder::Explore);
        assert_ne!(judge("year=2090/", &until), Folder::Explore);
    }

    #[test]
    fn other_services_are_left_by_name_and_what_lies_in_them_is_not_asked_again() {
        let left = |folder| match judge(folder, &WINDOW) {
            Folder::Left(reason) => reason.to_string(),
            Folder::Explore => String::new(),
        };
        let reason = "AWSLogs/…/CloudTrail is a log of a service that is not read";
        assert_eq!(left("AWSLogs/123456789012/CloudTrail/"), reason);
        assert_eq!(left("a/b/AWSLogs/o-a1b2c3d4e5/123456789012/CloudTrail/"), reason);
        assert!(left("AWSLogs/aws-account-id=123456789012/aws-service=Config/").contains("Config"));
        assert!(left("AWSLogs/123456789012/\x1b[2J/").contains("%1B[2J"));
        for folder in [
            "AWSLogs/123456789012/elasticloadbalancing/",
            "AWSLogs/123456789012/CloudFront/",
            "AWSLogs/123456789012/vpcflowlogs/",
            "AWSLogs/123456789012/WAFLogs/",
            "AWSLogs/aws-account-id=123456789012/aws-service=vpc/",
            "AWSLogs/aws-account-id=123456789012/CloudFront/",
            "AWSLogs/o-a1b2c3d4e5/123456789012/",
            "AWSLogs/123456789012/",
            "AWSLogs/CloudTrail/",
            "AWSLogs/123456789012//",
            "AWSLogs/",
            "CloudTrail/",
            "AWSLogs/123456789012/CloudTrail/us-east-1/",
        ] {
            assert_eq!(left(folder), "", "{folder}");
        }
    }
}
