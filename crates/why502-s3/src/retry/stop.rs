//! The wish to end, known to every task that waits.

use std::sync::Arc;

use tokio::sync::watch;

/// Ends what waits for it; clones share the wish. Once said it is not taken back.
#[derive(Clone, Debug)]
pub struct Stop {
    wish: Arc<watch::Sender<bool>>,
}

impl Default for Stop {
    fn default() -> Self {
        Self::new()
    }
}

impl Stop {
    /// Nobody wants to end yet.
    #[must_use]
    pub fn new() -> Self {
        Self { wish: Arc::new(watch::Sender::new(false)) }
    }

    /// Ends everything that listens. Any thread may say so.
    pub fn stop(&self) {
        self.wish.send_replace(true);
    }

    /// Was it said?
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        *self.wish.borrow()
    }

    /// Waits until it is said; forever if it never is.
    pub async fn stopped(&self) {
        // The sender lives in `self`, so that the channel cannot close while this waits.
        let _ = self.wish.subscribe().wait_for(|is_wanted| *is_wanted).await;
    }
}
