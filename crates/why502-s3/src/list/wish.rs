//! What the caller wants, and what a listing tells: plain data.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};

use crate::client::Listed;
use crate::error::S3Error;
use crate::layout::{LogKind, Window};
use crate::location::{Location, ObjectId, source_name};

/// Which objects are wanted.
#[derive(Clone)]
pub struct Wish {
    /// Where they lie. Places may overlap: each object comes once.
    pub locations: Vec<Location>,
    /// The time their records are from.
    pub window: Window,
    /// Which kinds are worth reading. Others are left, said once per folder and kind.
    pub wants: fn(LogKind) -> bool,
    /// Which objects are finished already; asked once per object, from several threads.
    pub is_done: Arc<dyn Fn(ObjectId) -> Done + Send + Sync>,
    /// The name of the object that one is a copy of, if it is: by its own name, its stored bytes
    /// and its id. Such a copy is left out and said. Asked once per object, from several threads,
    /// before `is_done`.
    pub twin_of: TwinOf,
}

/// See [`Wish::twin_of`].
pub type TwinOf = Arc<dyn Fn(&str, u64, ObjectId) -> Option<String> + Send + Sync>;

impl fmt::Debug for Wish {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Wish")
            .field("locations", &self.locations)
            .field("window", &self.window)
            .finish_non_exhaustive()
    }
}

impl Wish {
    /// Every kind, nothing finished yet, and no object the copy of another.
    #[must_use]
    pub fn new(locations: Vec<Location>, window: Window) -> Self {
        Self {
            locations,
            window,
            wants: |_| true,
            is_done: Arc::new(|_| Done::No),
            twin_of: Arc::new(|_, _, _| None),
        }
    }
}

/// Has an object been finished before?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// Never.
    No,
    /// Yes, as it is now: it is left out.
    Yes,
    /// Yes, but it has been overwritten since: it fails as replaced, because what was counted
    /// then cannot be taken back.
    OtherVersion,
}

/// What has been found so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Wanted objects that are not done.
    pub objects: u64,
    /// Their stored bytes.
    pub bytes: u64,
    /// Objects left out because they are done.
    pub done: u64,
    /// Objects seen whose name or date lies outside the window.
    pub outside: u64,
    /// Requests for listings that were made, repeated ones too.
    pub list_requests: u64,
    /// Nothing more will be found.
    pub is_complete: bool,
}

/// [`Found`] while it grows.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    pub(crate) objects: AtomicU64,
    pub(crate) bytes: AtomicU64,
    pub(crate) done: AtomicU64,
    pub(crate) outside: AtomicU64,
    pub(crate) is_complete: AtomicBool,
}

impl Tally {
    pub(crate) fn found(&self, list_requests: u64) -> Found {
        // Read first: what is complete does not grow any more.
        let is_complete = self.is_complete.load(Relaxed);
        Found {
            objects: self.objects.load(Relaxed),
            bytes: self.bytes.load(Relaxed),
            done: self.done.load(Relaxed),
            outside: self.outside.load(Relaxed),
            list_requests,
            is_complete,
        }
    }
}

/// A wanted object.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    pub(crate) bucket: Arc<str>,
    pub(crate) listed: Listed,
    pub(crate) kind: Option<LogKind>,
    pub(crate) id: ObjectId,
}

impl Target {
    pub(crate) fn source(&self) -> String {
        source_name(&self.bucket, &self.listed.key)
    }
}

/// What a listing hands on.
#[derive(Debug)]
pub(crate) enum Event {
    /// An object to fetch.
    Object(Target),
    /// A place that could not be listed, or an object that cannot be counted.
    Failed { source: String, error: S3Error },
    /// Something that was left out, and why.
    Left { source: String, reason: String },
}
