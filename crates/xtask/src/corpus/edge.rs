//! Standard logs of a CloudFront distribution, 33 columns: a few objects an hour.

use std::fmt::{self, Write as _};

use crate::sample_logs::clock::{Civil, MINUTE_US, Moment, SECOND_US, moment};
use crate::sample_logs::cloudfront::row::HEADER;
use crate::sample_logs::random::Random;

use super::audience::{Audience, Visitor};
use super::sites::{HOSTS, Site};

/// Mean length of a line, to spread an object's lines over its hour.
const LINE_BYTES: u64 = 480;
const PER_HOUR: u64 = 12;
const DISTRIBUTION: &str = "E2EXAMPLE1ABCD";
const LOCATIONS: [&str; 16] = [
    "DUB56-P1", "LHR61-P3", "FRA60-P2", "LHR50-P6", "FRA56-P8", "CDG50-P1", "DUB2-C1", "AMS58-P4",
    "MAD53-P2", "WAW51-P1", "IAD89-C3", "NRT57-P2", "ARN54-C1", "MXP63-P3", "SFO53-P4", "SIN2-P1",
];
const REFERERS: [&str; 4] =
    ["-", "https://www.example.com/", "https://www.google.com/", "https://shop.example.com/"];
const ID_LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// How the edge answered.
struct Answer {
    status: u16,
    result: &'static str,
    detail: &'static str,
    time_ms: u64,
    first_byte_ms: u64,
    sent_bytes: u64,
}

/// A distribution's log, as long as one goes on asking.
#[derive(Debug)]
pub(super) struct EdgeLog {
    random: Random,
    audience: Audience,
    site: Site,
    objects: u64,
}

impl EdgeLog {
    pub(super) fn new(seed: u64) -> Self {
        let mut random = Random::labelled(seed, "edge");
        let audience = Audience::new(60, false, &mut random);
        Self { random, audience, site: Site::new(), objects: 0 }
    }

    /// The next object: its key and at least `bytes` of lines, the header among them.
    pub(super) fn object(&mut self, bytes: u64) -> (String, String) {
        let hour = (self.objects / PER_HOUR) as i64;
        let from = moment((2026, 11, 16), (6, 0, 0)) + hour * 60 * MINUTE_US;
        self.objects += 1;
        let mut key = format!("cloudfront/{DISTRIBUTION}.{}.", Civil::of(from).hour_stamp());
        self.random.hex(8, &mut key);
        key.push_str(".gz");
        let lines = bytes.div_ceil(LINE_BYTES) as i64;
        let mut content = String::with_capacity(bytes as usize + 4_096);
        content.push_str(HEADER);
        let mut line = 0;
        while (content.len() as u64) < bytes {
            let share = 60 * MINUTE_US * line.min(lines) / (lines + 1);
            let jitter = self.random.below(2 * SECOND_US as u64) as i64;
            self.line(from + share + jitter, &mut content);
            line += 1;
        }
        (key, content)
    }

    fn line(&mut self, at: Moment, out: &mut String) {
        let random = &mut self.random;
        let (visitor, agent) = self.audience.next(random);
        let route = self.site.route(random);
        let mut path = String::with_capacity(96);
        route.fill(visitor, random, &mut path);
        let answer = answer(route.group == 2, route.body, random);
        let request = Request {
            at,
            visitor,
            agent,
            method: route.method,
            host: HOSTS[route.host],
            path: &path,
            location: LOCATIONS[(visitor.port % 16) as usize],
            referer: REFERERS[random.weighted(&[3, 4, 2, 1])],
        };
        request.write(&answer, random, out).expect("writing to a String never fails");
    }
}

/// The viewer's half of a line.
struct Request<'a> {
    at: Moment,
    visitor: &'a Visitor,
    agent: &'a str,
    method: &'static str,
    host: &'static str,
    path: &'a str,
    location: &'static str,
    referer: &'static str,
}

