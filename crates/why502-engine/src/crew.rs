//! The threads of an analysis: all of them at one task each, or together at the items of a list.

use std::sync::OnceLock;

use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

/// Some threads, which are started when the first of them is needed.
pub(crate) struct Crew {
    threads: usize,
    /// `None` within: no threads are to be had, and the calling one does the work.
    pool: OnceLock<Option<ThreadPool>>,
}

impl Crew {
    /// So many threads, one at least. Starts none.
    pub(crate) fn of(threads: usize) -> Self {
        Self { threads: threads.max(1), pool: OnceLock::new() }
    }

    /// What each thread brings home: every one does the task once, at the same time.
    pub(crate) fn each<R: Send>(&self, task: impl Fn() -> R + Sync) -> Vec<R> {
        match self.pool() {
            Some(pool) => pool.broadcast(|_| task()),
            None => vec![task()],
        }
    }

    /// What becomes of each item, in the order of the items; whichever thread is idle takes the
    /// next one.
    pub(crate) fn map<T: Send, R: Send>(
        &self,
        items: Vec<T>,
        task: impl Fn(T) -> R + Sync + Send,
    ) -> Vec<R> {
        let pool = if self.threads > 1 && items.len() > 1 { self.pool() } else { None };
        match pool {
            Some(pool) => {
                pool.install(|| items.into_par_iter().with_max_len(1).map(task).collect())
            }
            None => items.into_iter().map(task).collect(),
        }
    }

    fn pool(&self) -> Option<&ThreadPool> {
        let start = || ThreadPoolBuilder::new().num_threads(self.threads).build().ok();
        self.pool.get_or_init(start).as_ref()
    }
}

#[cfg(test)]
mod tests {
    use std::thread::{self, ThreadId};

    use super::*;

    #[test]
    fn items_come_out_in_their_order_whoever_took_them() {
        let squares: Vec<u64> = (0..1_000).map(|n| n * n).collect();
        for threads in [0, 1, 2, 7] {
            assert_eq!(Crew::of(threads).map((0..1_000).collect(), |n: u64| n * n), squares);
        }
    }

    #[test]
    fn each_thread_does_the_task_once() {
        let threads: Vec<ThreadId> = Crew::of(3).each(|| thread::current().id());
        assert_eq!(threads.len(), 3);
        for (place, thread) in threads.iter().enumerate() {
            assert!(!threads[..place].contains(thread));
        }
    }
}
