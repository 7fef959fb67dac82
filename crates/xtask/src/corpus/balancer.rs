//! Access logs of an Application Load Balancer, 33 fields: four nodes, an object per node and
//! five minutes.

use std::fmt::{self, Write as _};

use crate::sample_logs::clock::{Civil, MINUTE_US, Moment, SECOND_US, moment};
use crate::sample_logs::objects::{ACCOUNT, REGION};
use crate::sample_logs::random::Random;

use super::answers::{Answer, failure, ordinary, refused};
use super::audience::{Audience, Visitor};
use super::sites::{HOSTS, Route, Site, unique_path};

/// What the traffic is like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flavour {
    /// 0.4 % of 502s.
    Ordinary,
    /// Every second request a 502.
    Storm,
    /// A path and a client of its own in every line.
    Cardinality,
}

/// Mean length of a line, to spread an object's lines over its five minutes.
const LINE_BYTES: u64 = 700;
const BALANCER: &str = "shop/50dc6c495c0c9188";
const NODES: [&str; 4] = ["203.0.113.80", "203.0.113.131", "198.51.100.17", "198.51.100.94"];
const CERTIFICATE: &str =
    "arn:aws:acm:eu-west-1:123456789012:certificate/8d7a1f60-52c4-4f0b-9e7e-3b1f6a2c9d04";
const KEY_LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// A load balancer's log, as long as one goes on asking.
#[derive(Debug)]
pub(super) struct BalancerLog {
    flavour: Flavour,
    random: Random,
    audience: Audience,
    site: Site,
    objects: u64,
    lines: u64,
    turn: usize,
}

impl BalancerLog {
    pub(super) fn new(flavour: Flavour, seed: u64) -> Self {
        let mut random = Random::labelled(seed, "balancer");
        let audience = Audience::new(72, flavour == Flavour::Cardinality, &mut random);
        Self { flavour, random, audience, site: Site::new(), objects: 0, lines: 0, turn: 0 }
    }

    /// The next object: its key and at least `bytes` of lines.
    pub(super) fn object(&mut self, bytes: u64) -> (String, String) {
        let node = (self.objects % NODES.len() as u64) as usize;
        let interval = (self.objects / NODES.len() as u64) as i64;
        let from = moment((2026, 11, 16), (6, 0, 0)) + interval * 5 * MINUTE_US;
        self.objects += 1;
        let lines = bytes.div_ceil(LINE_BYTES) as i64;
        // Now and then one server refuses all connections for these five minutes.
        let down = self.random.chance(1, 8).then(|| self.random.below(24) as usize);
        let mut content = String::with_capacity(bytes as usize + 4_096);
        let mut line = 0;
        while (content.len() as u64) < bytes {
            let share = 5 * MINUTE_US * line.min(lines) / (lines + 1);
            let jitter = self.random.below(200_000) as i64;
            self.line(from + share + jitter, down, &mut content);
            line += 1;
        }
        (self.key(from + 5 * MINUTE_US, node), content)
    }

    fn key(&mut self, end: Moment, node: usize) -> String {
        let (civil, name) = (Civil::of(end), BALANCER.replace('/', "."));
        let mut key = format!(
            "AWSLogs/{ACCOUNT}/elasticloadbalancing/{REGION}/{}/{ACCOUNT}_elasticloadbalancing_{REGION}_app.{name}_{}_{}_",
            civil.folders(),
            civil.stamp(),
            NODES[node]
        );
        self.random.symbols(KEY_LETTERS, 8, &mut key);
        key.push_str(".log.gz");
        key
    }

    fn line(&mut self, sent_at: Moment, down: Option<usize>, out: &mut String) {
        let random = &mut self.random;
        let (visitor, agent) = self.audience.next(random);
        let route = self.site.route(random);
        let group = &self.site.groups[route.group];
        self.turn += 1;
        let target = self.turn % group.targets.len().max(1);
        self.lines += 1;
        let answer = match self.flavour {
            // Targets take turns too: shifting the beat spares none of them.
            Flavour::Storm if (self.lines + self.lines / 100).is_multiple_of(2) => {
                failure(route, random)
            }
            _ if down == Some(target) && route.group == 0 => refused(),
            _ if random.chance(1, 450) => failure(route, random),
            _ => ordinary(route, random),
        };
        let target = match group.targets.get(target) {
            Some(target) if answer.has_target => target.as_str(),
            _ => "-",
        };
        let mut path = String::with_capacity(96);
        match self.flavour {
            Flavour::Cardinality => unique_path(self.lines, &mut path),
            _ => route.fill(visitor, random, &mut path),
        }
        let upload = if route.method == "GET" { 0 } else { random.between(60, 1_900) };
        let mut trace = String::with_capacity(24);
        random.hex(24, &mut trace);
        let elapsed_us = answer.elapsed_ms * 1_000;
        let line = Line {
            sent_at,
            received_at: (sent_at - elapsed_us as i64 - 300) / 1_000 * 1_000,
            received_bytes: visitor.header_bytes + path.len() as u64 + upload,
            visitor,
            agent,
            route,
            path: &path,
            group_arn: group.arn,
            target,
            answer: &answer,
            trace: &trace,
        };
        line.write(out).expect("writing to a String never fails");
    }
}

/// All that a line is made of.
struct Line<'a> {
    sent_at: Moment,
    received_at: Moment,
    received_bytes: u64,
    visitor: &'a Visitor,
    agent: &'a str,
    route: &'a Route,
    path: &'a str,
    group_arn: &'a str,
    target: &'a str,
    answer: &'a Answer,
    trace: &'a str,
}

impl Line<'_> {
    fn write(&self, out: &mut String) -> fmt::Result {
        let Self { visitor, route, answer, target, .. } = self;
        let (kind, version) =
            if visitor.http2 { ("h2", "HTTP/2.0") } else { ("https", "HTTP/1.1") };
        let host = HOSTS[route.host];
        let (address, port) = (&visitor.address, visitor.port);
        write!(out, "{kind} {} app/{BALANCER} {address}:{port} {target}", Civil::of(self.sent_at))?;
        for time in answer.times_ms {
            match time {
                Some(ms) => write!(out, " {}.{:03}", ms / 1000, ms % 1000)?,
                None => out.push_str(" -1"),
            }
        }
        let mut target_status = String::from("-");
        if let Some(status) = answer.target_status {
            target_status.clear();
            write!(target_status, "{status}")?;
        }
        let (cipher, protocol) = match visitor.modern_tls {
            true => ("TLS_AES_128_GCM_SHA256", "TLSv1.3"),
            false => ("ECDHE-RSA-AES128-GCM-SHA256", "TLSv1.2"),
        };
        write!(
            out,
            " {} {target_status} {} {} \"{} https://{host}:443{} {version}\" \"{}\" {cipher} {protocol} {}",
            answer.elb_status,
            self.received_bytes,
            answer.sent_bytes,
            route.method,
            self.path,
            self.agent,
            self.group_arn,
        )?;
        write!(
            out,
            " \"Root=1-{:08x}-{}\" \"{host}\" \"{CERTIFICATE}\" {} {} \"{}\" \"-\" \"{}\" \"{target}\" \"{target_status}\" \"-\" \"-\" TID_{} \"-\" \"-\" \"-\"",
            self.received_at / SECOND_US,
            self.trace,
            10 * (route.group + 1),
            Civil::of(self.received_at),
            answer.actions,
            answer.error_reason,
            visitor.connection,
        )?;
        out.push('\n');
        Ok(())
    }
}
