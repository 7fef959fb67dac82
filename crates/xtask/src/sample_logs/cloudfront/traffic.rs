//! Viewers of one distribution: three host names, twelve edge locations, a cache,
//! and the cache of errors.

use std::collections::HashMap;

use crate::sample_logs::client::{Audience, Client};
use crate::sample_logs::clock::{Moment, SECOND_US};
use crate::sample_logs::cloudfront::row::EdgeRow;
use crate::sample_logs::labels::Tag;
use crate::sample_logs::random::Random;

/// What viewers ask of one host name.
#[derive(Debug, Clone, Copy)]
pub struct Page {
    /// Host name.
    pub host: &'static str,
    /// HTTP method.
    pub method: &'static str,
    /// Path; `#` becomes a number.
    pub path: &'static str,
    /// Content type of the answer.
    pub content_type: &'static str,
    /// Largest body in bytes.
    pub body: u64,
    /// Requests of 1,000 that the cache answers.
    pub cached_permille: u64,
    /// How often it is asked for, beside the others.
    pub weight: u32,
}

const LOCATIONS: [&str; 12] = [
    "DUB56-P1", "DUB2-C1", "LHR61-P3", "LHR50-P6", "FRA60-P2", "FRA56-P8", "CDG50-P1", "AMS58-P4",
    "MAD53-P2", "WAW51-P1", "IAD89-C3", "NRT57-P2",
];
const LOCATION_WEIGHTS: [u32; 12] = [14, 10, 16, 12, 12, 8, 8, 7, 5, 4, 3, 2];
const REFERERS: [&str; 4] =
    ["", "https://www.example.com/", "https://www.google.com/", "https://shop.example.com/"];
const ID: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// How long CloudFront keeps an error response unless it is told otherwise: 10 s, less
/// a margin so that lines with whole seconds never show more.
pub const ERROR_TTL_US: i64 = 9 * SECOND_US;

/// A host name to which CloudFront cannot connect in a stretch of time.
#[derive(Debug, Clone, Copy)]
pub struct BrokenOrigin {
    /// Host name.
    pub host: &'static str,
    /// First moment.
    pub from: Moment,
    /// Past the last moment.
    pub until: Moment,
    /// Index of the incident.
    pub incident: usize,
}

