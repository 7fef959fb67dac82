//! One object, from the server to its file.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use tokio::sync::mpsc;
use tokio::task::spawn_blocking;

use crate::client::ObjectClient;
use crate::copy::place::{Draft, Start, Trouble, start};
use crate::copy::report::Outcome;
use crate::error::{S3Error, S3ErrorKind};
use crate::fetch::{Checked, Digests, Memory, PARTS_AHEAD, download, download_range};
use crate::list::Target;
use crate::reach::{Reach, ended_early};

/// What all objects of a copy share.
pub(super) struct Copy<C> {
    pub(super) reach: Arc<Reach<C>>,
    pub(super) root: PathBuf,
    /// Several buckets: each has a folder.
    pub(super) by_bucket: bool,
    pub(super) memory: Memory,
    pub(super) digests: Digests,
    /// The disk is full: nothing more is fetched.
    pub(super) is_full: AtomicBool,
    pub(super) out: mpsc::Sender<Outcome>,
}

/// Why an object was not copied.
enum Refusal {
    Server(S3Error),
    Disk(Trouble),
}

impl<C: ObjectClient> Copy<C> {
    /// Copies one object and tells what became of it.
    pub(super) async fn copy(self: Arc<Self>, target: Target) {
        let target = Arc::new(target);
        let outcome = match Arc::clone(&self).try_copy(&target).await {
            Ok(outcome) => outcome,
            Err(Refusal::Server(error)) => {
                Outcome::Failed { source: target.source(), error, cause: None }
            }
            Err(Refusal::Disk(trouble)) => self.disk_failure(&target, trouble),
        };
        // Nobody listens any more after a stop.
        let _ = self.out.send(outcome).await;
    }

    async fn try_copy(self: Arc<Self>, target: &Arc<Target>) -> Result<Outcome, Refusal> {
        let (copy, wanted) = (Arc::clone(&self), Arc::clone(target));
        let started = blocking(target, move || {
            if copy.is_full.load(Relaxed) {
                let error = io::ErrorKind::StorageFull.into();
                return Err(Trouble { path: copy.root.clone(), error });
            }
            start(&copy.root, copy.by_bucket, &wanted)
        });
        let draft = match started.await? {
            Start::AlreadyThere => return Ok(Outcome::AlreadyThere),
            Start::From(draft) => draft,
        };
        let bytes = target.listed.size - draft.length;
        if draft.length == 0 && self.memory.is_whole(target.listed.size) {
            self.fetch_whole(target, draft).await?;
        } else {
            self.fetch_windows(target, draft).await?;
        }
        Ok(Outcome::Copied { bytes })
    }

    async fn fetch_whole(&self, target: &Arc<Target>, mut draft: Draft) -> Result<(), Refusal> {
        let fetched = download(&self.reach, target, &self.digests, Checked::All).await;
        let bytes = match fetched {
            Ok(bytes) => bytes,
            Err(error) => {
                // Empty so far.
                blocking(target, move || draft.discard()).await?;
                return Err(Refusal::Server(error));
            }
        };
        blocking(target, move || {
            draft.add(&bytes)?;
            draft.finish()
        })
        .await
    }

    /// Window by window from where the draft ends.
    async fn fetch_windows(&self, target: &Arc<Target>, mut draft: Draft) -> Result<(), Refusal> {
        let (size, part_bytes) = (target.listed.size, self.memory.part_bytes());
        let window = part_bytes * PARTS_AHEAD as u64;
        while draft.length < size {
            let range = draft.length..size.min(draft.length + window);
            let bytes = match download_range(&self.reach, target, range, part_bytes).await {
                Ok(bytes) => bytes,
                Err(error) => {
                    // Of an object that is no more, nothing can be resumed.
                    if matches!(error.kind, S3ErrorKind::Replaced | S3ErrorKind::NoSuchKey) {
                        blocking(target, move || draft.discard()).await?;
                    }
                    return Err(Refusal::Server(error));
                }
            };
            let add = move || {
                draft.add(&bytes)?;
                Ok(draft)
            };
            draft = blocking(target, add).await?;
        }
        blocking(target, move || draft.finish()).await
    }

    fn disk_failure(&self, target: &Target, trouble: Trouble) -> Outcome {
        let kind = trouble.error.kind();
        let is_full = matches!(kind, io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded);
        if is_full {
            self.is_full.store(true, Relaxed);
        }
        let is_common = is_full
            || matches!(kind, io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem);
        let error = S3Error {
            kind: S3ErrorKind::LocalFile,
            bucket: target.bucket.to_string(),
            key: target.listed.key.clone(),
            request_id: None,
            message: format!("{}: {}", trouble.path.display(), trouble.error),
        };
        Outcome::Failed { source: target.source(), error, cause: is_common.then_some(kind) }
    }
}

/// Work with the disk, off the threads that drive the network.
async fn blocking<T: Send + 'static>(
    target: &Target,
    work: impl FnOnce() -> Result<T, Trouble> + Send + 'static,
) -> Result<T, Refusal> {
    match spawn_blocking(work).await {
        Ok(done) => done.map_err(Refusal::Disk),
        Err(ended) => {
            let error = ended_early(&ended, &target.bucket, &target.listed.key);
            Err(Refusal::Server(error))
        }
    }
}
