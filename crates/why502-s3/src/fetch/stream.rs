//! A large object as a window of parts that slides as the reader goes on.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::{Bytes, BytesMut};
use tokio::task::{JoinSet, spawn_blocking};

use crate::cache::Draft;
use crate::client::ObjectClient;
use crate::error::S3Error;
use crate::fetch::fetcher::Fetcher;
use crate::fetch::memory::{Held, PARTS_AHEAD};
use crate::fetch::object::{Content, S3Object};
use crate::fetch::pipe::{PartReader, Pipe};
use crate::list::Target;

/// One stream while it is driven.
struct Stream<C> {
    fetcher: Arc<Fetcher<C>>,
    target: Arc<Target>,
    pipe: Arc<Pipe>,
    /// The object in the cache, where it is there.
    cached: Option<Mutex<File>>,
    is_drafted: bool,
    /// The object on its way into the cache; gone once finished or in trouble.
    draft: Mutex<Option<Draft>>,
    part_bytes: u64,
}

/// Wakes the reader when the driver is gone.
struct Ending<C>(Arc<Stream<C>>);

impl<C: ObjectClient> Fetcher<C> {
    /// Begins a stream and puts it into the queue as soon as its first part is here.
    pub(super) async fn bring_stream(self: Arc<Self>, target: Target, held: Held) {
        if let Err(error) = self.check_lost(&target) {
            return self.fail(&target, error).await;
        }
        let target = Arc::new(target);
        let (cached, draft) = self.clone().places(&target).await;
        let stream = Arc::new(Stream {
            fetcher: Arc::clone(&self),
            target: Arc::clone(&target),
            pipe: Arc::new(Pipe::new(PARTS_AHEAD)),
            cached: cached.map(Mutex::new),
            is_drafted: draft.is_some(),
            draft: Mutex::new(draft),
            part_bytes: self.memory.part_bytes(),
        });
        let pipe = Arc::clone(&stream.pipe);
        let parts = target.listed.size.div_ceil(stream.part_bytes);
        let driver = tokio::spawn(stream.drive(parts));
        // Made at once, so that the driver ends with it however this ends.
        let reader = PartReader::new(Arc::clone(&pipe), parts, driver.abort_handle(), held);
        match pipe.wait_for_first().await {
            Ok(()) => self.queue.put(S3Object::new(&target, Content::Stream(reader))),
            Err(error) => self.fail(&target, error).await,
        }
    }

    /// The object in the cache, or a draft of it.
    async fn places(self: Arc<Self>, target: &Target) -> (Option<File>, Option<Draft>) {
        let Some(entry) = self.entry(target) else { return (None, None) };
        let looked = spawn_blocking(move || match self.note(entry.open(), "read").flatten() {
            Some(file) => (Some(file), None),
            None => (None, self.note(entry.begin(), "written")),
        });
        looked.await.unwrap_or((None, None))
    }
}

impl<C: ObjectClient> Stream<C> {
    /// Fetches part after part, as many at once as there is room for.
    async fn drive(self: Arc<Self>, parts: u64) {
        let ending = Ending(Arc::clone(&self));
        let stop = self.fetcher.reach.stop();
        let all = async {
            let mut under_way = JoinSet::new();
            for index in 0..parts {
                if let Ok(room) = self.pipe.room.acquire().await {
                    room.forget();
                }
                while under_way.try_join_next().is_some() {}
                under_way.spawn(Arc::clone(&self).bring_part(index));
            }
            while under_way.join_next().await.is_some() {}
        };
        tokio::select! {
            () = stop.stopped() => {}
            () = all => {}
        }
        drop(ending);
    }

    async fn bring_part(self: Arc<Self>, index: u64) {
        let start = index * self.part_bytes;
        let length = self.part_bytes.min(self.target.listed.size - start);
        let length = usize::try_from(length).unwrap_or(usize::MAX);
        if let Some(part) = Arc::clone(&self).cached_part(start, length).await {
            return self.pipe.put(index, Ok(part));
        }
        let mut part = BytesMut::zeroed(length);
        let Target { bucket, listed, .. } = &*self.target;
        let filled = self.fetcher.reach.fill(bucket, listed, start, &mut part).await;
        let part = part.freeze();
        if filled.is_ok() && self.is_drafted {
            Arc::clone(&self).keep_part(start, part.clone()).await;
        }
        self.pipe.put(index, filled.map(|()| part));
    }

    async fn cached_part(self: Arc<Self>, start: u64, length: usize) -> Option<Bytes> {
        self.cached.as_ref()?;
        spawn_blocking(move || {
            let file = self.cached.as_ref()?.lock().unwrap_or_else(PoisonError::into_inner);
            let part = self.fetcher.note(read_part(&file, start, length), "read")?;
            Some(Bytes::from(part))
        })
        .await
        .ok()?
    }

    /// Writes a part into the draft, and finishes it with the last one.
    async fn keep_part(self: Arc<Self>, start: u64, part: Bytes) {
        let keep = move || {
            let mut place = self.draft.lock().unwrap_or_else(PoisonError::into_inner);
            let Some(mut draft) = place.take() else { return };
            let written = draft.write_at(start, &part);
            if self.fetcher.note(written, "written").is_none() {
                return;
            }
            if draft.is_whole() {
                self.fetcher.note(draft.finish(), "written");
            } else {
                *place = Some(draft);
            }
        };
        // It fails only where it panics or the run ends; either costs the entry, no more.
        let _ = spawn_blocking(keep).await;
    }
}

fn read_part(mut file: &File, start: u64, length: usize) -> io::Result<Vec<u8>> {
    let mut part = vec![0; length];
    file.seek(SeekFrom::Start(start))?;
    file.read_exact(&mut part)?;
    Ok(part)
}

impl<C> Drop for Ending<C> {
    fn drop(&mut self) {
        self.0.pipe.break_off(S3Error::stopped(&self.0.target.bucket, &self.0.target.listed.key));
    }
}
