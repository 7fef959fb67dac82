//! Listing, fetching, caching, copying and surveying, on buckets in memory with and without
//! faults.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod caching;
mod copying;
mod faults;
mod hooked;
mod listing;
mod memory;
mod scene;
mod surveying;
