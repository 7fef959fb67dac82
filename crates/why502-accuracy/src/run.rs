//! Every scenario through the engine, on all processors.

use std::io::{self, BufReader, Cursor};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use why502_engine::{Settings, Stream, Summary, WorkItem, analyze};

use crate::kinds::{ALL, Kind};
use crate::label::Half;
use crate::score::{Judged, judge};
use crate::stage::Scenario;

/// Which scenarios to run.
#[derive(Debug, Clone)]
pub struct Order {
    /// Another seed gives other scenarios of the same kinds.
    pub seed: u64,
    /// Labelled scenarios on both halves together, about; healthy ones come on top.
    pub incidents: u64,
    /// One half; `None` for both.
    pub half: Option<Half>,
    /// Names of kinds; all where empty.
    pub kinds: Vec<String>,
}

/// For so many labelled scenarios there is one healthy one.
const PER_HEALTHY: u64 = 5;

/// The kinds and seeds of an order, in its order.
#[must_use]
pub fn scenarios(order: &Order) -> Vec<(Kind, u64)> {
    let wanted =
        |kind: &&Kind| order.kinds.is_empty() || order.kinds.iter().any(|name| *name == kind.name);
    let (healthy, ill): (Vec<&Kind>, Vec<&Kind>) = ALL.iter().partition(|kind| kind.is_healthy());
    let each = order.incidents.div_ceil(2 * ill.len() as u64);
    let each_healthy = (order.incidents / PER_HEALTHY).div_ceil(2 * healthy.len() as u64);
    let mut all = Vec::new();
    for kind in ALL.iter().filter(wanted) {
        let seeds = 2 * if kind.is_healthy() { each_healthy } else { each };
        let seeds = (0..seeds).filter(|&seed| order.half.is_none_or(|half| half == Half::of(seed)));
        all.extend(seeds.map(|seed| (*kind, seed)));
    }
    all
}

/// Judges every scenario of an order.
#[must_use]
pub fn run(order: &Order, threads: usize) -> Vec<Judged> {
    let work = scenarios(order);
    let next = AtomicUsize::new(0);
    let results = Mutex::new(Vec::with_capacity(work.len()));
    thread::scope(|scope| {
        for _ in 0..threads.max(1) {
            scope.spawn(|| {
                while let Some((kind, seed)) = work.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let place = (kind.name, *seed);
                    let scenario = kind.scenario(order.seed, *seed);
                    let judged = judge(&scenario, &analysed(&scenario, 1));
                    if let Ok(mut results) = results.lock() {
                        results.push((place, judged));
                    }
                }
            });
        }
    });
    let mut results = results.into_inner().unwrap_or_default();
    results.sort_by_key(|(place, _)| *place);
    results.into_iter().map(|(_, judged)| judged).collect()
}

/// The engine's summary of a scenario's logs; it sees nothing but keys and text.
#[must_use]
pub fn analysed(scenario: &Scenario, workers: usize) -> Summary {
    let items = scenario.objects.iter().map(|(key, text)| WorkItem {
        source: key.clone(),
        size: text.len() as u64,
        format: None,
        piece: None,
        mark: None,
        open: Box::new(move || {
            let reader = BufReader::with_capacity(1 << 16, Cursor::new(text.as_bytes().to_vec()));
            Ok(Box::new(Text(reader)) as Box<dyn Stream>)
        }),
    });
    let settings = Settings { workers, ..Settings::default() };
    analyze(&settings, items.collect(), &())
}

/// A text in memory as a stream.
struct Text(BufReader<Cursor<Vec<u8>>>);

impl io::Read for Text {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer)
    }
}

impl io::BufRead for Text {
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
