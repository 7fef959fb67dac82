//! The loop around a request.

use std::future::Future;
use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::endpoint::Endpoint;
use super::gate::Gate;
use super::policy::{Attempts, Policy, Verdict};
use super::stop::Stop;
use crate::config::Patience;
use crate::error::{S3Error, S3ErrorKind};

/// Asks for all requests of a run. Clones share the gate, the endpoint's health and the wish to
/// stop.
#[derive(Clone, Debug)]
pub struct Retry {
    policy: Policy,
    silence: Duration,
    gate: Arc<Gate>,
    endpoint: Arc<Endpoint>,
    stop: Stop,
    chance: Arc<AtomicU64>,
}

/// Something to ask for that keeps what it has got over its attempts.
pub trait Task: Send {
    /// What comes of it.
    type Output: Send;

    /// Asks once. Everything that comes is told to `turn`; whoever tells nothing for the limit of
    /// silence is broken off.
    fn attempt(
        &mut self,
        turn: &Turn,
    ) -> impl Future<Output = Result<Self::Output, S3Error>> + Send;
}

/// One attempt, to tell what comes of it. Clones are the same attempt.
#[derive(Clone, Debug)]
pub struct Turn {
    number: u32,
    endpoint: Arc<Endpoint>,
    signs: Arc<Mutex<Signs>>,
}

#[derive(Debug)]
struct Signs {
    last: Instant,
    came: bool,
    advanced: bool,
}

impl Turn {
    /// 0 for the first attempt.
    #[must_use]
    pub fn number(&self) -> u32 {
        self.number
    }

    /// The head of an answer, or bytes of it, came.
    pub fn progress(&self) {
        self.sign(false);
    }

    /// Bytes came that a later attempt will not ask for again: attempts count anew.
    pub fn advanced(&self) {
        self.sign(true);
    }

    fn sign(&self, advanced: bool) {
        self.endpoint.progress();
        let mut signs = self.signs.lock().unwrap_or_else(PoisonError::into_inner);
        signs.last = Instant::now();
        signs.came = true;
        signs.advanced |= advanced;
    }

    fn last(&self) -> Instant {
        self.signs.lock().unwrap_or_else(PoisonError::into_inner).last
    }
}

impl Retry {
    /// A retry with at most so many requests under way at once.
    #[must_use]
    pub fn new(patience: &Patience, concurrency: usize, stop: Stop) -> Self {
        let endpoint = Arc::new(Endpoint::new(patience.endpoint));
        let seed = RandomState::new().hash_one(concurrency);
        Self {
            policy: Policy::new(patience),
            silence: patience.silence,
            gate: Arc::new(Gate::new(concurrency)),
            endpoint,
            stop,
            chance: Arc::new(AtomicU64::new(seed)),
        }
    }

    /// The same endpoint and wish to stop, with a gate of its own: listings do not wait for
    /// objects.
    #[must_use]
    pub fn with_own_gate(&self, concurrency: usize) -> Self {
        Self { gate: Arc::new(Gate::new(concurrency)), ..self.clone() }
    }

    /// The wish to stop that interrupts every wait.
    #[must_use]
    pub fn stop(&self) -> &Stop {
        &self.stop
    }

    /// The endpoint's health.
    #[must_use]
    pub fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// The gate that requests pass.
    #[must_use]
    pub fn gate(&self) -> &Gate {
        &self.gate
    }

    /// Asks through a closure until it works.
    ///
    /// # Errors
    /// As [`Retry::run`].
    pub async fn ask<T, F, A>(&self, bucket: &str, key: &str, ask: F) -> Result<T, S3Error>
    where
        T: Send,
        F: FnMut(Turn) -> A + Send,
        A: Future<Output = Result<T, S3Error>> + Send,
    {
        self.run(bucket, key, &mut Asking { ask }).await
    }

    /// Attempts a task until it works. `bucket` and `key` are the place of errors that no answer
    /// has.
    ///
    /// # Errors
    /// The last attempt's error, when asking again has no sense or was done often enough;
    /// `TimedOut` when the whole endpoint is silent; `Stopped` when the run was ended.
    pub async fn run<T: Task>(
        &self,
        bucket: &str,
        key: &str,
        task: &mut T,
    ) -> Result<T::Output, S3Error> {
        let mut attempts = Attempts::new(self.policy, Instant::now());
        let fail = |kind, message: String| S3Error {
            kind,
            bucket: bucket.to_owned(),
            key: key.to_owned(),
            request_id: None,
            message,
        };
        let work = self.attempts(&mut attempts, task, &fail);
        tokio::select! {
            biased;
            () = self.stop.stopped() => {
                Err(fail(S3ErrorKind::Stopped, "the run was ended before this was done".to_owned()))
            }
            result = work => result,
        }
    }

