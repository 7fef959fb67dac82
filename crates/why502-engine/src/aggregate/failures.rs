//! The failing requests themselves, for the rules that look at groups of them.
//!
//! Bounded: past the cap a sample by the hash of the line is kept, and each kept request stands
//! for as many as the exact totals of its signature say.

use std::io;

use serde::{Deserialize, Serialize};
use why502_parse::{Format, Timestamp};
use why502_rulebook::signatures;

use super::sampling::SampleLevel;
use crate::observe::{DIMENSIONS, DimensionKind};
use crate::saved::{BlockReader, BlockWriter, LoadError, fields};

/// So many failing requests are kept one by one: 20 MB, and twice that while counting.
const MOST_FAILURES: usize = 1 << 17;
/// Of lines that are equal to the letter so many are kept once there are too many failures.
/// Real lines carry ids and hardly ever are.
const MOST_COPIES: u32 = 1_000;

/// One failing request. Its order is the canonical order.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct FailedRequest {
    /// When the response was sent.
    #[serde(with = "fields::timestamp")]
    pub(crate) time: Timestamp,
    /// When the request came.
    #[serde(with = "fields::timestamp")]
    pub(crate) start: Timestamp,
    /// Hash of the line.
    pub(crate) hash: u64,
    /// Hash of the scope's key.
    pub(crate) scope: u64,
    #[serde(with = "fields::format")]
    pub(crate) format: Format,
    /// Place of the signature in its format's table.
    pub(crate) signature: u16,
    pub(crate) status: Option<u16>,
    /// How long the target or origin had it, µs.
    pub(crate) target_time_us: Option<i64>,
    /// From request to response, µs.
    pub(crate) elapsed_us: Option<i64>,
    /// Size of the request, bytes.
    pub(crate) received_bytes: Option<u64>,
    pub(crate) rule_priority: Option<i32>,
    /// Hash of what the invocation of a function behind it logs too.
    pub(crate) invocation: Option<u64>,
    /// Hash of the path as the client meant it, the same in every log; 0 where none was logged.
    pub(crate) path_hash: u64,
    /// The same of the path without its first segment, which an origin path may have put there.
    pub(crate) path_tail_hash: u64,
    /// Ids in the tables of the dimensions.
    pub(crate) values: [u32; DIMENSIONS.len()],
}

impl FailedRequest {
    /// Its value's id in one dimension.
    pub(crate) fn value(&self, kind: DimensionKind) -> u32 {
        self.values[kind.index()]
    }

    /// A request to CloudFront?
    pub(crate) fn is_cloudfront(&self) -> bool {
        matches!(self.format, Format::CloudFront | Format::CloudFrontRealtime)
    }

    /// The viewer got something better than the origin's failure. Status 000 is no answer at all: the
    /// viewer had closed the connection.
    pub(crate) fn is_masked(&self) -> bool {
        self.is_cloudfront() && self.status.is_some_and(|status| (100..400).contains(&status))
    }
}

/// The kept ones.
#[derive(Debug, Clone, Default)]
pub(crate) struct Failures {
    kept: Vec<FailedRequest>,
    sample: SampleLevel,
    /// Set once there were more than are kept.
    overflowed: bool,
}

impl Failures {
    /// Keeps one, if the sample does.
    pub(crate) fn push(&mut self, request: FailedRequest) {
        if self.sample.keeps(request.hash) {
            self.kept.push(request);
            self.keep_bounded();
        }
    }

    /// Adds others whose ids are already those of this worker.
    pub(crate) fn absorb(&mut self, other: Self) {
        self.sample = self.sample.max(other.sample);
        self.overflowed |= other.overflowed;
        self.kept.extend(other.kept);
        let sample = self.sample;
        self.kept.retain(|request| sample.keeps(request.hash));
        self.keep_bounded();
    }

    /// Gives the values of one dimension new ids.
    pub(crate) fn renumber(&mut self, dimension: usize, moved: &[u32]) {
        for request in &mut self.kept {
            let id = &mut request.values[dimension];
            *id = moved.get(*id as usize).copied().unwrap_or(super::table::NO_VALUE);
        }
    }

