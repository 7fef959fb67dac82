//! How invocations of functions ended, by what the requests that caused them log too: their
//! request id, or the root of a trace, which only the report of an invocation names.

use std::collections::HashMap;
use std::io;

use foldhash::fast::FixedState;
use serde::{Deserialize, Serialize};
use why502_parse::{Format, Timestamp};
use why502_rulebook::evidence;

use crate::aggregate::sampling::{SampleLevel, hash};
use crate::observe::InvocationLine;
use crate::saved::{BlockReader, BlockWriter, LoadError, fields};

/// So many are kept: 6 MB. Past it a sample, by the same hash as that of the requests.
const MOST_INVOCATIONS: usize = 1 << 16;

/// One invocation, as far as its lines were read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Invocation {
    /// Which rules of evidence its lines show, by their places.
    seen: u32,
    /// Its report was read.
    pub(crate) is_reported: bool,
    /// A line says that it succeeded; most reports in text say nothing of it.
    pub(crate) has_succeeded: bool,
    /// The longest that a line says, µs.
    pub(crate) duration_us: Option<u64>,
    /// When the last of its lines was written.
    #[serde(with = "fields::timestamp")]
    pub(crate) last_seen: Timestamp,
    pub(crate) function: Option<Box<[u8]>>,
}

impl Invocation {
    /// True where a line shows the rule of this id.
    pub(crate) fn shows(&self, id: &str) -> bool {
        let rules = evidence::of(Format::Lambda).iter().take(32).enumerate();
        rules.filter(|(place, _)| self.seen >> place & 1 == 1).any(|(_, rule)| rule.id == id)
    }

    /// True where a line shows a failure of any kind.
    pub(crate) fn has_failed(&self) -> bool {
        self.seen != 0
    }

    fn merge(&mut self, other: Self) {
        self.seen |= other.seen;
        self.is_reported |= other.is_reported;
        self.has_succeeded |= other.has_succeeded;
        self.duration_us = self.duration_us.max(other.duration_us);
        self.last_seen = self.last_seen.max(other.last_seen);
        self.function = match (self.function.take(), other.function) {
            (Some(mine), Some(others)) => Some(mine.min(others)),
            (mine, others) => mine.or(others),
        };
    }
}

/// The kept ones, by the hash of their request id.
#[derive(Debug, Clone, Default)]
pub(crate) struct Invocations {
    kept: HashMap<u64, Invocation, FixedState>,
    sample: SampleLevel,
    /// Hash of a trace's root, and of the smallest request id under it.
    traces: HashMap<u64, u64, FixedState>,
    trace_sample: SampleLevel,
    /// In order of time, once canonical.
    in_time: Vec<u64>,
}

impl Invocations {
    /// Counts one line.
    pub(crate) fn record(
        &mut self,
        line: &InvocationLine<'_>,
        rule: Option<usize>,
        time: Timestamp,
    ) {
        let key = hash(line.id);
        if self.sample.keeps(key) {
            let invocation = Invocation {
                seen: rule.and_then(|place| 1_u32.checked_shl(place as u32)).unwrap_or(0),
                is_reported: line.is_report,
                has_succeeded: line.is_success,
                duration_us: line.duration_us,
                last_seen: time,
                function: line.function.as_deref().map(Into::into),
            };
            self.add(key, invocation);
        }
        if let Some(trace) = line.trace.map(hash).filter(|trace| self.trace_sample.keeps(*trace)) {
            self.add_trace(trace, key);
        }
        self.keep_bounded();
    }

    /// Adds others.
    pub(crate) fn merge(&mut self, other: Self) {
        self.sample = self.sample.max(other.sample);
        let sample = self.sample;
        self.kept.retain(|key, _| sample.keeps(*key));
        for (key, invocation) in other.kept.into_iter().filter(|(key, _)| sample.keeps(*key)) {
            self.add(key, invocation);
        }
        self.trace_sample = self.trace_sample.max(other.trace_sample);
        let sample = self.trace_sample;
        self.traces.retain(|trace, _| sample.keeps(*trace));
        for (trace, key) in other.traces.into_iter().filter(|(trace, _)| sample.keeps(*trace)) {
            self.add_trace(trace, key);
        }
        self.keep_bounded();
    }

    /// Puts them in order.
    pub(crate) fn canonicalise(&mut self) {
        self.in_time = self.kept.keys().copied().collect();
        self.in_time.sort_unstable_by_key(|key| (self.kept[key].last_seen, *key));
    }

    /// True where none was left out.
    pub(crate) fn is_whole(&self) -> bool {
        self.sample.is_whole() && self.trace_sample.is_whole()
    }

    /// That of this request id or trace.
    pub(crate) fn get(&self, key: u64) -> Option<&Invocation> {
        self.kept.get(&key).or_else(|| self.kept.get(self.traces.get(&key)?))
    }

    /// Those whose last line lies between two instants, in order of time.
    pub(crate) fn between(
        &self,
        from: Timestamp,
        until: Timestamp,
    ) -> impl Iterator<Item = &Invocation> {
        let first = self.in_time.partition_point(|key| self.kept[key].last_seen < from);
        let invocations = self.in_time[first..].iter().map(|key| &self.kept[key]);
        invocations.take_while(move |one| one.last_seen <= until)
    }

