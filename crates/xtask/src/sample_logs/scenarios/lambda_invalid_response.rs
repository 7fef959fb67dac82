//! A new version of a webhook function answers one route without a status code; it is
//! rolled back 26 minutes later. Its other routes are fine.

use crate::sample_logs::alb::outcome::{Outcome, Request};
use crate::sample_logs::alb::routes::{HOOKS, shop};
use crate::sample_logs::alb::traffic::{Stream, Traffic};
use crate::sample_logs::clock::moment;
use crate::sample_logs::labels::{Scope, Tag};
use crate::sample_logs::random::Random;
use crate::sample_logs::scenarios::scenario::{Scenario, names};

const ROUTE: &str = "/webhooks/orders";

/// The scenario.
#[must_use]
pub fn build(random: Random) -> Scenario {
    let at = |hour, minute, second| moment((2026, 10, 14), (hour, minute, second));
    let (deployed, rolled_back) = (at(16, 4, 38), at(16, 30, 51));
    let (from, until) = (at(15, 40, 0), at(16, 45, 0));
    let site = shop();
    let balancer = site.balancer.clone();
    let hooks = (0..site.routes.len()).filter(|&route| site.routes[route].group == HOOKS).collect();
    let mut traffic = Traffic::new(site, random);
    let mut rows = Vec::new();
    let mut fault = |request: &Request, random: &mut Random| {
        (request.route.template == ROUTE && (deployed..rolled_back).contains(&request.at)).then(
            || {
                let after = random.curve(&[(0, 8), (700, 24), (1000, 96)]);
                (Outcome::LambdaFailed("LambdaInvalidResponse", after), Tag::Incident(0))
            },
        )
    };
    for (per_1000s, routes) in [(330, Vec::new()), (170, hooks)] {
        let stream = Stream { from, until, per_1000s, routes };
        traffic.run(&stream, &mut rows, &mut fault);
    }
    Scenario {
        title: "A Lambda function answers one webhook in a shape that ALB refuses",
        balancer: Some(balancer),
        alb: rows,
        incidents: vec![(
            "lambda-invalid-response",
            Scope { target_groups: names(&["hooks"]), paths: names(&[ROUTE]), ..Scope::default() },
        )],
        ..Scenario::default()
    }
}
