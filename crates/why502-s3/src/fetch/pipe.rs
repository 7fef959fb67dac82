//! A large object on its way from tasks to a thread that reads: a window of parts.
//!
//! A part is fetched only when there is room for all of it, so a slow reader leaves no connection
//! open and keeps nobody else waiting.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use bytes::{Buf, Bytes};
use tokio::sync::{Notify, Semaphore};
use tokio::task::AbortHandle;

use crate::error::S3Error;
use crate::fetch::memory::Held;

/// Both ends' view of one stream.
#[derive(Debug)]
pub(super) struct Pipe {
    state: Mutex<State>,
    arrived: Condvar,
    first_arrived: Notify,
    /// Parts that may still be asked for.
    pub(super) room: Semaphore,
}

#[derive(Debug, Default)]
struct State {
    parts: BTreeMap<u64, Result<Bytes, S3Error>>,
    /// Why no more parts come.
    broken: Option<S3Error>,
}

impl Pipe {
    pub(super) fn new(room: usize) -> Self {
        Self {
            state: Mutex::default(),
            arrived: Condvar::new(),
            first_arrived: Notify::new(),
            room: Semaphore::new(room),
        }
    }

    /// A part has arrived, or will never.
    pub(super) fn put(&self, index: u64, part: Result<Bytes, S3Error>) {
        self.state().parts.insert(index, part);
        self.arrived.notify_all();
        self.first_arrived.notify_one();
    }

    /// Nobody will put any more parts.
    pub(super) fn break_off(&self, error: S3Error) {
        self.state().broken.get_or_insert(error);
        self.arrived.notify_all();
        self.first_arrived.notify_one();
    }

    /// Waits until reading can begin.
    pub(super) async fn wait_for_first(&self) -> Result<(), S3Error> {
        loop {
            {
                let mut state = self.state();
                match state.parts.get(&0) {
                    Some(Ok(_)) => return Ok(()),
                    Some(Err(error)) => return Err(error.clone()),
                    None => {}
                }
                if let Some(error) = state.broken.take() {
                    return Err(error);
                }
            }
            self.first_arrived.notified().await;
        }
    }

    /// Waits for a part.
    fn take(&self, index: u64) -> Result<Bytes, S3Error> {
        let mut state = self.state();
        loop {
            if let Some(part) = state.parts.remove(&index) {
                return part;
            }
            if let Some(error) = &state.broken {
                return Err(error.clone());
            }
            state = self.arrived.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The bytes of a large object, in order. Reading waits for the network; dropping ends the
/// transfer. An error is an [`io::Error`] around an [`S3Error`], and stays.
#[derive(Debug)]
pub struct PartReader {
    pipe: Arc<Pipe>,
    /// What is left of the part in hand.
    rest: Bytes,
    next: u64,
    parts: u64,
    failed: Option<S3Error>,
    driver: AbortHandle,
    _held: Held,
}

impl PartReader {
    pub(super) fn new(pipe: Arc<Pipe>, parts: u64, driver: AbortHandle, held: Held) -> Self {
        Self { pipe, rest: Bytes::new(), next: 0, parts, failed: None, driver, _held: held }
    }
}

impl Read for PartReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        if let Some(error) = &self.failed {
            return Err(io::Error::other(error.clone()));
        }
        if self.rest.is_empty() {
            if self.next == self.parts {
                return Ok(0);
            }
            match self.pipe.take(self.next) {
                Ok(part) => self.rest = part,
                Err(error) => {
                    self.failed = Some(error.clone());
                    return Err(io::Error::other(error));
                }
            }
            self.next += 1;
        }
        let length = buffer.len().min(self.rest.len());
        buffer[..length].copy_from_slice(&self.rest[..length]);
        self.rest.advance(length);
        if self.rest.is_empty() {
            self.rest = Bytes::new();
            self.pipe.room.add_permits(1);
        }
        Ok(length)
    }
}

impl Drop for PartReader {
    fn drop(&mut self) {
        self.driver.abort();
    }
}
