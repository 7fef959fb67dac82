//! Rows of many threads in the order of their objects.
//!
//! One object has its turn: what its thread renders is written at once. Threads that are ahead
//! leave their rows here, up to a bound, and then wait. The thread whose turn it is never waits for
//! another, and objects are handed out in the order of their places, so there always is one that
//! goes on.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use crate::columns::Columns;
use crate::output::{Chunk, Output};

/// So many empty chunks are kept for those who come.
const MOST_SPARE: usize = 64;

/// The order of the output.
pub(crate) struct Sequence<'w> {
    state: Mutex<State<'w>>,
    /// The turn moved on, the columns were settled, or all is over.
    moved: Condvar,
    /// Nothing more is written; can be asked without waiting.
    is_over: AtomicBool,
    most_bytes: usize,
}

struct State<'w> {
    turn: u64,
    ahead: BTreeMap<u64, Ahead>,
    ahead_bytes: usize,
    spare: Vec<Chunk>,
    columns: Option<Arc<Columns>>,
    /// The object whose rows made the output full.
    full_at: Option<u64>,
    output: Output<'w>,
}

/// Rows of an object that does not have its turn.
#[derive(Default)]
struct Ahead {
    chunks: Vec<Chunk>,
    is_read: bool,
}

impl<'w> Sequence<'w> {
    /// `most_bytes`: so much may be ahead of the turn.
    pub(crate) fn new(output: Output<'w>, most_bytes: usize) -> Self {
        let state = State {
            turn: 0,
            ahead: BTreeMap::new(),
            ahead_bytes: 0,
            spare: Vec::new(),
            columns: None,
            full_at: None,
            output,
        };
        Self {
            state: Mutex::new(state),
            moved: Condvar::new(),
            is_over: AtomicBool::new(false),
            most_bytes,
        }
    }

    pub(crate) fn is_over(&self) -> bool {
        self.is_over.load(Ordering::Relaxed)
    }

    /// Does something to the output; where that ends it, nobody waits any more.
    pub(crate) fn with_output(&self, act: impl FnOnce(&mut Output<'w>)) {
        let mut state = self.lock();
        act(&mut state.output);
        self.look_for_end(&state);
    }

    /// Takes the rows of the object at `place` and leaves an empty chunk. `false`: nothing more
    /// is wanted of anybody.
    pub(crate) fn give(&self, place: u64, chunk: &mut Chunk) -> bool {
        let mut state = self.lock();
        loop {
            if state.output.is_over() {
                chunk.clear();
                return false;
            }
            if state.turn == place {
                state.write(chunk);
                chunk.clear();
                self.look_for_end(&state);
                return !state.output.is_over();
            }
            if state.ahead_bytes + chunk.bytes.len() <= self.most_bytes {
                state.ahead_bytes += chunk.bytes.len();
                let spare = state.spare.pop().unwrap_or_default();
                let full = std::mem::replace(chunk, spare);
                state.ahead.entry(place).or_default().chunks.push(full);
                return true;
            }
            state = self.wait(state);
        }
    }

    /// The columns of the table. The first object with a record decides, and writes the header;
    /// those ahead of it wait. `None`: nothing more is wanted.
    pub(crate) fn columns(
        &self,
        place: u64,
        decide: impl FnOnce() -> Columns,
    ) -> Option<Arc<Columns>> {
        let mut state = self.lock();
        loop {
            if state.output.is_over() {
                return None;
            }
            if let Some(columns) = &state.columns {
                return Some(Arc::clone(columns));
            }
            if state.turn == place {
                let columns = Arc::new(decide());
                state.output.header(&columns);
                state.columns = Some(Arc::clone(&columns));
                self.look_for_end(&state);
                self.moved.notify_all();
                return Some(columns);
            }
            state = self.wait(state);
        }
    }

    /// The object at `place` is over.
    pub(crate) fn end(&self, place: u64) {
        let mut state = self.lock();
        if state.turn == place {
            state.turn += 1;
            while state.write_ahead() {
                state.turn += 1;
            }
            self.look_for_end(&state);
            self.moved.notify_all();
        } else {
            state.ahead.entry(place).or_default().is_read = true;
        }
    }

    /// The output, and the place of the object that made it full, when no thread has an object
    /// any more.
    pub(crate) fn into_output(self) -> (Output<'w>, Option<u64>) {
        let state = self.state.into_inner().unwrap_or_else(PoisonError::into_inner);
        (state.output, state.full_at)
    }

    fn look_for_end(&self, state: &State<'_>) {
        if state.output.is_over() && !self.is_over.swap(true, Ordering::Relaxed) {
            self.moved.notify_all();
        }
    }

    fn lock(&self) -> MutexGuard<'_, State<'w>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'g>(&self, state: MutexGuard<'g, State<'w>>) -> MutexGuard<'g, State<'w>> {
        self.moved.wait(state).unwrap_or_else(PoisonError::into_inner)
    }
}

impl State<'_> {
    /// Writes rows of the object whose turn it is.
    fn write(&mut self, chunk: &Chunk) {
        self.output.rows(chunk);
        if self.output.is_full() {
            self.full_at.get_or_insert(self.turn);
        }
    }

    /// Writes what lies here of the object whose turn it is; is that all of it?
    fn write_ahead(&mut self) -> bool {
        let Some(ahead) = self.ahead.remove(&self.turn) else { return false };
        for mut chunk in ahead.chunks {
            self.ahead_bytes -= chunk.bytes.len();
            self.write(&chunk);
            if self.spare.len() < MOST_SPARE {
                chunk.clear();
                self.spare.push(chunk);
            }
        }
        ahead.is_read
    }
}
