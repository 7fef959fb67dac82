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
use crate::fetch::{Crew, Digests, Lost, Memory};
use crate::list::{Event, Tally, Target, WAITING, Wish, list};
use crate::reach::{Reach, internal};

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
    if !growing.report.was_stopped {
        // Both end with the outcomes, unless one panicked.
        let mut is_whole = true;
        while let Some(ended) = background.join_next().await {
            is_whole &= ended.is_ok();
        }
        if !is_whole || !tally.found(0).is_complete {
            let (source, error) = (root.display().to_string(), internal("", ""));
            growing.add(Outcome::Failed { source, error, cause: None });
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

/// Copies what is found in two lanes, so that small objects pass large ones.
async fn copy_all<C: ObjectClient>(copy: Arc<Copy<C>>, mut events: mpsc::Receiver<Event>) {
    let (small, smalls) = mpsc::channel(WAITING);
    let (large, larges) = mpsc::channel(WAITING);
    let sorting = async {
        while let Some(event) = events.recv().await {
            let is_heard = match event {
                Event::Object(target) if copy.memory.is_whole(target.listed.size) => {
                    small.send(target).await.is_ok()
                }
                Event::Object(target) => large.send(target).await.is_ok(),
                Event::Failed { source, error } => {
                    copy.out.send(Outcome::Failed { source, error, cause: None }).await.is_ok()
                }
                Event::Left { source, reason } => {
                    copy.out.send(Outcome::Left { source, reason }).await.is_ok()
                }
            };
            if !is_heard {
                break;
            }
        }
        drop((small, large));
    };
    tokio::join!(sorting, lane(&copy, smalls), lane(&copy, larges));
}

async fn lane<C: ObjectClient>(copy: &Arc<Copy<C>>, mut targets: mpsc::Receiver<Target>) {
    let tasks = Arc::new(Semaphore::new(2 * copy.reach.config().concurrency.max(1)));
    let mut crew = Crew::default();
    while let Some(target) = targets.recv().await {
        let Ok(task) = Arc::clone(&tasks).acquire_owned().await else { break };
        let held = match copy.memory.is_whole(target.listed.size) {
            true => copy.memory.hold_whole(target.listed.size).await,
            false => copy.memory.hold_stream().await,
        };
        for lost in crew.lost_so_far() {
            tell(copy, lost).await;
        }
        let copy = Arc::clone(copy);
        crew.begin(target, |target| async move {
            copy.copy(target).await;
            drop((held, task));
        });
    }
    while let Some(lost) = crew.next_lost().await {
        tell(copy, lost).await;
    }
}

async fn tell<C>(copy: &Copy<C>, Lost { source, error }: Lost) {
    // Nobody listens any more after a stop.
    let _ = copy.out.send(Outcome::Failed { source, error, cause: None }).await;
}
