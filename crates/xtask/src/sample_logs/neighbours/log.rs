//! One object of a log and what is known of its lines.

use crate::sample_logs::clock::{Civil, Moment, SECOND_US};
use crate::sample_logs::labels::Tag;
use crate::sample_logs::random::Random;

/// An object under construction.
#[derive(Debug, Clone, Default)]
pub struct Log {
    /// Key below the scenario's folder.
    pub key: String,
    /// Content before packing.
    pub text: String,
    /// Records in it.
    pub records: u64,
    /// Those that are requests: time as the log shows it, why it is there, status (0: none).
    pub requests: Vec<(Moment, Tag, u16)>,
}

impl Log {
    /// An empty object.
    #[must_use]
    pub fn new(key: &str) -> Self {
        Self { key: key.to_owned(), ..Self::default() }
    }

    /// The same, beginning with lines that are no record.
    #[must_use]
    pub fn headed(key: &str, header: &str) -> Self {
        Self { key: key.to_owned(), text: header.to_owned(), ..Self::default() }
    }

    /// Adds a line that is a record.
    pub fn record(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
        self.records += 1;
    }

    /// Adds a line that is a request.
    pub fn request(&mut self, line: &str, seen: (Moment, Tag, u16)) {
        self.record(line);
        self.requests.push(seen);
    }
}

/// `2026-11-22T14:05:09.042Z`
#[must_use]
pub fn millis(at: Moment) -> String {
    let text = Civil::of(at).to_string();
    format!("{}Z", &text[..23])
}

/// `22/Nov/2026:14:05:09 +0000`
#[must_use]
pub fn clf(at: Moment) -> String {
    let civil = Civil::of(at);
    let date = civil.date();
    let month: usize = date[5..7].parse().unwrap_or(1);
    format!("{}/{}/{}:{} +0000", &date[8..], MONTHS[month - 1], &date[..4], civil.time())
}

/// `Nov`, by the number of the month less one.
pub const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Whole seconds since 1970.
#[must_use]
pub fn epoch(at: Moment) -> i64 {
    at.div_euclid(SECOND_US)
}

/// A random UUID.
#[must_use]
pub fn uuid(random: &mut Random) -> String {
    let mut digits = String::new();
    random.hex(32, &mut digits);
    let part = |from: usize, to: usize| &digits[from..to];
    format!("{}-{}-4{}-a{}-{}", part(0, 8), part(8, 12), part(13, 16), part(17, 20), part(20, 32))
}

/// An address of the documentation ranges.
#[must_use]
pub fn address(random: &mut Random) -> String {
    let network = random.pick(&["203.0.113", "198.51.100", "192.0.2"]);
    format!("{network}.{}", random.between(20, 250))
}

/// Moments from `from` to `until`, in whole milliseconds, with that mean distance.
#[must_use]
pub fn arrivals(from: Moment, until: Moment, mean_ms: u64, random: &mut Random) -> Vec<Moment> {
    let mut found = Vec::new();
    let mut at = from;
    loop {
        at += (random.waiting(mean_ms) as i64 + 1) * 1_000;
        if at >= until {
            return found;
        }
        found.push(at);
    }
}
