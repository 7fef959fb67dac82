//! The slow twin: random buckets, listed page by page as S3 does, are explored by plan, judgement
//! and jumps; the outcome must be that of a plain listing of everything, at no more requests.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::layout::calendar::{DAY, HOUR, MINUTE};
use crate::layout::folder::{Folder, judge};
use crate::layout::jump::{Jump, jump};
use crate::layout::key::read_key;
use crate::layout::plan::{Plan, plan};
use crate::layout::twin_keys::{
    MIDNIGHT, cloudfront_key, elb_key, hostile_key, other_key, regular_key, time,
};
use crate::layout::window::{Need, Window};

/// Keys and when they were written.
type Bucket = BTreeMap<String, i64>;

/// What a server does with a start inside a folder when it lists by folder.
#[derive(Clone, Copy, Debug)]
enum Server {
    /// Gives the folder for the keys after the start, as AWS.
    GivesAgain,
    /// Goes on after the folder, as Ceph.
    PassesOver,
}

/// Where a page begins.
#[derive(Clone, Debug)]
enum Start {
    /// After this key.
    After(String),
    /// By the token of the page before, whose last entry this was.
    Token(String),
}

/// A page, and whether there is more.
type Page = (Vec<String>, bool);

/// One request of `ListObjectsV2`: entries after `start`, folders ending in `/`.
fn list(
    (bucket, server): (&Bucket, Server),
    (prefix, by_folder): (&str, bool),
    start: &Start,
    page: usize,
) -> Page {
    let (start, passes_over) = match start {
        Start::After(start) => (start.as_str(), matches!(server, Server::PassesOver)),
        Start::Token(last) => (last.as_str(), true),
    };
    let folder_of = |key: &str| {
        let slash = key.get(prefix.len()..)?.find('/').filter(|_| by_folder)?;
        Some(key[..=prefix.len() + slash].to_owned())
    };
    let passed = if passes_over && start.starts_with(prefix) { folder_of(start) } else { None };
    let mut entries: Vec<String> = Vec::new();
    let from = if start > prefix { start } else { prefix };
    for key in bucket.range(from.to_owned()..).map(|(key, _)| key) {
        if !key.starts_with(prefix) || entries.len() > page {
            break;
        }
        let entry = folder_of(key).unwrap_or_else(|| key.clone());
        let is_new = entries.last() != Some(&entry) && passed.as_ref() != Some(&entry);
        if key.as_str() > start && is_new {
            entries.push(entry);
        }
    }
    let has_more = entries.len() > page;
    entries.truncate(page);
    (entries, has_more)
}

/// How exploring went.
#[derive(Debug, Default)]
struct Tour {
    wanted: Vec<String>,
    requests: usize,
    /// Requests a plain listing of the same prefixes takes.
    plain_requests: usize,
    prefixes: usize,
    folders: usize,
}

struct Explorer<'b> {
    at: (&'b Bucket, Server),
    window: Window,
    page: usize,
    tour: Tour,
}

impl Explorer<'_> {
    fn explore(&mut self, prefix: &str, is_top: bool) {
        match plan(prefix, &self.window, is_top) {
            Plan::Scans(scans) => {
                for scan in scans {
                    let folders = self.list_all(&scan, false);
                    assert!(folders.is_empty());
                }
            }
            Plan::Folders => {
                for folder in self.list_all(prefix, true) {
                    self.tour.folders += 1;
                    self.explore(&folder, false);
                }
            }
        }
    }

    /// Lists a prefix; gives the folders to explore.
    fn list_all(&mut self, prefix: &str, by_folder: bool) -> Vec<String> {
        let entries =
            list(self.at, (prefix, by_folder), &Start::After(String::new()), usize::MAX - 1)
                .0
                .len();
        self.tour.plain_requests += entries.div_ceil(self.page).max(1);
        self.tour.prefixes += 1;
        let mut folders = Vec::new();
        let mut start = Start::After(String::new());
        loop {
            let (page, has_more) = list(self.at, (prefix, by_folder), &start, self.page);
            self.tour.requests += 1;
            for entry in &page {
                if by_folder && entry.len() > prefix.len() && entry.ends_with('/') {
                    // A marker object has the same key; none is in the buckets here.
                    if judge(entry, &self.window) == Folder::Explore {
                        folders.push(entry.clone());
                    }
                } else if self.window.wants(entry, self.at.0[entry]) == Need::Wanted {
                    self.tour.wanted.push(entry.clone());
                }
            }
            let Some(last) = page.last().filter(|_| has_more) else { break };
            match jump(prefix, last, &self.window) {
                Jump::Next => start = Start::Token(last.clone()),
                Jump::To(after) => {
                    assert!(after > *last && after.starts_with(prefix), "{last} -> {after}");
                    start = Start::After(after);
                }
                Jump::End => break,
            }
        }
        folders
    }
}

fn tour(at: (&Bucket, Server), prefix: &str, window: Window, page: usize) -> Tour {
    let mut explorer = Explorer { at, window, page, tour: Tour::default() };
    explorer.explore(prefix, true);
    explorer.tour.wanted.sort();
    explorer.tour
}

