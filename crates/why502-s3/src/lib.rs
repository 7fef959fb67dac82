//! S3 buckets to byte streams: which objects a window of time needs, and their bytes, whatever
//! the network does. Owns the requests, their retries and the limits of memory; refuses to parse
//! what it fetches, to print, and to write anything but its cache and the folder of a copy.
//!
//! Modules, each using only those to its left: `error → config → location → fingerprint → layout → client → retry → reach → list → cache → fetch → survey → copy → bridge`

mod bridge;
mod cache;
pub mod client;
mod config;
mod copy;
mod error;
mod fetch;
mod fingerprint;
pub mod layout;
mod list;
mod location;
mod reach;
pub mod retry;
mod survey;

pub use bridge::{Arrivals, S3};
pub use config::{Config, Patience};
pub use copy::{CopyFailure, CopyReport, CopyWatch};
pub use error::{S3Error, S3ErrorKind};
pub use fetch::{Arrival, Content, Next, PartReader, S3Object, WholeBytes};
pub use layout::{LogKind, Window};
pub use list::{Done, Found, TwinOf, Wish};
pub use location::{Location, ObjectId};
pub use survey::{Amount, Price, Survey, SurveyDay};
