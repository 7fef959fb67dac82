//! Failing requests as the join sees them: who relayed, who gave up, who showed it first.

use std::collections::BTreeMap;

use why502_parse::Format;
use why502_rulebook::Class;
use why502_rulebook::causes::cloudfront;

use super::super::context::Context;
use crate::aggregate::{FailedRequest, hash};
use crate::observe::DimensionKind;

/// CloudFront's standard log tells when it finished to the second, rounded down, µs.
pub(super) const SLACK_US: i64 = 1_000_000;
/// Where both logs tell milliseconds, µs.
const FINE_SLACK_US: i64 = 100_000;
/// The slack in a sample, in which the partners of most lines are missing, µs.
const SAMPLED_SLACK_US: i64 = 30_000_000;
/// The status with which a load balancer logs that its client, here CloudFront, went away.
const CLIENT_WENT_AWAY: u16 = 460;

/// What a failing request may have to do with a failing line behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// It passes on a status that was given behind it.
    Relays,
    /// It shows a page with a good status instead of a failing one that was given behind it.
    Masks,
    /// It gave up waiting for what is behind it.
    GaveUp,
    /// Its own client went away.
    Left,
    /// Its line shows a failure of its own.
    Own,
}

/// One failing request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line {
    /// Its place in the aggregates' failures.
    pub(super) place: usize,
    /// Its load balancer, distribution or API, by its place in [`Lines::systems`].
    pub(super) system: usize,
    pub(super) format: Format,
    pub(super) role: Role,
    pub(super) status: u16,
    /// Hash of the path, or of its shape in a sample; never 0.
    pub(super) path: u64,
    /// The same without the first segment; 0 where there is none.
    pub(super) path_tail: u64,
    /// Hash of the method; 0 where none was logged.
    pub(super) method: u64,
    /// Hash of the host; 0 where none was logged.
    pub(super) host: u64,
    pub(super) start_us: i64,
    /// `None` where only the arrival is known.
    pub(super) end_us: Option<i64>,
    /// What asked for it calls itself CloudFront.
    pub(super) from_cloudfront: bool,
}

/// A load balancer, a distribution or an API.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct System<'a> {
    pub(super) format: Format,
    pub(super) name: &'a [u8],
}

/// All failing requests that could be joined.
#[derive(Debug, Default)]
pub(super) struct Lines<'a> {
    /// In order of time.
    pub(super) all: Vec<Line>,
    pub(super) systems: Vec<System<'a>>,
    /// True where the failures are a sample: then groups are joined, not requests.
    pub(super) sampled: bool,
}

