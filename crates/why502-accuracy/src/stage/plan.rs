//! The stage on which a kind of incident plays.

use super::scenario::Scenario;
use super::window::{Shape, Window};
use crate::chance::Chance;
use crate::clock::{MINUTE, SECOND};
use crate::formats::{Missing, Objects, write};
use crate::label::{Half, Truth};
use crate::traffic::{Flow, Noise, Request, Site, System, scans};

/// Lines that a scenario has at most, about.
const MOST_LINES: f64 = 70_000.0;
/// Sunday, 22 November 2026, 06:00 UTC; scenarios begin up to twelve hours later.
const MORNING: i64 = 1_795_327_200 * SECOND;

/// What a fault does to a request; true where the request now belongs to its incident.
type Change = Box<dyn Fn(&mut Request, &mut Chance) -> bool>;
/// By what the rate of requests is multiplied at a time.
type Load = Box<dyn Fn(i64) -> f64>;

/// A site with its traffic, before it is played.
pub struct Stage {
    /// The scenario's stream.
    pub chance: Chance,
    /// On which half it is.
    pub half: Half,
    /// Whose log it is.
    pub system: System,
    /// First and last microsecond of the logs.
    pub span: (i64, i64),
    /// Requests per second.
    pub rate: f64,
    /// Who serves.
    pub site: Site,
    /// What always fails.
    pub noise: Noise,
    /// What of the logs is lost.
    pub missing: Missing,
    truths: Vec<Truth>,
    faults: Vec<(usize, Change)>,
    loads: Vec<Load>,
}

impl Stage {
    /// A random site of a system; what a kind needs otherwise, it changes.
    #[must_use]
    pub fn new(system: System, seed: u64, mut chance: Chance) -> Self {
        let half = Half::of(seed);
        let odd = half == Half::Reported;
        let mut minutes = chance.spread(30.0, 180.0);
        let mut rate = chance.spread(20.0, 3_000.0);
        while rate * minutes > MOST_LINES {
            (rate, minutes) = (rate * 0.85, (minutes * 0.9).max(30.0));
        }
        // The second half of the scenarios has other numbers of targets.
        let most = if odd { 24.0 } else { 12.0 };
        let targets = chance.spread(1.0, most).round() as usize;
        let groups = 1 + chance.index(3);
        let port = *chance.pick(&[80, 8080, 8080, 3000]);
        let from =
            MORNING + chance.below(12 * 60) as i64 * MINUTE + chance.below(MINUTE as u64) as i64;
        let span = (from, from + (minutes * MINUTE as f64) as i64);
        let loud = if odd { 1.0 } else { 0.6 };
        let bursts = chance.below(4);
        let noise = Noise {
            reset: chance.real(0.0, 0.0005) * loud,
            left: chance.real(0.0, 0.004) * loud,
            application: chance.real(0.0, 0.003) * loud,
            not_found: chance.real(0.002, 0.04),
            scans: scans(span, bursts, &mut chance),
        };
        let missing = Missing {
            share: if odd && chance.happens(0.15) { 0.03 } else { 0.0 },
            gaps: Vec::new(),
        };
        let site = Site::random(&mut chance, groups, targets, port);
        Self {
            chance,
            half,
            system,
            span,
            rate: rate / 60.0,
            site,
            noise,
            missing,
            truths: Vec::new(),
            faults: Vec::new(),
            loads: Vec::new(),
        }
    }

    /// At least so many targets in the first group.
    pub fn at_least_targets(&mut self, least: usize) {
        let group = &mut self.site.groups[0];
        while group.targets.len() < least {
            let mut one =
                group.targets.first().cloned().unwrap_or_else(|| crate::traffic::Target {
                    address: "10.99.20.11:8080".to_owned(),
                    from: i64::MIN,
                    until: i64::MAX,
                });
            let (ip, port) = one.address.rsplit_once(':').unwrap_or((&one.address, "80"));
            let net = ip.rsplit_once('.').map_or(ip, |(net, _)| net);
            one.address = format!("{net}.{}:{port}", 180 + group.targets.len());
            group.targets.push(one);
        }
    }