/// The root of dated folders in a key: slowly, by trying every folder above it.
fn slow_root(key: &str) -> Option<&str> {
    let ends = key.match_indices('/').map(|(at, _)| at + 1);
    ends.map(|end| &key[..end]).find(|folder| {
        let names: Vec<&str> = folder.trim_end_matches('/').split('/').collect();
        let Some(at) = names.iter().position(|&name| name == "AWSLogs") else { return false };
        let mut names = names[at + 1..].to_vec();
        if names.first().is_some_and(|name| name.starts_with("o-")) {
            names.remove(0);
        }
        let is_account = |name: &str| name.len() == 12 && name.chars().all(|c| c.is_ascii_digit());
        let has_names = names.iter().all(|name| !name.is_empty()) && !folder.ends_with("//");
        match names[..] {
            [account, "elasticloadbalancing" | "vpcflowlogs", _] => {
                is_account(account) && has_names
            }
            [account, "WAFLogs", _, _] => is_account(account) && has_names,
            _ => false,
        }
    })
}

/// Whether exploring `prefix` comes to a key: no folder on the way is left, and in a dated tree
/// of a bounded window the key lies in one of the days planned for the whole tree.
fn is_reached(key: &str, prefix: &str, window: &Window) -> bool {
    let in_day = |root: &str| {
        let day = key[root.len()..].get(..11).filter(|day| day.ends_with('/'))?;
        let parts: Vec<&str> = day[..10].split('/').collect();
        let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
        let is_day = lengths == [4, 2, 2] && day.bytes().filter(u8::is_ascii_digit).count() == 8;
        is_day.then(|| key[..root.len() + 11].to_owned())
    };
    let root = slow_root(key);
    let day = root.and_then(in_day);
    if let Some(root) = root
        && let Plan::Scans(days) = plan(root, window, true)
    {
        let days: Vec<_> = days.into_iter().filter(|day| day.starts_with(prefix)).collect();
        let is_above = root.starts_with(prefix) || !days.is_empty();
        if is_above {
            let left = folders_above(key, prefix).filter(|folder| folder.len() <= root.len());
            return day.is_some_and(|day| days.contains(&day))
                && left.into_iter().all(|folder| judge(folder, window) == Folder::Explore);
        }
    }
    // In a day that is listed flat, folders are not judged.
    folders_above(key, prefix)
        .filter(|folder| day.as_ref().is_none_or(|day| folder.len() <= day.len()))
        .all(|folder| judge(folder, window) == Folder::Explore)
}

/// The folders of a key below a prefix.
fn folders_above<'k>(key: &'k str, prefix: &str) -> impl Iterator<Item = &'k str> {
    let least = prefix.len();
    key.match_indices('/').map(|(at, _)| &key[..=at]).filter(move |folder| folder.len() > least)
}

fn slow(bucket: &Bucket, prefix: &str, window: &Window) -> Vec<String> {
    let inside = bucket.iter().filter(|(key, _)| key.starts_with(prefix));
    inside
        .filter(|(key, at)| window.wants(key, **at) == Need::Wanted)
        .filter(|(key, _)| is_reached(key, prefix, window))
        .map(|(key, _)| key.clone())
        .collect()
}

fn bucket() -> impl Strategy<Value = Bucket> {
    let key = prop_oneof![3 => regular_key(), 1 => hostile_key()];
    let written = prop_oneof![4 => time(), 1 => Just(0)];
    proptest::collection::btree_map(key, written, 0..120)
}

