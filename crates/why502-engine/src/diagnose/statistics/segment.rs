//! When failures exceed their background: onset and end of every excess.
//!
//! A Poisson likelihood-ratio CUSUM (Page, "Continuous inspection schemes", Biometrika 41,
//! 1954), read in retrospect: a bin with `k` failures of `n` requests scores
//! `k ln r - n p0 (r - 1)`, the log-likelihood ratio of "the rate is `r` times the background"
//! against "it is the background". The maximal segments of the scores (Ruzzo & Tompa, ISMB
//! 1999) give onset *and* end of several excesses in one pass, which a plain CUSUM does not; a
//! scan statistic would need a pass per incident and shuffles for its significance. By Ville's
//! inequality a segment scoring `h` arises by chance with a probability of at most `exp(-h)` per
//! starting bin, so `h = ln(bins × streams / α)`.

use why502_parse::Timestamp;

/// The rate looked for, in units of the background. Lower finds slow rises, higher short bursts.
const RATIO: f64 = 5.0;
/// Probability of one false segment in a whole run.
const ALPHA: f64 = 0.05;
/// Fewer failures are no incident, whatever their odds.
const FEWEST: usize = 5;
/// Failing minutes per block by which the background is estimated.
const PER_BLOCK: usize = 5;
/// Blocks, at least, when the quieter quarter is looked for.
const FEWEST_QUIET: usize = 4;
/// Failing requests are put in bins of this width, µs.
const BIN_US: i64 = 60_000_000;
/// A pause without any request for so long ends an excess: what follows is another event, µs.
const IDLE_US: i64 = 900_000_000;
/// Events this close together are one, µs: a deployment takes its targets one by one.
const PAUSE_US: i64 = 600_000_000;
/// A pause in which so many failures were to be expected is none by chance (`e^-5` = 0.7 %).
const UNLIKELY: f64 = 5.0;
/// A first or last failure further off than this, µs, and than 20 times the usual distance, is
/// background that happened to lie near.
const ASIDE_US: i64 = 60_000_000;

/// Requests over time, piecewise linear between the buckets of the aggregates.
#[derive(Debug, Clone, Default)]
pub(in super::super) struct Exposure {
    /// Start and end (µs) and requests of each bucket, in order.
    buckets: Vec<(i64, i64, f64)>,
    /// Requests before each bucket.
    before: Vec<f64>,
}

impl Exposure {
    /// From buckets in order of time: start and end in µs, requests.
    pub(in super::super) fn new(buckets: Vec<(i64, i64, f64)>) -> Self {
        let before = buckets
            .iter()
            .scan(0.0, |sum, bucket| {
                let before = *sum;
                *sum += bucket.2;
                Some(before)
            })
            .collect();
        Self { buckets, before }
    }

    /// All requests.
    pub(in super::super) fn total(&self) -> f64 {
        self.until(i64::MAX)
    }

    /// Requests between two instants (µs), interpolated within buckets.
    pub(in super::super) fn between(&self, from: i64, to: i64) -> f64 {
        (self.until(to) - self.until(from)).max(0.0)
    }

    /// First and last instant with requests, µs.
    pub(in super::super) fn span(&self) -> Option<(i64, i64)> {
        Some((self.buckets.first()?.0, self.buckets.last()?.1))
    }

    /// Is there a pause of [`IDLE_US`] without any request between two instants?
    fn is_idle_between(&self, from: i64, to: i64) -> bool {
        let first = self.buckets.partition_point(|&(_, end, _)| end <= from);
        let last = self.buckets.partition_point(|&(start, _, _)| start < to);
        let within = self.buckets.get(first..last).unwrap_or_default();
        within.windows(2).any(|pair| pair[1].0 - pair[0].1 >= IDLE_US)
    }

    /// The instant before which `requests` came.
    fn instant(&self, requests: f64) -> i64 {
        let at = self.before.partition_point(|&before| before <= requests).saturating_sub(1);
        self.buckets.get(at).map_or(0, |&(start, end, count)| {
            let part = if count > 0.0 {
                ((requests - self.before[at]) / count).clamp(0.0, 1.0)
            } else {
                0.0
            };
            start + ((end - start) as f64 * part) as i64
        })
    }

