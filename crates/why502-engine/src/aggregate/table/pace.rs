//! How long requests took, over time: sums of logarithms, from which a mean follows that a few
//! very slow requests do not move.

use serde::{Deserialize, Serialize};

/// Steps of the logarithm for a doubling: an integer, so that sums are the same in any order.
pub(crate) const STEPS_PER_DOUBLING: f64 = 8.0;

/// Response times of one value in one time bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Pace {
    pub(crate) bucket: i64,
    /// Requests whose response time is known.
    pub(crate) timed: u64,
    /// Sum of [`logarithm`] over them.
    pub(crate) logarithms: u64,
}

/// Eight times the binary logarithm of a time in µs, straight lines between the powers of two:
/// at most 1.7 steps (16 %) too low.
pub(crate) fn logarithm(micros: u64) -> u64 {
    let micros = micros.max(1);
    let power = micros.ilog2();
    let eighths = ((u128::from(micros) << 3) >> power) as u64 & 7;
    u64::from(power) * 8 + eighths
}

/// Paces of one value: in order of time once put in order; before, with repetitions.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Paces {
    cells: Vec<Pace>,
    #[serde(skip)]
    compact: usize,
}

impl Paces {
    /// In order of time, one per bucket.
    pub(crate) fn cells(&self) -> &[Pace] {
        &self.cells
    }

    /// Adds so many requests of a bucket and the sum of their logarithms.
    pub(super) fn add(&mut self, bucket: i64, timed: u64, logarithms: u64) {
        match self.cells.last_mut() {
            Some(last) if last.bucket == bucket => {
                last.timed += timed;
                last.logarithms += logarithms;
            }
            _ => {
                // Nodes take turns, so buckets repeat.
                if self.cells.len() > 2 * self.compact + 16 {
                    self.put_in_order();
                }
                self.cells.push(Pace { bucket, timed, logarithms });
            }
        }
    }

    pub(super) fn merge(&mut self, other: Self) {
        self.cells.extend(other.cells);
        self.put_in_order();
    }

    pub(super) fn move_buckets(&mut self, to: impl Fn(i64) -> i64) {
        for cell in &mut self.cells {
            cell.bucket = to(cell.bucket);
        }
        self.put_in_order();
    }

    pub(super) fn put_in_order(&mut self) {
        self.cells.sort_unstable_by_key(|cell| cell.bucket);
        self.cells.dedup_by(|later, kept| {
            let same = later.bucket == kept.bucket;
            if same {
                kept.timed += later.timed;
                kept.logarithms += later.logarithms;
            }
            same
        });
        self.compact = self.cells.len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_doubling_is_eight_steps_and_the_error_is_below_one() {
        for micros in (0..40).map(|power| 3_u64 << power) {
            assert_eq!(logarithm(2 * micros), logarithm(micros) + 8);
        }
        for micros in (1..200_000).step_by(7) {
            let exact = (micros as f64).log2() * STEPS_PER_DOUBLING;
            let steps = logarithm(micros) as f64;
            assert!(steps <= exact + 1e-9 && exact - steps < 1.7, "{micros} µs");
        }
        assert_eq!(logarithm(0), logarithm(1));
    }

    #[test]
    fn any_order_and_split_gives_the_same_cells() {
        let mut whole = Paces::default();
        let mut parts = [Paces::default(), Paces::default(), Paces::default()];
        for n in 0..5_000_u64 {
            let bucket = i64::try_from(n * 31 % 97).unwrap();
            let logarithms = logarithm(n * n % 9_000);
            whole.add(bucket, 1, logarithms);
            parts[(n % 3) as usize].add(bucket, 1, logarithms);
        }
        whole.put_in_order();
        let [a, mut b, c] = parts;
        b.merge(c);
        b.merge(a);
        assert_eq!(whole.cells(), b.cells());
        assert_eq!(whole.cells().len(), 97);
    }
}
