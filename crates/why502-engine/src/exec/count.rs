//! The duties of counting: every record of every object becomes part of the counts.

use std::time::Duration;

use why502_parse::{AlbHead, Record, Splitter};

use super::worker::{Duty, Object, Receive, Round, read};
use crate::aggregate::{ObjectReport, Overview, Partials, Recorder};
use crate::observe::{Scratch, glance, glance_at_head, observe, testify};
use crate::work::{Next, Work, WorkItem};

/// One worker's, for everything.
pub(super) struct Counting<'w, 'a> {
    work: &'w dyn Work<'a>,
    counter: Counter,
}

/// One worker's, for a summary.
pub(super) struct Summing<'w, 'a> {
    work: &'w dyn Work<'a>,
    summer: Summer,
}

struct Counter {
    recorder: Recorder,
    scratch: Scratch,
}

struct Summer {
    overview: Overview,
    splitter: Splitter,
    scratch: Scratch,
}

impl<'w, 'a> Counting<'w, 'a> {
    pub(super) fn new(work: &'w dyn Work<'a>) -> Self {
        Self { work, counter: Counter { recorder: Recorder::new(), scratch: Scratch::default() } }
    }
}

impl<'w, 'a> Summing<'w, 'a> {
    pub(super) fn new(work: &'w dyn Work<'a>) -> Self {
        let (overview, splitter) = (Overview::new(), Splitter::new());
        Self { work, summer: Summer { overview, splitter, scratch: Scratch::default() } }
    }
}

impl<'a> Duty<'a> for Counting<'_, 'a> {
    fn next(&mut self, patience: Duration) -> Next<'a> {
        self.work.next(patience)
    }

    fn read(&mut self, round: Round<'_>, item: WorkItem<'a>) -> Object {
        read(round, item, &mut self.counter)
    }

    fn finish_object(&mut self, report: ObjectReport) {
        self.counter.recorder.finish_object(report);
    }

    fn into_partials(self) -> Partials {
        self.counter.recorder.into_partials()
    }
}

impl<'a> Duty<'a> for Summing<'_, 'a> {
    fn next(&mut self, patience: Duration) -> Next<'a> {
        self.work.next(patience)
    }

    fn read(&mut self, round: Round<'_>, item: WorkItem<'a>) -> Object {
        read(round, item, &mut self.summer)
    }

    fn finish_object(&mut self, report: ObjectReport) {
        self.summer.overview.finish_object(report);
    }

    fn into_partials(self) -> Partials {
        self.summer.overview.into_partials()
    }
}

impl Receive for Counter {
    #[inline]
    fn take(&mut self, record: &Record<'_>, _line: u64) -> bool {
        let Self { recorder, scratch } = self;
        if !observe(record, scratch, |seen| recorder.record(seen)) {
            recorder.record_evidence(&testify(record));
        }
        true
    }
}

impl Receive for Summer {
    const TAKES_HEADS: bool = true;

    #[inline]
    fn take(&mut self, record: &Record<'_>, _line: u64) -> bool {
        match glance(record, &mut self.scratch) {
            Some(seen) => self.overview.record(&seen),
            None => self.overview.record_evidence(&testify(record)),
        }
        true
    }

    #[inline]
    fn take_head(&mut self, head: &AlbHead<'_>) -> bool {
        self.overview.record(&glance_at_head(head, &mut self.splitter));
        true
    }
}
