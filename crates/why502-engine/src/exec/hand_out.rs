//! The other use of the workers: every record goes to whom the caller appoints, and only the
//! accounting of the objects stays here.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use why502_parse::Record;

use super::analysis::{End, end};
use super::assemble;
use super::worker::{self, Duty, Object, Receive, Round};
use crate::aggregate::{ObjectReport, Partials};
use crate::crew::Crew;
use crate::summary::InputSummary;
use crate::work::{Control, Next, Observer, Settings, Work, WorkItem};

/// Takes the records of one object, in the order of its lines, all on one thread.
///
/// It is dropped when the object is over, for whatever reason.
pub trait Receiver {
    /// One record that lies in the window. `line` is its number in the object, from 1. `false`:
    /// nothing more of this object is wanted, and what follows is not read.
    fn take(&mut self, record: &Record<'_>, line: u64) -> bool;
}

/// Appoints who takes the records of each object.
pub trait Receivers: Sync {
    /// The object at `place` begins. Places are 0, 1, 2, … in the order in which the work handed
    /// the objects out, each given once: when one is given, all before it were given or are about
    /// to be, on other threads.
    fn begin<'s>(&'s self, place: u64, source: &str) -> Box<dyn Receiver + 's>;
}

/// Reads every item of the work in `settings.workers` threads and hands each record in the window
/// to the receiver of its object. Says what was read, with no count that only an analysis makes,
/// and how it ended.
///
/// A receiver may let its thread wait for those of earlier places: the object of the lowest place
/// that is not over is always in the hands of a worker, or about to be.
pub fn hand_out<'a>(
    settings: &Settings,
    work: &(dyn Work<'a> + '_),
    control: &dyn Control,
    observer: &dyn Observer,
    receivers: &dyn Receivers,
) -> (InputSummary, End) {
    let round = Round { settings, control, observer };
    let turns = Mutex::new(0);
    let work_on = || {
        let partials = Partials::new();
        worker::run(round, Handing { work, turns: &turns, place: 0, receivers, partials })
    };
    let crew = Crew::of(settings.workers);
    let harvests = crew.each(work_on);
    let end = end(harvests.iter().map(|harvest| harvest.stop));
    let mut whole = Partials::new();
    harvests.into_iter().for_each(|harvest| whole.merge(harvest.partials, &crew));
    let mut input = assemble::input(&whole.finish(&crew));
    input.interrupted = end != End::Exhausted;
    (input, end)
}

/// One worker's.
struct Handing<'w, 'a> {
    work: &'w dyn Work<'a>,
    /// The next place.
    turns: &'w Mutex<u64>,
    /// Of the item that was taken last.
    place: u64,
    receivers: &'w dyn Receivers,
    /// Nothing but what became of the objects.
    partials: Partials,
}

impl<'a> Duty<'a> for Handing<'_, 'a> {
    fn next(&mut self, patience: Duration) -> Next<'a> {
        // One at a time, so that places are given in the order of the items.
        let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
        let next = self.work.next(patience);
        if matches!(next, Next::Item(_)) {
            self.place = *turns;
            *turns += 1;
        }
        next
    }

    fn read(&mut self, round: Round<'_>, mut item: WorkItem<'a>) -> Object {
        // Nothing is resumed: what failed is reported.
        item.mark = None;
        let mut receiver = Handed(self.receivers.begin(self.place, &item.source));
        worker::read(round, item, &mut receiver)
    }

    fn finish_object(&mut self, report: ObjectReport) {
        self.partials.finish_object(report);
    }

    fn into_partials(self) -> Partials {
        self.partials
    }
}

struct Handed<'s>(Box<dyn Receiver + 's>);

impl Receive for Handed<'_> {
    #[inline]
    fn take(&mut self, record: &Record<'_>, line: u64) -> bool {
        self.0.take(record, line)
    }
}
