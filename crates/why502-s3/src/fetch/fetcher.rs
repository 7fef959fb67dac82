//! What all objects of a run share, and how one is fetched whole: from the cache or the server.

use std::io;
use std::sync::{Arc, Mutex, PoisonError, mpsc};

use bytes::Bytes;
use tokio::runtime::Handle;
use tokio::task::spawn_blocking;

use crate::cache::{Cache, Entry};
use crate::client::ObjectClient;
use crate::error::S3Error;
use crate::fetch::digest::{Checked, Digests};
use crate::fetch::download::download;
use crate::fetch::memory::{Held, Memory};
use crate::fetch::object::{Again, Content, S3Object, WholeBytes};
use crate::fetch::queue::{Arrival, Queue};
use crate::list::{Target, is_lasting};
use crate::reach::{Reach, internal};

/// The shared parts of a run.
pub(crate) struct Fetcher<C> {
    pub(super) reach: Arc<Reach<C>>,
    pub(super) memory: Memory,
    cache: Option<Cache>,
    pub(super) queue: Arc<Queue>,
    digests: Digests,
    /// Buckets of which nothing can be had any more, and why.
    lost: Mutex<Vec<(Arc<str>, S3Error)>>,
    runtime: Handle,
}

impl<C: ObjectClient> Fetcher<C> {
    /// Opens the cache, if one is asked for; must be called within a runtime.
    pub(crate) fn new(reach: Arc<Reach<C>>, queue: Arc<Queue>) -> Self {
        let config = reach.config();
        let memory = Memory::new(config.memory_bytes);
        let cache = config.cache.as_ref().and_then(|folder| match Cache::open(folder) {
            Ok(cache) => Some(cache),
            Err(error) => {
                queue.warn(format!("the cache {} is not used: {error}", folder.display()));
                None
            }
        });
        let runtime = Handle::current();
        Self {
            reach,
            memory,
            cache,
            queue,
            digests: Digests::default(),
            lost: Mutex::default(),
            runtime,
        }
    }

    /// Fetches an object and puts it into the queue.
    pub(super) async fn bring_whole(self: Arc<Self>, target: Target, held: Held) {
        let target = Arc::new(target);
        let entry = self.entry(&target);
        if let Some(bytes) = self.cached(entry.as_ref()).await {
            self.put_whole(&target, bytes, Arc::new(held));
            return;
        }
        match self.download(&target).await {
            Ok(bytes) => {
                let held = Arc::new(held);
                // Given first, kept then: the disk delays nobody.
                self.put_whole(&target, bytes.clone(), Arc::clone(&held));
                self.keep(entry, bytes).await;
            }
            Err(error) => self.fail(&target, error).await,
        }
    }

    async fn download(&self, target: &Arc<Target>) -> Result<Bytes, S3Error> {
        self.check_lost(target)?;
        download(&self.reach, target, &self.digests, Checked::Plain).await
    }

    fn put_whole(self: &Arc<Self>, target: &Arc<Target>, bytes: Bytes, held: Arc<Held>) {
        let again = self.again(target);
        let content = Content::Whole(WholeBytes::new(bytes, held, again));
        self.queue.put(S3Object::new(target, content));
    }

    /// Says that an object could not be had.
    pub(super) async fn fail(&self, target: &Target, error: S3Error) {
        if is_lasting(error.kind) && self.check_lost(target).is_ok() {
            let mut lost = self.lost.lock().unwrap_or_else(PoisonError::into_inner);
            lost.push((Arc::clone(&target.bucket), error.clone()));
        }
        self.queue.notice(Arrival::Failed { source: target.source(), error }).await;
    }

    /// Fails if nothing can be had of the bucket any more: asking again would only take time.
    pub(super) fn check_lost(&self, target: &Target) -> Result<(), S3Error> {
        let lost = self.lost.lock().unwrap_or_else(PoisonError::into_inner);
        match lost.iter().find(|(bucket, _)| *bucket == target.bucket) {
            // The request id is that of another object's request.
            Some((_, error)) => {
                let key = target.listed.key.clone();
                Err(S3Error { key, request_id: None, ..error.clone() })
            }
            None => Ok(()),
        }
    }

    /// Fetches once more for a thread that waits, past the cache.
    fn again(self: &Arc<Self>, target: &Arc<Target>) -> Again {
        let (fetcher, target) = (Arc::clone(self), Arc::clone(target));
        Arc::new(move || {
            let (answer, wait) = mpsc::sync_channel(1);
            let (fetcher, target) = (Arc::clone(&fetcher), Arc::clone(&target));
            let (stop, place) = (fetcher.reach.stop().clone(), Arc::clone(&target));
            fetcher.runtime.clone().spawn(async move {
                let entry = fetcher.entry(&target);
                let bytes = fetcher.download(&target).await;
                if let Ok(bytes) = &bytes {
                    fetcher.keep(entry, bytes.clone()).await;
                }
                // Nobody waits any more where this fails.
                let _ = answer.send(bytes);
            });
            let (bucket, key) = (&place.bucket, &place.listed.key);
            wait.recv().unwrap_or_else(|_| {
                Err(match stop.is_stopped() {
                    true => S3Error::stopped(bucket, key),
                    false => internal(bucket, key),
                })
            })
        })
    }

    /// Where the object lies in the cache, or would.
    pub(super) fn entry(&self, target: &Target) -> Option<Entry> {
        let listed = &target.listed;
        self.cache.as_ref()?.entry(&target.bucket, &listed.key, &listed.etag, listed.size)
    }

    async fn cached(&self, entry: Option<&Entry>) -> Option<Bytes> {
        let entry = entry?.clone();
        let read = spawn_blocking(move || entry.read()).await.ok()?;
        self.note(read, "read").flatten().map(Bytes::from)
    }

    async fn keep(&self, entry: Option<Entry>, bytes: Bytes) {
        let Some(entry) = entry.filter(|_| !bytes.is_empty()) else { return };
        if let Ok(written) = spawn_blocking(move || entry.write(&bytes)).await {
            self.note(written, "written");
        }
    }

    /// What the disk answered; its first trouble of each kind is a warning of the run.
    pub(super) fn note<T>(&self, answer: io::Result<T>, done: &str) -> Option<T> {
        let error = match answer {
            Ok(value) => return Some(value),
            Err(error) => error,
        };
        let folder = self.reach.config().cache.as_deref().unwrap_or_else(|| "".as_ref());
        let folder = folder.display();
        self.queue.warn(format!("the cache {folder} could not be {done}: {}", error.kind()));
        None
    }
}
