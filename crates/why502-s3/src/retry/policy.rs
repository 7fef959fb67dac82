//! Whether to ask again, and when: numbers only, no clock of its own and no waiting.

use std::time::Duration;

use tokio::time::Instant;

use crate::config::Patience;
use crate::error::S3ErrorKind;

/// While nothing but throttled answers comes, a request goes on for so long.
const THROTTLED: Duration = Duration::from_secs(5 * 60);

/// When to ask again and when to give up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Times one thing is asked for, the first included; throttled answers do not count.
    pub attempts: u32,
    /// Throttled answers to one thing after which it is given up.
    pub throttled_answers: u32,
    /// Longest first pause; it doubles each time.
    pub first_pause: Duration,
    /// Longest first pause after an answer that asks for fewer requests.
    pub first_throttled_pause: Duration,
    /// Longest pause of all.
    pub longest_pause: Duration,
    /// To go on without an answer, a throttled one included, and without a byte.
    pub without_progress: Duration,
    /// To go on while nothing but throttled answers comes.
    pub throttled: Duration,
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
    throttled: u32,
    /// Of a byte.
    last_progress: Instant,
    /// Of a byte or a throttled answer.
    last_sign: Instant,
}

impl Policy {
    /// The policy of these limits: 10 attempts, pauses of 100 ms to 5 s, of 500 ms to 5 s after
    /// throttling, which may go on for 100 answers or 5 minutes: a server that throttles is alive,
    /// and its turn for this request comes.
    #[must_use]
    pub fn new(patience: &Patience) -> Self {
        Self {
            attempts: 10,
            throttled_answers: 100,
            first_pause: Duration::from_millis(100),
            first_throttled_pause: Duration::from_millis(500),
            longest_pause: Duration::from_secs(5),
            without_progress: patience.request,
            throttled: THROTTLED.max(patience.request),
        }
    }
}

impl Attempts {
    /// Nothing was asked yet.
    #[must_use]
    pub fn new(policy: Policy, now: Instant) -> Self {
        Self { policy, failed: 0, throttled: 0, last_progress: now, last_sign: now }
    }

    /// A byte came: the silence begins anew.
    pub fn progress(&mut self, at: Instant) {
        self.last_progress = self.last_progress.max(at);
        self.last_sign = self.last_sign.max(at);
    }

    /// Bytes came that need not be fetched again: attempts count anew.
    pub fn advanced(&mut self) {
        self.failed = 0;
        self.throttled = 0;
    }

    /// So long nothing was asked, since others were: that is no silence.
    pub fn waited(&mut self, time: Duration) {
        self.last_progress += time;
        self.last_sign += time;
    }

    /// Judges a failure. `chance` in 0..1 chooses the pause between none and the longest of its
    /// turn, so that requests that failed together do not come back together.
    pub fn failed(&mut self, kind: S3ErrorKind, now: Instant, chance: f64) -> Verdict {
        let policy = self.policy;
        let (first, turn, most, end) = if kind == S3ErrorKind::Throttled {
            self.throttled += 1;
            self.last_sign = self.last_sign.max(now);
            let end = self.last_progress + policy.throttled;
            (policy.first_throttled_pause, self.throttled, policy.throttled_answers, end)
        } else {
            self.failed += 1;
            let end = self.last_sign + policy.without_progress;
            (policy.first_pause, self.failed, policy.attempts, end)
        };
        if !kind.is_transient() || turn >= most {
            return Verdict::GiveUp;
        }
        let doubled = first.saturating_mul(1 << (turn - 1).min(16));
        let pause = doubled.min(policy.longest_pause).mul_f64(chance.clamp(0.0, 1.0));
        if now + pause >= end {
            return Verdict::GiveUp;
        }
        Verdict::After(pause)
    }
}
