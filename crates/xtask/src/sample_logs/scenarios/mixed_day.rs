//! Five hours of a small site in the 30-field form of 2024, with three incidents far
//! apart: all API targets refuse, reports time out, a maintenance rule answers 503.

use crate::sample_logs::alb::outcome::{Outcome, Request};
use crate::sample_logs::alb::routes::{API, PLAIN, WEB, shop};
use crate::sample_logs::alb::row::AlbRow;
use crate::sample_logs::alb::site::{Route, Site};
use crate::sample_logs::alb::traffic::{Stream, Traffic};
use crate::sample_logs::client::Audience;
use crate::sample_logs::clock::{Moment, moment};
use crate::sample_logs::labels::{Scope, Tag};
use crate::sample_logs::random::Random;
use crate::sample_logs::scenarios::scenario::{Scenario, StrayResets, close_sockets, names};

const REPORT: Route = Route {
    host: "www.example.com",
    method: "GET",
    template: "/reports/{n}",
    group: WEB,
    audience: Audience::Browser,
    speed: &[(0, 300), (500, 1_200), (950, 4_800), (1000, 11_000)],
    statuses: &[(1, 200)],
    body: (20_000, 140_000),
    weight: 14,
};

const PARTNER: Route = Route {
    host: "partners.example.com",
    method: "GET",
    template: "/stock/{n}",
    group: WEB,
    audience: Audience::Browser,
    speed: PLAIN,
    statuses: &[(1, 200)],
    body: (2_000, 5_000),
    weight: 22,
};

fn at(hour: i64, minute: i64, second: i64) -> Moment {
    moment((2026, 10, 6), (hour, minute, second))
}

/// The three incidents, by request.
fn fate(request: &Request, random: &mut Random) -> Option<(Outcome, Tag)> {
    let within = |from, until| (from..until).contains(&request.at);
    if request.route.group == API && within(at(8, 41, 6), at(8, 44, 9)) {
        return Some((Outcome::Refused, Tag::Incident(0)));
    }
    let report = request.route.template == REPORT.template;
    if report && within(at(10, 10, 22), at(10, 30, 41)) && random.chance(9, 10) {
        return Some((Outcome::Silent(60_000), Tag::Incident(1)));
    }
    let partner = request.route.host == PARTNER.host;
    (partner && within(at(12, 0, 3), at(12, 10, 1)))
        .then_some((Outcome::Fixed(503), Tag::Incident(2)))
}

/// Ordinary traffic, and people who try again while something is broken.
fn streams(site: &Site) -> [Stream; 4] {
    let api = (0..site.routes.len()).filter(|&route| site.routes[route].group == API).collect();
    let stream = |from, until, per_1000s, routes| Stream { from, until, per_1000s, routes };
    [
        stream(at(7, 45, 0), at(12, 45, 0), 125, Vec::new()),
        stream(at(8, 41, 9), at(8, 45, 30), 420, api),
        stream(at(9, 50, 0), at(10, 45, 0), 40, vec![site.route(REPORT.template)]),
        stream(at(11, 45, 0), at(12, 25, 0), 60, vec![site.route(PARTNER.template)]),
    ]
}

/// The scenario.
#[must_use]
pub fn build(random: Random) -> Scenario {
    let mut site = shop().with_route(REPORT).with_route(PARTNER);
    site.balancer.fields = 30;
    let balancer = site.balancer.clone();
    let streams = streams(&site);
    let mut traffic = Traffic::new(site, random);
    let mut strays = StrayResets::new(2_500, 1);
    let mut rows: Vec<AlbRow> = Vec::new();
    for stream in &streams {
        traffic.run(stream, &mut rows, &mut |request, random| {
            fate(request, random).or_else(|| strays.strike(request, random))
        });
    }
    for row in rows.iter_mut().filter(|row| row.tag == Tag::Incident(2)) {
        row.rule = Some(3);
    }
    let all_targets: Vec<String> =
        traffic.site.groups[API].targets.iter().map(|target| target.address.clone()).collect();
    for target in &all_targets {
        close_sockets(&mut rows, target, at(8, 41, 6));
    }
    Scenario {
        title: "Five hours with three unrelated incidents, in the older 30-field form",
        balancer: Some(balancer),
        alb: rows,
        incidents: incidents(all_targets),
        ..Scenario::default()
    }
}

fn incidents(targets: Vec<String>) -> Vec<(&'static str, Scope)> {
    let refusing = Scope { targets, target_groups: names(&["api"]), ..Scope::default() };
    let silent = Scope { paths: names(&["/reports/*"]), ..Scope::default() };
    let maintenance = Scope { hosts: names(&["partners.example.com"]), ..Scope::default() };
    vec![
        ("all-targets-refusing", refusing),
        ("response-timeout", silent),
        ("fixed-response", maintenance),
    ]
}
