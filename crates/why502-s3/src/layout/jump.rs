//! How far a listing may jump ahead. Between two pages the listing goes on where a run of keys
//! (one load balancer in one folder, one distribution, one web ACL) comes into the window, or
//! after it. A request is spent anyway, so a jump never costs one: pages asked for begin at the
//! same keys as those of a plain listing or at later ones.

use crate::layout::calendar::LAST_HOUR;
use crate::layout::stem::{Stem, stems};
use crate::layout::window::{Need, Window};

/// Where a listing goes on after a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Jump {
    /// With the next page, by the server's token.
    Next,
    /// With a new request that starts after this key, which is after the last one seen and still
    /// has the prefix. It is no key that is wanted.
    To(String),
    /// Nowhere: no key with the prefix that follows is wanted.
    End,
}

/// Decides after a page of a listing of `prefix`, flat or by folder, that is not its last one.
/// `last_key` is the greatest of the page's keys and folders. Passes over no key that
/// [`Window::wants`] keeps, never goes back, and never into a folder of the same page.
#[must_use]
pub fn jump(prefix: &str, last_key: &str, window: &Window) -> Jump {
    let Some(beyond) = last_key.strip_prefix(prefix) else {
        return Jump::Next;
    };
    let Some(mut target) = stems(last_key).find_map(|stem| target(&stem, window)) else {
        return Jump::Next;
    };
    // In a listing by folder, servers differ about a start inside a folder: some give the folder
    // again, some pass over it. So the start is put before it.
    let may_be_by_folder = !beyond.strip_suffix('/').unwrap_or(beyond).contains('/');
    if may_be_by_folder
        && let Some(inner) = target.strip_prefix(prefix)
        && let Some(slash) = inner.find('/')
    {
        target.truncate(prefix.len() + slash);
    }
    if target.as_str() <= last_key {
        Jump::Next
    } else if target.starts_with(prefix) {
        Jump::To(target)
    } else {
        // Greater than a key with the prefix and without it: greater than all with it.
        Jump::End
    }
}

/// For a listing by folder that cannot go on by a token: what to start after, so that the folder
/// is passed over. It comes again if its keys go on with U+10FFFF; then it is one already seen.
#[must_use]
pub fn past_folder(folder: &str) -> String {
    format!("{folder}\u{10ffff}")
}

/// What to start after when a key outside the window is in this run.
fn target(stem: &Stem<'_>, window: &Window) -> Option<String> {
    let text = stem.text;
    match window.place(stem) {
        Need::Wanted => None,
        Need::TooEarly => {
            let (first, _) = window.bounds(stem.kind, stem.stamp);
            // `~` is greater than the `Z`, `.` or `/` after a stamp, so all of it is passed over.
            let before = first?.min(LAST_HOUR).checked_sub(stem.stamp.unit())?;
            Some(format!("{text}{}~", stem.stamp.write(before)))
        }
        // Only what goes on with a digit counts by its order.
        Need::TooLate => Some(format!("{text}9~")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-11-22 13:00 to 14:00.
    const WINDOW: Window = Window {
        since: Some(1_795_352_400),
        until: Some(1_795_356_000),
        now: None,
        late_seconds: 0,
    };
    const SHOP: &str = "123456789012_elasticloadbalancing_eu-west-1_app.shop.50dc_";

    fn to(text: &str) -> Jump {
        Jump::To(text.to_owned())
    }

    #[test]
    fn a_run_before_the_window_is_passed_up_to_it_and_one_behind_it_to_its_end() {
        let key = |stamp: &str| format!("d/{SHOP}{stamp}_10.0.0.1_x.log.gz");
        let early = to(&format!("d/{SHOP}20261122T1254~"));
        assert_eq!(jump("d/", &key("20261122T0005Z"), &WINDOW), early);
        assert_eq!(jump("d/", &key("20261122T1254Z"), &WINDOW), early);
        assert_eq!(jump("d/", &key("20261122T1255Z"), &WINDOW), Jump::Next);
        assert_eq!(jump("d/", &key("20261122T1410Z"), &WINDOW), Jump::Next);
        let late = to(&format!("d/{SHOP}9~"));
        assert_eq!(jump("d/", &key("20261122T1411Z"), &WINDOW), late);
        let prefix = format!("d/{SHOP}20261122");
        assert_eq!(jump(&prefix, &key("20261122T1411Z"), &WINDOW), Jump::End);
        let flat = jump("cf/", "cf/E2EXAMPLE1ABCD.2026-11-01-00.a.gz", &WINDOW);
        assert_eq!(flat, to("cf/E2EXAMPLE1ABCD.2026-11-22-11~"));
    }

    #[test]
    fn in_a_listing_by_folder_no_start_lies_inside_a_folder() {
        let acl = "AWSLogs/123456789012/WAFLogs/eu-west-1/acl/";
        let year = format!("{acl}2026/");
        let jump_after = |month: &str| jump(&year, &format!("{year}{month}"), &WINDOW);
        assert_eq!(jump_after("03/"), to(&format!("{year}11")));
        assert_eq!(jump_after("11/"), Jump::Next);
        assert_eq!(jump_after("12/"), Jump::End);
        // Flat, the same place is reached in one step.
        assert_eq!(jump_after("03/01/00/00/x"), to(&format!("{year}11/22/11/49~")));
    }

    #[test]
    fn without_a_run_or_a_window_the_next_page_follows() {
        let key = format!("{SHOP}20200101T0005Z_10.0.0.1_x.log.gz");
        assert_eq!(jump("", &key, &Window::default()), Jump::Next);
        assert_eq!(jump("", "notes.txt", &WINDOW), Jump::Next);
        assert_eq!(jump("a/", "b/x", &WINDOW), Jump::Next, "a server that goes astray");
        assert_eq!(jump("", &format!("{SHOP}readme"), &WINDOW), Jump::Next);
    }

    #[test]
    fn a_folder_is_passed_over_with_all_that_is_in_it() {
        let past = past_folder("a/b/");
        assert!(["a/b/é/x", "a/b/~~~"].iter().all(|&inside| inside < past.as_str()));
        assert!(past.as_str() < "a/b0");
    }
}
