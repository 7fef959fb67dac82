//! The fast decoder: one member, wholly in memory, with libdeflate. It answers
//! only when it is certain that nothing follows the member; every doubt and
//! every error is left to the streaming decoder.

use std::cell::RefCell;

use libdeflater::Decompressor;
use memchr::memmem;

use super::header::FHCRC;
use crate::buffers::Buffer;

/// Larger outputs are streamed: every worker may hold one such buffer.
const MOST_DECODED_BYTES: usize = 64 << 20;
/// DEFLATE cannot expand further than this, whatever a trailer claims.
const MOST_EXPANSION: usize = 1032;
/// Header, the shortest DEFLATE stream (2 bytes) and the CRC: no member's
/// length field begins earlier.
const EARLIEST_LENGTH_FIELD: usize = 16;
const LENGTH_FIELD_BYTES: usize = 4;

thread_local! {
    static DECOMPRESSOR: RefCell<Decompressor> = RefCell::new(Decompressor::new());
}

/// Decodes an object that is exactly one good gzip member, else nothing.
///
/// libdeflate stops after the first member and does not say where that was.
/// But it has verified that the member's last four bytes are the decoded
/// length. Where those four bytes occur for the first time at the very end of
/// the object, the member must end there too: no further member, padding or
/// garbage can hide behind it, not even a copy of the same member. For the
/// same reason an output buffer of the stored length need never grow: a longer
/// output would not be what the last four bytes say.
pub(crate) fn decode_whole(compressed: &[u8]) -> Option<Buffer> {
    let flags = *compressed.get(3)?;
    // libdeflate steps over the header's CRC without checking it.
    if flags & FHCRC != 0 {
        return None;
    }
    let body = compressed.get(EARLIEST_LENGTH_FIELD..)?;
    let stored = *body.last_chunk::<LENGTH_FIELD_BYTES>()?;
    let length = usize::try_from(u32::from_le_bytes(stored)).ok()?;
    if length > MOST_DECODED_BYTES || length / MOST_EXPANSION > compressed.len() {
        return None;
    }
    if memmem::find(body, &stored) != Some(body.len() - LENGTH_FIELD_BYTES) {
        return None;
    }
    let mut buffer = Buffer::take(length);
    let decoded = DECOMPRESSOR
        .with_borrow_mut(|decompressor| decompressor.gzip_decompress(compressed, &mut buffer));
    (decoded == Ok(length)).then_some(buffer)
}
