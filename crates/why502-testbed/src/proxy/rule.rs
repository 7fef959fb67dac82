//! Which requests a fault befalls, and how often.

use std::collections::HashMap;

use super::fault::Fault;

/// A fault and the requests it befalls: at first every request, always.
#[derive(Clone, Debug)]
pub struct Rule {
    fault: Fault,
    path: Option<String>,
    kind: Kind,
    skipped: u64,
    times: u64,
    every: u64,
    is_per_target: bool,
    /// Requests matched and befallen; one entry, or one for each target.
    tallies: HashMap<String, Tally>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Any,
    Listings,
    Others,
}

#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    seen: u64,
    done: u64,
}

impl Rule {
    /// A rule for all requests.
    pub fn new(fault: Fault) -> Rule {
        Rule {
            fault,
            path: None,
            kind: Kind::Any,
            skipped: 0,
            times: u64::MAX,
            every: 1,
            is_per_target: false,
            tallies: HashMap::new(),
        }
    }

    /// Only requests whose target (path and query) has this in it, as it is sent or with its
    /// percent-encoding taken off.
    #[must_use]
    pub fn path(mut self, part: &str) -> Rule {
        self.path = Some(part.to_owned());
        self
    }

    /// Only listings (`list-type=2`).
    #[must_use]
    pub fn listings(mut self) -> Rule {
        self.kind = Kind::Listings;
        self
    }

    /// Only requests that are not listings.
    #[must_use]
    pub fn objects(mut self) -> Rule {
        self.kind = Kind::Others;
        self
    }

    /// Spares the first so many matching requests.
    #[must_use]
    pub fn skip(mut self, requests: u64) -> Rule {
        self.skipped = requests;
        self
    }

    /// At most so many times.
    #[must_use]
    pub fn times(mut self, times: u64) -> Rule {
        self.times = times;
        self
    }

    /// Only each so many-th matching request: 3 befalls the third, the sixth and so on.
    #[must_use]
    pub fn every(mut self, requests: u64) -> Rule {
        self.every = requests.max(1);
        self
    }

    /// Counts `skip`, `times` and `every` for each target by itself.
    #[must_use]
    pub fn per_target(mut self) -> Rule {
        self.is_per_target = true;
        self
    }

    pub(super) fn fault(&self) -> &Fault {
        &self.fault
    }

    /// Whether the rule is due for this request, which it counts if it matches.
    pub(super) fn is_due(&mut self, target: &str) -> bool {
        if !self.matches(target) {
            return false;
        }
        let counted = if self.is_per_target { target } else { "" };
        let tally = self.tallies.entry(counted.to_owned()).or_default();
        tally.seen += 1;
        let place = tally.seen.saturating_sub(self.skipped);
        let is_due = place > 0 && place.is_multiple_of(self.every) && tally.done < self.times;
        tally.done += u64::from(is_due);
        is_due
    }

    fn matches(&self, target: &str) -> bool {
        let is_kind = match self.kind {
            Kind::Any => true,
            Kind::Listings => is_listing(target),
            Kind::Others => !is_listing(target),
        };
        let has_part =
            |part: &String| target.contains(part.as_str()) || plain(target).contains(part.as_str());
        is_kind && self.path.as_ref().is_none_or(has_part)
    }
}

/// Whether the target is that of ListObjectsV2.
pub(super) fn is_listing(target: &str) -> bool {
    let query = target.split_once('?').map_or("", |(_, query)| query);
    query.split('&').any(|pair| pair == "list-type=2")
}

/// With percent-encoding taken off; what is no UTF-8 then is replaced.
fn plain(target: &str) -> String {
    let mut bytes = Vec::with_capacity(target.len());
    let mut rest = target.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let digits = after.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        let encoded = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match encoded {
            Some(encoded) if byte == b'%' => {
                bytes.push(encoded);
                rest = &after[2..];
            }
            _ => {
                bytes.push(byte);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn befallen(rule: Rule, targets: &[&str]) -> Vec<bool> {
        let mut rule = rule;
        targets.iter().map(|target| rule.is_due(target)).collect()
    }

    #[test]
    fn times_every_and_skip_count_matching_requests_only() {
        let rule = Rule::new(Fault::SlowDown).path("/a").skip(1).every(2).times(2);
        let targets = ["/a", "/b", "/a", "/a", "/a", "/b", "/a", "/a", "/a"];
        let expected = [false, false, false, true, false, false, true, false, false];
        assert_eq!(befallen(rule, &targets), expected);
    }

    #[test]
    fn each_target_may_be_counted_by_itself() {
        let rule = Rule::new(Fault::SlowDown).times(1).per_target();
        assert_eq!(befallen(rule, &["/a", "/b", "/a", "/b"]), [true, true, false, false]);
    }

    #[test]
    fn listings_and_encoded_paths_are_known() {
        let list = "/bucket/?delimiter=%2F&list-type=2&prefix=a%2Fb";
        assert_eq!(befallen(Rule::new(Fault::SlowDown).listings(), &[list, "/b/k"]), [true, false]);
        assert_eq!(befallen(Rule::new(Fault::SlowDown).objects(), &[list, "/b/k"]), [false, true]);
        assert_eq!(befallen(Rule::new(Fault::SlowDown).path("prefix=a/b"), &[list]), [true]);
        assert_eq!(befallen(Rule::new(Fault::SlowDown).path("a%2Fb"), &[list]), [true]);
        assert_eq!(plain("100%"), "100%");
    }
}
