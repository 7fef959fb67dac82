//! What became of a request, and the line ALB writes for it.

use crate::sample_logs::alb::row::AlbRow;
use crate::sample_logs::alb::site::{Group, Route};
use crate::sample_logs::client::Client;
use crate::sample_logs::clock::{Moment, SECOND_US};
use crate::sample_logs::labels::Tag;
use crate::sample_logs::random::Random;

/// A request as the load balancer received it.
#[derive(Debug, Clone)]
pub struct Request {
    /// When, in whole milliseconds.
    pub at: Moment,
    /// What kind.
    pub route: Route,
    /// Its path and query.
    pub path: String,
    /// Who sent it.
    pub client: Client,
    /// The target chosen for it; `None` for a Lambda group.
    pub target: Option<String>,
    /// ARN of the group it goes to.
    pub group_arn: &'static str,
    /// Priority of the rule that matched; 0 is the default rule.
    pub rule: u32,
    /// How long the target would work on it in milliseconds.
    pub natural_ms: u64,
}

impl Request {
    /// When the target would answer.
    #[must_use]
    pub fn natural_end(&self) -> Moment {
        self.at + self.natural_ms as i64 * 1000
    }

    /// True where the request goes to this target.
    #[must_use]
    pub fn goes_to(&self, address: &str) -> bool {
        self.target.as_deref() == Some(address)
    }
}

/// What became of it. All durations in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The target answered after the natural time with this status and body size.
    Served(u16, u64),
    /// The target reset the connection attempt.
    Refused,
    /// Nothing answered the SYN for ten seconds.
    ConnectTimeout,
    /// The target closed the connection this long after it was sent the request.
    Closed(u64),
    /// The target did not answer within the idle time-out of this length.
    Silent(u64),
    /// The client went away after this time.
    ClientGone(u64),
    /// The Lambda function failed with this reason after this time.
    LambdaFailed(&'static str, u64),
    /// A rule answered with this status.
    Fixed(u16),
}

/// The line for a request and its outcome.
pub fn row(request: &Request, outcome: Outcome, tag: Tag, random: &mut Random) -> AlbRow {
    let mut row = blank(request, random);
    row.tag = tag;
    let dispatch = u64::from(random.chance(1, 12));
    let reply = u64::from(random.chance(1, 15));
    let mut elapsed_us = random.between(140, 990);
    let page = |status| error_page_bytes(status, request);
    match outcome {
        Outcome::Served(status, body) => {
            row.times_ms = [Some(dispatch), Some(request.natural_ms), Some(reply)];
            (row.elb_status, row.target_status) = (status, Some(status));
            row.sent_bytes = body + random.between(130, 460);
            elapsed_us += (dispatch + request.natural_ms + reply) * 1000;
        }
        Outcome::Refused => {
            (row.elb_status, row.sent_bytes) = (502, page(502));
            elapsed_us += random.between(0, 2_900);
        }
        Outcome::ConnectTimeout => {
            (row.elb_status, row.sent_bytes) = (504, page(504));
            elapsed_us += 10_000_000 + random.between(0, 1_800);
        }
        Outcome::Closed(after) => {
            row.times_ms = [Some(dispatch), Some(after), None];
            (row.elb_status, row.sent_bytes) = (502, page(502));
            elapsed_us += (dispatch + after) * 1000;
        }
        Outcome::Silent(idle) => {
            row.times_ms = [Some(dispatch), None, None];
            (row.elb_status, row.sent_bytes) = (504, page(504));
            elapsed_us += (dispatch + idle) * 1000 + random.between(0, 9_000);
        }
        Outcome::ClientGone(after) => {
            row.times_ms = [Some(dispatch), None, None];
            (row.elb_status, row.sent_bytes) = (460, 0);
            elapsed_us += after * 1000;
        }
        Outcome::LambdaFailed(reason, after) => {
            row.times_ms = [Some(dispatch), Some(after), Some(0)];
            (row.elb_status, row.sent_bytes) = (502, page(502));
            row.error_reason = Some(reason);
            elapsed_us += (dispatch + after) * 1000;
        }
        Outcome::Fixed(status) => {
            (row.elb_status, row.sent_bytes) = (status, random.between(220, 260));
            (row.actions, row.target, row.group_arn) = ("fixed-response", None, None);
        }
    }
    row.sent_at = row.received_at + elapsed_us as i64;
    row
}

/// Everything that does not depend on the outcome.
fn blank(request: &Request, random: &mut Random) -> AlbRow {
    let Request { route, client, .. } = request;
    let (scheme, port) = if client.tls.is_some() { ("https", 443) } else { ("http", 80) };
    let (kind, version) = if client.http2 { ("h2", "HTTP/2.0") } else { (scheme, "HTTP/1.1") };
    let upload = match route.method {
        "POST" | "PUT" | "PATCH" => random.between(60, 1_900),
        _ => 0,
    };
    AlbRow {
        kind,
        received_at: request.at,
        client: client.endpoint(),
        target: request.target.clone(),
        received_bytes: client.header_bytes + request.path.len() as u64 + upload,
        request: format!(
            "{} {scheme}://{}:{port}{} {version}",
            route.method, route.host, request.path
        ),
        agent: client.agent,
        tls: client.tls,
        group_arn: Some(request.group_arn),
        trace_id: Some(trace_id(request.at, random)),
        server_name: client.tls.map(|_| route.host),
        resumed: client.resumed,
        rule: Some(request.rule),
        actions: "forward",
        connection: client.connection.clone(),
        node: client.node,
        ..AlbRow::default()
    }
}

/// A trace header made by the load balancer: its first part is the epoch second.
fn trace_id(at: Moment, random: &mut Random) -> String {
    let mut trace = format!("Root=1-{:08x}-", at / SECOND_US);
    random.hex(24, &mut trace);
    trace
}

/// Size of the page ALB itself writes. Over HTTP/1.1 these are the sizes seen in
/// the wild (a page is padded for Chrome); over HTTP/2 headers shrink by about 90.
fn error_page_bytes(status: u16, request: &Request) -> u64 {
    let headers = 155;
    let body = match status {
        503 => 162,
        504 => 132,
        _ => 122,
    };
    let padding = if request.client.agent.contains("Chrome/") { 402 } else { 0 };
    match (request.route.method, request.client.http2) {
        ("HEAD", false) => headers,
        ("HEAD", true) => headers - 90,
        (_, true) => headers - 90 + body + padding,
        _ => headers + body + padding,
    }
}

/// The status and body size of an undisturbed answer.
pub fn undisturbed(route: &Route, random: &mut Random) -> Outcome {
    let total = route.statuses.iter().map(|&(weight, _)| u64::from(weight)).sum();
    let mut left = random.below(total);
    let mut status = 200;
    for &(weight, candidate) in route.statuses {
        status = candidate;
        match left.checked_sub(u64::from(weight)) {
            Some(rest) => left = rest,
            None => break,
        }
    }
    let body = match (status, route.method) {
        (_, "HEAD" | "OPTIONS") | (204 | 304, _) => 0,
        (301 | 302, _) => random.between(0, 180),
        (400..=499, _) => random.between(60, 1_200),
        _ => random.between(route.body.0, route.body.1),
    };
    Outcome::Served(status, body)
}

/// Chooses the target of a request.
pub fn dispatch(group: &mut Group, client: &Client, at: Moment) -> Option<String> {
    group.next_target(client.node, at).map(|target| target.address.clone())
}
