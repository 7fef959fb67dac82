//! Rounds of reading: to the end, to the next checkpoint, or to the user's wish to end.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use why502_engine::{Analysis, Control, End};

use crate::interrupt;
use crate::messages::Messages;
use crate::sources::Queue;

use super::checkpoint::Checkpoint;
use super::progress::Progress;

/// So long after Ctrl-C an object that is being read may still be read to its end: what is
/// broken off cannot be gone on with.
const GRACE: Duration = Duration::from_secs(3);

/// How soon the end of the grace is noticed.
const NAP: Duration = Duration::from_millis(50);

/// Reads all of the queue, noting from time to time what was read. Is everything read?
pub(crate) fn read(
    analysis: &mut Analysis,
    queue: &Queue,
    checkpoint: Option<&mut Checkpoint>,
    progress: &Progress<'_>,
    messages: Messages,
) -> bool {
    guarded(queue, || rounds(analysis, queue, checkpoint, progress, messages))
}

/// Does the work; some time after Ctrl-C what it waits for in the queue is ended.
pub(crate) fn guarded<T>(queue: &Queue, work: impl FnOnce() -> T) -> T {
    let is_over = AtomicBool::new(false);
    thread::scope(|threads| {
        let guard = threads.spawn(|| stop_after_grace(queue, &is_over));
        let result = work();
        is_over.store(true, Ordering::Relaxed);
        // A short run is not to wait for the end of a nap.
        guard.thread().unpark();
        result
    })
}

fn rounds(
    analysis: &mut Analysis,
    queue: &Queue,
    mut checkpoint: Option<&mut Checkpoint>,
    progress: &Progress<'_>,
    messages: Messages,
) -> bool {
    loop {
        let until = checkpoint.as_ref().map(|checkpoint| checkpoint.due());
        let end = analysis.run(queue, &Pace { until }, progress);
        // What was broken off is counted in part: the checkpoint before stays.
        if end == End::BrokenOff || is_grace_over() {
            return false;
        }
        if let Some(checkpoint) = &mut checkpoint
            && let Err(error) = checkpoint.save(analysis)
        {
            messages.warning(&format!(
                "the checkpoint could not be written: {error}. The run goes on; after an \
                 interruption it would begin anew, or from the last one that was written."
            ));
        }
        match end {
            End::Paused if !interrupt::is_asked() => {}
            end => return end == End::Exhausted,
        }
    }
}

/// Workers that wait for bytes ask nobody: what they wait for is ended.
fn stop_after_grace(queue: &Queue, is_over: &AtomicBool) {
    while !is_over.load(Ordering::Relaxed) {
        if is_grace_over() {
            return queue.stop();
        }
        thread::park_timeout(NAP);
    }
}

/// Did the user ask for an end so long ago that what is in hand is broken off?
pub(crate) fn is_grace_over() -> bool {
    interrupt::asked_since().is_some_and(|since| since >= GRACE)
}

/// Ends a round when the next checkpoint is due, and all reading when the user wants an end.
struct Pace {
    until: Option<Instant>,
}

impl Control for Pace {
    fn takes_more(&self) -> bool {
        !interrupt::is_asked() && self.until.is_none_or(|until| Instant::now() < until)
    }

    fn goes_on(&self) -> bool {
        !is_grace_over()
    }
}
