//! Which objects may hold records of a stretch of time. Margins are wide enough for what AWS
//! documents and for what was seen; each is stated where it is set.

use crate::layout::calendar::{DAY, HOUR, LAST_HOUR, MINUTE};
use crate::layout::key::{KeyFacts, read_key};
use crate::layout::kind::LogKind;
use crate::layout::stem::{Stamp, Stem, stems};

/// A stretch of time, open where nothing is said. Times are seconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// The first second of records wanted.
    pub since: Option<i64>,
    /// The second after the last of records wanted.
    pub until: Option<i64>,
    /// The clock, which ends the list of day folders where `until` is open. Decides nothing else.
    pub now: Option<i64>,
    /// How much later than the window an object of CloudFront, or in a folder of no known
    /// service, may be named and still be wanted.
    pub late_seconds: i64,
}

/// Whether an object is needed, and if not, on which side of the window it lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// It was written before the window.
    TooEarly,
    /// It may hold records of the window.
    Wanted,
    /// It is of a time after the window.
    TooLate,
}

impl Default for Window {
    /// All times, and 24 hours of lateness: so late CloudFront may be by its documentation.
    fn default() -> Self {
        Self { since: None, until: None, now: None, late_seconds: DAY }
    }
}

impl Window {
    /// Whether the object behind these facts may hold records of the window.
    ///
    /// The time in its name must lie
    /// * for ALB and NLB (5 minutes that end there): from 5 minutes before the window to 10
    ///   minutes after it, since records near an edge may lie outside their interval;
    /// * for Classic ELB (up to 60 minutes, begun up to 15 late): from 5 minutes before to 75
    ///   minutes after;
    /// * for CloudFront (the hour that begins there, and records of the next were seen inside):
    ///   from the hour before the first to `late_seconds` after;
    /// * for VPC flow logs (10 minutes of aggregation, about 10 of delivery): from 15 minutes
    ///   before to 30 after;
    /// * for WAF (5 minutes): from 10 minutes before to 15 after.
    #[must_use]
    pub fn need(&self, facts: &KeyFacts<'_>) -> Need {
        let (first, last) = self.stamps(facts.kind);
        if first.is_some_and(|first| facts.named < first) {
            Need::TooEarly
        } else if last.is_some_and(|last| facts.named > last) {
            Need::TooLate
        } else {
            Need::Wanted
        }
    }

    /// Whether an object written then may hold records of the window: not if it was written more
    /// than 5 minutes (for clocks that differ) before the window began. 0 is no time.
    #[must_use]
    pub fn may_hold(&self, last_modified: i64) -> bool {
        last_modified == 0
            || self.since.is_none_or(|since| last_modified >= since.saturating_sub(5 * MINUTE))
    }

    /// The rule for every object: by its name where that is of a known log, otherwise by when it
    /// was written. A name that begins like those of a log and goes on with a digit counts by its
    /// place in the order of those names, also where its time does not exist, and so does a
    /// folder of such a name: a listing jumps by that order.
    #[must_use]
    pub fn wants(&self, key: &str, last_modified: i64) -> Need {
        let outside = stems(key).map(|stem| self.place(&stem)).find(|&need| need != Need::Wanted);
        outside.unwrap_or_else(|| match read_key(key) {
            Some(facts) => self.need(&facts),
            None if self.may_hold(last_modified) => Need::Wanted,
            None => Need::TooEarly,
        })
    }

    /// Whether an object lies after the window by its name, and is wanted only because records
    /// may come late.
    #[must_use]
    pub fn is_allowance(&self, facts: &KeyFacts<'_>) -> bool {
        self.until.is_some_and(|until| facts.covers.start >= until)
    }

    /// The first and the last stamp wanted.
    fn stamps(&self, kind: LogKind) -> (Option<i64>, Option<i64>) {
        let (before, after) = match kind {
            LogKind::AlbAccess
            | LogKind::AlbConnection
            | LogKind::AlbHealthCheck
            | LogKind::Nlb => (5 * MINUTE, 10 * MINUTE),
            LogKind::ClassicElb => (5 * MINUTE, 75 * MINUTE),
            LogKind::CloudFront | LogKind::CloudFrontConnection => (HOUR, self.late_seconds),
            LogKind::VpcFlow => (15 * MINUTE, 30 * MINUTE),
            LogKind::Waf => (10 * MINUTE, 15 * MINUTE),
        };
        let mut first = self.since.map(|since| since.saturating_sub(before));
        if matches!(kind, LogKind::CloudFront | LogKind::CloudFrontConnection) {
            // The hour that holds it.
            first = first.map(|first| first.saturating_sub(first.rem_euclid(HOUR)));
        }
        (first, self.until.map(|until| until.saturating_add(after)))
    }

