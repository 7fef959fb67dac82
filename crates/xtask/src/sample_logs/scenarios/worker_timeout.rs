//! An export becomes slow, and the process manager kills each worker that has been
//! busy for 30 s. Four in five exports die; all targets alike.

use crate::sample_logs::alb::outcome::{Outcome, Request};
use crate::sample_logs::alb::routes::{API, shop};
use crate::sample_logs::alb::site::Route;
use crate::sample_logs::alb::traffic::{Stream, Traffic};
use crate::sample_logs::client::Audience;
use crate::sample_logs::clock::moment;
use crate::sample_logs::labels::{Scope, Tag};
use crate::sample_logs::random::Random;
use crate::sample_logs::scenarios::scenario::{Scenario, StrayResets, names};

const EXPORT: Route = Route {
    host: "api.example.com",
    method: "GET",
    template: "/v1/orders/{n}/export?format=csv",
    group: API,
    audience: Audience::Application,
    speed: &[(0, 1_900), (500, 4_100), (950, 9_800), (1000, 16_000)],
    statuses: &[(1, 200)],
    body: (90_000, 900_000),
    weight: 60,
};

/// The scenario.
#[must_use]
pub fn build(random: Random) -> Scenario {
    let at = |hour, minute, second| moment((2026, 11, 9), (hour, minute, second));
    let (slow, quick) = (at(8, 20, 31), at(8, 45, 12));
    let site = shop().with_route(EXPORT);
    let balancer = site.balancer.clone();
    let mut traffic = Traffic::new(site, random);
    let mut strays = StrayResets::new(1_500, 1);
    let mut rows = Vec::new();
    let stream =
        Stream { from: at(8, 0, 0), until: at(9, 0, 0), per_1000s: 780, routes: Vec::new() };
    traffic.run(&stream, &mut rows, &mut |request: &Request, random| {
        let export = request.route.template == EXPORT.template;
        if export && (slow..quick).contains(&request.at) && random.chance(4, 5) {
            let killed =
                Outcome::Closed(random.curve(&[(0, 29_920), (500, 30_006), (1000, 30_090)]));
            return Some((killed, Tag::Incident(0)));
        }
        strays.strike(request, random)
    });
    Scenario {
        title: "A slow export is killed by the worker time-out of 30 s on every target",
        balancer: Some(balancer),
        alb: rows,
        incidents: vec![(
            "worker-timeout",
            Scope { paths: names(&["/v1/orders/*/export"]), ..Scope::default() },
        )],
        ..Scenario::default()
    }
}