    fn until(&self, instant: i64) -> f64 {
        let at = self.buckets.partition_point(|&(start, _, _)| start < instant);
        let Some(&(start, end, count)) = at.checked_sub(1).and_then(|at| self.buckets.get(at))
        else {
            return 0.0;
        };
        let part =
            if instant >= end { 1.0 } else { (instant - start) as f64 / (end - start) as f64 };
        self.before[at - 1] + count * part
    }
}

/// An excess of failures: places `first..=last` of the failing requests, and its score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in super::super) struct Segment {
    pub(in super::super) first: usize,
    pub(in super::super) last: usize,
    /// Score over the threshold; e to the minus of it bounds the odds of chance.
    pub(in super::super) excess: f64,
}

/// What failures have to exceed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Search {
    /// Their usual rate alone: the rows are what others left over, and no longer all of a time.
    Usual,
    /// Their usual rate, or else all that is outside of the excess.
    Contrast,
}

/// Finds every excess among failing requests at `times` (in order).
///
/// Where nothing exceeds the usual rate, an incident may be as long as half the input and be the
/// usual rate itself: then what exceeds the quieter quarter is held against all that is outside
/// of it.
///
/// `ceiling` bounds the background: a rate above a few times it is an incident even where it
/// lasts for the whole input. `streams` is how many series are searched in this run.
pub(in super::super) fn segments(
    times: &[Timestamp],
    exposure: &Exposure,
    ceiling: f64,
    streams: usize,
    search: Search,
) -> Vec<Segment> {
    if times.len() < FEWEST {
        return Vec::new();
    }
    let minutes = times.chunk_by(|a, b| bin_of(*a) == bin_of(*b)).count();
    let blocks = (minutes / PER_BLOCK).clamp(1, 10_000);
    let (first, last) =
        exposure.span().unwrap_or((times[0].micros(), times[times.len() - 1].micros()));
    let bins = ((last - first) / BIN_US).max(0) as f64 + 1.0;
    let streams = streams.max(1) as f64;
    let threshold = (bins * streams / ALPHA).ln().max(5.0);
    let usual = background(times, exposure, blocks, blocks / 2).min(ceiling);
    let score = |first: usize, last: usize| {
        let requests = exposure.between(times[first].micros(), times[last].micros() + 1);
        (last - first + 1) as f64 * RATIO.ln() - requests * usual * (RATIO - 1.0) - threshold
    };
    let found = above(times, exposure, usual, score);
    if !found.is_empty() || search == Search::Usual {
        return found;
    }
    let blocks = blocks.max(FEWEST_QUIET);
    let quiet = background(times, exposure, blocks, blocks / 4).min(ceiling);
    let windows = bins * (bins + 1.0) / 2.0;
    let threshold = (windows * streams / ALPHA).ln().max(5.0);
    let score = |first: usize, last: usize| contrast(times, exposure, first, last) - threshold;
    joined(times, above(times, exposure, quiet, score), score)
}

/// The segments over a background that score above zero.
fn above(
    times: &[Timestamp],
    exposure: &Exposure,
    background: f64,
    score: impl Fn(usize, usize) -> f64,
) -> Vec<Segment> {
    let bins = scores(times, exposure, background, RATIO);
    let runs = bins.chunk_by(|before, after| {
        !exposure.is_idle_between(times[before.last].micros(), times[after.first].micros())
    });
    runs.flat_map(maximal)
        .flat_map(|(first, last, _)| events(times, exposure, first, last))
        .map(|(first, last)| densest(times, exposure, background, first, last))
        .map(|(first, last)| trimmed(times, first, last))
        .map(|(first, last)| Segment { first, last, excess: score(first, last) })
        .filter(|segment| segment.excess > 0.0 && segment.last - segment.first + 1 >= FEWEST)
        .collect()
}

