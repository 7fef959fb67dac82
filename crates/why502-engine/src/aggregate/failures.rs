//! The failing requests themselves, for the rules that look at groups of them.
//!
//! Bounded: past the cap a sample by the hash of the line is kept, and each kept request stands
//! for as many as the exact totals of its signature say.

use std::collections::HashMap;
use std::io;

use foldhash::fast::FixedState;
use serde::{Deserialize, Serialize};
use why502_parse::{Format, Timestamp};
use why502_rulebook::signatures;

use super::sampling::SampleLevel;
use super::table::NO_VALUE;
use crate::observe::{DIMENSIONS, DimensionKind};
use crate::saved::{BlockReader, BlockWriter, LoadError, fields};

/// So many failing requests are kept one by one: 16 MB, and half as much again while counting.
const MOST_FAILURES: usize = 1 << 17;
/// Where there are so many there may be all.
const MANY: usize = 1 << 12;
/// Of lines that are equal to the letter so many are kept once there are too many failures.
/// Real lines carry ids and hardly ever are.
const MOST_COPIES: u32 = 1_000;

/// Counters by hash, to see that no line has too many copies.
const COPY_COUNTERS: usize = 1 << 16;

/// One failing request. Its order is the canonical order.
///
/// Two lines of the processor's cache: a storm has a hundred thousand of them, the diagnosis walks
/// through those of each stream again and again, and they lie scattered among those of the others.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[repr(align(64))]
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
    pub(super) target_time_us: Maybe,
    pub(super) elapsed_us: Maybe,
    pub(super) received_bytes: Maybe,
    pub(crate) rule_priority: Option<i32>,
    /// See [`invocation`](Self::invocation); 0 where none was logged.
    pub(super) invocation: u64,
    /// Hash of the path as the client meant it, the same in every log; 0 where none was logged.
    pub(crate) path_hash: u64,
    /// The same of the path without its first segment, which an origin path may have put there.
    pub(crate) path_tail_hash: u64,
    pub(super) values: Ids,
}

/// A number, or none: in half of what an `Option` takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Maybe(i64);

impl Maybe {
    /// No duration or size is this far below zero.
    const NONE: i64 = i64::MIN;

    pub(super) fn of(number: Option<i64>) -> Self {
        Self(number.unwrap_or(Self::NONE))
    }

    fn get(self) -> Option<i64> {
        (self.0 != Self::NONE).then_some(self.0)
    }
}

/// Ids in the tables of the dimensions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Ids([u16; DIMENSIONS.len()]);

impl Ids {
    /// While two tables become one, it holds twice what a table keeps.
    const MOST: u32 = u16::MAX as u32 - 1;

    pub(super) fn of(values: [u32; DIMENSIONS.len()]) -> Self {
        Self(values.map(Self::short))
    }

    fn short(id: u32) -> u16 {
        assert!(id <= Self::MOST || id == NO_VALUE, "{id} is beyond what two tables hold");
        if id <= Self::MOST { id as u16 } else { u16::MAX }
    }

    #[inline]
    fn long(id: u16) -> u32 {
        if id == u16::MAX { NO_VALUE } else { u32::from(id) }
    }
}

impl FailedRequest {
    /// Its value's id in one dimension.
    #[inline]
    pub(crate) fn value(&self, kind: DimensionKind) -> u32 {
        Ids::long(self.values.0[kind.index()])
    }

    /// Its value's id in each dimension.
    #[inline]
    pub(crate) fn values(&self) -> [u32; DIMENSIONS.len()] {
        self.values.0.map(Ids::long)
    }

    /// How long the target or origin had it, µs.
    pub(crate) fn target_time_us(&self) -> Option<i64> {
        self.target_time_us.get()
    }

    /// From request to response, µs.
    pub(crate) fn elapsed_us(&self) -> Option<i64> {
        self.elapsed_us.get()
    }

    /// Size of the request, bytes.
    pub(crate) fn received_bytes(&self) -> Option<u64> {
        self.received_bytes.get().map(i64::unsigned_abs)
    }

    /// Hash of what the invocation of a function behind it logs too.
    pub(crate) fn invocation(&self) -> Option<u64> {
        Some(self.invocation).filter(|&hash| hash != 0)
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
    /// With so many it is looked again whether there are too many.
    next: usize,
}

impl Failures {
    /// Would one with this hash be kept?
    pub(crate) fn keeps(&self, hash: u64) -> bool {
        self.sample.keeps(hash)
    }

