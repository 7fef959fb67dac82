//! A scenario's rows and what is known of them; from both, its objects and its label.

use std::collections::BTreeMap;

use crate::sample_logs::alb::outcome::{Outcome, Request};
use crate::sample_logs::alb::row::{AlbRow, Balancer};
use crate::sample_logs::clock::{Civil, Moment, SECOND_US};
use crate::sample_logs::cloudfront::row::EdgeRow;
use crate::sample_logs::labels::{Background, Incident, Label, Scope, Tag};
use crate::sample_logs::neighbours::log::Log;
use crate::sample_logs::objects::{Objects, alb_objects, edge_objects};
use crate::sample_logs::random::Random;

/// One scenario.
#[derive(Debug, Clone, Default)]
pub struct Scenario {
    /// Folder below the sample-logs root.
    pub folder: &'static str,
    /// One sentence.
    pub title: &'static str,
    /// The load balancer of `alb`.
    pub balancer: Option<Balancer>,
    /// ALB lines.
    pub alb: Vec<AlbRow>,
    /// CloudFront lines.
    pub edge: Vec<EdgeRow>,
    /// Objects of other logs.
    pub others: Vec<Log>,
    /// Cause and scope of each incident; rows refer to them by index.
    pub incidents: Vec<(&'static str, Scope)>,
    /// Causes of background failures that a diagnosis should name.
    pub background: Vec<&'static str>,
    /// True where nothing may be reported.
    pub quiet: bool,
}

impl Scenario {
    /// The uncompressed objects of the scenario, keys relative to its folder.
    #[must_use]
    pub fn objects(&self, seed: u64) -> Objects {
        let mut random = Random::labelled(seed ^ 0x6b65_7973, self.folder);
        let mut objects = match &self.balancer {
            Some(balancer) => alb_objects(balancer, &self.alb, &mut random),
            None => Objects::new(),
        };
        objects.extend(edge_objects(&self.edge, 4, &mut random));
        objects.extend(self.others.iter().map(|log| (log.key.clone(), log.text.clone())));
        objects
    }

    /// The label: counts and times are those of the rows.
    #[must_use]
    pub fn label(&self) -> Label {
        let mut noise: BTreeMap<&str, u64> = BTreeMap::new();
        for (_, tag, _) in self.rows() {
            if let Tag::Background(cause) = tag {
                *noise.entry(cause).or_default() += 1;
            }
        }
        let (background, noise): (Vec<_>, Vec<_>) = noise
            .into_iter()
            .map(|(cause, failed)| Background { cause: cause.to_owned(), failed })
            .partition(|entry| self.background.contains(&entry.cause.as_str()));
        let incidents = (0..self.incidents.len()).map(|index| self.incident(index)).collect();
        Label {
            folder: self.folder.to_owned(),
            title: self.title.to_owned(),
            quiet: self.quiet,
            records: (self.alb.len() + self.edge.len()) as u64
                + self.others.iter().map(|log| log.records).sum::<u64>(),
            bad_gateways: self.rows().filter(|&(_, _, status)| status == 502).count() as u64,
            incidents,
            background,
            noise,
        }
    }

    fn incident(&self, index: usize) -> Incident {
        let (cause, scope) = &self.incidents[index];
        let mine = |tag| tag == Tag::Incident(index) || tag == Tag::CachedIncident(index);
        let times = || self.rows().filter(|&(_, tag, _)| mine(tag)).map(|(at, _, _)| at);
        Incident {
            cause: (*cause).to_owned(),
            start: Civil::of(times().min().unwrap_or_default()).to_string(),
            end: Civil::of(times().max().unwrap_or_default()).to_string(),
            scope: scope.clone(),
            failed: times().count() as u64,
            cached: self.rows().filter(|&(_, tag, _)| tag == Tag::CachedIncident(index)).count()
                as u64,
        }
    }

    /// Time as the log shows it, tag and status of every row.
    fn rows(&self) -> impl Iterator<Item = (Moment, Tag, u16)> {
        let alb = self.alb.iter().map(|row| (row.sent_at, row.tag, row.elb_status));
        let edge = self
            .edge
            .iter()
            .map(|row| (row.ended_at.div_euclid(SECOND_US) * SECOND_US, row.tag, row.status));
        let others = self.others.iter().flat_map(|log| log.requests.iter().copied());
        alb.chain(edge).chain(others)
    }
}

/// The occasional request that a target's closing connection swallows: never two in
/// `gap`, and each on another target, in turn.
#[derive(Debug)]
pub struct StrayResets {
    one_in: u64,
    gap: Moment,
    next_at: Moment,
    spared: Vec<String>,
}

impl StrayResets {
    /// About one request in `one_in`, at most one in `gap` microseconds.
    #[must_use]
    pub fn new(one_in: u64, gap: Moment) -> Self {
        Self { one_in, gap, next_at: 0, spared: Vec::new() }
    }

    /// The fault, if it is this request's turn.
    pub fn strike(&mut self, request: &Request, random: &mut Random) -> Option<(Outcome, Tag)> {
        let target = request.target.as_ref()?;
        if request.at < self.next_at || self.spared.contains(target) {
            return None;
        }
        if !random.chance(1, self.one_in) {
            return None;
        }
        self.next_at = request.at + self.gap;
        self.spared.push(target.clone());
        if self.spared.len() > 7 {
            self.spared.remove(0);
        }
        let after = random.curve(&[(0, 0), (700, 3), (1000, 40)]);
        Some((Outcome::Closed(after), Tag::Background("keepalive-race")))
    }
}

/// Ends the WebSockets of a target when its process ends.
pub fn close_sockets(rows: &mut [AlbRow], target: &str, at: Moment) {
    for row in rows {
        let open = row.elb_status == 101 && (row.received_at..row.sent_at).contains(&at);
        if open && row.target.as_deref() == Some(target) {
            row.sent_at = at;
        }
    }
}

/// A list of strings for a [`Scope`].
#[must_use]
pub fn names(items: &[&str]) -> Vec<String> {
    items.iter().map(|&item| item.to_owned()).collect()
}
