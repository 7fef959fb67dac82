//! Credentials before the first request. A `credential_process` may ask a person for a code or the
//! touch of a key: that takes long, and must neither count as silence of the server nor begin anew
//! when a request is given up and asked again.

use std::future::Future;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::Instant;

use crate::error::S3Error;

/// Longest wait: a run without an answer from anybody ends within a minute.
pub(super) const LIMIT: Duration = Duration::from_secs(50);

/// Credentials are looked at again so often. The SDK gets new ones 10 s before the end of those
/// it has, so that this comes first.
const AGAIN: Duration = Duration::from_secs(5);

type Outcome = Option<Result<(), S3Error>>;

/// The one search for credentials that all requests wait for.
#[derive(Debug, Default)]
pub(super) struct Ready {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    had: Option<Instant>,
    under_way: Option<watch::Receiver<Outcome>>,
}

impl Ready {
    /// Waits for credentials, had lately or searched for now. The search is a task of its own:
    /// it goes on when those who wait for it are dropped, and fails for all of them together.
    pub(super) async fn wait<F, S>(&self, search: S) -> Result<(), S3Error>
    where
        S: FnOnce() -> F,
        F: Future<Output = Result<(), S3Error>> + Send + 'static,
    {
        let Some(mut under_way) = self.begin(search) else { return Ok(()) };
        let outcome = match under_way.wait_for(Option::is_some).await {
            Ok(outcome) => outcome.clone(),
            // The runtime ends, or the search panicked: the request itself will say more.
            Err(_) => None,
        };
        let mut state = self.state();
        if state.under_way.as_ref().is_some_and(|current| current.same_channel(&under_way)) {
            state.under_way = None;
            state.had = outcome.as_ref().is_some_and(Result::is_ok).then(Instant::now);
        }
        outcome.unwrap_or(Ok(()))
    }

    fn begin<F, S>(&self, search: S) -> Option<watch::Receiver<Outcome>>
    where
        S: FnOnce() -> F,
        F: Future<Output = Result<(), S3Error>> + Send + 'static,
    {
        let mut state = self.state();
        if let Some(under_way) = &state.under_way {
            return Some(under_way.clone());
        }
        if state.had.is_some_and(|had| had.elapsed() < AGAIN) {
            return None;
        }
        let (found, under_way) = watch::channel(None);
        let search = search();
        tokio::spawn(async move {
            // Nobody may wait any more.
            found.send(Some(search.await)).ok();
        });
        state.under_way = Some(under_way.clone());
        Some(under_way)
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

    use super::*;
    use crate::error::S3ErrorKind;

    /// Counts how often it is searched; the first search fails if so wished.
    async fn wait(ready: &Ready, searches: &Arc<AtomicU32>, fails: bool) -> Result<(), S3Error> {
        let search = || {
            let searches = Arc::clone(searches);
            async move {
                tokio::time::sleep(Duration::from_secs(30)).await;
                if searches.fetch_add(1, Relaxed) == 0 && fails {
                    return Err(S3Error {
                        kind: S3ErrorKind::NoCredentials,
                        bucket: String::new(),
                        key: String::new(),
                        request_id: None,
                        message: "none".to_owned(),
                    });
                }
                Ok(())
            }
        };
        ready.wait(search).await
    }

    #[tokio::test(start_paused = true)]
    async fn a_search_goes_on_when_whoever_waits_is_dropped() {
        let (ready, searches) = (Ready::default(), Arc::default());
        for _ in 0..2 {
            let patience = Duration::from_secs(10);
            let broken_off = tokio::time::timeout(patience, wait(&ready, &searches, false)).await;
            broken_off.unwrap_err();
        }
        let both = (wait(&ready, &searches, false), wait(&ready, &searches, false));
        let (one, other) = tokio::join!(both.0, both.1);
        assert_eq!((one, other, searches.load(Relaxed)), (Ok(()), Ok(()), 1));
        wait(&ready, &searches, false).await.unwrap();
        assert_eq!(searches.load(Relaxed), 1, "what was had just now is not looked for");
        tokio::time::sleep(AGAIN).await;
        wait(&ready, &searches, false).await.unwrap();
        assert_eq!(searches.load(Relaxed), 2);
    }

    #[tokio::test(start_paused = true)]
    async fn a_failed_search_fails_all_who_wait_and_may_be_begun_again() {
        let (ready, searches) = (Ready::default(), Arc::default());
        let both = (wait(&ready, &searches, true), wait(&ready, &searches, true));
        let (one, other) = tokio::join!(both.0, both.1);
        assert!(one.is_err() && other.is_err());
        wait(&ready, &searches, true).await.unwrap();
        assert_eq!(searches.load(Relaxed), 2);
    }
}
