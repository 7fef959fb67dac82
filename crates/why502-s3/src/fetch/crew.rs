//! Tasks of objects under way. One that panics becomes the failure of its object: nothing that was
//! found goes without a word.

use std::collections::HashMap;
use std::future::Future;
use std::sync::Arc;

use tokio::task::{Id, JoinError, JoinSet};

use crate::error::S3Error;
use crate::list::Target;
use crate::location::source_name;
use crate::reach::internal;

/// The tasks, and the bucket and the key of each.
#[derive(Debug, Default)]
pub(crate) struct Crew {
    under_way: JoinSet<()>,
    places: HashMap<Id, (Arc<str>, String)>,
}

/// An object whose task panicked.
#[derive(Debug)]
pub(crate) struct Lost {
    pub(crate) source: String,
    pub(crate) error: S3Error,
}

impl Crew {
    /// Begins the task of an object.
    pub(crate) fn begin<F: Future<Output = ()> + Send + 'static>(
        &mut self,
        target: Target,
        task: impl FnOnce(Target) -> F,
    ) {
        let place = (Arc::clone(&target.bucket), target.listed.key.clone());
        let begun = self.under_way.spawn(task(target));
        self.places.insert(begun.id(), place);
    }

    /// What was lost among the tasks that have ended since this was asked last.
    pub(crate) fn lost_so_far(&mut self) -> Vec<Lost> {
        let mut lost = Vec::new();
        while let Some(ended) = self.under_way.try_join_next_with_id() {
            lost.extend(self.judge(ended));
        }
        lost
    }

    /// Waits for the next loss; nothing when all tasks have ended.
    pub(crate) async fn next_lost(&mut self) -> Option<Lost> {
        while let Some(ended) = self.under_way.join_next_with_id().await {
            if let Some(lost) = self.judge(ended) {
                return Some(lost);
            }
        }
        None
    }

    fn judge(&mut self, ended: Result<(Id, ()), JoinError>) -> Option<Lost> {
        let (id, is_lost) = match &ended {
            Ok((id, ())) => (*id, false),
            Err(error) => (error.id(), error.is_panic()),
        };
        let (bucket, key) = self.places.remove(&id).filter(|_| is_lost)?;
        Some(Lost { source: source_name(&bucket, &key), error: internal(&bucket, &key) })
    }
}
