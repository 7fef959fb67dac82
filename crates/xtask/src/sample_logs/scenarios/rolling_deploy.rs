//! A deploy replaces four API targets one by one. Each old one exits on SIGTERM with
//! requests in flight and is still sent new ones for some seconds.

use crate::sample_logs::alb::outcome::{Outcome, Request};
use crate::sample_logs::alb::routes::{API, shop};
use crate::sample_logs::alb::row::AlbRow;
use crate::sample_logs::alb::site::{Group, Route, Target};
use crate::sample_logs::alb::traffic::{Stream, Traffic};
use crate::sample_logs::client::Audience;
use crate::sample_logs::clock::{Moment, SECOND_US, moment};
use crate::sample_logs::labels::{Scope, Tag};
use crate::sample_logs::random::Random;
use crate::sample_logs::scenarios::scenario::{Scenario, close_sockets, names};

/// Phones wait on this one for news, so that every target always has requests in flight.
const POLL: Route = Route {
    host: "api.example.com",
    method: "GET",
    template: "/v1/notifications/wait?cursor={n}",
    group: API,
    audience: Audience::Application,
    speed: &[(0, 900), (250, 6_000), (1000, 24_800)],
    statuses: &[(70, 200), (30, 204)],
    body: (40, 1_300),
    weight: 8,
};

/// An old target: when it exits, when it last gets a request, when its successor joins.
struct Retired {
    old: &'static str,
    new: &'static str,
    exits: Moment,
    drained: Moment,
    joined: Moment,
}

fn schedule() -> [Retired; 4] {
    let exits = |minute, second| moment((2026, 11, 12), (14, minute, second)) + 412_000;
    let retired = |old, new, exits: Moment, drain_s: i64, ahead_s: i64| Retired {
        old,
        new,
        exits,
        drained: exits + drain_s * SECOND_US,
        joined: exits - ahead_s * SECOND_US,
    };
    [
        retired("10.0.12.15:8080", "10.0.12.141:8080", exits(2, 11), 14, 52),
        retired("10.0.12.26:8080", "10.0.12.158:8080", exits(3, 37), 12, 66),
        retired("10.0.12.37:8080", "10.0.12.170:8080", exits(5, 4), 13, 41),
        retired("10.0.12.48:8080", "10.0.12.183:8080", exits(6, 29), 14, 58),
    ]
}

/// What happens to a request for an old target around its exit.
fn fate(request: &Request, retired: &Retired, random: &mut Random) -> Option<(Outcome, Tag)> {
    let incident = |outcome| Some((outcome, Tag::Incident(0)));
    if !request.goes_to(retired.old) || request.natural_end() < retired.exits {
        return None;
    }
    if request.at < retired.exits {
        // The process closes its sockets over a third of a second.
        let until_exit = (retired.exits - request.at) / 1_000;
        return incident(Outcome::Closed(until_exit as u64 + random.below(340)));
    }
    // Once the host itself is gone nothing answers: the last seconds mix both.
    let gone = request.at > retired.drained - 5 * SECOND_US;
    if gone && random.chance(2, 5) {
        return incident(Outcome::ConnectTimeout);
    }
    incident(Outcome::Refused)
}

/// On SIGTERM the process still answers the poll that has waited longest.
fn answer_oldest(rows: &mut [AlbRow], retired: &Retired) {
    let cut = rows.iter_mut().find(|row| {
        row.target.as_deref() == Some(retired.old)
            && row.tag == Tag::Incident(0)
            && row.times_ms[1].is_some()
    });
    if let Some(row) = cut {
        (row.elb_status, row.target_status) = (204, Some(204));
        (row.times_ms[2], row.sent_bytes, row.tag) = (Some(0), 212, Tag::Normal);
    }
}

/// The scenario.
#[must_use]
pub fn build(random: Random) -> Scenario {
    let at = |hour, minute| moment((2026, 11, 12), (hour, minute, 0));
    let (from, until) = (at(13, 55), at(14, 12));
    let schedule = schedule();
    let mut site = shop().with_route(POLL);
    let balancer = site.balancer.clone();
    site.groups[API] = Group::new(site.groups[API].arn, "10.0.12", 15, 4);
    for step in &schedule {
        site.withdraw(API, step.old, step.drained, until);
        site.groups[API]
            .targets
            .push(Target { address: step.new.to_owned(), absent: vec![(from, step.joined)] });
    }
    let poll = site.route(POLL.template);
    let mut traffic = Traffic::new(site, random);
    let mut rows = Vec::new();
    for (per_1000s, routes) in [(700, Vec::new()), (2_900, vec![poll])] {
        let stream = Stream { from, until, per_1000s, routes };
        traffic.run(&stream, &mut rows, &mut |request, random| {
            schedule.iter().find_map(|retired| fate(request, retired, random))
        });
    }
    for retired in &schedule {
        close_sockets(&mut rows, retired.old, retired.exits);
        answer_oldest(&mut rows, retired);
    }
    Scenario {
        title: "A deploy stops four API targets one after another with requests in flight",
        balancer: Some(balancer),
        alb: rows,
        incidents: vec![(
            "rolling-deploy",
            Scope {
                targets: names(&schedule.map(|retired| retired.old)),
                target_groups: names(&["api"]),
                ..Scope::default()
            },
        )],
        ..Scenario::default()
    }
}
