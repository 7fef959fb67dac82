//! Requests in the order in which they come, with the noise that every site has.

use super::outcome::{Outcome, System};
use super::request::Request;
use super::site::{Group, Site};
use crate::chance::Chance;
use crate::clock::{MINUTE, SECOND};

/// How often a healthy request fails all the same, each as a share of requests.
#[derive(Debug, Clone, Default)]
pub struct Noise {
    /// Connections that a target closed under a request.
    pub reset: f64,
    /// Clients that left.
    pub left: f64,
    /// 500 by the application.
    pub application: f64,
    /// 404.
    pub not_found: f64,
    /// Scanners: bursts of requests for paths that do not exist, at these times.
    pub scans: Vec<i64>,
}

/// The stream of requests of one site.
pub struct Flow<'a> {
    system: System,
    site: &'a Site,
    noise: &'a Noise,
    /// Cumulated weights of groups, and of each group's routes.
    groups: Vec<f64>,
    routes: Vec<Vec<f64>>,
    /// Requests per microsecond, without loads.
    rate: f64,
    phase: f64,
    walk: f64,
    now: i64,
    until: i64,
    scans: Vec<i64>,
    /// Share answered by the edge's cache.
    pub hits: f64,
}

impl<'a> Flow<'a> {
    /// Requests from one time to another, at so many per second.
    pub fn new(
        system: System,
        (site, noise): (&'a Site, &'a Noise),
        (from, until): (i64, i64),
        rate: f64,
        chance: &mut Chance,
    ) -> Self {
        let sums = |weights: &mut dyn Iterator<Item = f64>| {
            let mut sum = 0.0;
            weights
                .map(|weight| {
                    sum += weight;
                    sum
                })
                .collect::<Vec<_>>()
        };
        let groups = sums(&mut site.groups.iter().map(|group| group.weight));
        let each = |group: &Group| sums(&mut group.routes.iter().map(|route| route.weight));
        let mut scans: Vec<i64> = noise.scans.clone();
        scans.sort_unstable_by_key(|at| std::cmp::Reverse(*at));
        Self {
            system,
            site,
            noise,
            groups,
            routes: site.groups.iter().map(each).collect(),
            rate: rate / SECOND as f64,
            phase: chance.real(0.0, std::f64::consts::TAU),
            walk: 1.0,
            now: from,
            until,
            scans,
            hits: chance.real(0.2, 0.85),
        }
    }

    /// The next request; `load` multiplies the rate at a time.
    pub fn next(&mut self, load: &dyn Fn(i64) -> f64, chance: &mut Chance) -> Option<Request> {
        if let Some(&at) = self.scans.last().filter(|&&at| at <= self.now) {
            self.scans.pop();
            return Some(self.scan(at, chance));
        }
        // One wave in three hours, and a walk that stays near 1.
        let wave = 1.0 + 0.3 * (self.phase + self.now as f64 / (1_719.0 * SECOND as f64)).sin();
        self.walk = (self.walk * (1.0 + 0.01 * chance.real(-1.0, 1.0))).clamp(0.75, 1.3);
        let rate = self.rate * wave * self.walk * load(self.now);
        self.now += chance.waiting(1.0 / rate).max(1.0) as i64;
        (self.now < self.until).then(|| self.request(chance))
    }

    fn request(&self, chance: &mut Chance) -> Request {
        let mut request = self.plain(chance);
        let lot = chance.unit();
        let Noise { reset, left, application, not_found, .. } = self.noise;
        let bounds = [*reset, *left, *application, *not_found];
        let mut sum = 0.0;
        let which = bounds.iter().position(|bound| {
            sum += bound;
            lot < sum
        });
        let spared = self.system == System::EdgeAndAlb && request.from_cache;
        if let Some(which) = which.filter(|_| !spared) {
            self.spoil(&mut request, which, chance);
        }
        request
    }