/// Joins neighbours found by their contrast that are no further apart than [`PAUSE_US`] and an excess together too: a
/// quiet minute splits a maximal segment, but is no end of an event.
fn joined(
    times: &[Timestamp],
    found: Vec<Segment>,
    score: impl Fn(usize, usize) -> f64,
) -> Vec<Segment> {
    let mut whole: Vec<Segment> = Vec::new();
    for segment in found {
        if let Some(before) = whole.last_mut() {
            let excess = score(before.first, segment.last);
            let pause = times[segment.first].saturating_since(times[before.last]);
            if pause < PAUSE_US && excess > 0.0 {
                *before = Segment { first: before.first, last: segment.last, excess };
                continue;
            }
        }
        whole.push(segment);
    }
    whole
}

/// How much likelier two rates are, inside and outside a segment, than one: the spatial scan
/// statistic (Kulldorff, "A spatial scan statistic", Comm. Stat. Theory 26, 1997), which needs no
/// background beforehand. Zero where the inside is not [`RATIO`] times the outside: with many
/// failures every drift would be significant.
fn contrast(times: &[Timestamp], exposure: &Exposure, first: usize, last: usize) -> f64 {
    let total = exposure.total();
    let requests = exposure.between(times[first].micros(), times[last].micros() + 1);
    let inside = (last - first + 1) as f64;
    let (all, outside) = (times.len() as f64, times.len() as f64 - inside);
    let expected = (all * requests / total.max(1.0)).max(f64::MIN_POSITIVE);
    let elsewhere = all - expected;
    if elsewhere <= 0.0 || inside * elsewhere < RATIO * (outside + 0.5) * expected {
        return 0.0;
    }
    let term =
        |seen: f64, expected: f64| if seen > 0.0 { seen * (seen / expected).ln() } else { 0.0 };
    term(inside, expected) + term(outside, elsewhere)
}

/// Cuts a segment at pauses that its own rate makes unlikely: two bursts with an hour between
/// them exceed the background together too, and are two events.
fn events(
    times: &[Timestamp],
    exposure: &Exposure,
    first: usize,
    last: usize,
) -> Vec<(usize, usize)> {
    let between =
        |from: usize, to: usize| exposure.between(times[from].micros(), times[to].micros());
    let rate = (last - first + 1) as f64 / between(first, last).max(1.0);
    let mut cuts = vec![];
    let mut start = first;
    for at in first..last {
        let long = times[at + 1].saturating_since(times[at]) >= PAUSE_US;
        if long && rate * between(at, at + 1) >= UNLIKELY {
            cuts.push((start, at));
            start = at + 1;
        }
    }
    cuts.push((start, last));
    cuts
}

/// The part of a segment that scores most when the rate looked for is nearer to its own: a strong
/// excess leaves out the background before and after it, which a weak one needs.
fn densest(
    times: &[Timestamp],
    exposure: &Exposure,
    background: f64,
    first: usize,
    last: usize,
) -> (usize, usize) {
    let requests = exposure.between(times[first].micros(), times[last].micros() + 1).max(1.0);
    // Half way (in logarithms) between the background and the segment's own rate: at its own rate
    // an excess would lose its quieter minutes too.
    let ratio = ((last - first + 1) as f64 / requests / background).sqrt().max(RATIO);
    let bins = scores(&times[first..=last], exposure, background, ratio);
    let best = maximal(&bins).into_iter().max_by(|a, b| a.2.total_cmp(&b.2));
    best.map_or((first, last), |(from, to, _)| (first + from, first + to))
}

/// Leaves out failures at the edges that stand apart from the rest.
fn trimmed(times: &[Timestamp], mut first: usize, mut last: usize) -> (usize, usize) {
    let gap = |at: usize| times[at + 1].saturating_since(times[at]);
    let mut gaps: Vec<i64> = (first..last).map(gap).collect();
    gaps.sort_unstable();
    let aside =
        gaps.get(gaps.len() / 2).map_or(i64::MAX, |median| median.saturating_mul(20).max(ASIDE_US));
    while first < last && gap(first) > aside {
        first += 1;
    }
    while first < last && gap(last - 1) > aside {
        last -= 1;
    }
    (first, last)
}