    pub(crate) fn save(&self, out: &mut BlockWriter<'_>) -> io::Result<()> {
        let mut kept: Vec<(&u64, &Invocation)> = self.kept.iter().collect();
        kept.sort_unstable_by_key(|(key, _)| **key);
        out.put(&(self.sample, self.trace_sample))?;
        out.put_all(kept.into_iter())?;
        let mut traces: Vec<(&u64, &u64)> = self.traces.iter().collect();
        traces.sort_unstable();
        out.put_all(traces.into_iter())
    }

    pub(crate) fn load(from: &mut BlockReader<'_>) -> Result<Self, LoadError> {
        let (sample, trace_sample) = from.get()?;
        let kept: Vec<(u64, Invocation)> = from.get_all(MOST_INVOCATIONS)?;
        let is_possible =
            |one: &Invocation| (Timestamp::MIN..=Timestamp::MAX).contains(&one.last_seen);
        if !kept.iter().all(|(_, one)| is_possible(one)) {
            return Err(from.damaged("an impossible invocation"));
        }
        let traces: Vec<(u64, u64)> = from.get_all(MOST_INVOCATIONS)?;
        Ok(Self {
            kept: kept.into_iter().collect(),
            sample,
            traces: traces.into_iter().collect(),
            trace_sample,
            in_time: Vec::new(),
        })
    }

    fn add(&mut self, key: u64, invocation: Invocation) {
        match self.kept.get_mut(&key) {
            Some(mine) => mine.merge(invocation),
            None => {
                self.kept.insert(key, invocation);
            }
        }
    }

    fn add_trace(&mut self, trace: u64, key: u64) {
        let id = self.traces.entry(trace).or_insert(key);
        *id = key.min(*id);
    }

    fn keep_bounded(&mut self) {
        while self.kept.len() > MOST_INVOCATIONS {
            self.sample.raise();
            let sample = self.sample;
            self.kept.retain(|key, _| sample.keeps(*key));
        }
        while self.traces.len() > MOST_INVOCATIONS {
            self.trace_sample.raise();
            let sample = self.trace_sample;
            self.traces.retain(|trace, _| sample.keeps(*trace));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The n-th line: each invocation has a line that fails it and a report, far apart.
    fn count(invocations: &mut Invocations, n: usize) {
        let (id, is_report) = (n % 70_000, n >= 70_000);
        let (text, trace) = (format!("id-{id}"), format!("1-{}", id / 2));
        let line = InvocationLine {
            id: text.as_bytes(),
            trace: is_report.then_some(trace.as_bytes()),
            function: is_report.then(|| format!("function-{}", id % 3).into_bytes().into()),
            is_report,
            is_success: is_report && id % 2 == 1,
            duration_us: is_report.then_some(id as u64),
        };
        let rule = (!is_report && id.is_multiple_of(2)).then_some(0);
        invocations.record(&line, rule, Timestamp::from_micros(n as i64));
    }

    fn shown(mut invocations: Invocations) -> Vec<(u64, Invocation)> {
        invocations.canonicalise();
        let in_time = invocations.in_time.iter();
        in_time.map(|key| (*key, invocations.kept[key].clone())).collect()
    }

    #[test]
    fn any_split_order_and_break_gives_the_same_invocations_within_bounds() {
        let mut whole = Invocations::default();
        (0..140_000).for_each(|n| count(&mut whole, n));
        assert!(!whole.is_whole() && whole.kept.len() <= MOST_INVOCATIONS);
        let one = whole.kept.values().find(|one| one.has_failed()).unwrap();
        assert!(one.shows("lambda-timeout") && one.is_reported && one.function.is_some());
        let traces = whole.traces.clone();
        let expected = shown(whole);
        for parts in [2, 7] {
            let mut workers = vec![Invocations::default(); parts];
            (0..140_000).for_each(|n| count(&mut workers[n * 31 % parts], n));
            let mut merged = Invocations::default();
            for worker in workers.into_iter().rev() {
                let mut bytes = Vec::new();
                let mut out = BlockWriter::new(&mut bytes);
                merged.save(&mut out).unwrap();
                out.finish().unwrap();
                let mut bytes = &bytes[..];
                merged = Invocations::load(&mut BlockReader::new(&mut bytes, 0)).unwrap();
                merged.merge(worker);
            }
            assert!(merged.traces == traces, "{parts} parts");
            assert!(shown(merged) == expected, "{parts} parts");
        }
    }

    #[test]
    fn a_trace_leads_to_the_invocation_and_all_its_lines() {
        let mut invocations = Invocations::default();
        [4, 70_004].into_iter().for_each(|n| count(&mut invocations, n));
        let found = invocations.get(hash(b"1-2")).unwrap();
        assert!(found.has_failed() && found.is_reported, "{found:?}");
        assert_eq!(invocations.get(hash(b"1-3")), None);
    }
}
