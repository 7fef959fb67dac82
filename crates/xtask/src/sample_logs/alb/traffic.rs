//! Requests over time: arrivals by the hour of the day, returning clients on kept
//! connections, targets in turn.

use crate::sample_logs::alb::noise::disturb;
use crate::sample_logs::alb::outcome::{Outcome, Request, dispatch, row, undisturbed};
use crate::sample_logs::alb::row::AlbRow;
use crate::sample_logs::alb::site::Site;
use crate::sample_logs::client::{Audience, Client};
use crate::sample_logs::clock::{Civil, Moment, SECOND_US};
use crate::sample_logs::labels::Tag;
use crate::sample_logs::random::Random;

/// Traffic by the hour (UTC) in permille of the rate asked for.
const DAILY: [u64; 25] = [
    420, 330, 290, 280, 320, 430, 600, 780, 900, 960, 990, 1000, 980, 970, 1000, 1010, 1020, 1050,
    1090, 1100, 1040, 900, 720, 540, 420,
];

/// A stretch of traffic.
#[derive(Debug, Clone)]
pub struct Stream {
    /// First moment.
    pub from: Moment,
    /// Past the last moment.
    pub until: Moment,
    /// Requests per 1,000 seconds at the busy time of day.
    pub per_1000s: u64,
    /// The routes asked for; all of the site where empty.
    pub routes: Vec<usize>,
}

/// What a scenario does to a request; `None` lets it be served.
pub type Fault<'a> = dyn FnMut(&Request, &mut Random) -> Option<(Outcome, Tag)> + 'a;

/// Permille of the busy rate at a moment.
#[must_use]
pub fn daily_permille(at: Moment) -> u64 {
    let (hour, minute) = Civil::of(at).hour_and_minute();
    let (from, to) = (DAILY[hour as usize], DAILY[hour as usize + 1]);
    (from * (60 - minute as u64) + to * minute as u64) / 60
}

/// A site under traffic.
#[derive(Debug)]
pub struct Traffic {
    /// The site.
    pub site: Site,
    random: Random,
    clients: Vec<Client>,
}

impl Traffic {
    /// The traffic of a site, nobody connected yet.
    #[must_use]
    pub fn new(site: Site, random: Random) -> Self {
        Self { site, random, clients: Vec::new() }
    }

    /// Adds the lines of a stream to `rows`, in the order in which requests arrive.
    pub fn run(&mut self, stream: &Stream, rows: &mut Vec<AlbRow>, fault: &mut Fault<'_>) {
        let routes: Vec<usize> = match stream.routes.as_slice() {
            [] => (0..self.site.routes.len()).collect(),
            some => some.to_vec(),
        };
        let weights: Vec<u32> =
            routes.iter().map(|&route| self.site.routes[route].weight).collect();
        let mut at = stream.from;
        loop {
            let rate = stream.per_1000s * daily_permille(at);
            let mean_us = 1_000 * SECOND_US as u64 * 1_000 / rate.max(1);
            at += self.random.waiting(mean_us) as i64 + 1;
            if at >= stream.until {
                return;
            }
            let route = routes[self.random.weighted(&weights)];
            let request = self.request(route, at / 1_000 * 1_000);
            rows.push(self.answer(&request, stream.until, fault));
        }
    }

    /// What the log says of a request: the scenario's fault, noise, or plain service.
    fn answer(&mut self, request: &Request, until: Moment, fault: &mut Fault<'_>) -> AlbRow {
        if let Some((outcome, tag)) = fault(request, &mut self.random) {
            return row(request, outcome, tag, &mut self.random);
        }
        if self.site.public
            && let Some(mut noise) = disturb(request, &mut self.random)
        {
            // A WebSocket still open at the end of the log has no line in it.
            noise.sent_at = noise.sent_at.min(until.max(noise.received_at + 4_000_000));
            return noise;
        }
        let outcome = undisturbed(&request.route, &mut self.random);
        row(request, outcome, Tag::Normal, &mut self.random)
    }

    fn request(&mut self, route: usize, at: Moment) -> Request {
        let route = self.site.routes[route];
        let client = self.client(route.audience);
        let group = &mut self.site.groups[route.group];
        Request {
            at,
            path: route.path(&mut self.random),
            target: dispatch(group, &client, at),
            group_arn: group.arn,
            rule: if self.site.public { 10 * (route.group as u32 + 1) } else { 0 },
            natural_ms: self.random.curve(route.speed),
            client,
            route,
        }
    }

    /// A client of this kind: mostly one who is already there, on the same connection.
    fn client(&mut self, audience: Audience) -> Client {
        let room = match audience {
            Audience::Browser => 36,
            Audience::Application => 30,
            Audience::Partner => 4,
            Audience::Service => 14,
        };
        let known: Vec<usize> = (0..self.clients.len())
            .filter(|&index| self.clients[index].audience == audience)
            .collect();
        if known.len() < room {
            self.clients.push(Client::new(audience, &mut self.random));
            return self.clients[self.clients.len() - 1].clone();
        }
        let index = *self.random.pick(&known);
        let renewed = match audience {
            Audience::Browser | Audience::Application => self.random.chance(1, 14),
            Audience::Partner | Audience::Service => false,
        };
        if renewed {
            self.clients[index] = Client::new(audience, &mut self.random);
        } else if self.random.chance(1, 18) {
            self.clients[index].reconnect(&mut self.random);
        }
        self.clients[index].clone()
    }
}