/// The rate of the block at `place` in the order of failures, of blocks which would each hold a
/// few failing minutes. The usual rate is that of the median: a burst fills few minutes, however
/// large it is; a steady trickle fills all alike. (The mean of the quieter half would be a quarter
/// too low, and every steady trickle now and then an incident.)
fn background(times: &[Timestamp], exposure: &Exposure, blocks: usize, place: usize) -> f64 {
    let total = exposure.total();
    if total <= 0.0 {
        return 1.0;
    }
    let edge = |n: usize| exposure.instant(total * n as f64 / blocks as f64);
    let mut failures: Vec<usize> = (0..blocks)
        .map(|n| {
            let before = |instant: i64| times.partition_point(|time| time.micros() < instant);
            let from = if n == 0 { 0 } else { before(edge(n)) };
            let to = if n + 1 == blocks { times.len() } else { before(edge(n + 1)) };
            to.saturating_sub(from)
        })
        .collect();
    failures.sort_unstable();
    (failures[place] as f64 + 0.5) * blocks as f64 / total
}

fn bin_of(time: Timestamp) -> i64 {
    time.micros().div_euclid(BIN_US)
}

/// One bin: places of its failures and its score; `gap` is the (negative) score before it.
struct Scored {
    first: usize,
    last: usize,
    gap: f64,
    score: f64,
}

fn scores(times: &[Timestamp], exposure: &Exposure, background: f64, ratio: f64) -> Vec<Scored> {
    let mut bins: Vec<Scored> = Vec::new();
    let mut end_of_last = None;
    let mut at = 0;
    while at < times.len() {
        let bin = bin_of(times[at]);
        let size = times[at..].partition_point(|&time| bin_of(time) == bin);
        let (start, end) = (bin * BIN_US, (bin + 1) * BIN_US);
        let expected = |from, to| exposure.between(from, to) * background * (ratio - 1.0);
        bins.push(Scored {
            first: at,
            last: at + size - 1,
            gap: end_of_last.map_or(0.0, |before| -expected(before, start)),
            score: size as f64 * ratio.ln() - expected(start, end),
        });
        end_of_last = Some(end);
        at += size;
    }
    bins
}

/// A candidate of Ruzzo and Tompa's list.
struct Candidate {
    first: usize,
    last: usize,
    /// Cumulative score before it, and up to its end.
    before: f64,
    upto: f64,
    /// The nearest candidate to the left that starts lower.
    lower: Option<usize>,
}