impl Request<'_> {
    fn write(&self, answer: &Answer, random: &mut Random, out: &mut String) -> fmt::Result {
        let Self { visitor, host, method, location, .. } = self;
        let (path, query) = self.path.split_once('?').unwrap_or((self.path, "-"));
        let at = Civil::of(self.at);
        let (date, time, address) = (at.date(), at.time(), &visitor.address);
        let Answer { status, result, sent_bytes, .. } = answer;
        write!(
            out,
            "{date}\t{time}\t{location}\t{sent_bytes}\t{address}\t{method}\td111111abcdef8.cloudfront.net\t"
        )?;
        encode(path, out)?;
        write!(out, "\t{status:03}\t{}\t", self.referer)?;
        encode(self.agent, out)?;
        write!(out, "\t{query}\t-\t{result}\t")?;
        random.symbols(ID_LETTERS, 54, out);
        let (took, first) = (answer.time_ms, answer.first_byte_ms);
        let version = if visitor.http2 { "HTTP/2.0" } else { "HTTP/1.1" };
        let (protocol, cipher) = match visitor.modern_tls {
            true => ("TLSv1.3", "TLS_AES_128_GCM_SHA256"),
            false => ("TLSv1.2", "ECDHE-RSA-AES128-GCM-SHA256"),
        };
        writeln!(
            out,
            "==\t{host}\thttps\t{}\t{}.{:03}\t-\t{protocol}\t{cipher}\t{result}\t{version}\t-\t-\t{}\t{}.{:03}\t{}\t{}\t{}\t-\t-",
            40 + visitor.header_bytes / 3,
            took / 1000,
            took % 1000,
            visitor.port,
            first / 1000,
            first % 1000,
            answer.detail,
            if *status == 304 { "-" } else { "text/html;%20charset=utf-8" },
            sent_bytes.saturating_sub(400),
        )
    }
}

/// Half of the requests are answered by the cache, most of them where files do not change.
fn answer(is_static: bool, body: u64, random: &mut Random) -> Answer {
    let cached = random.chance(if is_static { 950 } else { 300 }, 1_000);
    let body = random.between(body / 3, body) + random.between(320, 520);
    let miss_ms = |random: &mut Random| {
        random.curve(&[(0, 18), (500, 62), (900, 210), (990, 1_400), (1000, 6_000)])
    };
    let error = |status, detail, time_ms| Answer {
        status,
        result: "Error",
        detail,
        time_ms,
        first_byte_ms: time_ms,
        sent_bytes: 1_410,
    };
    match random.weighted(&[9_400, 350, 160, 40, 30, 15, 5]) {
        0 if cached => {
            let first_byte_ms = random.curve(&[(0, 0), (700, 1), (1000, 12)]);
            let time_ms = first_byte_ms + random.curve(&[(0, 0), (800, 3), (1000, 260)]);
            let result = if random.chance(1, 25) { "RefreshHit" } else { "Hit" };
            Answer { status: 200, result, detail: result, time_ms, first_byte_ms, sent_bytes: body }
        }
        0 => {
            let first_byte_ms = miss_ms(random);
            let time_ms = first_byte_ms + random.curve(&[(0, 0), (800, 3), (1000, 260)]);
            let (status, result) = (200, "Miss");
            Answer { status, result, detail: result, time_ms, first_byte_ms, sent_bytes: body }
        }
        1 => {
            let (status, result) = (304, "Hit");
            Answer { status, result, detail: result, time_ms: 1, first_byte_ms: 1, sent_bytes: 400 }
        }
        2 => error(404, "Error", miss_ms(random)),
        // The viewer left.
        3 => Answer { sent_bytes: 0, ..error(0, "ClientCommError", miss_ms(random)) },
        4 => {
            let detail = *random.pick(&["OriginConnectError", "OriginCommError", "OriginDnsError"]);
            error(502, detail, random.between(20, 400))
        }
        5 => error(502, "Error", random.between(0, 3)),
        _ => error(504, "OriginReadTimeout", 30_000 + random.between(0, 40)),
    }
}

/// CloudFront's URL encoding of what a browser sends: spaces and a few marks.
fn encode(text: &str, out: &mut String) -> fmt::Result {
    let mut rest = text;
    while let Some(at) = rest.find([' ', '%', '"', '<', '>', '#', '~']) {
        out.push_str(&rest[..at]);
        write!(out, "%{:02X}", rest.as_bytes()[at])?;
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
    Ok(())
}
