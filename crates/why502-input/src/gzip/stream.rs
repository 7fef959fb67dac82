//! The streaming decoder: member by member through a window of constant size.
//! It hands out every byte that can be decoded before a damage, then says what
//! the damage is.

use flate2::{Decompress, FlushDecompress, Status};
use libdeflater::Crc;

use super::header::{required, skip_header};
use crate::buffers::Buffer;
use crate::error::{Check, Fault, ReadErrorKind};
use crate::window::Window;

/// Smaller output windows cost zlib-rs up to a quarter of its speed (measured).
const OUTPUT_BYTES: usize = 256 << 10;

enum Stage {
    /// Before a member: at the start, or after a trailer.
    Between,
    Body,
    Trailer,
    Ended,
    Failed(Fault),
}

/// Decodes a gzip stream from a window that stands at its first byte.
pub(crate) struct GzipStream {
    input: Window,
    inflate: Decompress,
    output: Buffer,
    start: usize,
    end: usize,
    stage: Stage,
    /// Number of the current member, from 1; 0 before the first.
    member: u64,
    member_crc: Crc,
    member_bytes: u64,
}

impl GzipStream {
    pub(crate) fn new(input: Window) -> Self {
        Self {
            input,
            inflate: Decompress::new(false),
            output: Buffer::take(OUTPUT_BYTES),
            start: 0,
            end: 0,
            stage: Stage::Between,
            member: 0,
            member_crc: Crc::new(),
            member_bytes: 0,
        }
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

    /// Decodes until so many bytes are at hand, or none can come.
    fn advance(&mut self, bytes: usize) {
        if self.start == self.end {
            (self.start, self.end) = (0, 0);
        }
        while self.end - self.start < bytes {
            let step = match &self.stage {
                Stage::Between => self.next_member(),
                Stage::Body => self.inflate_some(),
                Stage::Trailer => self.check_trailer(),
                Stage::Ended | Stage::Failed(_) => return,
            };
            self.stage = step.unwrap_or_else(Stage::Failed);
        }
    }

    pub(crate) fn consume(&mut self, count: usize) {
        self.start = (self.start + count).min(self.end);
    }

    pub(crate) fn taken_bytes(&self) -> u64 {
        self.input.taken_bytes()
    }

    fn next_member(&mut self) -> Result<Stage, Fault> {
        let Some((offset, first)) = self.skip_padding()? else {
            return Ok(Stage::Ended);
        };
        // A lone 0x1f at the end is the next member's first byte: truncated.
        if first != 0x1f || required(&mut self.input)? != 0x8b {
            return Err(match self.member {
                0 => ReadErrorKind::Corrupt { member: 1, offset },
                member => ReadErrorKind::TrailingGarbage { member, offset },
            }
            .into());
        }
        self.member += 1;
        skip_header(&mut self.input, self.member)?;
        self.inflate.reset(false);
        self.member_crc = Crc::new();
        self.member_bytes = 0;
        Ok(Stage::Body)
    }

    /// The first byte that may begin a member and its offset; zero bytes after
    /// a member are padding, as tapes and block devices leave it.
    fn skip_padding(&mut self) -> Result<Option<(u64, u8)>, Fault> {
        loop {
            let offset = self.input.position();
            match self.input.next_byte().map_err(Fault::reading)? {
                Some(0) if self.member > 0 => {}
                byte => return Ok(byte.map(|byte| (offset, byte))),
            }
        }
    }

    fn inflate_some(&mut self) -> Result<Stage, Fault> {
        // After a failed read the decoder may still hold bytes of a match that
        // did not fit into the output: they are handed out first.
        let (input, failure) = match self.input.fill() {
            Ok(input) => (input, None),
            Err(error) => (&[][..], Some(Fault::reading(error))),
        };
        let (had_in, had_out) = (self.inflate.total_in(), self.inflate.total_out());
        let at_end = input.is_empty();
        let result =
            self.inflate.decompress(input, &mut self.output[self.end..], FlushDecompress::None);
        let consumed = usize::try_from(self.inflate.total_in() - had_in).unwrap_or(usize::MAX);
        let produced = usize::try_from(self.inflate.total_out() - had_out).unwrap_or(usize::MAX);
        self.input.consume(consumed);
        self.member_crc.update(&self.output[self.end..self.end + produced]);
        self.end += produced;
        self.member_bytes += produced as u64;

        let offset = self.input.position();
        let corrupt = Fault::from(ReadErrorKind::Corrupt { member: self.member, offset });
        // Not `Err`: the bytes just produced come before the fault.
        Ok(match (result, failure) {
            (Ok(Status::StreamEnd), _) => Stage::Trailer,
            (_, Some(fault)) => Stage::Failed(fault),
            (Err(_), None) => Stage::Failed(corrupt),
            (Ok(_), None) if produced > 0 || consumed > 0 => Stage::Body,
            (Ok(_), None) if at_end => {
                Stage::Failed(ReadErrorKind::Truncated { compressed_bytes: offset }.into())
            }
            (Ok(_), None) => Stage::Failed(corrupt),
        })
    }

    fn check_trailer(&mut self) -> Result<Stage, Fault> {
        let offset = self.input.position();
        let mut trailer = [0; 8];
        for byte in &mut trailer {
            *byte = required(&mut self.input)?;
        }
        let stored = u64::from_le_bytes(trailer);
        let expected_crc = u64::from(self.member_crc.sum());
        let mismatch =
            |check, offset| ReadErrorKind::ChecksumMismatch { member: self.member, offset, check };
        if stored & 0xffff_ffff != expected_crc {
            return Err(mismatch(Check::Crc, offset).into());
        }
        if stored >> 32 != self.member_bytes & 0xffff_ffff {
            return Err(mismatch(Check::Length, offset + 4).into());
        }
        Ok(Stage::Between)
    }
}
