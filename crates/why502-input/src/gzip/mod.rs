//! Gzip (RFC 1952) with any number of members, by two decoders that give the
//! same bytes: one for a whole object in memory, one for a stream of any size,
//! which also has the last word on what is damaged.
//!
//! Modules, each using only those to its left: `header → stream → whole`

mod header;
mod stream;
mod whole;

#[cfg(test)]
mod tests;

pub(crate) use stream::GzipStream;
pub(crate) use whole::decode_whole;
