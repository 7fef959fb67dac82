//! Requests without a signature, a sample of them with all their values at once: the controls
//! that pairs of values are compared with.
//!
//! The tables count each value by itself; how many requests have two values together only whole
//! requests can tell. A full sample goes by a hash of what a request logged of itself, so that any
//! split and any order keep the same requests. Of a small log it holds every one.

use std::io;

use serde::{Deserialize, Serialize};
use why502_parse::Timestamp;

use super::sampling::{SampleLevel, combine};
use super::table::NO_VALUE;
use crate::observe::{DIMENSIONS, DimensionKind, Observation};
use crate::saved::{BlockReader, BlockWriter, LoadError, fields};

/// So many are kept: 2.6 MB, and twice that while counting.
const MOST_CONTROLS: usize = 1 << 15;

/// One request that did not fail. Its order is the canonical order.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Control {
    /// When the response was sent.
    #[serde(with = "fields::timestamp")]
    pub(crate) time: Timestamp,
    /// When the request came.
    #[serde(with = "fields::timestamp")]
    pub(crate) start: Timestamp,
    hash: u64,
    /// Hash of the scope's key.
    pub(crate) scope: u64,
    /// Ids in the tables of the dimensions.
    pub(crate) values: [u32; DIMENSIONS.len()],
}

impl Control {
    /// Its value's id in one dimension.
    pub(crate) fn value(&self, kind: DimensionKind) -> u32 {
        self.values[kind.index()]
    }
}

/// The kept ones.
#[derive(Debug, Clone, Default)]
pub(crate) struct Controls {
    kept: Vec<Control>,
    sample: SampleLevel,
}

impl Controls {
    /// The hash of a request that the sample keeps.
    #[inline]
    pub(crate) fn keeps(&self, seen: &Observation<'_>) -> Option<u64> {
        Some(request_hash(seen)).filter(|&hash| self.sample.keeps(hash))
    }

    /// Keeps a request.
    pub(crate) fn push(
        &mut self,
        seen: &Observation<'_>,
        hash: u64,
        scope: u64,
        values: [u32; DIMENSIONS.len()],
    ) {
        self.kept.push(Control { time: seen.time, start: seen.start, hash, scope, values });
        self.keep_bounded();
    }

    /// Adds others whose ids are already those of this worker.
    pub(crate) fn absorb(&mut self, other: Self) {
        self.sample = self.sample.max(other.sample);
        self.kept.extend(other.kept);
        let sample = self.sample;
        self.kept.retain(|control| sample.keeps(control.hash));
        self.keep_bounded();
    }

    /// Gives values new ids: of the dimensions that have them, for each old id the new one.
    pub(crate) fn renumber(&mut self, moved: &[(usize, Vec<u32>)]) {
        for control in &mut self.kept {
            for (dimension, moved) in moved {
                let id = &mut control.values[*dimension];
                *id = moved.get(*id as usize).copied().unwrap_or(NO_VALUE);
            }
        }
    }

    /// In canonical order, and how many requests one of them stands for.
    pub(crate) fn finish(mut self) -> (Vec<Control>, f64) {
        self.thin();
        self.kept.sort_unstable();
        (self.kept, self.sample.one_in())
    }

    pub(crate) fn save(&self, out: &mut BlockWriter<'_>) -> io::Result<()> {
        out.put(&self.sample)?;
        out.put_all(self.kept.iter())
    }

    /// `values` says how many values each dimension has.
    pub(crate) fn load(
        from: &mut BlockReader<'_>,
        values: [usize; DIMENSIONS.len()],
    ) -> Result<Self, LoadError> {
        let sample = from.get()?;
        let kept: Vec<Control> = from.get_all(2 * MOST_CONTROLS)?;
        let is_possible = |control: &Control| {
            let mut ids = control.values.iter().zip(values);
            (Timestamp::MIN..=Timestamp::MAX).contains(&control.time)
                && (Timestamp::MIN..=Timestamp::MAX).contains(&control.start)
                && ids.all(|(&id, count)| id == NO_VALUE || (id as usize) < count)
        };
        if !kept.iter().all(is_possible) {
            return Err(from.damaged("an impossible request"));
        }
        Ok(Self { kept, sample })
    }

    /// Thins only at twice the cap, so that each request is moved a bounded number of times; the
    /// level that is reached is never higher than the one of the whole input.
    fn keep_bounded(&mut self) {
        if self.kept.len() > 2 * MOST_CONTROLS {
            self.thin();
        }
    }

    /// Requests of one hash go together, so that what is kept never depends on the order.
    fn thin(&mut self) {
        while self.kept.len() > MOST_CONTROLS {
            self.sample.raise();
            let sample = self.sample;
            self.kept.retain(|control| sample.keeps(control.hash));
        }
    }
}

/// Of what a request logged of itself. Times to the microsecond tell nearly all apart; where a log
/// has whole seconds, the ends of the client and of the path do.
fn request_hash(seen: &Observation<'_>) -> u64 {
    let [_, path, client, ..] = seen.alone;
    let tail = |value: &[u8]| {
        let mut word = [0; 8];
        match value.last_chunk::<8>() {
            Some(tail) => word = *tail,
            None => word[..value.len()].copy_from_slice(value),
        }
        u64::from_le_bytes(word).rotate_left(7) ^ value.len() as u64
    };
    let times = combine(seen.time.micros().cast_unsigned(), seen.start.micros().cast_unsigned());
    let took = seen.latency_us.unwrap_or(u64::MAX).rotate_left(32) ^ tail(client);
    let all = combine(combine(times, took), tail(path).rotate_left(1));
    // Once more, so that clocks that tick evenly do not show through.
    combine(all, 0xD6E8_FEB8_6659_FD93)
}

#[cfg(test)]
mod tests;
