//! Which system stands behind which: more lines that fit than chance gives.
//!
//! Chance is what fits once one log is moved against the other (a shift test, as for the
//! cross-correlation of point processes): by seconds, which keeps everything but the identity of
//! the requests, and by minutes, which an outage of its own does not survive.

use std::collections::{BTreeMap, BTreeSet};

use super::lines::Line;
use super::pairs::Pairs;

/// So many requests of each front are enough to tell.
const MOST_TRIED: usize = 1_024;
/// So many lines that fit are enough to see every system they may belong to.
const MOST_FITTING: usize = 64;
/// Fewer lines that fit are chance.
const FEWEST_FITTING: usize = 5;
/// The log is moved by so many slacks, back and forth.
const FINE_SHIFTS: [i64; 3] = [5, 11, 23];
/// The log is moved by so much, back and forth, µs.
const COARSE_SHIFTS_US: [i64; 2] = [600_000_000, 1_200_000_000];
/// Lines that fit at one moment on one path may be one coincidence; this many are not, unless
/// something else tells that the two belong together.
const FEWEST_MOMENTS: usize = 10;
/// Where this part fits after moving the log by seconds, seconds cannot tell: so dense are the
/// failures. Below, they can, and have the last word.
const DENSE: f64 = 0.2;
/// Where seconds cannot tell, most failures of the front must fit.
const MOST: f64 = 0.5;
/// Paths that fail in both logs while neither log tells requests apart in time.
const FEWEST_PATHS: usize = 10;
/// Length of a moment in slacks.
const MOMENT: i64 = 10;
/// 99.5 % quantile of the normal distribution.
const Z99: f64 = 2.575_829_304;

/// Front and back, by their places in the list of systems, and whether paths behind have one
/// segment more.
pub(super) type Edge = (usize, usize, bool);

/// What speaks for a back standing behind a front.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Link {
    /// Part of the front's failures for which a line behind fits.
    pub(super) fitting: f64,
    /// The same after moving one log: what chance gives.
    pub(super) by_chance: f64,
}

/// What was seen of one edge.
#[derive(Debug, Default)]
struct Seen {
    fitting: usize,
    /// By shift.
    fine: [usize; FINE_SHIFTS.len()],
    coarse: usize,
    known_each_other: usize,
    moments: BTreeSet<(u64, i64)>,
}

/// All links that are no coincidence.
pub(super) fn links(pairs: &Pairs<'_, '_>) -> BTreeMap<Edge, Link> {
    let mut fronts: BTreeMap<usize, Vec<&Line>> = BTreeMap::new();
    for line in pairs.lines.all.iter().filter(|line| line.is_front()) {
        fronts.entry(line.system).or_default().push(line);
    }
    let mut links = BTreeMap::new();
    for (front, lines) in fronts {
        let step = lines.len().div_ceil(MOST_TRIED);
        let tried: Vec<&Line> = lines.into_iter().step_by(step).collect();
        for ((back, prefixed), seen) in look(pairs, &tried) {
            if let Some(link) = seen.judged(tried.len()) {
                links.insert((front, back, prefixed), link);
            }
        }
    }
    // An origin path is the rarer thing: where paths fit as they are, they are as they are.
    let plain: BTreeSet<(usize, usize)> = links
        .keys()
        .filter(|(_, _, prefixed)| !prefixed)
        .map(|&(front, back, _)| (front, back))
        .collect();
    links.retain(|(front, back, prefixed), _| !prefixed || !plain.contains(&(*front, *back)));
    links
}

/// Lines that fit by back, with the log as it is and moved.
fn look(pairs: &Pairs<'_, '_>, tried: &[&Line]) -> BTreeMap<(usize, bool), Seen> {
    let mut edges: BTreeMap<(usize, bool), Seen> = BTreeMap::new();
    let slack = pairs.lines.widest_slack_us();
    for front in tried {
        for (back, at) in fitting(pairs, front, 0) {
            let line = &pairs.lines.all[at];
            let seen = edges.entry(back).or_default();
            seen.fitting += 1;
            let knows = line.from_cloudfront || (front.host != 0 && front.host == line.host);
            seen.known_each_other += usize::from(knows);
            let moment = front.end_us.unwrap_or(front.start_us).div_euclid(MOMENT * slack);
            if seen.moments.len() < FEWEST_MOMENTS.max(FEWEST_PATHS) * 64 {
                seen.moments.insert((front.path, moment));
            }
        }
    }
    let both_ways = |shift: i64| [-shift, shift];
    let fine = FINE_SHIFTS.map(|slacks| slacks * slack);
    for front in tried {
        for (which, shift) in fine.into_iter().enumerate() {
            for (back, _) in both_ways(shift).into_iter().flat_map(|by| fitting(pairs, front, by)) {
                edges.entry(back).or_default().fine[which] += 1;
            }
        }
        for shift in COARSE_SHIFTS_US.into_iter().flat_map(both_ways) {
            for (back, _) in fitting(pairs, front, shift) {
                edges.entry(back).or_default().coarse += 1;
            }
        }
    }
    edges
}

/// One line of each back that fits and ended when the request did.
fn fitting(pairs: &Pairs<'_, '_>, front: &Line, shift_us: i64) -> BTreeMap<(usize, bool), usize> {
    let mut found = BTreeMap::new();
    for candidate in pairs.candidates(front, shift_us).take(MOST_FITTING) {
        let back = &pairs.lines.all[candidate.at];
        if pairs.end_together(front, back, shift_us) {
            found.entry((back.system, candidate.prefixed)).or_insert(candidate.at);
        }
    }
    found
}

impl Seen {
    fn judged(&self, tried: usize) -> Option<Link> {
        if self.fitting < FEWEST_FITTING {
            return None;
        }
        let all = tried as f64;
        let share = self.fitting as f64 / all;
        // One more than were seen: that none fits by chance is not known from a few shifts.
        let mean = |count: usize, shifts: usize| (count + 1) as f64 / (all * 2.0 * shifts as f64);
        // The shift that leaves most: a short outage does not outlast the longer ones.
        let fine = mean(self.fine.into_iter().max().unwrap_or(0), 1);
        let coarse = mean(self.coarse, COARSE_SHIFTS_US.len());
        let low = lower_bound(share, all);
        let know_each_other = self.known_each_other * 2 >= self.fitting;
        let paths: BTreeSet<u64> = self.moments.iter().map(|(path, _)| *path).collect();
        let far = |chance: f64| low >= 2.0 * chance;
        let many = self.moments.len() >= FEWEST_MOMENTS;
        let by_chance = if far(fine) && (know_each_other || many) {
            fine
        } else if fine >= DENSE
            && share >= MOST
            && far(coarse)
            && (know_each_other || paths.len() >= FEWEST_PATHS)
        {
            coarse
        } else {
            return None;
        };
        Some(Link { fitting: share, by_chance })
    }
}

/// Wilson's lower bound of a share.
fn lower_bound(share: f64, all: f64) -> f64 {
    let z2 = Z99 * Z99;
    let centre = share + z2 / (2.0 * all);
    let spread = Z99 * (share * (1.0 - share) / all + z2 / (4.0 * all * all)).sqrt();
    (centre - spread) / (1.0 + z2 / all)
}

#[cfg(test)]
mod tests {
    use super::lower_bound;

    #[test]
    fn few_requests_prove_little() {
        assert!(lower_bound(1.0, 5.0) < 0.5);
        assert!(lower_bound(1.0, 1000.0) > 0.99);
        assert!(lower_bound(0.0, 100.0).abs() < 1e-9);
    }
}
