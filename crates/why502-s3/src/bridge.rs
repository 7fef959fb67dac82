//! The face for callers that block: the only place that holds a runtime.

use std::fmt;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::{Builder, Handle, Runtime};
use tokio::sync::mpsc;

use crate::client::{AwsClient, ObjectClient};
use crate::config::Config;
use crate::copy::{self, CopyReport, CopyWatch};
use crate::error::{S3Error, S3ErrorKind};
use crate::fetch::{Closing, Fetcher, Next, Queue, fetch};
use crate::list::{Found, Tally, WAITING, Wish, list};
use crate::reach::{Link, Reach};
use crate::retry::Stop;
use crate::survey::{self, Survey};

/// How long the end of a run waits for work with the disk.
const FAREWELL: Duration = Duration::from_secs(2);

/// Buckets that can be asked. Connections are kept from one call to the next. Dropping it ends
/// all that is under way.
pub struct S3 {
    client: Box<dyn Asking>,
    runtime: Option<Runtime>,
}

/// What one call needs of a client, whichever it is.
trait Asking: Send + Sync {
    fn objects(&self, wish: Wish, runtime: &Runtime) -> Arrivals;
    fn survey(&self, wish: Wish, runtime: &Runtime) -> Survey;
    fn copy(
        &self,
        wish: Wish,
        folder: &Path,
        watch: &dyn CopyWatch,
        runtime: &Runtime,
    ) -> CopyReport;
}

impl S3 {
    /// Prepares to ask S3, or the server at the endpoint set. Asks nothing yet: wrong credentials
    /// show with the first request.
    ///
    /// # Errors
    /// The configuration makes no sense, or the system gives no threads.
    pub fn connect(config: Config) -> Result<Self, S3Error> {
        let client = AwsClient::new(&config)?;
        Self::with_client(config, client)
    }

    /// Asks through another client.
    ///
    /// # Errors
    /// The system gives no threads.
    pub fn with_client<C: ObjectClient>(config: Config, client: C) -> Result<Self, S3Error> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("why502-s3")
            .enable_all()
            .build()
            .map_err(|error| S3Error {
                kind: S3ErrorKind::Other,
                bucket: String::new(),
                key: String::new(),
                request_id: None,
                message: format!("the system gives no threads for the network: {error}"),
            })?;
        let client = Box::new(Arc::new(Link::new(config, client)));
        Ok(Self { client, runtime: Some(runtime) })
    }

    /// Lists and fetches in the background; what comes is handed out as it comes.
    #[must_use]
    pub fn objects(&self, wish: Wish) -> Arrivals {
        self.client.objects(wish, self.runtime())
    }

    /// Lists only. Waits until all is listed.
    #[must_use]
    pub fn survey(&self, wish: Wish) -> Survey {
        self.client.survey(wish, self.runtime())
    }

    /// Copies objects into files below a folder, which is made where it is missing. Waits until
    /// all is copied; `watch` is asked on this thread.
    pub fn copy(&self, wish: Wish, folder: &Path, watch: &dyn CopyWatch) -> CopyReport {
        self.client.copy(wish, folder, watch, self.runtime())
    }

    fn runtime(&self) -> &Runtime {
        self.runtime.as_ref().expect("taken only when dropped")
    }
}

impl<C: ObjectClient> Asking for Arc<Link<C>> {
    fn objects(&self, wish: Wish, runtime: &Runtime) -> Arrivals {
        let _inside = runtime.enter();
        let stop = Stop::new();
        let reach = Arc::new(Reach::new(Arc::clone(self), stop.clone()));
        let queue = Arc::new(Queue::new());
        let tally = Arc::new(Tally::default());
        let lists = {
            let reach = Arc::clone(&reach);
            Arc::new(move || reach.lists())
        };
        let arrivals = Arrivals {
            queue: Arc::clone(&queue),
            tally: Arc::clone(&tally),
            lists,
            stop: stop.clone(),
        };
        runtime.spawn(async move {
            let (kept, stopping) = (Arc::clone(&queue), stop.clone());
            let mut closing = Closing { queue: kept, stop: stopping, is_done: false };
            let work = async {
                let (found, events) = mpsc::channel(WAITING);
                let fetcher = Arc::new(Fetcher::new(Arc::clone(&reach), queue));
                let listing = list(reach, wish, Arc::clone(&tally), found);
                tokio::join!(listing, fetch(fetcher, events));
                tally.found(0).is_complete
            };
            tokio::select! {
                () = stop.stopped() => {}
                is_complete = work => closing.is_done = is_complete,
            }
            drop(closing);
        });
        arrivals
    }

    fn survey(&self, wish: Wish, runtime: &Runtime) -> Survey {
        let reach = Arc::new(Reach::new(Arc::clone(self), Stop::new()));
        runtime.block_on(survey::survey(reach, wish))
    }

    fn copy(
        &self,
        wish: Wish,
        folder: &Path,
        watch: &dyn CopyWatch,
        runtime: &Runtime,
    ) -> CopyReport {
        let reach = Arc::new(Reach::new(Arc::clone(self), Stop::new()));
        runtime.block_on(copy::copy(reach, wish, folder, watch))
    }
}

impl fmt::Debug for S3 {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("S3")
    }
}

impl Drop for S3 {
    fn drop(&mut self) {
        let Some(runtime) = self.runtime.take() else { return };
        if Handle::try_current().is_ok() {
            // Inside another runtime nothing may wait.
            runtime.shutdown_background();
        } else {
            runtime.shutdown_timeout(FAREWELL);
        }
    }
}

/// Objects as they arrive, for any number of threads. Dropping it ends what is under way, streams
/// in the hands of readers too.
pub struct Arrivals {
    queue: Arc<Queue>,
    tally: Arc<Tally>,
    lists: Arc<dyn Fn() -> u64 + Send + Sync>,
    stop: Stop,
}

impl Arrivals {
    /// Waits for the next arrival, at most so long. Any thread may ask; each arrival is given
    /// once. Objects that are held longest count against the limit of memory: take, use, drop.
    #[must_use]
    pub fn next(&self, patience: Duration) -> Next {
        self.queue.next(patience)
    }

    /// Ends everything at once: what is ready is dropped, readers of streams get an error.
    pub fn stop(&self) {
        self.stop.stop();
        self.queue.shut();
    }

    /// What has been found so far.
    #[must_use]
    pub fn found(&self) -> Found {
        self.tally.found((self.lists)())
    }

    /// What is worth saying of the run as a whole: a cache that cannot be used.
    #[must_use]
    pub fn warnings(&self) -> Vec<String> {
        self.queue.warnings()
    }
}

impl fmt::Debug for Arrivals {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Arrivals").field("found", &self.found()).finish_non_exhaustive()
    }
}

impl Drop for Arrivals {
    fn drop(&mut self) {
        self.stop();
    }
}
