//! A window of a bucket as files: every object below one folder, whole and of the right size or
//! not at all, and not fetched again when it is there.
//!
//! A file lies under its key; with several buckets, under a folder of the bucket's name.
//!
//! Modules, each using only those to its left: `name → place → report → task`

mod name;
mod place;
mod report;
mod task;

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use tokio::sync::{Semaphore, mpsc};
use tokio::task::{JoinSet, spawn_blocking};

use crate::client::ObjectClient;
use crate::copy::report::{Growing, Outcome};
use crate::copy::task::Copy;
use crate::error::{S3Error, S3ErrorKind};
use crate::fetch::{Digests, Memory};
use crate::list::{Event, Tally, WAITING, Wish, list};
use crate::reach::Reach;

pub use report::{CopyFailure, CopyReport, CopyWatch};

/// How often the watch is asked while nothing happens.
const TICK: Duration = Duration::from_millis(100);

/// Copies all that is wished for. The watch is asked on the thread that waits for this.
pub(crate) async fn copy<C: ObjectClient>(
    reach: Arc<Reach<C>>,
    wish: Wish,
    root: &Path,
    watch: &dyn CopyWatch,
) -> CopyReport {
    let mut growing = Growing::default();
    if let Err(outcome) = make_root(root).await {
        growing.add(outcome);
        return growing.report;
    }
    let tally = Arc::new(Tally::default());
    let (found, events) = mpsc::channel(WAITING);
    let (out, mut outcomes) = mpsc::channel(WAITING);
    let first_bucket = wish.locations.first().map(|location| location.bucket.clone());
    let copy = Arc::new(Copy {
        reach: Arc::clone(&reach),
        root: root.to_owned(),
        by_bucket: wish.locations.iter().any(|place| Some(&place.bucket) != first_bucket.as_ref()),
        memory: Memory::new(reach.config().memory_bytes),
        digests: Digests::default(),
        is_full: AtomicBool::new(false),
        out,
    });
    let mut background = JoinSet::new();
    background.spawn(list(Arc::clone(&reach), wish, Arc::clone(&tally), found));
    background.spawn(copy_all(copy, events));
    let mut tick = tokio::time::interval(TICK);
    loop {
        tokio::select! {
            outcome = outcomes.recv() => match outcome {
                Some(outcome) => growing.add(outcome),
                None => break,
            },
            _ = tick.tick() => {}
        }
        watch.progress(&growing.report, tally.found(reach.lists()));
        if !watch.goes_on() {
            growing.report.was_stopped = true;
            break;
        }
    }
    background.shutdown().await;
    growing.report
}

/// The folder itself may be a link, and is made with all above it.
async fn make_root(root: &Path) -> Result<(), Outcome> {
    let folder = root.to_owned();
    let made = spawn_blocking(move || std::fs::create_dir_all(folder)).await;
    let error = match made.unwrap_or_else(|_| Err(io::ErrorKind::Interrupted.into())) {
        Ok(()) => return Ok(()),
        Err(error) => error,
    };
    let source = root.display().to_string();
    let error = S3Error {
        kind: S3ErrorKind::LocalFile,
        bucket: String::new(),
        key: String::new(),
        request_id: None,
        message: format!("the folder {source} cannot be made: {error}"),
    };
    Err(Outcome::Failed { source, error, cause: None })
}

async fn copy_all<C: ObjectClient>(copy: Arc<Copy<C>>, mut events: mpsc::Receiver<Event>) {
    let tasks = Arc::new(Semaphore::new(2 * copy.reach.config().concurrency.max(1)));
    let mut under_way = JoinSet::new();
    while let Some(event) = events.recv().await {
        let told = match event {
            Event::Failed { source, error } => Outcome::Failed { source, error, cause: None },
            Event::Left { source, reason } => Outcome::Left { source, reason },
            Event::Object(target) => {
                let Ok(task) = Arc::clone(&tasks).acquire_owned().await else { break };
                let held = match copy.memory.is_whole(target.listed.size) {
                    true => copy.memory.hold_whole(target.listed.size).await,
                    false => copy.memory.hold_stream().await,
                };
                let copy = Arc::clone(&copy);
                while under_way.try_join_next().is_some() {}
                under_way.spawn(async move {
                    copy.copy(target).await;
                    drop((held, task));
                });
                continue;
            }
        };
        if copy.out.send(told).await.is_err() {
            break;
        }
    }
    while under_way.join_next().await.is_some() {}
}