    /// In canonical order.
    pub(crate) fn finish(mut self) -> Vec<FailedRequest> {
        self.overflowed |= self.kept.len() > MOST_FAILURES;
        if self.overflowed {
            self.thin();
        }
        self.kept.sort_unstable();
        self.kept
    }

    pub(crate) fn save(&self, out: &mut BlockWriter<'_>) -> io::Result<()> {
        out.put(&(self.sample, self.overflowed))?;
        out.put_all(self.kept.iter())
    }

    /// `values` says how many values each dimension has.
    pub(crate) fn load(
        from: &mut BlockReader<'_>,
        values: [usize; DIMENSIONS.len()],
    ) -> Result<Self, LoadError> {
        let (sample, overflowed) = from.get()?;
        let kept: Vec<FailedRequest> = from.get_all(2 * MOST_FAILURES)?;
        let has_values = |request: &FailedRequest| {
            let mut ids = request.values.iter().zip(values);
            ids.all(|(&id, count)| id == super::table::NO_VALUE || (id as usize) < count)
        };
        let is_possible = |request: &FailedRequest| {
            usize::from(request.signature) < signatures::of(request.format).len()
                && (Timestamp::MIN..=Timestamp::MAX).contains(&request.time)
                && has_values(request)
        };
        if !kept.iter().all(is_possible) {
            return Err(from.damaged("an impossible failing request"));
        }
        Ok(Self { kept, sample, overflowed })
    }

    /// Thins only at twice the cap, so that each failure is moved a bounded number of times; the
    /// level that is reached is never higher than the one of the whole input.
    fn keep_bounded(&mut self) {
        if self.kept.len() > 2 * MOST_FAILURES {
            self.overflowed = true;
            self.thin();
        }
    }

    fn thin(&mut self) {
        self.thin_copies();
        while self.kept.len() > MOST_FAILURES {
            self.sample.raise();
            let sample = self.sample;
            self.kept.retain(|request| sample.keeps(request.hash));
        }
    }

    /// Copies of one line share their hash, so that a sample would keep all of them or none.
    fn thin_copies(&mut self) {
        self.kept.sort_unstable_by_key(|request| request.hash);
        let (mut last, mut copies) = (None, 0);
        self.kept.retain(|request| {
            copies = if last == Some(request.hash) { copies + 1 } else { 1 };
            last = Some(request.hash);
            copies <= MOST_COPIES
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aggregate::sampling::hash;

    fn request(line: u64) -> FailedRequest {
        let time = Timestamp::from_micros(i64::try_from(line).unwrap());
        FailedRequest {
            time,
            start: time,
            hash: hash(&line.to_le_bytes()),
            scope: 0,
            format: Format::Alb,
            signature: 0,
            status: Some(502),
            target_time_us: None,
            elapsed_us: None,
            received_bytes: None,
            rule_priority: None,
            invocation: None,
            path_hash: 0,
            path_tail_hash: 0,
            values: [0; DIMENSIONS.len()],
        }
    }

    fn kept(parts: &[Vec<u64>]) -> Vec<FailedRequest> {
        let mut whole = Failures::default();
        for part in parts {
            let mut failures = Failures::default();
            part.iter().for_each(|&line| failures.push(request(line)));
            whole.absorb(failures);
        }
        whole.finish()
    }

    #[test]
    fn a_sample_depends_on_the_lines_alone() {
        let lines: Vec<u64> = (0..400_000).map(|n| if n % 2 == 0 { n } else { n % 7 }).collect();
        let whole = kept(std::slice::from_ref(&lines));
        assert!(whole.len() <= MOST_FAILURES && whole.len() > MOST_FAILURES / 4, "{}", whole.len());
        let backwards: Vec<u64> = lines.iter().rev().copied().collect();
        assert!(kept(&[backwards]) == whole);
        let (left, right) = lines.split_at(90_000);
        assert!(kept(&[right.to_vec(), left.to_vec()]) == whole);
    }

    #[test]
    fn equal_lines_do_not_vanish_together() {
        let found = kept(&[vec![42; 300_000]]);
        assert_eq!(found.len(), MOST_COPIES as usize);
    }
}