fn window() -> impl Strategy<Value = Window> {
    let spans = select(&[0, 7 * MINUTE, HOUR, 26 * HOUR, 50 * DAY][..]);
    let ends = (time(), -301i64..301, spans, 0u8..8, select(&[0, HOUR, DAY][..]));
    (ends, any::<bool>()).prop_map(|((at, seconds, span, open, late_seconds), has_now)| {
        let since = at + seconds;
        Window {
            since: (open != 0).then_some(since),
            until: (open > 1).then_some(since + span),
            now: has_now.then_some(MIDNIGHT + 3 * DAY),
            late_seconds,
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn exploring_finds_what_a_plain_listing_finds(
        bucket in bucket(),
        window in window(),
        page in 1usize..8,
        cut in any::<Option<(Index, Index)>>(),
    ) {
        // The whole bucket, or the beginning of some key, cut anywhere.
        let keys: Vec<&String> = bucket.keys().collect();
        let prefix = match cut {
            Some((key, end)) if !keys.is_empty() => {
                let key = keys[key.index(keys.len())];
                let ends: Vec<usize> = (0..=key.len()).filter(|&at| key.is_char_boundary(at)).collect();
                &key[..ends[end.index(ends.len())]]
            }
            _ => "",
        };
        let wanted = slow(&bucket, prefix, &window);
        let under = bucket.keys().filter(|key| key.starts_with(prefix)).count();
        for server in [Server::GivesAgain, Server::PassesOver] {
            let tour = tour((&bucket, server), prefix, window, page);
            prop_assert_eq!(&tour.wanted, &wanted, "{:?} {:?} {:?}", prefix, window, server);
            prop_assert!(tour.requests <= tour.plain_requests, "{:?}", tour);
            // Entries listed are objects and folders; a folder that is left holds a key that is
            // no entry. So there are at most as many as keys and explored folders, and each
            // prefix listed rounds up to one page more.
            let bound = (under + tour.folders) / page + tour.prefixes;
            prop_assert!(tour.requests <= bound, "{} > {}: {:?}", tour.requests, bound, tour);
        }
    }

    #[test]
    fn keys_as_aws_writes_them_are_chosen_by_need_or_by_their_age(
        key in regular_key(),
        window in window(),
        written in time(),
    ) {
        let slow = match read_key(&key) {
            Some(facts) => window.need(&facts) == Need::Wanted,
            None => window.may_hold(written),
        };
        // Folders of a web ACL are of the same minute in these keys.
        prop_assert_eq!(window.wants(&key, written) == Need::Wanted, slow, "{}", key);
    }

    #[test]
    fn no_text_and_no_time_panics(
        key in prop_oneof![any::<String>(), hostile_key()],
        prefix in prop_oneof![any::<String>(), hostile_key()],
        times in any::<(Option<i64>, Option<i64>, Option<i64>, i64)>(),
        written in any::<i64>(),
    ) {
        let (since, until, now, late_seconds) = times;
        let window = Window { since, until, now, late_seconds };
        let _ = (window.wants(&key, written), plan(&prefix, &window, false), judge(&key, &window));
        let last = prefix.clone() + &key;
        if let Jump::To(after) = jump(&prefix, &last, &window) {
            prop_assert!(after > last && after.starts_with(&prefix), "{:?} {:?}", prefix, last);
        }
    }
}

/// Objects of one balancer over a day, and what exploring them takes at 1,000 a page.
#[test]
fn an_hour_of_a_big_day_takes_a_few_pages() {
    let day = |owners: &[&str]| -> Bucket {
        let times = (1..=288).map(|interval| MIDNIGHT + interval * 5 * MINUTE - MINUTE);
        let keys = times.flat_map(|at| {
            let nodes = move |owner: &&str| {
                (0..50).map(move |node| elb_key("AWSLogs/", owner, at, node)).collect::<Vec<_>>()
            };
            owners.iter().flat_map(nodes).collect::<Vec<_>>()
        });
        keys.map(|key| (key, 0)).collect()
    };
    let since = MIDNIGHT + 13 * HOUR;
    let window = Window { since: Some(since), until: Some(since + HOUR), ..Window::default() };
    let prefix = "AWSLogs/123456789012/elasticloadbalancing/eu-west-1/";
    let one = day(&["app.shop.50dc"]);
    let found = tour((&one, Server::GivesAgain), prefix, window, 1000);
    assert_eq!((one.len(), found.wanted.len()), (14_400, 15 * 50));
    assert_eq!(found.requests, 3, "the first page, the hour, and whether more follows");
    let three = day(&["app.shop.50dc", "app.shop-2.50dc", "conn_log_|app.shop.50dc"]);
    let found = tour((&three, Server::PassesOver), prefix, window, 1000);
    assert_eq!(found.wanted.len(), 3 * 15 * 50);
    assert!(found.requests <= 3 * 3, "{}", found.requests);
}

#[test]
fn a_flat_folder_of_many_months_takes_a_few_pages() {
    let hours = (0..10_000).map(|hour| MIDNIGHT - hour * HOUR);
    let owners = ["E2EXAMPLE1ABCD", "E2EXAMPLE1ABCE"];
    let keys = hours.flat_map(|at| owners.map(|owner| (cloudfront_key("cf/", owner, at, 1), 0)));
    let bucket: Bucket = keys.collect();
    let since = MIDNIGHT - 5_000 * HOUR;
    let window = Window { since: Some(since), until: Some(since + HOUR), ..Window::default() };
    for prefix in ["", "cf", "cf/", "cf/E2EXAMPLE1ABC"] {
        let found = tour((&bucket, Server::PassesOver), prefix, window, 1000);
        assert_eq!(found.wanted.len(), 2 * 27, "24 hours late, two at the edges, one before");
        assert!(found.requests <= 6, "{prefix}: {}", found.requests);
    }
}

#[test]
fn a_web_acl_with_a_folder_for_each_minute_takes_a_few_pages() {
    let times = (0..288).map(|interval| MIDNIGHT + interval * 5 * MINUTE);
    let keys = times.flat_map(|at| (0..10).map(move |node| (other_key(1, at, node), 0)));
    let bucket: Bucket = keys.collect();
    let since = MIDNIGHT + 13 * HOUR;
    let window = Window { since: Some(since), until: Some(since + HOUR), ..Window::default() };
    let found = tour((&bucket, Server::GivesAgain), "", window, 100);
    assert_eq!(found.wanted.len(), 18 * 10);
    // Down to the web ACL, six levels; the day is scanned flat.
    assert!(found.requests <= 6 + 7, "{}", found.requests);
}
