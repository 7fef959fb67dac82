//! Reused buffers, a few per thread: a fresh one for each object costs page
//! faults (3 % of inflating a medium object, measured).

use std::cell::RefCell;
use std::ops::{Deref, DerefMut};

/// A reader holds two at most (compressed and decoded bytes), so more would lie idle.
const KEPT_BUFFERS: usize = 2;
/// A larger buffer is given back to the system: one huge object must not hold
/// its memory for the rest of the run.
const KEPT_BYTES: usize = 32 << 20;
const SMALLEST_BYTES: usize = 64 << 10;

thread_local! {
    static SPARE: RefCell<Vec<Vec<u8>>> = const { RefCell::new(Vec::new()) };
}

/// A byte buffer that returns to its thread's spares when dropped. What it
/// holds at first is unspecified (bytes of an earlier object, or zeros).
pub(crate) struct Buffer {
    bytes: Vec<u8>,
    length: usize,
}

impl Buffer {
    /// A buffer of exactly `length` bytes, whatever the spare behind it holds:
    /// what was read before must not change how the next object is cut.
    pub(crate) fn take(length: usize) -> Self {
        let spare = SPARE.try_with(|spare| {
            let mut spare = spare.borrow_mut();
            let fitting = (0..spare.len()).filter(|&index| spare[index].len() >= length);
            let best = fitting.min_by_key(|&index| spare[index].len())?;
            Some(spare.swap_remove(best))
        });
        let rounded = length.max(SMALLEST_BYTES).next_power_of_two();
        let bytes = spare.ok().flatten().unwrap_or_else(|| vec![0; rounded]);
        Self { bytes, length }
    }
}

impl Deref for Buffer {
    type Target = [u8];
    fn deref(&self) -> &[u8] {
        &self.bytes[..self.length]
    }
}

impl DerefMut for Buffer {
    fn deref_mut(&mut self) -> &mut [u8] {
        &mut self.bytes[..self.length]
    }
}

impl AsRef<[u8]> for Buffer {
    fn as_ref(&self) -> &[u8] {
        self
    }
}

impl Drop for Buffer {
    fn drop(&mut self) {
        let bytes = std::mem::take(&mut self.bytes);
        if bytes.len() > KEPT_BYTES {
            return;
        }
        // Fails only while the thread is ending: then the buffer is simply freed.
        let _ = SPARE.try_with(|spare| {
            let mut spare = spare.borrow_mut();
            spare.push(bytes);
            if spare.len() > KEPT_BUFFERS {
                let smallest = (0..spare.len()).min_by_key(|&index| spare[index].len());
                smallest.map(|index| spare.swap_remove(index));
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dropped_buffer_is_handed_out_again() {
        let mut first = Buffer::take(100);
        first[0] = 77;
        drop(first);
        assert_eq!(Buffer::take(100)[0], 77);
    }

    #[test]
    fn a_larger_spare_shows_only_the_length_asked_for() {
        drop(Buffer::take(SMALLEST_BYTES * 4));
        assert_eq!(Buffer::take(10).len(), 10);
    }

    #[test]
    fn a_huge_buffer_is_not_kept() {
        drop(Buffer::take(KEPT_BYTES + 1));
        assert!(SPARE.with(|spare| spare.borrow().iter().all(|kept| kept.len() <= KEPT_BYTES)));
    }
}
