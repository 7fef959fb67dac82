//! All instances behind a Classic Load Balancer are taken out by their health check at once.

use crate::sample_logs::clock::{MINUTE_US, moment};
use crate::sample_logs::labels::{Scope, Tag};
use crate::sample_logs::neighbours::classic::ClassicRow;
use crate::sample_logs::neighbours::log::{Log, address, arrivals};
use crate::sample_logs::objects::classic_key;
use crate::sample_logs::random::Random;
use crate::sample_logs::scenarios::scenario::Scenario;

const AGENTS: [&str; 4] = [
    "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
    "okhttp/4.12.0",
    "\\\"research\\\" crawler (+https://example.org/bot)",
    "monitor 2.1\nbuild 77",
];
const PATHS: [&str; 4] = ["/", "/account", "/products?page=2", "/basket"];

/// The scenario.
#[must_use]
pub fn build(mut random: Random) -> Scenario {
    let random = &mut random;
    let at = |hour, minute, second| moment((2026, 11, 5), (hour, minute, second));
    let (from, until) = (at(6, 0, 0), at(7, 0, 0));
    let empty = at(6, 31, 12)..at(6, 38, 47);
    let mut others: Vec<Log> = Vec::new();
    for part in 0..12 {
        let (begins, ends) = (from + part * 5 * MINUTE_US, from + (part + 1) * 5 * MINUTE_US);
        let mut log = Log::new(&classic_key("shop-classic", ends, "192.0.2.17", random));
        for arrival in arrivals(begins, ends.min(until), 6_000, random) {
            let backend = format!("10.0.21.{}:80", random.pick(&[14, 15, 16]));
            let mut row = ClassicRow {
                at: arrival + random.between(0, 999) as i64,
                client: format!("{}:{}", address(random), random.between(1_025, 65_500)),
                backend: Some(backend),
                times_us: Some([
                    random.between(20, 90),
                    random.curve(&[(0, 2_100), (500, 9_000), (900, 61_000), (1000, 700_000)]),
                    random.between(10, 60),
                ]),
                status: Some(200),
                backend_status: Some(200),
                bytes: (0, random.between(400, 22_000)),
                request: format!(
                    "GET https://shop.example.com:443{} HTTP/1.1",
                    random.pick(&PATHS)
                ),
                agent: AGENTS[random.weighted(&[60, 30, 8, 2])].to_owned(),
                tag: Tag::Normal,
            };
            if random.chance(1, 40) {
                // A TCP listener: no HTTP in it.
                (row.status, row.backend_status) = (None, None);
                (row.request, row.agent) = ("- - - ".to_owned(), "-".to_owned());
            } else if empty.contains(&row.at) {
                (row.status, row.backend_status) = (Some(503), None);
                (row.backend, row.times_us) = (None, None);
                row.tag = Tag::Incident(0);
            }
            row.write(&mut log);
        }
        others.push(log);
    }
    Scenario {
        title: "A Classic Load Balancer has no healthy instance for seven minutes",
        others,
        incidents: vec![("clb-no-capacity", Scope::default())],
        ..Scenario::default()
    }
}
