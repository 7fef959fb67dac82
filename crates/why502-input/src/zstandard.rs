//! Zstandard (RFC 8878) with any number of frames, those without content
//! stepped over: a stream through a window of constant size. It hands out
//! every block that can be decoded before a damage, then says what it is.
//!
//! There is no second decoder for whole objects: the library's own costs one
//! copy of the decoded bytes less, and knows no place of a damage.

use zstd::zstd_safe::zstd_sys::ZSTD_ErrorCode;
use zstd::zstd_safe::{DCtx, DParameter, InBuffer, OutBuffer};

use crate::buffers::Buffer;
use crate::error::{Check, Fault, ReadErrorKind};
use crate::magic::begins_zstd_frame;
use crate::window::Window;

const OUTPUT_BYTES: usize = 256 << 10;

/// Frames may refer back 128 MiB, which is also what the decoder then keeps,
/// beside one block and the two windows here. `zstd` itself decodes no more
/// unless told to; its ordinary levels need 8 MiB at most.
const MOST_WINDOW_LOG: u32 = 27;

/// The header of a block. The decoder asks for a block and the next header in
/// one; given together, a bad header would cost the block before it.
const BLOCK_HEADER_BYTES: usize = 3;

enum Stage {
    /// Before a frame: at the start, or after one.
    Between,
    /// Inside a frame; so many bytes are wanted next.
    Frame(usize),
    Ended,
    Failed(Fault),
}

/// Decodes a zstd stream from a window that stands at its first byte.
pub(crate) struct ZstdStream {
    input: Window,
    decoder: DCtx<'static>,
    output: Buffer,
    start: usize,
    end: usize,
    stage: Stage,
    /// Number of the current frame, from 1; 0 before the first.
    frame: u64,
}

impl ZstdStream {
    pub(crate) fn new(input: Window) -> Self {
        let mut decoder = DCtx::create();
        decoder
            .set_parameter(DParameter::WindowLogMax(MOST_WINDOW_LOG))
            .expect("27 lies within the library's bounds on every machine");
        let output = Buffer::take(OUTPUT_BYTES);
        Self { input, decoder, output, start: 0, end: 0, stage: Stage::Between, frame: 0 }
    }

    /// Decoded bytes at hand; empty only at a good end. An error is final and
    /// comes again on every later call.
    pub(crate) fn fill(&mut self) -> Result<&[u8], Fault> {
        self.advance(1);
        match &self.stage {
            Stage::Failed(fault) if self.start == self.end => Err(fault.clone()),
            _ => Ok(&self.output[self.start..self.end]),
        }
    }

    /// As many of the first decoded bytes as asked for; fewer only where the
    /// stream ends or fails before. Before anything is consumed.
    pub(crate) fn peek(&mut self, bytes: usize) -> &[u8] {
        self.advance(bytes);
        &self.output[self.start..self.end.min(self.start + bytes)]
    }

    pub(crate) fn consume(&mut self, count: usize) {
        self.start = (self.start + count).min(self.end);
    }

    pub(crate) fn taken_bytes(&self) -> u64 {
        self.input.taken_bytes()
    }

    /// Decodes until so many bytes are at hand, or none can come.
    fn advance(&mut self, bytes: usize) {
        if self.start == self.end {
            (self.start, self.end) = (0, 0);
        }
        while self.end - self.start < bytes {
            let step = match self.stage {
                Stage::Between => self.next_frame(),
                Stage::Frame(wanted) => self.decode_some(wanted),
                Stage::Ended | Stage::Failed(_) => return,
            };
            self.stage = step.unwrap_or_else(Stage::Failed);
        }
    }

    fn next_frame(&mut self) -> Result<Stage, Fault> {
        let offset = self.input.position();
        let mut magic = [0; 4];
        for (place, byte) in magic.iter_mut().enumerate() {
            match self.input.next_byte().map_err(Fault::reading)? {
                Some(next) => *byte = next,
                None if place == 0 => return Ok(Stage::Ended),
                None => return Err(self.truncated()),
            }
        }
        if !begins_zstd_frame(&magic) {
            return Err(Fault::of_zstd(match self.frame {
                0 => ReadErrorKind::Corrupt { member: 1, offset },
                member => ReadErrorKind::TrailingGarbage { member, offset },
            }));
        }
        self.frame += 1;
        let mut input = InBuffer::around(&magic);
        let mut output = OutBuffer::around(&mut [][..]);
        let wanted = self.decoder.decompress_stream(&mut output, &mut input);
        wanted.map(Stage::Frame).map_err(|code| self.damage(code))
    }

    fn decode_some(&mut self, wanted: usize) -> Result<Stage, Fault> {
        let stored = self.input.fill().map_err(Fault::reading)?;
        let wanted = match wanted {
            0..=BLOCK_HEADER_BYTES => wanted.max(1),
            _ => wanted - BLOCK_HEADER_BYTES,
        };
        let mut input = InBuffer::around(&stored[..stored.len().min(wanted)]);
        let mut output = OutBuffer::around(&mut self.output[self.end..]);
        let result = self.decoder.decompress_stream(&mut output, &mut input);
        let (consumed, produced) = (input.pos(), output.pos());
        self.input.consume(consumed);
        self.end += produced;
        match result {
            Err(code) => Err(self.damage(code)),
            Ok(0) => Ok(Stage::Between),
            Ok(_) if consumed == 0 && produced == 0 => Err(self.truncated()),
            Ok(wanted) => Ok(Stage::Frame(wanted)),
        }
    }

    /// The input ended inside a frame.
    fn truncated(&self) -> Fault {
        Fault::of_zstd(ReadErrorKind::Truncated { compressed_bytes: self.input.position() })
    }

    /// The library's error, which it gives as a negative number.
    fn damage(&self, code: usize) -> Fault {
        let (member, offset) = (self.frame, self.input.position());
        let is = |known: ZSTD_ErrorCode| code.wrapping_neg() == known as usize;
        Fault::of_zstd(if is(ZSTD_ErrorCode::ZSTD_error_checksum_wrong) {
            ReadErrorKind::ChecksumMismatch { member, offset, check: Check::Content }
        } else if is(ZSTD_ErrorCode::ZSTD_error_frameParameter_windowTooLarge) {
            ReadErrorKind::ExcessiveWindow { member, offset }
        } else {
            ReadErrorKind::Corrupt { member, offset }
        })
    }
}

#[cfg(test)]
mod tests;
