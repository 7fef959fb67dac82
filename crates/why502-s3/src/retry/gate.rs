//! How many requests may be under way: fewer after each throttling answer, slowly more again.
//!
//! Additive increase, multiplicative decrease, as TCP finds a fair share: each good answer adds
//! its part of one request, so that a whole round of good answers adds one; a throttled one takes
//! three in ten away, once for all answers that were under way together.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

/// What is left of the limit after a throttling answer.
const LEFT: f64 = 0.7;

/// Throttling answers so close to the one before are the same event.
const SAME_EVENT: Duration = Duration::from_millis(200);

/// Lets requests through, as many as the server bears.
#[derive(Debug)]
pub struct Gate {
    most: usize,
    state: Mutex<State>,
    freed: Notify,
}

#[derive(Debug)]
struct State {
    limit: f64,
    under_way: usize,
    last_cut: Option<Instant>,
}

/// Leave for one request; given back when dropped.
#[derive(Debug)]
pub struct Pass<'a> {
    gate: &'a Gate,
}

impl Gate {
    /// Lets at most so many through at once, and so many from the beginning.
    #[must_use]
    pub fn new(most: usize) -> Self {
        let most = most.max(1);
        #[expect(clippy::cast_precision_loss, reason = "requests under way are few")]
        let state = State { limit: most as f64, under_way: 0, last_cut: None };
        Self { most, state: Mutex::new(state), freed: Notify::new() }
    }

    /// Waits for leave to ask.
    pub async fn pass(&self) -> Pass<'_> {
        loop {
            let freed = self.freed.notified();
            if self.try_pass() {
                return Pass { gate: self };
            }
            freed.await;
        }
    }

    /// Requests that may be under way at once just now.
    #[must_use]
    pub fn limit(&self) -> usize {
        whole(self.state().limit)
    }

    /// An answer came that does not ask for fewer.
    pub fn good(&self) {
        #[expect(clippy::cast_precision_loss, reason = "requests under way are few")]
        let most = self.most as f64;
        let mut state = self.state();
        if state.limit < most {
            state.limit = (state.limit + 1.0 / state.limit).min(most);
            drop(state);
            self.freed.notify_one();
        }
    }

    /// An answer asked for fewer requests.
    pub fn throttled(&self) {
        let now = Instant::now();
        let mut state = self.state();
        if state.last_cut.is_none_or(|last| now - last >= SAME_EVENT) {
            state.limit = (state.limit * LEFT).max(1.0);
            state.last_cut = Some(now);
        }
    }

    fn try_pass(&self) -> bool {
        let mut state = self.state();
        let passes = state.under_way < whole(state.limit);
        state.under_way += usize::from(passes);
        passes
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Pass<'_> {
    fn drop(&mut self) {
        self.gate.state().under_way -= 1;
        self.gate.freed.notify_one();
    }
}

fn whole(limit: f64) -> usize {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 1 and a number of requests"
    )]
    let whole = limit as usize;
    whole.max(1)
}
