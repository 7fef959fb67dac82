//! nginx on one of the web targets cannot reach the application behind it, which is restarted
//! eleven minutes later. Seen by the load balancer's three logs, nginx, WAF and the flow log.

use std::collections::BTreeSet;

use crate::sample_logs::alb::outcome::Outcome;
use crate::sample_logs::alb::routes::shop;
use crate::sample_logs::alb::row::AlbRow;
use crate::sample_logs::alb::traffic::{Stream, Traffic};
use crate::sample_logs::clock::{MINUTE_US, SECOND_US, moment};
use crate::sample_logs::labels::{Scope, Tag};
use crate::sample_logs::neighbours::balancer::{write_connection, write_health_check};
use crate::sample_logs::neighbours::log::Log;
use crate::sample_logs::neighbours::network::{FLOW_HEADER, Flow, write_waf};
use crate::sample_logs::neighbours::server::{Served, write_nginx_refused};
use crate::sample_logs::objects::{ACCOUNT, neighbour_key};
use crate::sample_logs::random::Random;
use crate::sample_logs::scenarios::scenario::{Scenario, names};

const TARGET: &str = "10.0.11.25:8080";

/// The scenario.
#[must_use]
pub fn build(random: Random) -> Scenario {
    let at = |hour, minute, second| moment((2026, 11, 9), (hour, minute, second));
    let (from, until) = (at(15, 0, 0), at(15, 40, 0));
    let down = at(15, 12, 8)..at(15, 23, 31);
    let site = shop();
    let balancer = site.balancer.clone();
    let mut traffic = Traffic::new(site, random.clone());
    let mut rows = Vec::new();
    let stream = Stream { from, until, per_1000s: 700, routes: Vec::new() };
    traffic.run(&stream, &mut rows, &mut |request, random| {
        (request.goes_to(TARGET) && down.contains(&request.at))
            .then(|| (Outcome::Served(502, 157 + random.below(2)), Tag::Incident(0)))
    });
    let mut random = random;
    let random = &mut random;
    let mut health = Log::new(&neighbour_key("health_check_log_", &balancer, until, random));
    for check in 0..(until - from) / (15 * SECOND_US) {
        let began = from + check * 15 * SECOND_US + 250_000;
        for target in [TARGET, "10.0.11.14:8080"] {
            let failed = target == TARGET && down.contains(&began);
            let status = if failed { 502 } else { 200 };
            let latency_ns = random.between(700_000, 9_000_000);
            write_health_check(began, &balancer, (target, status), latency_ns, &mut health);
        }
    }
    let mut connections = Log::new(&neighbour_key("conn_log_", &balancer, until, random));
    let mut known = BTreeSet::new();
    for row in &rows {
        if known.insert(row.connection.clone()) {
            write_connection(row, &balancer, &mut connections);
        }
    }
    let mut access = Log::new("servers/web-2/access.log");
    let mut errors = Log::new("servers/web-2/error.log");
    let mut waf = Log::new(&format!(
        "AWSLogs/{ACCOUNT}/WAFLogs/eu-west-1/shop/2026/11/09/15/00/{ACCOUNT}_waflogs_eu-west-1_shop_20261109T1500Z_5f4e3d2c.log.gz"
    ));
    for (number, row) in rows.iter().filter(|row| row.target.as_deref() == Some(TARGET)).enumerate()
    {
        let served = served(row, balancer.nodes[row.node]);
        served.write_nginx(&mut access);
        if row.tag == Tag::Incident(0) {
            write_nginx_refused(&served, 1_700 + number as u64, &mut errors);
        }
        let (client, _) = row.client.rsplit_once(':').unwrap_or((&row.client, ""));
        let trace = row.trace_id.as_deref().unwrap_or("-");
        write_waf(row.received_at + 1_000, trace, client, (path(row), false), &mut waf);
    }
    let mut flows = Log::headed(
        &format!(
            "AWSLogs/{ACCOUNT}/vpcflowlogs/eu-west-1/2026/11/09/{ACCOUNT}_vpcflowlogs_eu-west-1_fl-0123456789abcdef0_20261109T1500Z_1a2b3c4d.log.gz"
        ),
        FLOW_HEADER,
    );
    for minute in 0..(until - from) / MINUTE_US {
        let flow = Flow {
            at: from + minute * MINUTE_US,
            from: (balancer.nodes[0].to_owned(), random.between(1_025, 65_500) as u16),
            to: (TARGET[..TARGET.len() - 5].to_owned(), 8_080),
            volume: (random.between(20, 90), random.between(9_000, 90_000)),
            tcp_flags: 3,
            action: "ACCEPT",
        };
        flows.record(&flow.line());
    }
    Scenario {
        title: "nginx on one web target cannot reach the application behind it",
        balancer: Some(balancer),
        alb: rows,
        others: vec![health, connections, access, errors, waf, flows],
        incidents: vec![(
            "target-generated-5xx",
            Scope { targets: names(&[TARGET]), target_groups: names(&["web"]), ..Scope::default() },
        )],
        ..Scenario::default()
    }
}

fn served(row: &AlbRow, node: &str) -> Served {
    let (method, rest) = row.request.split_once(' ').unwrap_or(("GET", ""));
    let (client, _) = row.client.rsplit_once(':').unwrap_or((&row.client, ""));
    Served {
        at: row.sent_at,
        peer: node.to_owned(),
        request: format!("{method} {} HTTP/1.1", path_of(rest)),
        status: row.target_status.unwrap_or(499),
        body_bytes: row.sent_bytes.saturating_sub(130),
        agent: row.agent.to_owned(),
        forwarded_for: client.to_owned(),
    }
}

fn path(row: &AlbRow) -> &str {
    let path = path_of(row.request.split_once(' ').map_or("", |(_, rest)| rest));
    path.split_once('?').map_or(path, |(path, _)| path)
}

/// `/cart` of `https://www.example.com:443/cart HTTP/2.0`.
fn path_of(rest: &str) -> &str {
    let url = rest.rsplit_once(' ').map_or(rest, |(url, _)| url);
    url.splitn(4, '/').nth(3).map_or("/", |path| &url[url.len() - path.len() - 1..])
}