    async fn attempts<T: Task>(
        &self,
        attempts: &mut Attempts,
        task: &mut T,
        fail: &(impl Fn(S3ErrorKind, String) -> S3Error + Sync),
    ) -> Result<T::Output, S3Error> {
        let mut number = 0;
        // From the first attempt to the end, pauses included: the endpoint's silence goes on.
        let mut under_way = None;
        loop {
            let asked = Instant::now();
            let pass = self.gate.pass().await;
            // The wait for leave is not the request's.
            attempts.waited(asked.elapsed());
            under_way.get_or_insert_with(|| self.endpoint.begin());
            let (result, turn) = self.once(number, task, fail).await;
            drop(pass);
            let error = match result {
                Ok(output) => {
                    self.endpoint.progress();
                    self.gate.good();
                    return Ok(output);
                }
                Err(error) => error,
            };
            self.learn(attempts, &turn, error.kind);
            match attempts.failed(error.kind, Instant::now(), self.chance()) {
                _ if self.endpoint.is_dead() => return Err(self.silent(fail)),
                Verdict::GiveUp => return Err(error),
                Verdict::After(pause) => {
                    tokio::select! {
                        () = tokio::time::sleep(pause) => {}
                        () = self.endpoint.dead() => return Err(self.silent(fail)),
                    }
                }
            }
            number += 1;
        }
    }

    /// One attempt, broken off when nothing is heard for too long.
    async fn once<T: Task>(
        &self,
        number: u32,
        task: &mut T,
        fail: &(impl Fn(S3ErrorKind, String) -> S3Error + Sync),
    ) -> (Result<T::Output, S3Error>, Turn) {
        let signs = Signs { last: Instant::now(), came: false, advanced: false };
        let signs = Arc::new(Mutex::new(signs));
        let turn = Turn { number, endpoint: Arc::clone(&self.endpoint), signs };
        if self.endpoint.is_dead() {
            return (Err(self.silent(fail)), turn);
        }
        let quiet = async {
            loop {
                let due = turn.last() + self.silence;
                if Instant::now() >= due {
                    break;
                }
                tokio::time::sleep_until(due).await;
            }
        };
        let result = tokio::select! {
            biased;
            result = task.attempt(&turn) => result,
            () = self.endpoint.dead() => Err(self.silent(fail)),
            () = quiet => {
                let seconds = self.silence.as_secs_f64();
                Err(fail(S3ErrorKind::TimedOut, format!("nothing came for {seconds} s")))
            }
        };
        (result, turn)
    }

    fn learn(&self, attempts: &mut Attempts, turn: &Turn, kind: S3ErrorKind) {
        let signs = turn.signs.lock().unwrap_or_else(PoisonError::into_inner);
        if signs.came {
            attempts.progress(signs.last);
        }
        if signs.advanced {
            attempts.advanced();
        }
        match kind {
            S3ErrorKind::Throttled => {
                self.endpoint.progress();
                self.gate.throttled();
            }
            S3ErrorKind::Unreachable | S3ErrorKind::TimedOut | S3ErrorKind::BrokenBody => {}
            // Everything else was said by an answer, or by this machine.
            _ => self.endpoint.progress(),
        }
    }

    fn silent(&self, fail: &impl Fn(S3ErrorKind, String) -> S3Error) -> S3Error {
        let seconds = self.endpoint.limit().as_secs_f64();
        fail(
            S3ErrorKind::TimedOut,
            format!("no answer from the endpoint for {seconds} s, over all requests: given up"),
        )
    }

    /// The next number in 0..1 of a splitmix64 sequence.
    fn chance(&self) -> f64 {
        let state = self.chance.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        #[expect(clippy::cast_precision_loss, reason = "53 bits fit")]
        let chance = ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1_u64 << 53) as f64;
        chance
    }
}

struct Asking<F> {
    ask: F,
}

impl<T, F, A> Task for Asking<F>
where
    T: Send,
    F: FnMut(Turn) -> A + Send,
    A: Future<Output = Result<T, S3Error>> + Send,
{
    type Output = T;

    fn attempt(&mut self, turn: &Turn) -> impl Future<Output = Result<T, S3Error>> + Send {
        (self.ask)(turn.clone())
    }
}
