//! Rows that wait until all are there: sorted runs in memory and in temporary files.
//!
//! The files have no name in the file system, and go with the program, however it ends. As many
//! runs as are merged at once become one run of the next level, so that few files are open however
//! much there is.

use std::fs::File;
use std::io::{self, BufWriter, Seek, Write};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::entry::{Buffer, write_entry};
use super::merge::{Run, merge};

/// So many runs are merged at once.
const FAN_IN: usize = 32;
const WRITE_BYTES: usize = 256 << 10;

/// All rows.
#[derive(Debug)]
pub(crate) struct Spool {
    state: Mutex<State>,
    buffer_bytes: usize,
    /// Of all rows, only so many first ones are wanted.
    most: u64,
}

#[derive(Debug, Default)]
struct State {
    /// Partly filled, in nobody's hands.
    buffers: Vec<Buffer>,
    levels: Vec<Vec<File>>,
}

impl Spool {
    /// `buffer_bytes`: as much is sorted in memory at once, by each thread.
    pub(crate) fn new(buffer_bytes: usize, most: u64) -> Self {
        Self { state: Mutex::default(), buffer_bytes, most }
    }

    /// A buffer to fill, with what others left in it.
    pub(crate) fn take(&self) -> Buffer {
        self.lock().buffers.pop().unwrap_or_default()
    }

    pub(crate) fn give_back(&self, buffer: Buffer) {
        self.lock().buffers.push(buffer);
    }

    /// Empties the buffer where it is full.
    ///
    /// # Errors
    /// Those of temporary files.
    pub(crate) fn relieve(&self, buffer: &mut Buffer) -> io::Result<()> {
        if buffer.size_bytes() < self.buffer_bytes {
            return Ok(());
        }
        buffer.sort(self.most);
        let file = written(|out| buffer.write(out))?;
        buffer.clear();
        self.keep(file)
    }

    /// Calls `each` with every row in order, until it says `false`.
    ///
    /// # Errors
    /// Those of temporary files.
    pub(crate) fn drain(self, mut each: impl FnMut(&[u8]) -> bool) -> io::Result<()> {
        let State { buffers, levels } =
            self.state.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut runs = Vec::new();
        for mut buffer in buffers {
            buffer.sort(self.most);
            runs.push(Run::of_buffer(buffer));
        }
        for mut level in levels {
            if runs.len() + level.len() > FAN_IN && level.len() > 1 {
                level = vec![merged(level, self.most)?];
            }
            runs.extend(level.into_iter().map(Run::of_file));
        }
        merge(runs, |_, row| Ok(each(row)))
    }

    fn keep(&self, mut file: File) -> io::Result<()> {
        for number in 0.. {
            let mut state = self.lock();
            if state.levels.len() == number {
                state.levels.push(Vec::new());
            }
            let level = &mut state.levels[number];
            level.push(file);
            if level.len() < FAN_IN {
                break;
            }
            let full = std::mem::take(level);
            drop(state);
            file = merged(full, self.most)?;
        }
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn merged(files: Vec<File>, most: u64) -> io::Result<File> {
    let mut left = most;
    written(|out| {
        let runs = files.into_iter().map(Run::of_file).collect();
        merge(runs, |key, row| {
            left -= 1;
            write_entry(out, key, row)?;
            Ok(left > 0)
        })
    })
}

/// A temporary file that holds what `write` writes, to be read from its beginning.
fn written(write: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>) -> io::Result<File> {
    let mut out = BufWriter::with_capacity(WRITE_BYTES, tempfile::tempfile()?);
    write(&mut out)?;
    out.flush()?;
    let mut file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.rewind()?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_in_the_order_of_their_keys_however_many_runs_there_were() {
        // One run for each few rows: more than one level of merging.
        let spool = Spool::new(100, u64::MAX);
        let mut buffer = spool.take();
        let count = 40 * FAN_IN as u64 * 3;
        for number in 0..count {
            let key = (number.wrapping_mul(0x9e37_79b9_7f4a_7c15)).to_be_bytes();
            buffer.push(&key, |row| row.extend_from_slice(&key));
            spool.relieve(&mut buffer).unwrap();
        }
        spool.give_back(buffer);
        let levels = spool.lock().levels.len();
        assert!(levels > 1, "{levels}");
        let mut rows: Vec<Vec<u8>> = Vec::new();
        spool
            .drain(|row| {
                rows.push(row.to_vec());
                true
            })
            .unwrap();
        assert_eq!(rows.len() as u64, count);
        assert!(rows.is_sorted());
    }

    #[test]
    fn a_limit_keeps_the_first() {
        let spool = Spool::new(100, 3);
        let mut buffer = spool.take();
        for number in (0..2_000_u64).rev() {
            buffer.push(&number.to_be_bytes(), |row| row.push(number as u8));
            spool.relieve(&mut buffer).unwrap();
        }
        spool.give_back(buffer);
        let mut rows = Vec::new();
        spool
            .drain(|row| {
                rows.push(row[0]);
                rows.len() < 3
            })
            .unwrap();
        assert_eq!(rows, [0, 1, 2]);
    }
}
