//! Who is asked how long to go on, and who is told how far the reading is.

/// Says how long a round goes on. Asked by every worker, often: answers must be quick.
pub trait Control: Sync {
    /// May another object be begun? Asked between objects; `false` lets the round end as
    /// [`Paused`](crate::End::Paused) once every object in hand is read.
    fn takes_more(&self) -> bool;
    /// May the object in hand be read on? Asked between chunks of it; `false` breaks it off.
    fn goes_on(&self) -> bool;
}

/// Goes on to the end of the work.
impl Control for () {
    fn takes_more(&self) -> bool {
        true
    }
    fn goes_on(&self) -> bool {
        true
    }
}

/// Watches the progress of a run, from any worker.
pub trait Observer: Sync {
    /// So many more bytes were read and decoded.
    fn advanced(&self, read_bytes: u64, decoded_bytes: u64);
    /// One more work item is finished.
    fn object_done(&self);
}

impl Observer for () {
    fn advanced(&self, _read_bytes: u64, _decoded_bytes: u64) {}
    fn object_done(&self) {}
}
