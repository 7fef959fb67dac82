//! The certificate of a Network Load Balancer's listener expires: devices break off the handshake.

use crate::sample_logs::clock::{MINUTE_US, moment};
use crate::sample_logs::labels::{Scope, Tag};
use crate::sample_logs::neighbours::log::{Log, address, arrivals};
use crate::sample_logs::neighbours::network_balancer::ConnectionRow;
use crate::sample_logs::objects::network_key;
use crate::sample_logs::random::Random;
use crate::sample_logs::scenarios::scenario::Scenario;

/// The scenario.
#[must_use]
pub fn build(mut random: Random) -> Scenario {
    let random = &mut random;
    let at = |hour, minute, second| moment((2026, 11, 3), (hour, minute, second));
    let from = at(22, 30, 0);
    let (expired, renewed) = (at(23, 0, 0), at(23, 19, 30));
    let mut others = Vec::new();
    for part in 0..12 {
        let ends = from + (part + 1) * 5 * MINUTE_US;
        let mut log = Log::new(&network_key("devices", "c6e77e28c25b2234", ends, random));
        for closed in arrivals(ends - 5 * MINUTE_US, ends, 4_000, random) {
            let mut row = ConnectionRow {
                at: closed,
                client: format!("{}:{}", address(random), random.between(1_025, 65_500)),
                connection_ms: random.between(800, 61_000),
                handshake_ms: Some(random.between(9, 70)),
                bytes: (random.between(200, 9_000), random.between(900, 60_000)),
                alert: None,
                tag: Tag::Normal,
            };
            if (expired..renewed).contains(&closed) {
                row.connection_ms = random.between(30, 160);
                (row.handshake_ms, row.bytes) = (None, (0, 0));
                row.alert = Some(*random.pick(&[45, 45, 46]));
                row.tag = Tag::Incident(0);
            }
            row.write(&mut log);
        }
        others.push(log);
    }
    Scenario {
        title: "The certificate of a Network Load Balancer expires; devices end the handshake",
        others,
        incidents: vec![("nlb-tls-handshake", Scope::default())],
        ..Scenario::default()
    }
}
