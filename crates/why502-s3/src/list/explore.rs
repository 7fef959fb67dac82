//! Several prefixes at once, with a stack of what is still to be listed.
//!
//! Each step is one page. What a page reveals goes on top of the stack, above the rest of its own
//! listing, so the stack holds at most the folders of one page for each level of depth. Objects
//! leave through a bounded channel: who fetches slowly is listed for slowly.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::atomic::Ordering::Relaxed;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::mpsc;
use tokio::task::JoinSet;

use crate::client::{ListRequest, Listed, ObjectClient};
use crate::error::{S3Error, S3ErrorKind};
use crate::layout::{Folder, LogKind, Plan, Reason, judge, plan};
use crate::list::admit::{Verdict, folder_of, verdict};
use crate::list::place::{Place, is_lasting};
use crate::list::scan::Scan;
use crate::list::wish::{Done, Event, Tally, Target, Wish};
use crate::location::{KEY_LIMIT_BYTES, ObjectId, source_name};
use crate::reach::{LISTINGS, Reach, internal};

/// What all steps of one exploration share.
pub(super) struct Exploration<C> {
    pub(super) reach: Arc<Reach<C>>,
    pub(super) wish: Wish,
    pub(super) places: Vec<Place>,
    pub(super) tally: Arc<Tally>,
    pub(super) out: mpsc::Sender<Event>,
    /// Folders and kinds that were said to be left, as hashes.
    pub(super) said: Mutex<HashSet<u64>>,
}

enum Job {
    Explore { place: usize, prefix: String, is_top: bool },
    List { place: usize, scan: Box<Scan> },
}

impl Job {
    /// The number of its place, and what it looks into.
    fn place(&self) -> (usize, &str) {
        match self {
            Self::Explore { place, prefix, .. } => (*place, prefix),
            Self::List { place, scan } => (*place, &scan.prefix),
        }
    }
}

/// Nobody takes what is found any more.
struct Unheard;

impl<C: ObjectClient> Exploration<C> {
    /// Lists everything, and then says which places held nothing.
    pub(super) async fn run(self: Arc<Self>) {
        let top = |place: usize| {
            let prefix = self.places[place].prefix.clone();
            Job::Explore { place, prefix, is_top: true }
        };
        let mut stack: Vec<Job> = (0..self.places.len()).rev().map(top).collect();
        let mut steps = JoinSet::new();
        let mut prefixes = HashMap::new();
        loop {
            while steps.len() < LISTINGS
                && let Some(job) = stack.pop()
            {
                let (place, prefix) = job.place();
                let prefix = prefix.to_owned();
                let step = steps.spawn(Arc::clone(&self).step(job));
                prefixes.insert(step.id(), (place, prefix));
            }
            let told = match steps.join_next_with_id().await {
                None => break,
                Some(Ok((step, Ok(mut revealed)))) => {
                    prefixes.remove(&step);
                    stack.append(&mut revealed);
                    continue;
                }
                Some(Ok((_, Err(Unheard)))) => return,
                Some(Err(ended)) if ended.is_panic() => match prefixes.remove(&ended.id()) {
                    Some((place, prefix)) => self.tell_bug(place, &prefix).await,
                    None => return,
                },
                Some(Err(_)) => return,
            };
            if told.is_err() {
                return;
            }
        }
        for place in self.places.iter().filter(|place| place.is_barren()) {
            if self.tell_barren(place).await.is_err() {
                return;
            }
        }
        self.tally.is_complete.store(true, Relaxed);
    }

    /// Says that a step panicked.
    async fn tell_bug(&self, place: usize, prefix: &str) -> Result<(), Unheard> {
        let bucket = &self.places[place].bucket;
        self.tell_failure(place, prefix, internal(bucket, prefix)).await
    }

    /// Says why nothing came of a place. Only one that is empty has failed: where something else
    /// lies, it may well be that nothing happened in the window.
    async fn tell_barren(&self, place: &Place) -> Result<(), Unheard> {
        let source = place.source();
        if let Some(reason) = place.met_instead() {
            return self.send(Event::Left { source, reason }).await;
        }
        // Where the names of the day folders were computed, nothing else has been looked at.
        let request = ListRequest {
            bucket: place.bucket.to_string(),
            prefix: place.prefix.clone(),
            ..ListRequest::default()
        };
        self.send(match self.reach.page(&request).await {
            Ok(page) if page.objects.is_empty() && page.next.is_none() => {
                Event::Failed { source, error: place.nothing_found() }
            }
            Ok(_) => {
                let reason = "no object lies under this prefix in the folders of the window";
                Event::Left { source, reason: reason.to_owned() }
            }
            Err(error) => Event::Failed { source, error },
        })
        .await
    }

    /// What a job reveals, the next to do last.
    async fn step(self: Arc<Self>, job: Job) -> Result<Vec<Job>, Unheard> {
        match job {
            Job::Explore { place, prefix, is_top } => Ok(self.explore(place, prefix, is_top)),
            Job::List { place, scan } => self.list(place, scan).await,
        }
    }

    fn explore(&self, place: usize, prefix: String, is_top: bool) -> Vec<Job> {
        let bucket = &self.places[place].bucket;
        let list = |prefix: String, by_folder: bool| {
            let scan = Box::new(Scan::new(Arc::clone(bucket), prefix, by_folder));
            Job::List { place, scan }
        };
        match plan(&prefix, &self.wish.window, is_top) {
            Plan::Folders => vec![list(prefix, true)],
            Plan::Scans(prefixes) => prefixes
                .into_iter()
                .rev()
                .filter(|prefix| !self.belongs_elsewhere(place, prefix))
                .map(|prefix| list(prefix, false))
                .collect(),
        }
    }

