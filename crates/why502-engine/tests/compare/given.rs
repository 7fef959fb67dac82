//! Sides built by hand: hours of ALB lines with chosen rates.

use std::io::{self, BufRead, Cursor, Read};

use why502_accuracy::chance::Chance;
use why502_engine::compare::Side;
use why502_engine::{Analysis, Settings, Stream, WorkItem, WorkList};
use why502_parse::Timestamp;

struct Text(Cursor<Vec<u8>>);

impl Read for Text {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer)
    }
}

impl BufRead for Text {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.0.fill_buf()
    }
    fn consume(&mut self, amount: usize) {
        self.0.consume(amount);
    }
}

impl Stream for Text {
    fn bytes_read(&self) -> u64 {
        0
    }
    fn ends_cleanly(&self, _error: &io::Error) -> bool {
        true
    }
}

/// A side of these texts, in that window.
pub(crate) fn side(
    texts: &[&str],
    window: (Option<Timestamp>, Option<Timestamp>),
    workers: usize,
) -> Side {
    let item = |(number, text): (usize, &&str)| {
        let bytes = text.as_bytes().to_vec();
        WorkItem {
            source: format!("text {number}"),
            size: 0,
            format: None,
            piece: None,
            mark: None,
            open: Box::new(move || Ok(Box::new(Text(Cursor::new(bytes))) as Box<dyn Stream>)),
        }
    };
    let items = texts.iter().enumerate().map(item).collect();
    let settings = Settings { since: window.0, until: window.1, workers, ..Settings::default() };
    let mut analysis = Analysis::new(settings);
    analysis.run(&WorkList::new(items), &(), &());
    analysis.into_side()
}

/// All of a text.
pub(crate) fn whole(text: &str) -> Side {
    side(&[text], (None, None), 1)
}

/// What an hour is like.
#[derive(Debug, Clone)]
pub(crate) struct Hour {
    pub(crate) seed: u64,
    /// Hours since some morning.
    pub(crate) number: i64,
    pub(crate) requests: u64,
    /// Of a million requests.
    pub(crate) failures: u64,
    /// The median response time, ms.
    pub(crate) median_ms: f64,
    pub(crate) targets: Vec<&'static str>,
    pub(crate) paths: Vec<&'static str>,
    /// A target that refuses all that it is sent between these minutes.
    pub(crate) refuses: Option<(&'static str, i64, i64)>,
}

impl Hour {
    pub(crate) fn plain(seed: u64, number: i64) -> Self {
        Self {
            seed,
            number,
            requests: 3_000,
            failures: 3_000,
            median_ms: 40.0,
            targets: vec!["10.0.0.7:8080", "10.0.0.8:8080", "10.0.1.9:8080"],
            paths: vec!["/cart", "/", "/search", "/item/17", "/item/18", "/login"],
            refuses: None,
        }
    }

    /// Its log.
    pub(crate) fn text(&self) -> String {
        let mut chance = Chance::new(self.seed.wrapping_mul(31) ^ self.number.cast_unsigned());
        let mut offsets: Vec<u64> = (0..self.requests).map(|_| chance.below(3_600_000)).collect();
        offsets.sort_unstable();
        offsets.into_iter().map(|offset| self.line(offset, &mut chance)).collect()
    }

    fn line(&self, offset_ms: u64, chance: &mut Chance) -> String {
        let target = self.targets[chance.index(self.targets.len())];
        let path = self.paths[chance.index(self.paths.len())];
        let client = 1 + chance.below(40) * chance.below(6);
        let minute = (offset_ms / 60_000) as i64;
        let is_refused = self
            .refuses
            .is_some_and(|(who, from, to)| who == target && (from..to).contains(&minute));
        let is_failed = is_refused || chance.below(1_000_000) < self.failures;
        // Nearly log-normal.
        let deviate: f64 = (0..6).map(|_| chance.real(-1.0, 1.0)).sum::<f64>() / 1.5;
        let seconds = self.median_ms / 1_000.0 * deviate.exp();
        let (times, statuses) = match is_failed {
            true => ("-1 -1 -1".to_owned(), "502 -"),
            false => (format!("0.001 {seconds:.3} 0.000"), "200 200"),
        };
        let at = at(self.number * 3_600_000 + offset_ms.cast_signed());
        format!(
            "https {at} app/shop/50dc6c495c0c9188 203.0.{client}.9:50000 {target} {times} {statuses} 150 277 \
             \"GET https://www.example.com:443{path} HTTP/1.1\" \"curl/8.5.0\" - - \
             arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web/943f017f100becff \
             \"Root=1-{:08x}-{:024x}\" \"-\" \"-\" 1 {at} \"forward\" \"-\" \"-\" \"-\" \"-\" \"-\" \"-\" \
             TID_0123456789abcdef\n",
            offset_ms,
            chance.bits(),
        )
    }
}

/// Milliseconds since midnight of a day in November.
fn at(milliseconds: i64) -> String {
    let (day, rest) = (20 + milliseconds / 86_400_000, milliseconds % 86_400_000);
    let (hours, minutes) = (rest / 3_600_000, rest / 60_000 % 60);
    let (seconds, millis) = (rest / 1_000 % 60, rest % 1_000);
    format!("2026-11-{day:02}T{hours:02}:{minutes:02}:{seconds:02}.{millis:03}000Z")
}