    /// Share of all requests that go to the first group.
    #[must_use]
    pub fn first_share(&self) -> f64 {
        let total: f64 = self.site.groups.iter().map(|group| group.weight).sum();
        self.site.groups[0].weight / total
    }

    /// A window in which about `least` requests or more fail where `share` of them do.
    ///
    /// Its place is random; where the traffic is too thin, the rate is raised.
    pub fn window(&mut self, share: f64, least: f64) -> Window {
        let need = least * self.chance.spread(1.0, 5.0);
        // No more than this part of the logs.
        let part = 0.45;
        self.quicken(need / (share.max(1e-6) * self.seconds() * part));
        let needed = need / (self.rate * share.max(1e-6));
        let (whole, most) = (self.seconds(), self.seconds() * part);
        let drawn = self.chance.spread(60.0, 1_500.0);
        let length = drawn.max(needed.min(most)).min(most);
        let start = self.chance.real(0.25, 0.97) * (whole - length);
        let from = self.span.0 + (start * SECOND as f64) as i64;
        let shape = self.shape();
        Window { from, until: from + (length * SECOND as f64) as i64, shape }
    }

    /// At least so many requests a second, for a shorter time if that would be too many.
    pub fn quicken(&mut self, rate: f64) {
        self.rate = self.rate.max(rate);
        let most = (2.0 * MOST_LINES / self.rate).max(1_800.0);
        self.span.1 = self.span.1.min(self.span.0 + (most * SECOND as f64) as i64);
        self.noise.scans.retain(|&at| at < self.span.1);
    }

    fn seconds(&self) -> f64 {
        (self.span.1 - self.span.0) as f64 / SECOND as f64
    }

    /// A shape that belongs to the half.
    pub fn shape(&mut self) -> Shape {
        let shapes: &[Shape] = match self.half {
            Half::Tuned => &[Shape::Step, Shape::Step, Shape::Decay],
            Half::Reported => &[Shape::Ramp, Shape::Bell, Shape::Pulses, Shape::Step],
        };
        *self.chance.pick(shapes)
    }

    /// Adds an incident to the label; returns its place there.
    pub fn label(&mut self, truth: Truth) -> usize {
        self.truths.push(truth);
        self.truths.len() - 1
    }

    /// Adds what happens to requests; the first fault that takes one keeps it.
    pub fn fault(
        &mut self,
        incident: usize,
        change: impl Fn(&mut Request, &mut Chance) -> bool + 'static,
    ) {
        self.faults.push((incident, Box::new(change)));
    }

    /// Multiplies the rate of requests.
    pub fn load(&mut self, factor: impl Fn(i64) -> f64 + 'static) {
        self.loads.push(Box::new(factor));
    }

    /// Plays it.
    #[must_use]
    pub fn play(mut self, kind: &'static str, seed: u64) -> Scenario {
        let mut objects = Objects::new(self.chance.bits(), self.missing.clone());
        let (site, noise) = (&self.site, &self.noise);
        let mut flow =
            Flow::new(self.system, (site, noise), self.span, self.rate, &mut self.chance);
        let loads = &self.loads;
        let load = |at: i64| loads.iter().map(|load| load(at)).product::<f64>();
        while let Some(mut request) = flow.next(&load, &mut self.chance) {
            // What the cache answers never comes to the load balancer.
            let spared = self.system == System::EdgeAndAlb && request.from_cache;
            for (incident, change) in self.faults.iter().filter(|_| !spared) {
                if change(&mut request, &mut self.chance) {
                    request.incident = Some(*incident);
                    break;
                }
            }
            // Nobody delivers what ends after the logs do.
            if request.end() >= self.span.1 {
                continue;
            }
            let written = write(self.system, &request, site, &mut objects);
            if let (Some(at), Some(incident)) = (written, request.incident) {
                self.truths[incident].saw(at);
            }
        }
        let minutes = ((self.span.1 - self.span.0) / MINUTE) as u64;
        let objects = objects.named(&self.site);
        Scenario { kind, seed, half: self.half, truths: self.truths, objects, minutes }
    }
}
