//! What all connections share: the rules, what was done, the pages given last.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::fault::Fault;
use super::head::Head;
use super::rule::{Rule, is_listing};

/// One request and what was done to its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act {
    /// Which connection it came on, from 1.
    pub connection: u64,
    /// HTTP method.
    pub method: String,
    /// Path and query as they were sent.
    pub target: String,
    /// What was done; nothing where the answer went through untouched.
    pub fault: Option<Fault>,
}

/// The answer to a listing, held to be given again.
#[derive(Clone, Debug)]
pub(super) struct GivenPage {
    pub(super) head: Head,
    pub(super) content: Vec<u8>,
}

#[derive(Debug)]
pub(super) struct Ledger(Mutex<Known>);

#[derive(Debug, Default)]
struct Known {
    rules: Vec<Rule>,
    acts: Vec<Act>,
    pages: HashMap<String, GivenPage>,
    connections: u64,
}

impl Ledger {
    pub(super) fn new(rules: Vec<Rule>) -> Ledger {
        Ledger(Mutex::new(Known { rules, ..Known::default() }))
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn add(&self, rule: Rule) {
        self.known().rules.push(rule);
    }

    pub(super) fn clear(&self) {
        self.known().rules.clear();
    }

    pub(super) fn acts(&self) -> Vec<Act> {
        self.known().acts.clone()
    }

    pub(super) fn connections(&self) -> u64 {
        self.known().connections
    }

    /// A new connection's number.
    pub(super) fn connection(&self) -> u64 {
        let mut known = self.known();
        known.connections += 1;
        known.connections
    }

    /// What befalls this request; written down.
    pub(super) fn decide(&self, connection: u64, request: &Head) -> Option<Fault> {
        let mut known = self.known();
        let target = request.target();
        let has_page = known.pages.contains_key(&listing_of(target));
        let can_act = |rule: &Rule| *rule.fault() != Fault::RepeatedPage || has_page;
        // All rules count the request, so that one does not shift the count of another.
        let mut fault = None;
        for rule in known.rules.iter_mut().filter(|rule| can_act(rule)) {
            if rule.is_due(target) && fault.is_none() {
                fault = Some(rule.fault().clone());
            }
        }
        known.acts.push(Act {
            connection,
            method: request.method().to_owned(),
            target: target.to_owned(),
            fault: fault.clone(),
        });
        fault
    }

    /// Whether the answer to this request may have to be given again.
    pub(super) fn wants_page(&self, target: &str) -> bool {
        is_listing(target)
            && self.known().rules.iter().any(|rule| *rule.fault() == Fault::RepeatedPage)
    }

    pub(super) fn keep_page(&self, target: &str, page: GivenPage) {
        self.known().pages.insert(listing_of(target), page);
    }

    pub(super) fn page(&self, target: &str) -> Option<GivenPage> {
        self.known().pages.get(&listing_of(target)).cloned()
    }
}

/// The target without what tells pages of one listing apart.
fn listing_of(target: &str) -> String {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let is_kept =
        |pair: &&str| !pair.starts_with("continuation-token=") && !pair.starts_with("start-after=");
    let pairs: Vec<&str> = query.split('&').filter(is_kept).collect();
    format!("{path}?{}", pairs.join("&"))
}
