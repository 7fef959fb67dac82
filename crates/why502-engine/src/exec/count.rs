//! The duty of counting: every record of every object becomes part of the counts.

use std::time::Duration;

use why502_parse::Record;

use super::worker::{Duty, Object, Receive, Round, read};
use crate::aggregate::{ObjectReport, Overview, Partials, Recorder};
use crate::observe::{Request, Scratch, glance, observe, testify};
use crate::work::{Next, Work, WorkItem};

/// One worker's.
pub(super) struct Counting<'w, 'a, T> {
    work: &'w dyn Work<'a>,
    tally: T,
}

/// Where the records of all of a worker's objects are counted.
pub(super) trait Tally: Receive {
    /// Notes what became of an object.
    fn finish_object(&mut self, report: ObjectReport);
    /// All that was counted.
    fn into_partials(self) -> Partials;
}

/// Counts everything.
pub(super) struct Counter {
    recorder: Recorder,
    scratch: Scratch,
}

/// Counts what a summary tells.
pub(super) struct Summer {
    overview: Overview,
    scratch: Scratch,
}

impl<'w, 'a, T: Tally> Counting<'w, 'a, T> {
    pub(super) fn new(work: &'w dyn Work<'a>, tally: T) -> Self {
        Self { work, tally }
    }
}

impl<'a, T: Tally> Duty<'a> for Counting<'_, 'a, T> {
    fn next(&mut self, patience: Duration) -> Next<'a> {
        self.work.next(patience)
    }

    fn read(&mut self, round: Round<'_>, item: WorkItem<'a>) -> Object {
        read(round, item, &mut self.tally)
    }

    fn finish_object(&mut self, report: ObjectReport) {
        self.tally.finish_object(report);
    }

    fn into_partials(self) -> Partials {
        self.tally.into_partials()
    }
}

impl Counter {
    pub(super) fn new() -> Self {
        Self { recorder: Recorder::new(), scratch: Scratch::default() }
    }
}

impl Summer {
    pub(super) fn new() -> Self {
        Self { overview: Overview::new(), scratch: Scratch::default() }
    }
}

impl Tally for Counter {
    fn finish_object(&mut self, report: ObjectReport) {
        self.recorder.finish_object(report);
    }

    fn into_partials(self) -> Partials {
        self.recorder.into_partials()
    }
}

impl Tally for Summer {
    fn finish_object(&mut self, report: ObjectReport) {
        self.overview.finish_object(report);
    }

    fn into_partials(self) -> Partials {
        self.overview.into_partials()
    }
}

impl Receive for Counter {
    fn take(&mut self, record: &Record<'_>, _line: u64) -> bool {
        let Self { recorder, scratch } = self;
        if !observe(record, scratch, |seen| recorder.record(seen)) {
            recorder.record_evidence(&testify(record));
        }
        true
    }

    #[inline]
    fn take_request<'w>(&mut self, request: impl Request<'w>, _line: u64) -> bool {
        self.recorder.record(&request.observe());
        true
    }
}

impl Receive for Summer {
    fn take(&mut self, record: &Record<'_>, _line: u64) -> bool {
        match glance(record, &mut self.scratch) {
            Some(seen) => self.overview.record(&seen),
            None => self.overview.record_evidence(&testify(record)),
        }
        true
    }

    #[inline]
    fn take_request<'w>(&mut self, request: impl Request<'w>, _line: u64) -> bool {
        self.overview.record(&request.glance());
        true
    }
}
