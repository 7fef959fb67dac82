//! Quiet: a little of every other form that why502 reads, with a stray failure here and there.

use crate::sample_logs::alb::outcome::Outcome;
use crate::sample_logs::alb::routes::shop;
use crate::sample_logs::alb::row::AlbRow;
use crate::sample_logs::alb::row::Balancer;
use crate::sample_logs::alb::traffic::{Stream, Traffic};
use crate::sample_logs::clock::{MINUTE_US, Moment, SECOND_US, moment};
use crate::sample_logs::cloudfront::row::EdgeRow;
use crate::sample_logs::labels::Tag;
use crate::sample_logs::neighbours::envelope::{firehose_key, in_subscriptions};
use crate::sample_logs::neighbours::function::Invocation;
use crate::sample_logs::neighbours::gateway::GatewayRow;
use crate::sample_logs::neighbours::log::{Log, address, arrivals, uuid};
use crate::sample_logs::neighbours::network::{CUSTOM_FLOW_HEADER, Flow};
use crate::sample_logs::neighbours::network_balancer::ConnectionRow;
use crate::sample_logs::neighbours::server::{Served, write_apache_refused};
use crate::sample_logs::neighbours::{balancer, edge};
use crate::sample_logs::random::Random;
use crate::sample_logs::scenarios::scenario::Scenario;

const ROUTES: [(&str, &str); 3] =
    [("GET", "/books"), ("GET", "/books/{id}"), ("PUT", "/books/{id}")];

const LOCATIONS: [&str; 3] = ["DUB56-P1", "LHR61-P3", "FRA60-P2"];

fn begins() -> Moment {
    moment((2026, 11, 16), (8, 0, 0))
}

/// The scenario.
#[must_use]
pub fn build(mut random: Random) -> Scenario {
    let mut others = balancer_forms(&mut random);
    others.extend(edge_forms(&mut random));
    others.extend(gateway_forms(&mut random));
    others.extend(evidence(&mut random));
    Scenario {
        title: "A little of every other form of log, nothing wrong",
        others,
        quiet: true,
        ..Scenario::default()
    }
}

/// The access log as delivered in other forms and as it was years ago; a TLS log as JSON.
fn balancer_forms(random: &mut Random) -> Vec<Log> {
    let site = shop();
    let shop = site.balancer.clone();
    let mut rows: Vec<AlbRow> = Vec::new();
    let stream = Stream {
        from: begins(),
        until: begins() + 10 * MINUTE_US,
        per_1000s: 700,
        routes: Vec::new(),
    };
    let mut strays = 0;
    Traffic::new(site, random.clone()).run(&stream, &mut rows, &mut |request, _| {
        strays += u32::from(request.target.is_some());
        (strays == 40).then_some((Outcome::Closed(2), Tag::Background("keepalive-race")))
    });
    let mut json = Log::new("delivered/alb/json/part-1.log.gz");
    let mut w3c = Log::headed("delivered/alb/w3c/part-1.log.gz", &balancer::w3c_header());
    let mut old = Log::new("old/alb-of-all-ages.log.zst");
    for (place, row) in rows.iter().enumerate() {
        match place % 3 {
            0 => balancer::write_json(row, &shop, &mut json),
            1 => balancer::write_w3c(row, &shop, &mut w3c),
            _ => write_of_some_age(row, &shop, place, &mut old),
        }
    }
    let mut devices = Log::new("delivered/nlb/json/part-1.log.gz");
    for at in arrivals(begins(), begins() + 5 * MINUTE_US, 9_000, random) {
        ConnectionRow {
            at,
            client: format!("{}:{}", address(random), random.between(1_025, 65_500)),
            connection_ms: random.between(800, 61_000),
            handshake_ms: Some(random.between(9, 70)),
            bytes: (random.between(200, 9_000), random.between(900, 60_000)),
            alert: None,
            tag: Tag::Normal,
        }
        .write_json(&mut devices);
    }
    vec![json, w3c, old, devices]
}

fn write_of_some_age(row: &AlbRow, shop: &Balancer, place: usize, log: &mut Log) {
    let fields = [18, 20, 23, 25, 27, 29, 30, 33][place / 3 % 8];
    balancer::write_old(row, shop, fields, log);
}

