//! Where tasks put what has arrived and threads take it: first come, first served.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::error::S3Error;
use crate::fetch::object::S3Object;
use crate::reach::internal;
use crate::retry::Stop;

/// Notices that may wait; objects are bounded by the memory they hold.
const NOTICES: usize = 1024;

/// What asking for an arrival may answer.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "it is moved once, and mostly an arrival")]
pub enum Next {
    /// Something came.
    Arrival(Arrival),
    /// Nothing within the patience; there is more to come.
    NotYet,
    /// Nothing will come any more.
    End,
}

/// What came of an object or a place.
#[derive(Debug)]
pub enum Arrival {
    /// An object.
    Object(S3Object),
    /// An object or a prefix that could not be had.
    Failed {
        /// `s3://bucket/key-or-prefix`.
        source: String,
        /// Why.
        error: S3Error,
    },
    /// Something that was left out on purpose.
    Left {
        /// `s3://bucket/folder`.
        source: String,
        /// Why.
        reason: String,
    },
}

/// The queue.
#[derive(Debug)]
pub(crate) struct Queue {
    state: Mutex<State>,
    changed: Condvar,
    notices: Arc<Semaphore>,
    warnings: Mutex<Vec<String>>,
}

#[derive(Debug)]
struct State {
    ready: VecDeque<(Arrival, Option<OwnedSemaphorePermit>)>,
    is_open: bool,
}

/// Closes the queue when dropped, so that no thread waits for tasks that are gone. An end before
/// all was done that nobody asked for is a failure.
#[derive(Debug)]
pub(crate) struct Closing {
    pub(crate) queue: Arc<Queue>,
    pub(crate) stop: Stop,
    /// All was listed and brought, or failed by name.
    pub(crate) is_done: bool,
}

impl Queue {
    pub(crate) fn new() -> Self {
        Self {
            state: Mutex::new(State { ready: VecDeque::new(), is_open: true }),
            changed: Condvar::new(),
            notices: Arc::new(Semaphore::new(NOTICES)),
            warnings: Mutex::default(),
        }
    }

    /// An object has arrived.
    pub(super) fn put(&self, object: S3Object) {
        self.push(Arrival::Object(object), None);
    }

    /// Something else is to be said; waits while too much is unheard.
    pub(super) async fn notice(&self, notice: Arrival) {
        let permit = Arc::clone(&self.notices).acquire_owned().await.ok();
        self.push(notice, permit);
    }

    fn push(&self, arrival: Arrival, permit: Option<OwnedSemaphorePermit>) {
        let mut state = self.state();
        if state.is_open {
            state.ready.push_back((arrival, permit));
            drop(state);
            self.changed.notify_one();
        }
    }

    /// Waits for the next arrival, at most so long.
    pub(crate) fn next(&self, patience: Duration) -> Next {
        let start = Instant::now();
        let mut state = self.state();
        loop {
            if let Some((arrival, _)) = state.ready.pop_front() {
                return Next::Arrival(arrival);
            }
            if !state.is_open {
                return Next::End;
            }
            let Some(left) = patience.checked_sub(start.elapsed()).filter(|left| !left.is_zero())
            else {
                return Next::NotYet;
            };
            let waited = self.changed.wait_timeout(state, left);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Nothing will be put any more, after this last word.
    fn close(&self, last: Option<Arrival>) {
        let mut state = self.state();
        if state.is_open {
            state.ready.extend(last.map(|last| (last, None)));
        }
        state.is_open = false;
        drop(state);
        self.changed.notify_all();
    }

    /// Drops what is ready, and takes nothing any more.
    pub(crate) fn shut(&self) {
        let mut state = self.state();
        state.is_open = false;
        let ready = std::mem::take(&mut state.ready);
        drop(state);
        drop(ready);
        self.changed.notify_all();
    }

    /// Says something about the run as a whole, once.
    pub(super) fn warn(&self, warning: String) {
        let mut warnings = self.warnings.lock().unwrap_or_else(PoisonError::into_inner);
        if !warnings.contains(&warning) {
            warnings.push(warning);
        }
    }

    /// What has been said so.
    pub(crate) fn warnings(&self) -> Vec<String> {
        self.warnings.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Closing {
    fn drop(&mut self) {
        let is_sudden = !self.is_done && !self.stop.is_stopped();
        let source = "s3://".to_owned();
        let last = is_sudden.then(|| Arrival::Failed { source, error: internal("", "") });
        self.queue.close(last);
    }
}