    fn plain(&self, chance: &mut Chance) -> Request {
        let group = at(&self.groups, chance);
        let route = at(&self.routes[group], chance);
        let here = &self.site.groups[group];
        let one = &here.routes[route];
        let latency = one.median * (one.deviation * chance.normal()).exp();
        let elapsed = (latency.min(25.0 * SECOND as f64) as i64).max(1_000);
        let edge = matches!(self.system, System::Edge | System::EdgeAndAlb);
        let hit = edge && one.method == "GET" && chance.happens(self.hits);
        let mut outcome = Outcome::served(self.system, elapsed);
        if hit {
            outcome.results = ["Hit"; 3];
        }
        // Crowded at the front: few clients ask for much.
        let skewed =
            |chance: &mut Chance, length: usize| (chance.unit().powf(1.7) * length as f64) as usize;
        Request {
            start: self.now,
            elapsed: if hit { 500 + chance.below(4_000) as i64 } else { elapsed },
            group,
            route,
            target: self.target(here, chance),
            host: chance.index(here.hosts.len()),
            client: skewed(chance, self.site.usual.0),
            agent: skewed(chance, self.site.usual.1),
            node: chance.index(self.site.nodes.len()),
            id: chance.bits(),
            odd_path: None,
            received: 180 + chance.below(900),
            sent: 400 + chance.below(30_000),
            outcome,
            from_cache: hit,
            incident: None,
        }
    }

    fn target(&self, group: &Group, chance: &mut Chance) -> Option<usize> {
        let there = |index: &usize| {
            let one = &group.targets[*index];
            one.from <= self.now && self.now < one.until
        };
        if group.targets.is_empty() {
            return None;
        }
        let tries = (0..24).map(|_| chance.index(group.targets.len())).find(there);
        tries.or_else(|| (0..group.targets.len()).find(there))
    }

    /// A request that fails as one of a few always do.
    fn spoil(&self, request: &mut Request, which: usize, chance: &mut Chance) {
        let quick = chance.between(200, 40_000) as i64;
        let own = request.elapsed;
        match (self.system, which) {
            (System::Network, 0) => request.outcome.times[1] = None,
            (System::Network, 1) => request.sent = 0,
            (System::Network, _) => {}
            (_, 3) => {
                request.answered(404, own);
                if self.edge() {
                    request.outcome.results = ["Error"; 3];
                }
            }
            (System::Gateway, 0 | 2) => {
                request.gateway_failed(500, (Some(200), Some(500)), ("-", "-"), own);
            }
            (System::Gateway, _) => request.outcome.status = 403,
            (System::Classic, 0 | 1) => request.classic_failed(504),
            (System::Edge, 0) => request.edge_failed(502, "OriginReadError", own),
            (System::Edge, 1) => request.edge_failed(0, "ClientCommError", own + quick * 40),
            (System::Edge, _) => request.edge_failed(500, "Error", own.max(25_000)),
            (_, 0) if request.target.is_some() => request.reset(quick),
            (_, 1) => request.left(quick * 50),
            (_, _) => request.answered(500, own),
        }
    }

    fn edge(&self) -> bool {
        matches!(self.system, System::Edge | System::EdgeAndAlb)
    }

    fn scan(&self, at: i64, chance: &mut Chance) -> Request {
        let mut request = self.plain(chance);
        (request.start, request.client, request.agent) = (at, 0, 0);
        request.odd_path = Some(*chance.pick(&[
            "/wp-login.php",
            "/.env",
            "/phpmyadmin/index.php",
            "/.git/config",
            "/actuator/health",
        ]));
        request.from_cache = false;
        self.spoil(&mut request, 3, chance);
        request
    }
}

/// Bursts of a scanner in a span: each of 50 to 300 requests within a minute.
pub fn scans(span: (i64, i64), bursts: u64, chance: &mut Chance) -> Vec<i64> {
    let mut times = Vec::new();
    for _ in 0..bursts {
        let start = span.0 + chance.below((span.1 - span.0) as u64) as i64;
        let count = chance.between(50, 300);
        times.extend((0..count).map(|_| start + chance.below(MINUTE as u64) as i64));
    }
    times.retain(|&at| at < span.1);
    times
}

/// An index by cumulated weights.
fn at(sums: &[f64], chance: &mut Chance) -> usize {
    let lot = chance.unit() * sums.last().copied().unwrap_or(0.0);
    sums.partition_point(|&sum| sum <= lot).min(sums.len() - 1)
}
