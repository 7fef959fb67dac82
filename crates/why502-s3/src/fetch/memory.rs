//! How many bytes of objects may be held: permits of one semaphore, taken once per object.
//!
//! An object takes its permits before its first request and keeps them until the caller has let
//! go of it. It never takes more on its way, so no two objects can wait for each other. A small
//! object is held whole; a large one is a stream, which takes a fixed window whatever its size.
//! Streams together never take the last quarter: small objects pass streams that are read slowly.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Bytes of one permit; also what is added to an object's size for its name and its place.
const UNIT_BYTES: u64 = 1 << 10;
/// Below this the parts of streams would be smaller than a permit.
const LEAST_BYTES: u64 = 64 * UNIT_BYTES;
/// More would not fit the semaphore.
const MOST_BYTES: u64 = 1 << 40;
/// Streams at once, each a sixteenth of all: three quarters.
const STREAMS: u64 = 12;
/// A stream's window is so many parts, which are fetched at the same time.
pub(crate) const PARTS_AHEAD: usize = 4;
/// Larger parts would not be faster, only later.
const MOST_PART_BYTES: u64 = 8 << 20;

/// The budget.
#[derive(Debug)]
pub(crate) struct Memory {
    permits: Arc<Semaphore>,
    streams: Arc<Semaphore>,
    total_bytes: u64,
}

/// Permits of one object; given back when dropped.
#[derive(Debug)]
pub(crate) struct Held {
    _memory: Option<OwnedSemaphorePermit>,
    _stream: Option<OwnedSemaphorePermit>,
}

impl Memory {
    /// A budget of so many bytes, at least 64 KiB.
    pub(crate) fn new(bytes: u64) -> Self {
        let total_bytes = bytes.clamp(LEAST_BYTES, MOST_BYTES) / LEAST_BYTES * LEAST_BYTES;
        let permits = usize::try_from(total_bytes / UNIT_BYTES).unwrap_or(Semaphore::MAX_PERMITS);
        Self {
            permits: Arc::new(Semaphore::new(permits)),
            streams: Arc::new(Semaphore::new(STREAMS as usize)),
            total_bytes,
        }
    }

    /// Is an object of this size held whole?
    pub(crate) fn is_whole(&self, size: u64) -> bool {
        size <= self.total_bytes / 4 - UNIT_BYTES
    }

    /// Bytes of each part of a stream.
    pub(crate) fn part_bytes(&self) -> u64 {
        (self.total_bytes / 16 / PARTS_AHEAD as u64).min(MOST_PART_BYTES)
    }

    /// Waits for the permits of an object held whole.
    pub(crate) async fn hold_whole(&self, size: u64) -> Held {
        Held { _memory: self.take(size.saturating_add(UNIT_BYTES)).await, _stream: None }
    }

    /// Waits for the permits of a stream.
    pub(crate) async fn hold_stream(&self) -> Held {
        // The place first: who waits for it holds no memory.
        let stream = Arc::clone(&self.streams).acquire_owned().await.ok();
        let window = self.part_bytes() * PARTS_AHEAD as u64;
        Held { _memory: self.take(window).await, _stream: stream }
    }

    async fn take(&self, bytes: u64) -> Option<OwnedSemaphorePermit> {
        let units = bytes.min(self.total_bytes).div_ceil(UNIT_BYTES);
        let units = u32::try_from(units).unwrap_or(u32::MAX);
        // Nothing where the semaphore was closed, which is never done.
        Arc::clone(&self.permits).acquire_many_owned(units).await.ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_leave_room_for_the_largest_whole_object() {
        for bytes in [0, 1, 100_000, 1 << 20, 128 << 20, 3 << 30, u64::MAX] {
            let memory = Memory::new(bytes);
            assert!(memory.total_bytes <= bytes.max(LEAST_BYTES));
            let window = memory.part_bytes() * PARTS_AHEAD as u64;
            assert!(window >= PARTS_AHEAD as u64 * UNIT_BYTES);
            let whole = memory.total_bytes / 4;
            assert!(memory.is_whole(whole - UNIT_BYTES) && !memory.is_whole(whole));
            assert!(window * STREAMS + whole <= memory.total_bytes);
            assert!(memory.total_bytes / UNIT_BYTES <= u64::from(u32::MAX));
        }
    }
}
