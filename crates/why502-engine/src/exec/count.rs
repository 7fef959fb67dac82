//! The duty of counting: every record of every object becomes part of the counts.

use std::time::Duration;

use why502_parse::Record;

use super::worker::{Duty, Object, Receive, Round, read};
use crate::aggregate::Recorder;
use crate::observe::{Scratch, observe, testify};
use crate::work::{Next, Work, WorkItem};

/// One worker's.
pub(super) struct Counting<'w, 'a> {
    pub(super) work: &'w dyn Work<'a>,
    pub(super) scratch: Scratch,
}

impl<'a> Duty<'a> for Counting<'_, 'a> {
    fn next(&mut self, patience: Duration) -> Next<'a> {
        self.work.next(patience)
    }

    fn read(&mut self, round: Round<'_>, item: WorkItem<'a>, recorder: &mut Recorder) -> Object {
        read(round, item, &mut Counter { recorder, scratch: &mut self.scratch })
    }
}

struct Counter<'c> {
    recorder: &'c mut Recorder,
    scratch: &'c mut Scratch,
}

impl Receive for Counter<'_> {
    #[inline]
    fn take(&mut self, record: &Record<'_>, _line: u64) -> bool {
        let Self { recorder, scratch } = self;
        if !observe(record, scratch, |seen| recorder.record(seen)) {
            recorder.record_evidence(&testify(record));
        }
        true
    }
}
