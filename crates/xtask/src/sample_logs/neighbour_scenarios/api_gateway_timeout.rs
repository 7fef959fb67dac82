//! A function behind a REST API waits for a database that is locked: one route answers 504 after
//! 29 seconds, while its invocations run on.

use crate::sample_logs::clock::moment;
use crate::sample_logs::labels::{Scope, Tag};
use crate::sample_logs::neighbours::envelope::{control_message, firehose_key, in_subscriptions};
use crate::sample_logs::neighbours::function::Invocation;
use crate::sample_logs::neighbours::gateway::GatewayRow;
use crate::sample_logs::neighbours::log::{Log, arrivals, uuid};
use crate::sample_logs::random::Random;
use crate::sample_logs::scenarios::scenario::{Scenario, names};

const SLOW: (&str, &str) = ("POST", "/orders/{orderId}/invoice");
const OTHERS: [(&str, &str); 3] =
    [("GET", "/orders"), ("GET", "/orders/{orderId}"), ("POST", "/orders")];

/// The scenario.
#[must_use]
pub fn build(mut random: Random) -> Scenario {
    let random = &mut random;
    let at = |hour, minute, second| moment((2026, 11, 12), (hour, minute, second));
    let (from, until) = (at(10, 0, 0), at(11, 0, 0));
    let locked = at(10, 21, 40)..at(10, 33, 5);
    let mut rows = Vec::new();
    let mut function =
        Log::new(&format!("exportedlogs/{}/2026-11-12-[42]0f1e2d3c4b5a/000000.gz", uuid(random)));
    for arrival in arrivals(from, until, 4_000, random) {
        let route = if random.chance(1, 3) { SLOW } else { *random.pick(&OTHERS) };
        let latency = random.curve(&[(0, 22), (500, 48), (900, 160), (1000, 900)]);
        let mut row = GatewayRow::served(arrival, route, latency, random);
        if route == SLOW {
            let mut ran = row.integration_ms.unwrap_or(latency);
            if locked.contains(&arrival) {
                ran = random.between(31_000, 58_000);
                row.latency_ms = 29_000 + random.between(2, 9);
                row.integration_ms = Some(29_000 + random.between(0, 1));
                row.integration_status = None;
                row.status = 504;
                row.error = Some(("INTEGRATION_TIMEOUT", "Endpoint request timed out"));
                row.tag = Tag::Incident(0);
            }
            let waits = "invoice waits for lock\n    held by session 4711\n    table invoices";
            Invocation {
                at: arrival + 3_000,
                id: row.invocation.clone(),
                duration_ms: ran,
                timed_out: ran > 57_000,
                message: (ran > 29_000).then(|| waits.to_owned()),
            }
            .write_export(&mut function);
        }
        rows.push(row);
    }
    rows.sort_by_key(|row| row.at + row.latency_ms as i64 * 1_000);
    let mut others = vec![function];
    for (part, rows) in rows.chunks(rows.len() / 4 + 1).enumerate() {
        let began = rows[0].at;
        let mut plain = Log::new(&firehose_key("amazon-apigateway-shop", began, &uuid(random)));
        rows.iter().for_each(|row| row.write_rest_json(&mut plain));
        let times: Vec<_> = rows.iter().map(|row| row.at + row.latency_ms as i64 * 1_000).collect();
        let mut log = in_subscriptions(&plain, &times, "/aws/apigateway/shop/prod", 25);
        if part == 0 {
            log.text.insert_str(0, &(control_message(began) + "\n"));
        }
        others.push(log);
    }
    Scenario {
        title: "A function waits for a lock; API Gateway answers 504 after 29 seconds on one route",
        others,
        incidents: vec![(
            "apigw-integration-timeout",
            Scope { paths: names(&[SLOW.1]), ..Scope::default() },
        )],
        ..Scenario::default()
    }
}
