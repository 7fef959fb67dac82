//! Is anything of the endpoint alive? One clock over all requests of a run.
//!
//! Each request alone may be unlucky for long; when not one byte came over any of them for the
//! limit, the endpoint is given up and all requests fail at once. While nothing is under way the
//! clock stands still: a program busy with what it has does not blame the network.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// The health of an endpoint, shared by all requests of a run.
#[derive(Debug)]
pub struct Endpoint {
    limit: Duration,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    under_way: usize,
    last_sign: Instant,
    is_dead: bool,
}

/// A request under way; it counts until dropped.
#[derive(Debug)]
pub struct UnderWay<'a> {
    endpoint: &'a Endpoint,
}

impl Endpoint {
    /// Alive until `limit` passes with requests under way and without a sign of life.
    #[must_use]
    pub fn new(limit: Duration) -> Self {
        let state = State { under_way: 0, last_sign: Instant::now(), is_dead: false };
        Self { limit, state: Mutex::new(state) }
    }

    /// Silence after which it is given up.
    #[must_use]
    pub fn limit(&self) -> Duration {
        self.limit
    }

    /// Counts a request as under way.
    pub fn begin(&self) -> UnderWay<'_> {
        let mut state = self.state();
        if state.under_way == 0 {
            state.last_sign = Instant::now();
        }
        state.under_way += 1;
        UnderWay { endpoint: self }
    }

    /// A byte or an answer came.
    pub fn progress(&self) {
        self.state().last_sign = Instant::now();
    }

    /// Has it been given up? Once so, it stays so.
    #[must_use]
    pub fn is_dead(&self) -> bool {
        let mut state = self.state();
        let is_silent = state.under_way > 0 && state.last_sign.elapsed() >= self.limit;
        state.is_dead |= is_silent;
        state.is_dead
    }

    /// Waits until it is given up, forever if it never is.
    pub async fn dead(&self) {
        while !self.is_dead() {
            let due = self.state().last_sign + self.limit;
            // With nothing under way the due time may be past, and the clock stand still.
            tokio::time::sleep_until(due.max(Instant::now() + Duration::from_millis(10))).await;
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.endpoint.state().under_way -= 1;
    }
}