    /// Keeps one, if the sample does.
    pub(crate) fn push(&mut self, request: FailedRequest) {
        if self.sample.keeps(request.hash) {
            if self.kept.len() == MANY {
                // Pages that are not written to take no memory, and rows are not moved again.
                self.kept.reserve_exact(MOST_FAILURES + MOST_FAILURES / 2);
            }
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
        if !sample.is_whole() {
            self.kept.retain(|request| sample.keeps(request.hash));
        }
        self.keep_bounded();
    }

    /// Gives values new ids: of the dimensions that have them, for each old id the new one.
    pub(crate) fn renumber(&mut self, moved: &[(usize, Vec<u32>)]) {
        // Each request once, whatever the number of dimensions.
        for request in &mut self.kept {
            for (dimension, moved) in moved {
                let id = &mut request.values.0[*dimension];
                *id = moved.get(usize::from(*id)).map_or(u16::MAX, |&id| Ids::short(id));
            }
        }
    }

    /// As few as are kept at last.
    pub(crate) fn settle(&mut self) {
        self.overflowed |= self.kept.len() > MOST_FAILURES;
        if self.overflowed {
            self.thin();
        }
    }

    /// In canonical order.
    pub(crate) fn finish(mut self) -> Vec<FailedRequest> {
        self.settle();
        sorted(&self.kept)
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
            let mut ids = request.values().into_iter().zip(values);
            ids.all(|(id, count)| id == NO_VALUE || (id as usize) < count)
        };
        let is_possible = |request: &FailedRequest| {
            usize::from(request.signature) < signatures::of(request.format).len()
                && (Timestamp::MIN..=Timestamp::MAX).contains(&request.time)
                && has_values(request)
        };
        if !kept.iter().all(is_possible) {
            return Err(from.damaged("an impossible failing request"));
        }
        Ok(Self { kept, sample, overflowed, next: 0 })
    }

    /// Thins where there are too many, and again when half as many as are kept have come since, so
    /// that each failure is moved a bounded number of times; the level that is reached is never
    /// higher than the one of the whole input.
    fn keep_bounded(&mut self) {
        if self.kept.len() > MOST_FAILURES.max(self.next) {
            self.overflowed = true;
            self.thin();
            self.next = self.kept.len() + MOST_FAILURES / 2;
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
        // By the last bits of the hash; the sample goes by the first.
        let place = |request: &FailedRequest| request.hash as usize % COPY_COUNTERS;
        let mut counters = vec![0_u32; COPY_COUNTERS];
        self.kept.iter().for_each(|request| counters[place(request)] += 1);
        if counters.iter().all(|&count| count <= MOST_COPIES) {
            return;
        }
        let mut copies: HashMap<u64, u32, FixedState> = HashMap::default();
        self.kept.retain(|request| {
            counters[place(request)] <= MOST_COPIES || {
                let count = copies.entry(request.hash).or_default();
                *count += 1;
                *count <= MOST_COPIES
            }
        });
    }
}

/// Requests in canonical order: their times are sorted beside them, and each is moved once.
/// Workers read by the order of time, so that most of it is runs.
fn sorted(requests: &[FailedRequest]) -> Vec<FailedRequest> {
    let mut order: Vec<(Timestamp, u32)> =
        requests.iter().zip(0..).map(|(request, place)| (request.time, place)).collect();
    let whole = |place: u32| &requests[place as usize];
    order.sort_by(|one, other| one.0.cmp(&other.0).then_with(|| whole(one.1).cmp(whole(other.1))));
    order.into_iter().map(|(_, place)| whole(place).clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aggregate::sampling::hash;

    #[test]
    fn a_request_takes_two_lines_of_the_cache_and_loses_nothing() {
        assert_eq!(size_of::<FailedRequest>(), 128);
        for number in [None, Some(0), Some(-1), Some(i64::MAX)] {
            assert_eq!(Maybe::of(number).get(), number);
        }
        for id in [0, 1, Ids::MOST, NO_VALUE] {
            assert_eq!(Ids::long(Ids::short(id)), id);
        }
    }

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
            target_time_us: Maybe::of(None),
            elapsed_us: Maybe::of(None),
            received_bytes: Maybe::of(None),
            rule_priority: None,
            invocation: 0,
            path_hash: 0,
            path_tail_hash: 0,
            values: Ids::of([0; DIMENSIONS.len()]),
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
    fn they_come_out_in_canonical_order() {
        let scattered = |n: u64| n.wrapping_mul(7_919) % 1_009;
        let mut expected: Vec<FailedRequest> = (0..3_000).map(scattered).map(request).collect();
        // Equal times, told apart by what comes behind them.
        for (place, request) in (0..).zip(&mut expected) {
            request.time = Timestamp::from_micros(request.time.micros() / 10);
            request.scope = scattered(place) / 3;
        }
        let found = sorted(&expected);
        expected.sort();
        assert!(found == expected);
        assert!(sorted(&found) == expected);
    }

    #[test]
    fn equal_lines_do_not_vanish_together() {
        let found = kept(&[vec![42; 300_000]]);
        assert_eq!(found.len(), MOST_COPIES as usize);
    }
}