    /// The first and the last stamp of a run of keys that are wanted, as multiples of its unit
    /// and within the calendar; a negative last one means that none is.
    pub(crate) fn bounds(&self, kind: LogKind, stamp: Stamp) -> (Option<i64>, Option<i64>) {
        // Whether the folders of a web ACL tell the same minute as the names in them is not
        // documented, so they have an hour more.
        let slack = if stamp == Stamp::Folders { HOUR } else { 0 };
        let unit = stamp.unit();
        let (first, last) = self.stamps(kind);
        let first = first.map(|first| first.saturating_sub(slack).clamp(0, LAST_HOUR));
        let last = last.map(|last| last.saturating_add(slack).clamp(-1, LAST_HOUR + HOUR));
        (
            first.filter(|&first| first > 0).map(|first| (first + unit - 1) / unit * unit),
            last.filter(|&last| last < LAST_HOUR + HOUR).map(|last| last - last.rem_euclid(unit)),
        )
    }

    /// Where a key lies in its run.
    pub(crate) fn place(&self, stem: &Stem<'_>) -> Need {
        let (first, last) = self.bounds(stem.kind, stem.stamp);
        let is_late = |last: i64| {
            let text = stem.stamp.write(last);
            last < 0 || (text.as_str() < stem.tail && !stem.tail.starts_with(&text))
        };
        if first.is_some_and(|first| stem.tail < stem.stamp.write(first).as_str()) {
            Need::TooEarly
        } else if last.is_some_and(is_late) {
            Need::TooLate
        } else {
            Need::Wanted
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-11-22 13:30.
    const SINCE: i64 = 1_795_354_200;

    /// Minutes, from the window's end each, of the first and last name that is wanted.
    fn edges(head: &str, stamp: Stamp, tail: &str) -> (i64, i64) {
        let window = Window { since: Some(SINCE), until: Some(SINCE + HOUR), ..Window::default() };
        let zone = if stamp == Stamp::Minute { "Z" } else { "" };
        let need = |minute: i64| {
            let key = format!("{head}{}{zone}{tail}", stamp.write(SINCE + minute * MINUTE));
            let facts = read_key(&key).unwrap();
            assert_eq!(window.wants(&key, 1), window.need(&facts), "{key}");
            window.need(&facts)
        };
        let wanted: Vec<i64> = (-300..3_000).filter(|&at| need(at) == Need::Wanted).collect();
        assert!((-300..wanted[0]).all(|at| need(at) == Need::TooEarly));
        let last = wanted[wanted.len() - 1];
        assert!((last + 1..3_000).all(|at| need(at) == Need::TooLate));
        assert_eq!(wanted.len() as i64, last - wanted[0] + 1);
        (wanted[0], last - 60)
    }

    #[test]
    fn names_are_wanted_with_the_margins_of_their_log() {
        let elb = "123456789012_elasticloadbalancing_eu-west-1_";
        let balancer = |name: &str| edges(&format!("{elb}{name}_"), Stamp::Minute, "_x.log.gz");
        assert_eq!(balancer("app.shop.50dc"), (-5, 10));
        assert_eq!(balancer("net.shop.50dc"), (-5, 10));
        assert_eq!(balancer("shop"), (-5, 75));
        let flow = "123456789012_vpcflowlogs_eu-west-1_fl-0a_";
        assert_eq!(edges(flow, Stamp::Minute, "_x.log.gz"), (-15, 30));
        let waf = "123456789012_waflogs_eu-west-1_my_acl_";
        assert_eq!(edges(waf, Stamp::Minute, "_x.log.gz"), (-10, 15));
        // Hours 12 to 14 of the next day: an hour before the one of 13:30, and 24 hours late.
        let cloudfront = edges("cf/E2EXAMPLE1ABCD.", Stamp::Hour, ".x.gz");
        assert_eq!(cloudfront, (-90, 24 * 60 + 29));
    }

    #[test]
    fn an_open_side_and_times_out_of_reach_leave_nothing_on_that_side() {
        let key = "123456789012_elasticloadbalancing_eu-west-1_shop_20261122T1305Z_10.0.0.1_x.log";
        let with = |since, until| Window { since, until, ..Window::default() }.wants(key, 1);
        assert_eq!(with(None, None), Need::Wanted);
        assert_eq!(with(Some(i64::MIN), Some(i64::MAX)), Need::Wanted);
        assert_eq!(with(Some(i64::MAX), None), Need::TooEarly);
        assert_eq!(with(None, Some(i64::MIN)), Need::TooLate);
    }

    #[test]
    fn other_objects_are_wanted_unless_written_before_the_window() {
        let window = Window { since: Some(SINCE), until: Some(SINCE + HOUR), ..Window::default() };
        for key in ["notes.txt", "a/2025/x.log", "E2EXAMPLE1ABCD.txt", "x_20200101T0000Z_y.log.gz"]
        {
            assert_eq!(window.wants(key, SINCE - 300), Need::Wanted);
            assert_eq!(window.wants(key, SINCE - 301), Need::TooEarly);
            assert_eq!(window.wants(key, SINCE + DAY), Need::Wanted);
            assert_eq!(window.wants(key, 0), Need::Wanted);
        }
    }

    #[test]
    fn what_only_lateness_lets_in_is_told() {
        let window = Window { since: Some(SINCE), until: Some(SINCE + HOUR), ..Window::default() };
        let is_allowance = |key| window.is_allowance(&read_key(key).unwrap());
        assert!(!is_allowance("E2EXAMPLE1ABCD.2026-11-22-14.x.gz"));
        assert!(is_allowance("E2EXAMPLE1ABCD.2026-11-22-15.x.gz"));
    }
}