fn edge_forms(random: &mut Random) -> Vec<Log> {
    let mut json = Log::new("delivered/cloudfront/json/part-1.gz");
    let mut w3c = Log::headed("delivered/cloudfront/w3c/part-1.gz", edge::W3C_HEADER);
    let mut realtime = Log::new("realtime/part-1.gz");
    let mut connections = Log::new("delivered/cloudfront-connections/part-1.gz");
    let viewers = arrivals(begins(), begins() + 10 * MINUTE_US, 5_000, random);
    for (place, &at) in viewers.iter().enumerate() {
        let mut row = served_at_edge(at, random);
        if place == 30 {
            row.status = 504;
            row.time_taken_ms = 30_012;
            (row.result, row.response_result) = ("Error", "Error");
            row.detailed_result = "OriginCommError";
            row.tag = Tag::Background("origin-timeout");
        }
        match place % 3 {
            0 => edge::write_json(&row, false, &mut json),
            1 => edge::write_w3c(&row, &mut w3c),
            _ => edge::write_realtime(&row, &mut realtime),
        }
        if place % 10 == 0 {
            edge::write_connection(at, &row.address, place != 50, &mut connections);
        }
    }
    vec![json, w3c, realtime, connections]
}

fn served_at_edge(at: Moment, random: &mut Random) -> EdgeRow {
    let mut request_id = String::new();
    random.symbols(
        b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
        54,
        &mut request_id,
    );
    EdgeRow {
        ended_at: at,
        location: LOCATIONS[random.below(3) as usize],
        sent_bytes: random.between(600, 40_000),
        address: address(random),
        method: "GET",
        path: format!("/books/{}", random.between(1, 900)),
        status: 200,
        agent: "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
        response_result: "Miss",
        result: "Miss",
        detailed_result: "Miss",
        request_id: request_id + "==",
        host: "www.example.com",
        received_bytes: random.between(200, 900),
        time_taken_ms: random.between(9, 240),
        version: "HTTP/2.0",
        port: random.between(1_025, 65_500),
        ..EdgeRow::default()
    }
}

fn gateway_forms(random: &mut Random) -> Vec<Log> {
    let mut clf = Log::new("apigateway/http-api/clf.log.gz");
    let mut xml = Log::new("apigateway/rest/xml.log.gz");
    let mut csv = Log::new("apigateway/rest/csv.log.gz");
    let mut websocket = Log::new("apigateway/websocket/json.log.gz");
    let calls = arrivals(begins(), begins() + 10 * MINUTE_US, 5_000, random);
    for (place, &at) in calls.iter().enumerate() {
        let route = *random.pick(&ROUTES);
        let latency = random.between(11, 160);
        let mut row = GatewayRow::served(at, route, latency, random);
        if place == 21 {
            row.status = 502;
            row.tag = Tag::Background("unattributed");
        }
        match place % 4 {
            0 => row.write_xml(&mut xml),
            1 => row.write_clf(&mut clf),
            2 => row.write_csv(&mut csv),
            _ => row.write_websocket_json(&mut websocket),
        }
    }
    vec![clf, xml, csv, websocket]
}

fn evidence(random: &mut Random) -> Vec<Log> {
    let mut function = Log::new("lambda/json.log.gz");
    let mut apache = Log::new("servers/web-9/access.log.gz");
    let mut apache_errors = Log::new("servers/web-9/error.log.gz");
    let mut nginx = Log::new("servers/web-8/access.json.gz");
    let mut flows = Log::headed("flows/custom.log.gz", CUSTOM_FLOW_HEADER);
    let mut events = Log::new(&firehose_key("flows", begins(), &uuid(random)));
    let mut times = Vec::new();
    for (place, &at) in
        arrivals(begins(), begins() + 10 * MINUTE_US, 9_000, random).iter().enumerate()
    {
        Invocation {
            at,
            id: uuid(random),
            duration_ms: random.between(9, 220),
            timed_out: place == 12,
            message: None,
        }
        .write_json(&mut function);
        let served = Served {
            at,
            peer: "10.0.1.17".to_owned(),
            request: format!("GET /books/{} HTTP/1.1", random.between(1, 900)),
            status: if place == 7 { 502 } else { 200 },
            body_bytes: random.between(150, 9_000),
            agent: "okhttp/4.12.0".to_owned(),
            forwarded_for: address(random),
        };
        served.write_apache(&mut apache);
        served.write_nginx_json(&mut nginx);
        if served.status == 502 {
            write_apache_refused(&served, &mut apache_errors);
        }
        let flow = Flow {
            at: at.div_euclid(MINUTE_US) * MINUTE_US,
            from: ("10.0.1.17".to_owned(), random.between(1_025, 65_500) as u16),
            to: ("10.0.11.25".to_owned(), 8_080),
            volume: (random.between(4, 40), random.between(400, 40_000)),
            tcp_flags: 3,
            action: if place == 9 { "REJECT" } else { "ACCEPT" },
        };
        flow.write_custom(&mut flows);
        events.record(&flow.line());
        times.push(flow.at + 70 * SECOND_US);
    }
    let events = in_subscriptions(&events, &times, "/vpc/flows", 20);
    vec![function, apache, apache_errors, nginx, flows, events]
}