/// Ruzzo–Tompa over the bins and the gaps between them: first and last place, score. Each
/// candidate remembers its nearest lower one, which keeps the search linear.
fn maximal(bins: &[Scored]) -> Vec<(usize, usize, f64)> {
    let mut candidates: Vec<Candidate> = Vec::new();
    let mut sum = 0.0;
    for bin in bins {
        sum += bin.gap;
        let before = sum;
        sum += bin.score;
        if bin.score <= 0.0 {
            continue;
        }
        let mut current =
            Candidate { first: bin.first, last: bin.last, before, upto: sum, lower: None };
        loop {
            current.lower = candidates.len().checked_sub(1);
            while let Some(left) =
                current.lower.filter(|&left| candidates[left].before >= current.before)
            {
                current.lower = candidates[left].lower;
            }
            match current.lower {
                Some(left) if candidates[left].upto < current.upto => {
                    current.first = candidates[left].first;
                    current.before = candidates[left].before;
                    candidates.truncate(left);
                }
                _ => break,
            }
        }
        candidates.push(current);
    }
    candidates.into_iter().map(|one| (one.first, one.last, one.upto - one.before)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `minutes` of 600 requests each.
    fn steady(minutes: i64) -> Exposure {
        Exposure::new((0..minutes).map(|n| (n * BIN_US, (n + 1) * BIN_US, 600.0)).collect())
    }

    fn times(seconds: impl IntoIterator<Item = i64>) -> Vec<Timestamp> {
        seconds.into_iter().map(|second| Timestamp::from_micros(second * 1_000_000)).collect()
    }

    #[test]
    fn a_burst_is_found_with_its_edges() {
        let background = (0..12).map(|n| n * 600);
        let burst = (0..90).map(|n| 3000 + n * 2);
        let mut all: Vec<i64> = background.chain(burst).collect();
        all.sort_unstable();
        let times = times(all);
        let found = segments(&times, &steady(120), 0.004, 10, Search::Contrast);
        assert_eq!(found.len(), 1, "{found:?}");
        let (first, last) =
            (times[found[0].first].micros() / 1_000_000, times[found[0].last].micros() / 1_000_000);
        assert!((2940..=3010).contains(&first) && (3170..=3240).contains(&last), "{first} {last}");
    }

    #[test]
    fn a_steady_trickle_is_background_and_a_steady_flood_is_not() {
        let trickle = times((0..60).map(|n| n * 120));
        assert_eq!(segments(&trickle, &steady(120), 0.004, 10, Search::Contrast), []);
        let flood = times(0..7200);
        let found = segments(&flood, &steady(120), 0.004, 10, Search::Contrast);
        assert_eq!((found.len(), found[0].first, found[0].last), (1, 0, 7199));
    }

    #[test]
    fn stragglers_and_pauses_end_an_excess() {
        let stray = times([100].into_iter().chain((0..60).map(|n| 600 + n)).chain([900]));
        let found = segments(&stray, &steady(120), 0.004, 10, Search::Contrast);
        assert_eq!(found.iter().map(|one| (one.first, one.last)).collect::<Vec<_>>(), [(1, 60)]);
        // Two days with nothing between them.
        let day =
            |from: i64| (0..10).map(move |n| ((from + n) * BIN_US, (from + n + 1) * BIN_US, 600.0));
        let exposure = Exposure::new(day(0).chain(day(1440)).collect());
        let bursts = times((0..60).map(|n| 500 + n).chain((0..60).map(|n| 86_400 + n)));
        assert_eq!(segments(&bursts, &exposure, 0.004, 10, Search::Contrast).len(), 2);
    }

    #[test]
    fn an_excess_for_half_of_the_time_is_held_against_the_other_half() {
        // Five before, 120 in an hour, five after: the median is the excess itself.
        let quiet = |from: i64| (0..5).map(move |n| from + n * 240);
        let rise = (0..120).map(|n| 2400 + n * 30);
        let mut all: Vec<i64> = quiet(0).chain(rise).chain(quiet(6010)).collect();
        all.sort_unstable();
        let found = segments(&times(all), &steady(120), 0.004, 10, Search::Contrast);
        assert_eq!(found.len(), 1, "{found:?}");
        let length = found[0].last - found[0].first + 1;
        assert!((110..=125).contains(&length), "{found:?}");
    }

    #[test]
    fn two_bursts_far_apart_are_two() {
        let times = times((0..60).map(|n| 600 + n).chain((0..60).map(|n| 6000 + n)));
        let found = segments(&times, &steady(120), 0.004, 10, Search::Contrast);
        assert_eq!(
            found.iter().map(|one| (one.first, one.last)).collect::<Vec<_>>(),
            [(0, 59), (60, 119)]
        );
    }

    #[test]
    fn maximal_segments_equal_the_definition() {
        // The published example: 4 -5 3 -3 1 2 -2 2 -2 1 5 has the segments 4 | 3 | 1..5.
        let scores = [4.0, -5.0, 3.0, -3.0, 1.0, 2.0, -2.0, 2.0, -2.0, 1.0, 5.0];
        let bins: Vec<Scored> = scores
            .iter()
            .enumerate()
            .map(|(at, &score)| Scored { first: at, last: at, gap: 0.0, score })
            .collect();
        assert_eq!(maximal(&bins), [(0, 0, 4.0), (2, 2, 3.0), (4, 10, 7.0)]);
    }

    #[test]
    fn exposure_interpolates_within_buckets() {
        let exposure = steady(10);
        assert!((exposure.between(30_000_000, 90_000_000) - 600.0).abs() < 1e-6);
        assert!((exposure.between(-1, i64::MAX) - 6000.0).abs() < 1e-6);
        assert_eq!(exposure.instant(900.0), 90_000_000);
    }
}
