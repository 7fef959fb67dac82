//! Whether to ask again, and when: numbers only, no clock of its own and no waiting.

use std::time::Duration;

use tokio::time::Instant;

use crate::config::Patience;
use crate::error::S3ErrorKind;

/// When to ask again and when to give up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Times one thing is asked for, the first included.
    pub attempts: u32,
    /// Longest first pause; it doubles each time.
    pub first_pause: Duration,
    /// Longest first pause after an answer that asks for fewer requests.
    pub first_throttled_pause: Duration,
    /// Longest pause of all.
    pub longest_pause: Duration,
    /// To go on without one byte of progress.
    pub without_progress: Duration,
}

/// What to do after a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Ask again after so long.
    After(Duration),
    /// The failure will not pass, or has come too often.
    GiveUp,
}

/// The attempts at one thing so far.
#[derive(Clone, Debug)]
pub struct Attempts {
    policy: Policy,
    failed: u32,
    last_sign: Instant,
}

impl Policy {
    /// The policy of these limits: 10 attempts, pauses of 100 ms to 5 s, of 500 ms to 5 s after
    /// throttling.
    #[must_use]
    pub fn new(patience: &Patience) -> Self {
        Self {
            attempts: 10,
            first_pause: Duration::from_millis(100),
            first_throttled_pause: Duration::from_millis(500),
            longest_pause: Duration::from_secs(5),
            without_progress: patience.request,
        }
    }
}

impl Attempts {
    /// Nothing was asked yet.
    #[must_use]
    pub fn new(policy: Policy, now: Instant) -> Self {
        Self { policy, failed: 0, last_sign: now }
    }

    /// A byte came: the silence begins anew.
    pub fn progress(&mut self, at: Instant) {
        self.last_sign = self.last_sign.max(at);
    }

    /// Bytes came that need not be fetched again: attempts count anew.
    pub fn advanced(&mut self) {
        self.failed = 0;
    }

    /// Failures in a row.
    #[must_use]
    pub fn failed_so_far(&self) -> u32 {
        self.failed
    }

    /// Judges a failure. `chance` in 0..1 chooses the pause between none and the longest of its
    /// turn, so that requests that failed together do not come back together.
    pub fn failed(&mut self, kind: S3ErrorKind, now: Instant, chance: f64) -> Verdict {
        self.failed += 1;
        if !kind.is_transient() || self.failed >= self.policy.attempts {
            return Verdict::GiveUp;
        }
        let first = match kind {
            S3ErrorKind::Throttled => self.policy.first_throttled_pause,
            _ => self.policy.first_pause,
        };
        let doubled = first.saturating_mul(1 << (self.failed - 1).min(16));
        let pause = doubled.min(self.policy.longest_pause).mul_f64(chance.clamp(0.0, 1.0));
        if now + pause >= self.last_sign + self.policy.without_progress {
            return Verdict::GiveUp;
        }
        Verdict::After(pause)
    }
}