/// A distribution under traffic.
#[derive(Debug)]
pub struct EdgeTraffic {
    random: Random,
    pages: &'static [Page],
    viewers: Vec<(Client, &'static str)>,
    errors: HashMap<(&'static str, String), Moment>,
}

impl EdgeTraffic {
    /// The traffic for these pages, nobody connected yet.
    #[must_use]
    pub fn new(pages: &'static [Page], random: Random) -> Self {
        Self { random, pages, viewers: Vec::new(), errors: HashMap::new() }
    }

    /// The lines of a stretch of time, in the order in which requests arrive.
    pub fn run(
        &mut self,
        (from, until): (Moment, Moment),
        per_1000s: u64,
        broken: Option<BrokenOrigin>,
    ) -> Vec<EdgeRow> {
        let weights: Vec<u32> = self.pages.iter().map(|page| page.weight).collect();
        let mut rows = Vec::new();
        let mut at = from;
        loop {
            at += self.random.waiting(1_000 * SECOND_US as u64 / per_1000s.max(1)) as i64 + 1;
            if at >= until {
                return rows;
            }
            let page = self.pages[self.random.weighted(&weights)];
            let mut row = self.ask(page);
            match broken {
                Some(origin)
                    if origin.host == page.host && (origin.from..origin.until).contains(&at) =>
                {
                    self.fail(&mut row, at, origin.incident);
                }
                _ => self.serve(&mut row, page),
            }
            row.ended_at = at + row.time_taken_ms as i64 * 1_000;
            rows.push(row);
        }
    }

    /// The viewer's half of a line.
    fn ask(&mut self, page: Page) -> EdgeRow {
        if self.viewers.len() < 40 || self.random.chance(1, 9) {
            let location = LOCATIONS[self.random.weighted(&LOCATION_WEIGHTS)];
            if self.viewers.len() >= 40 {
                let leaver = self.random.below(40) as usize;
                self.viewers.swap_remove(leaver);
            }
            self.viewers.push((Client::new(Audience::Browser, &mut self.random), location));
        }
        let index = self.random.below(self.viewers.len() as u64) as usize;
        let (client, location) = &self.viewers[index];
        let number = self.random.between(100, 420).to_string();
        let mut row = EdgeRow {
            location,
            address: client.address.clone(),
            method: page.method,
            path: page.path.replace('#', &number),
            agent: client.agent,
            host: page.host,
            received_bytes: 40 + client.header_bytes / 3,
            version: match (client.http2, client.resumed) {
                (true, true) => "HTTP/3.0",
                (true, false) => "HTTP/2.0",
                _ => "HTTP/1.1",
            },
            port: client.port,
            ..EdgeRow::default()
        };
        if let Some((path, query)) = row.path.clone().split_once('?') {
            (row.path, row.query) = (path.to_owned(), query.to_owned());
        }
        row.referer = REFERERS[self.random.weighted(&[3, 4, 2, 1])];
        self.random.symbols(ID, 54, &mut row.request_id);
        row.request_id.push_str("==");
        row
    }

    fn serve(&mut self, row: &mut EdgeRow, page: Page) {
        let random = &mut self.random;
        let result = match random.chance(page.cached_permille, 1_000) {
            true if random.chance(1, 25) => "RefreshHit",
            true => "Hit",
            false => "Miss",
        };
        row.first_byte_ms = match result {
            "Hit" => random.curve(&[(0, 0), (700, 1), (1000, 12)]),
            _ => random.curve(&[(0, 18), (500, 62), (900, 210), (1000, 1_400)]),
        };
        row.time_taken_ms = row.first_byte_ms + random.curve(&[(0, 0), (800, 3), (1000, 260)]);
        (row.result, row.response_result, row.detailed_result) = (result, result, result);
        row.content_type = page.content_type;
        let body = random.between(page.body / 3, page.body);
        (row.status, row.content_bytes) = match random.weighted(&[930, 50, 16, 4]) {
            0 => (200, Some(body)),
            1 => (304, None),
            2 => (404, Some(1_245)),
            // The viewer left before the first byte of the response.
            _ => (0, None),
        };
        row.sent_bytes = row.content_bytes.unwrap_or(0) + random.between(320, 520);
        match row.status {
            404 => {
                (row.result, row.response_result, row.detailed_result) =
                    ("Error", "Error", "Error");
                row.content_type = "text/html";
            }
            304 => row.content_type = "",
            0 => {
                (row.result, row.response_result) = ("Error", "Error");
                row.detailed_result = "ClientCommError";
                (row.sent_bytes, row.content_type) = (0, "");
                row.tag = Tag::Background("viewer-abort");
            }
            _ => {}
        }
    }

    /// A TLS handshake with the origin fails, or the error of the last one is still cached.
    fn fail(&mut self, row: &mut EdgeRow, at: Moment, incident: usize) {
        let random = &mut self.random;
        let key = (row.location, row.path.clone());
        let cached = row.method == "GET"
            && self.errors.get(&key).is_some_and(|&since| at - since <= ERROR_TTL_US);
        (row.status, row.result, row.response_result) = (502, "Error", "Error");
        if cached {
            row.time_taken_ms = random.curve(&[(0, 0), (700, 1), (1000, 14)]);
            row.detailed_result = "Error";
            row.tag = Tag::CachedIncident(incident);
        } else {
            row.time_taken_ms = random.curve(&[(0, 104), (600, 170), (1000, 395)]);
            row.detailed_result = "OriginConnectError";
            row.tag = Tag::Incident(incident);
            self.errors.insert(key, at + row.time_taken_ms as i64 * 1_000);
        }
        row.first_byte_ms = row.time_taken_ms;
        row.content_type = "text/html";
        row.content_bytes = Some(1_033);
        row.sent_bytes = 1_033 + random.between(360, 392);
    }
}
