//! A large object as a window of parts that slides as the reader goes on.
//!
//! It does not go through the cache: whether its bytes are sound shows only when its reader has
//! come to the end, which is never known here, and a damaged entry would be read for ever.

use std::sync::Arc;

use bytes::BytesMut;
use tokio::task::{JoinError, JoinSet};

use crate::client::ObjectClient;
use crate::error::S3Error;
use crate::fetch::fetcher::Fetcher;
use crate::fetch::memory::{Held, PARTS_AHEAD};
use crate::fetch::object::{Content, S3Object};
use crate::fetch::pipe::{PartReader, Pipe};
use crate::list::Target;
use crate::reach::ended_early;

/// One stream while it is driven.
struct Stream<C> {
    fetcher: Arc<Fetcher<C>>,
    target: Arc<Target>,
    pipe: Arc<Pipe>,
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
        let stream = Arc::new(Stream {
            fetcher: Arc::clone(&self),
            target: Arc::clone(&target),
            pipe: Arc::new(Pipe::new(PARTS_AHEAD)),
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
}

impl<C: ObjectClient> Stream<C> {
    /// Fetches part after part, as many at once as there is room for.
    async fn drive(self: Arc<Self>, parts: u64) {
        let ending = Ending(Arc::clone(&self));
        let stop = self.fetcher.reach.stop();
        let all = async {
            let mut under_way = JoinSet::new();
            for index in 0..parts {
                loop {
                    tokio::select! {
                        Some(ended) = under_way.join_next() => self.check(ended),
                        room = self.pipe.room.acquire() => {
                            if let Ok(room) = room {
                                room.forget();
                            }
                            break;
                        }
                    }
                }
                under_way.spawn(Arc::clone(&self).bring_part(index));
            }
            while let Some(ended) = under_way.join_next().await {
                self.check(ended);
            }
        };
        tokio::select! {
            () = stop.stopped() => {}
            () = all => {}
        }
        drop(ending);
    }

    /// A part whose task panicked will never come.
    fn check(&self, ended: Result<(), JoinError>) {
        if let Err(ended) = ended {
            let Target { bucket, listed, .. } = &*self.target;
            self.pipe.break_off(ended_early(&ended, bucket, &listed.key));
        }
    }

    async fn bring_part(self: Arc<Self>, index: u64) {
        let start = index * self.part_bytes;
        let length = self.part_bytes.min(self.target.listed.size - start);
        let length = usize::try_from(length).unwrap_or(usize::MAX);
        let mut part = BytesMut::zeroed(length);
        let Target { bucket, listed, .. } = &*self.target;
        let filled = self.fetcher.reach.fill(bucket, listed, start, &mut part).await;
        self.pipe.put(index, filled.map(|()| part.freeze()));
    }
}

impl<C> Drop for Ending<C> {
    fn drop(&mut self) {
        self.0.pipe.break_off(S3Error::stopped(&self.0.target.bucket, &self.0.target.listed.key));
    }
}
