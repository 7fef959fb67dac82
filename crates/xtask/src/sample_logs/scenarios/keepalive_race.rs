//! Two hours of an internal service whose keep-alive is shorter than the load
//! balancer's idle time-out: a thin, steady trickle of resets and no incident.

use crate::sample_logs::alb::routes::orders;
use crate::sample_logs::alb::traffic::{Stream, Traffic};
use crate::sample_logs::clock::{MINUTE_US, moment};
use crate::sample_logs::random::Random;
use crate::sample_logs::scenarios::scenario::{Scenario, StrayResets};

/// The scenario.
#[must_use]
pub fn build(random: Random) -> Scenario {
    let at = |hour| moment((2026, 10, 29), (hour, 0, 0));
    let site = orders();
    let balancer = site.balancer.clone();
    let mut traffic = Traffic::new(site, random);
    let mut strays = StrayResets::new(110, 4 * MINUTE_US);
    let mut rows = Vec::new();
    let stream = Stream { from: at(10), until: at(12), per_1000s: 900, routes: Vec::new() };
    traffic.run(&stream, &mut rows, &mut |request, random| strays.strike(request, random));
    Scenario {
        title: "Twelve targets that close idle connections just as they are used again",
        balancer: Some(balancer),
        alb: rows,
        background: vec!["keepalive-race"],
        ..Scenario::default()
    }
}
