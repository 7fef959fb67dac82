//! The header of one gzip member: checked and stepped over, nothing kept.

use libdeflater::Crc;

use crate::error::{Check, Fault, ReadErrorKind};
use crate::window::Window;

/// FLG bit: a CRC-16 of the header follows it.
pub(super) const FHCRC: u8 = 1 << 1;
const FEXTRA: u8 = 1 << 2;
const FNAME: u8 = 1 << 3;
const FCOMMENT: u8 = 1 << 4;
const RESERVED: u8 = 0b1110_0000;

const DEFLATE: u8 = 8;

/// Steps over what follows the magic `1f 8b`, which the caller has consumed.
pub(super) fn skip_header(input: &mut Window, member: u64) -> Result<(), Fault> {
    let corrupt = |offset| Fault::from(ReadErrorKind::Corrupt { member, offset });
    let mut header = Header { input, crc: Crc::new() };
    header.crc.update(b"\x1f\x8b");
    let offset = header.input.position();
    if header.byte()? != DEFLATE {
        return Err(corrupt(offset));
    }
    let flags = header.byte()?;
    if flags & RESERVED != 0 {
        return Err(corrupt(offset + 1));
    }
    // MTIME, XFL and OS say nothing that is needed.
    header.skip(6)?;
    if flags & FEXTRA != 0 {
        let length = u16::from_le_bytes([header.byte()?, header.byte()?]);
        header.skip(length)?;
    }
    if flags & FNAME != 0 {
        while header.byte()? != 0 {}
    }
    if flags & FCOMMENT != 0 {
        while header.byte()? != 0 {}
    }
    if flags & FHCRC != 0 {
        header.check_crc(member)?;
    }
    Ok(())
}

struct Header<'a> {
    input: &'a mut Window,
    crc: Crc,
}

impl Header<'_> {
    fn byte(&mut self) -> Result<u8, Fault> {
        let byte = required(self.input)?;
        self.crc.update(&[byte]);
        Ok(byte)
    }

    fn skip(&mut self, count: u16) -> Result<(), Fault> {
        (0..count).try_for_each(|_| self.byte().map(drop))
    }

    fn check_crc(&mut self, member: u64) -> Result<(), Fault> {
        let offset = self.input.position();
        let computed = self.crc.sum().to_le_bytes();
        let stored = [required(self.input)?, required(self.input)?];
        if stored == computed[..2] {
            return Ok(());
        }
        Err(ReadErrorKind::ChecksumMismatch { member, offset, check: Check::HeaderCrc }.into())
    }
}

/// The next byte of a member that is not over yet: the end of the input here
/// is a truncation.
pub(super) fn required(input: &mut Window) -> Result<u8, Fault> {
    input
        .next_byte()
        .map_err(Fault::reading)?
        .ok_or_else(|| ReadErrorKind::Truncated { compressed_bytes: input.position() }.into())
}
