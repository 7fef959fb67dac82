//! Places to byte streams: files, folders, glob patterns and standard input,
//! plain, gzip or zstd, become named [`Object`]s and decoded readers.
//!
//! It owns everything that opens a file, and says by name what it could not
//! read. It refuses to know what a line means: no log format, no threads, no
//! printing. Damage is a value ([`ReadError`]), handed out after every byte
//! that could be decoded before it.
//!
//! Modules, each using only those to its left: `error → name → magic → buffers → local → window → gzip → zstandard → decoder → lines → reader → stored → object → discover`

#![forbid(unsafe_code)]

mod buffers;
mod decoder;
mod discover;
mod error;
mod gzip;
mod lines;
mod local;
mod magic;
mod name;
mod object;
mod reader;
mod stored;
mod window;
mod zstandard;

pub use discover::{Discovery, Failed, Skipped, discover};
pub use error::{Check, ForeignFormat, ReadError, ReadErrorKind, Step};
pub use object::{Head, Object};
pub use reader::ObjectReader;
pub use stored::{decode_at_once, decode_bytes, decode_stream, decode_stream_but, is_damaged};