impl<'a> Lines<'a> {
    /// Of all failing requests whose path and system are known; empty where one kind of system
    /// alone was read.
    pub(super) fn of(context: &Context<'a>) -> Self {
        let sampled = context.aggregates.scale > 1.0;
        let mut lines = Self { all: Vec::new(), systems: Vec::new(), sampled };
        if !has_two_layers(context) {
            return lines;
        }
        let mut places: BTreeMap<System<'a>, usize> = BTreeMap::new();
        for (place, row) in context.aggregates.failures.iter().enumerate() {
            let Some(name) = context.value(DimensionKind::LoadBalancer, row) else { continue };
            let Some(line) = line(context, row, sampled) else { continue };
            let system = System { format: layer(row.format), name };
            let next = places.len();
            let system = *places.entry(system).or_insert(next);
            lines.all.push(Line { place, system, ..line });
        }
        let mut systems: Vec<(usize, System<'a>)> =
            places.into_iter().map(|(system, place)| (place, system)).collect();
        systems.sort_unstable();
        lines.systems = systems.into_iter().map(|(_, system)| system).collect();
        lines
    }

    /// The line of a failing request, by its place.
    pub(super) fn at(&self, place: usize) -> Option<&Line> {
        let at = self.all.binary_search_by_key(&place, |line| line.place).ok()?;
        self.all.get(at)
    }

    /// The slack where nothing finer is known, µs.
    pub(super) fn widest_slack_us(&self) -> i64 {
        if self.sampled { SAMPLED_SLACK_US } else { SLACK_US }
    }

    /// How far two ends of one request may be apart in the logs, µs.
    pub(super) fn slack_us(&self, front: Format, back: Format) -> i64 {
        match (front, back) {
            (Format::CloudFrontRealtime, Format::Alb) if !self.sampled => FINE_SLACK_US,
            _ => self.widest_slack_us(),
        }
    }
}

/// Both logs of a distribution are CloudFront's.
pub(super) fn layer(format: Format) -> Format {
    if format == Format::CloudFrontRealtime { Format::CloudFront } else { format }
}

fn has_two_layers(context: &Context<'_>) -> bool {
    let mut failures = context.aggregates.failures.iter().map(|row| layer(row.format));
    let first = failures.next();
    failures.any(|format| Some(format) != first)
}

fn line(context: &Context<'_>, row: &FailedRequest, sampled: bool) -> Option<Line> {
    let of = |kind| context.value(kind, row).map_or(0, hash);
    let (path, path_tail) =
        if sampled { (of(DimensionKind::Path), 0) } else { (row.path_hash, row.path_tail_hash) };
    let status = row.status?;
    // A Classic Load Balancer that got no answer logs when the request came, and no duration.
    let ended = row.format != Format::Clb || row.elapsed_us().is_some();
    let agent = context.value(DimensionKind::UserAgent, row);
    (path != 0).then(|| Line {
        place: 0,
        system: 0,
        format: row.format,
        role: role(context, row),
        status,
        path,
        path_tail,
        method: of(DimensionKind::Method),
        host: of(DimensionKind::Host),
        start_us: row.start.micros(),
        end_us: ended.then_some(row.time.micros()),
        from_cloudfront: agent == Some(b"Amazon CloudFront"),
    })
}

fn role(context: &Context<'_>, row: &FailedRequest) -> Role {
    let signature = context.signature(row);
    let at_edge = layer(row.format) == Format::CloudFront;
    match signature.class {
        // Logs without the detailed result type tell no more than the status.
        Class::TargetAnswer | Class::Unknown
            if at_edge && row.status.is_some_and(|status| status < 400) =>
        {
            Role::Masks
        }
        Class::TargetAnswer => Role::Relays,
        Class::Unknown if at_edge => Role::Relays,
        _ if signature.cause.name == cloudfront::ORIGIN_TIMEOUT.name => Role::GaveUp,
        _ if signature.cause.name == cloudfront::VIEWER_ABORT.name => Role::Left,
        _ => Role::Own,
    }
}

impl Line {
    /// Could a line of this kind have something behind it?
    pub(super) fn is_front(&self) -> bool {
        match self.format {
            Format::CloudFront | Format::CloudFrontRealtime => self.role != Role::Own,
            Format::Alb | Format::ApiGateway => self.role == Role::Relays,
            _ => false,
        }
    }

    /// May `back` be what this line passed on, or how it looked from behind that this one gave
    /// up? Systems, method and status; path and time are looked up.
    pub(super) fn may_have_behind(&self, back: &Self) -> bool {
        let layers = match (layer(self.format), back.format) {
            (Format::CloudFront, Format::Alb | Format::Clb | Format::ApiGateway)
            | (Format::Alb, Format::ApiGateway) => true,
            // What only relays stands in front, never behind.
            (Format::ApiGateway, Format::Alb | Format::Clb) => back.role != Role::Relays,
            _ => false,
        };
        let method = self.method == 0 || back.method == 0 || self.method == back.method;
        let status = match self.role {
            Role::Relays => back.status == self.status,
            Role::Masks => back.status >= 500,
            Role::GaveUp => back.status == 504 || back.is_departure(),
            Role::Left => back.is_departure(),
            Role::Own => false,
        };
        layers && method && status
    }

    /// The load balancer's client went away: behind CloudFront that is CloudFront.
    pub(super) fn is_departure(&self) -> bool {
        self.format == Format::Alb && self.status == CLIENT_WENT_AWAY
    }
}
