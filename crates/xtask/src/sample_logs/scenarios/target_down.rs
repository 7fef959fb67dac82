//! One of eight API targets stops listening. Health checks take it out after nine
//! minutes; it comes back repaired seven minutes later.

use crate::sample_logs::alb::outcome::Outcome;
use crate::sample_logs::alb::routes::{API, shop};
use crate::sample_logs::alb::traffic::{Stream, Traffic};
use crate::sample_logs::clock::moment;
use crate::sample_logs::labels::{Scope, Tag};
use crate::sample_logs::random::Random;
use crate::sample_logs::scenarios::scenario::{Scenario, StrayResets, close_sockets, names};

const TARGET: &str = "10.0.12.37:8080";

/// The scenario.
#[must_use]
pub fn build(random: Random) -> Scenario {
    let at = |hour, minute, second| moment((2026, 11, 18), (hour, minute, second));
    let (down, out, back) = (at(9, 22, 17), at(9, 31, 26), at(9, 38, 40));
    let mut site = shop();
    let balancer = site.balancer.clone();
    site.withdraw(API, TARGET, out, back);
    let mut traffic = Traffic::new(site, random);
    let mut strays = StrayResets::new(2_500, 1);
    let mut rows = Vec::new();
    let stream =
        Stream { from: at(9, 5, 0), until: at(9, 45, 0), per_1000s: 1_800, routes: Vec::new() };
    traffic.run(&stream, &mut rows, &mut |request, random| {
        if request.goes_to(TARGET) && (down..out).contains(&request.at) {
            return Some((Outcome::Refused, Tag::Incident(0)));
        }
        strays.strike(request, random)
    });
    close_sockets(&mut rows, TARGET, down);
    Scenario {
        title: "One of eight API targets refuses connections until it is taken out",
        balancer: Some(balancer),
        alb: rows,
        incidents: vec![(
            "target-down",
            Scope { targets: names(&[TARGET]), target_groups: names(&["api"]), ..Scope::default() },
        )],
        ..Scenario::default()
    }
}
