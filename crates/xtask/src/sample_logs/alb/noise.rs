//! What every public load balancer sees besides its users: redirects, monitors,
//! scanners, WebSockets, odd URLs, and clients that leave.

use crate::sample_logs::alb::outcome::{Outcome, Request, row};
use crate::sample_logs::alb::row::AlbRow;
use crate::sample_logs::client::{Audience, Client};
use crate::sample_logs::clock::SECOND_US;
use crate::sample_logs::labels::Tag;
use crate::sample_logs::random::Random;

/// Per 10,000 requests, in the order of the arms of [`disturb`].
const WEIGHTS: [u32; 11] = [9_643, 120, 60, 40, 25, 12, 30, 20, 22, 22, 6];
const SCANNED: [&str; 6] = [
    "/.env",
    "/wp-login.php",
    "/.git/config",
    "/phpmyadmin/index.php",
    "/xmlrpc.php",
    "/actuator/env",
];

/// Turns a few requests into noise; `None` leaves the request as it is.
pub fn disturb(request: &Request, random: &mut Random) -> Option<AlbRow> {
    match random.weighted(&WEIGHTS) {
        1 => Some(redirect(request, random)),
        2 => Some(fixed(request, 404, &format!("http://203.0.113.80:80{}", request.path), random)),
        3 => Some(fixed(request, 200, "http://203.0.113.80:80/lb-status", random)),
        4 => request.target.is_some().then(|| {
            let after = random.between(40, 9_500);
            row(request, Outcome::ClientGone(after), Tag::Background("client-closed"), random)
        }),
        5 => Some(malformed(request, random)),
        6 => scan(request, random),
        7 => websocket(request, random),
        8 => odd_url(request, "/search?q=\\x22{}\\x22", random),
        9 => odd_url(request, "/search?q=red {}", random).map(|mut odd| {
            odd.classification = Some(("Acceptable", "SpaceInUri"));
            odd
        }),
        10 => request.target.is_some().then(|| {
            let tag = Tag::Background("target-generated-5xx");
            row(request, Outcome::Served(500, 1_204), tag, random)
        }),
        _ => None,
    }
}

/// Takes TLS and all that hangs on it off a row: another connection, to port 80.
fn plain(mut row: AlbRow, method: &str, url: &str) -> AlbRow {
    row.connection = row.connection.chars().rev().take(32).collect();
    row.connection.insert_str(0, "TID_");
    (row.kind, row.tls, row.server_name, row.resumed) = ("http", None, None, false);
    row.request = format!("{method} {url} HTTP/1.1");
    row
}

fn fixed(request: &Request, status: u16, url: &str, random: &mut Random) -> AlbRow {
    let mut answer = plain(row(request, Outcome::Fixed(status), Tag::Normal, random), "GET", url);
    answer.rule = Some(if status == 200 { 5 } else { 0 });
    answer
}

fn redirect(request: &Request, random: &mut Random) -> AlbRow {
    let host = request.route.host;
    let mut answer = fixed(request, 301, &format!("http://{host}:80{}", request.path), random);
    answer.actions = "redirect";
    answer.redirect_url = Some(format!("https://{host}:443{}", request.path));
    answer
}

/// A request that never became one: garbage sent to the address itself.
fn malformed(request: &Request, random: &mut Random) -> AlbRow {
    let tag = Tag::Background("client-rejected");
    let mut answer = plain(row(request, Outcome::Fixed(400), tag, random), "-", "-");
    answer.request = if random.chance(4, 5) {
        "- http://203.0.113.80:80- -".to_owned()
    } else {
        "- - -".to_owned()
    };
    (answer.agent, answer.trace_id, answer.rule, answer.actions) = ("-", None, None, "-");
    (answer.received_bytes, answer.sent_bytes) = (0, 272);
    answer
}

fn scan(request: &Request, random: &mut Random) -> Option<AlbRow> {
    request.target.as_ref()?;
    let mut copy = request.clone();
    copy.client = Client::new(Audience::Application, random);
    copy.client.http2 = false;
    copy.path = (*random.pick(&SCANNED)).to_owned();
    copy.natural_ms = random.between(1, 6);
    copy.route.method = "GET";
    copy.client.agent = "Mozilla/5.0 zgrab/0.x";
    Some(row(&copy, Outcome::Served(404, 153), Tag::Normal, random))
}

/// One line per connection, written when it closes; the times are those of the upgrade.
fn websocket(request: &Request, random: &mut Random) -> Option<AlbRow> {
    request.target.as_ref()?;
    let mut copy = request.clone();
    copy.path = "/live".to_owned();
    copy.natural_ms = random.between(1, 9);
    copy.route.method = "GET";
    copy.client.http2 = false;
    let mut line = row(&copy, Outcome::Served(101, 0), Tag::Normal, random);
    line.kind = if copy.client.tls.is_some() { "wss" } else { "ws" };
    if random.chance(1, 6) {
        line = plain(line, "GET", &format!("http://{}:80/live", copy.route.host));
        line.kind = "ws";
    }
    line.sent_at += random.between(3, 420) as i64 * SECOND_US;
    line.sent_bytes = random.between(600, 48_000);
    line.received_bytes += random.between(200, 6_000);
    Some(line)
}

/// A browser's search with a character that browsers should have encoded.
fn odd_url(request: &Request, template: &str, random: &mut Random) -> Option<AlbRow> {
    if request.route.audience != Audience::Browser || request.target.is_none() {
        return None;
    }
    let mut copy = request.clone();
    copy.path = template.replace("{}", random.pick::<&str>(&["lamp", "oak desk", "boots size 44"]));
    if !copy.path.contains("=red ") {
        copy.path = copy.path.replace(' ', "%20");
    }
    copy.route.method = "GET";
    Some(row(&copy, Outcome::Served(200, 8_211), Tag::Normal, random))
}
