//! From listed objects to bytes in memory, as fast as the network and no faster than the caller.
//!
//! A listing feeds two lanes. Each object waits in its lane for permits of memory, which say how
//! far the caller may fall behind, and becomes a task; each request of a task waits for a turn at
//! the network. A turn lasts while bytes come, never while a caller reads. What has arrived goes
//! into one queue in the order it arrived in: a slow object delays no other.
//!
//! Modules, each using only those to its left: `digest → memory → crew → download → pipe → object → queue → fetcher → stream`

mod crew;
mod digest;
mod download;
mod fetcher;
mod memory;
mod object;
mod pipe;
mod queue;
mod stream;

use std::sync::Arc;

use tokio::sync::{Semaphore, mpsc};

use crate::client::ObjectClient;
use crate::list::{Event, Target, WAITING};

pub(crate) use crew::{Crew, Lost};
pub(crate) use digest::{Checked, Digests};
pub(crate) use download::{download, download_range, requests};
pub(crate) use fetcher::Fetcher;
pub(crate) use memory::{Memory, PARTS_AHEAD};
pub use object::{Content, S3Object, WholeBytes};
pub use pipe::PartReader;
pub use queue::{Arrival, Next};
pub(crate) use queue::{Closing, Queue};

/// Brings every object of a listing, until the listing ends.
pub(crate) async fn fetch<C: ObjectClient>(
    fetcher: Arc<Fetcher<C>>,
    mut events: mpsc::Receiver<Event>,
) {
    let (small, smalls) = mpsc::channel(WAITING);
    let (large, larges) = mpsc::channel(WAITING);
    let sorting = async {
        while let Some(event) = events.recv().await {
            let lane = match event {
                Event::Object(target) if fetcher.memory.is_whole(target.listed.size) => {
                    small.send(target).await
                }
                Event::Object(target) => large.send(target).await,
                Event::Failed { source, error } => {
                    fetcher.queue.notice(Arrival::Failed { source, error }).await;
                    Ok(())
                }
                Event::Left { source, reason } => {
                    fetcher.queue.notice(Arrival::Left { source, reason }).await;
                    Ok(())
                }
            };
            if lane.is_err() {
                break;
            }
        }
        drop((small, large));
    };
    tokio::join!(sorting, small_lane(&fetcher, smalls), large_lane(&fetcher, larges));
}

async fn small_lane<C: ObjectClient>(
    fetcher: &Arc<Fetcher<C>>,
    mut targets: mpsc::Receiver<Target>,
) {
    // More tasks than turns, so that a turn is taken at once when it comes free.
    let tasks = Arc::new(Semaphore::new(2 * fetcher.reach.config().concurrency.max(1)));
    let mut crew = Crew::default();
    while let Some(target) = targets.recv().await {
        let Ok(task) = Arc::clone(&tasks).acquire_owned().await else { break };
        let held = fetcher.memory.hold_whole(target.listed.size).await;
        for lost in crew.lost_so_far() {
            tell(fetcher, lost).await;
        }
        let fetcher = Arc::clone(fetcher);
        crew.begin(target, |target| async move {
            fetcher.bring_whole(target, held).await;
            drop(task);
        });
    }
    while let Some(lost) = crew.next_lost().await {
        tell(fetcher, lost).await;
    }
}

async fn large_lane<C: ObjectClient>(
    fetcher: &Arc<Fetcher<C>>,
    mut targets: mpsc::Receiver<Target>,
) {
    let mut crew = Crew::default();
    while let Some(target) = targets.recv().await {
        let held = fetcher.memory.hold_stream().await;
        for lost in crew.lost_so_far() {
            tell(fetcher, lost).await;
        }
        let fetcher = Arc::clone(fetcher);
        crew.begin(target, |target| fetcher.bring_stream(target, held));
    }
    while let Some(lost) = crew.next_lost().await {
        tell(fetcher, lost).await;
    }
}

async fn tell<C>(fetcher: &Fetcher<C>, Lost { source, error }: Lost) {
    fetcher.queue.notice(Arrival::Failed { source, error }).await;
}