    async fn list(&self, place: usize, mut scan: Box<Scan>) -> Result<Vec<Job>, Unheard> {
        if self.places[place].is_lost.load(Relaxed) {
            return Ok(Vec::new());
        }
        let page = match scan.next(&self.reach, &self.wish.window).await {
            Ok(page) => page,
            Err(error) => {
                self.tell_failure(place, &scan.prefix, error).await?;
                return Ok(Vec::new());
            }
        };
        for listed in page.objects {
            self.hand_on(place, listed).await?;
        }
        let mut revealed = Vec::new();
        for prefix in page.folders.into_iter().rev() {
            // A server that names a folder inside itself, or one no key can have, would never end.
            let is_deeper = prefix.len() > scan.prefix.len() && prefix.len() <= KEY_LIMIT_BYTES;
            if self.belongs_elsewhere(place, &prefix) || !is_deeper {
                continue;
            }
            // What the user typed without its last `/` is looked into whatever it is.
            let is_top = prefix.strip_suffix('/') == Some(self.places[place].prefix.as_str());
            match judge(&prefix, &self.wish.window) {
                Folder::Left(Reason::OutsideWindow) if !is_top => {
                    self.places[place].left.fetch_add(1, Relaxed);
                }
                Folder::Left(reason) if !is_top => {
                    self.leave(place, &prefix, None, reason.to_string()).await?;
                }
                _ => revealed.push(Job::Explore { place, prefix, is_top }),
            }
        }
        if !scan.is_ended() {
            revealed.insert(0, Job::List { place, scan });
        }
        Ok(revealed)
    }

    async fn hand_on(&self, place: usize, listed: Listed) -> Result<(), Unheard> {
        if self.belongs_elsewhere(place, &listed.key) {
            return Ok(());
        }
        let here = &self.places[place];
        match verdict(&listed, &self.wish.window, self.wish.wants) {
            Verdict::Nothing => Ok(()),
            Verdict::Outside(named) => {
                self.tally.outside.fetch_add(1, Relaxed);
                here.saw_outside(named);
                Ok(())
            }
            Verdict::Unwanted(kind) => {
                let folder = folder_of(&listed.key);
                let reason = format!("{} logs are not read here", kind.name());
                self.leave(place, folder, Some(kind), reason).await
            }
            Verdict::Wanted(kind) => {
                here.matched.store(true, Relaxed);
                let bucket = &here.bucket;
                let id = ObjectId::new(bucket, &listed.key, &listed.etag, listed.size);
                let target = Target { bucket: Arc::clone(bucket), listed, kind, id };
                self.take(target).await
            }
        }
    }

    async fn take(&self, target: Target) -> Result<(), Unheard> {
        let source = target.source();
        if let Some(original) = (self.wish.twin_of)(&source, target.listed.size, target.id) {
            let reason = format!("the same object as {original}");
            return self.send(Event::Left { source, reason }).await;
        }
        match (self.wish.is_done)(target.id) {
            Done::No => {
                self.tally.objects.fetch_add(1, Relaxed);
                self.tally.bytes.fetch_add(target.listed.size, Relaxed);
                self.send(Event::Object(target)).await
            }
            Done::Yes => {
                self.tally.done.fetch_add(1, Relaxed);
                Ok(())
            }
            Done::OtherVersion => {
                let message = "overwritten since it was counted; the records of then stay counted, \
                               those of now are not";
                let error = S3Error {
                    kind: S3ErrorKind::Replaced,
                    bucket: target.bucket.to_string(),
                    key: target.listed.key.clone(),
                    request_id: None,
                    message: message.to_owned(),
                };
                self.send(Event::Failed { source: target.source(), error }).await
            }
        }
    }

    /// Says once per folder, or per folder and kind, that it was left.
    async fn leave(
        &self,
        place: usize,
        folder: &str,
        kind: Option<LogKind>,
        reason: String,
    ) -> Result<(), Unheard> {
        let here = &self.places[place];
        let mut hash = DefaultHasher::new();
        (&here.bucket, folder, kind.map(LogKind::name)).hash(&mut hash);
        if !self.said.lock().unwrap_or_else(PoisonError::into_inner).insert(hash.finish()) {
            return Ok(());
        }
        here.left.fetch_add(1, Relaxed);
        self.send(Event::Left { source: source_name(&here.bucket, folder), reason }).await
    }

    /// Says that a prefix could not be listed; what meets the whole bucket, only once.
    async fn tell_failure(
        &self,
        place: usize,
        prefix: &str,
        error: S3Error,
    ) -> Result<(), Unheard> {
        let here = &self.places[place];
        here.failed.store(true, Relaxed);
        let is_lasting = is_lasting(error.kind)
            || error.kind == S3ErrorKind::Configuration
            || self.reach.is_dead();
        if is_lasting && here.is_lost.swap(true, Relaxed) {
            return Ok(());
        }
        let source = if is_lasting { here.source() } else { source_name(&here.bucket, prefix) };
        self.send(Event::Failed { source, error }).await
    }

    /// Does another, longer location hold this key or folder?
    fn belongs_elsewhere(&self, place: usize, key: &str) -> bool {
        let here = &self.places[place];
        let is_inner = here.is_inner(key);
        if is_inner {
            here.matched.store(true, Relaxed);
        }
        is_inner
    }

    async fn send(&self, event: Event) -> Result<(), Unheard> {
        self.out.send(event).await.map_err(|_| Unheard)
    }
}
