//! What can be said of a whole file without reading its lines: one pass with
//! constant memory.

use std::io::{self, Read};

use memchr::memchr;

use crate::buffers::Buffer;

/// Whether every line begins as `is_wanted` demands, which is shown the first
/// `head_bytes` of each, or the whole line where it is shorter. Stops at the
/// first line that does not.
pub(crate) fn every_line(
    mut origin: impl Read,
    head_bytes: usize,
    is_wanted: &dyn Fn(&[u8]) -> bool,
    buffer_bytes: usize,
) -> io::Result<bool> {
    let mut buffer = Buffer::take(buffer_bytes.max(head_bytes + 1));
    let mut kept = 0;
    // The bytes at hand begin within a line whose head was seen.
    let mut in_line = false;
    loop {
        let count = match origin.read(&mut buffer[kept..]) {
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let bytes = &buffer[..kept + count];
        let mut start = 0;
        while start < bytes.len() {
            let rest = &bytes[start..];
            let end = memchr(b'\n', rest);
            if !in_line {
                if end.is_none() && rest.len() < head_bytes && count > 0 {
                    break;
                }
                let line = &rest[..end.unwrap_or(rest.len())];
                if !is_wanted(&line[..line.len().min(head_bytes)]) {
                    return Ok(false);
                }
            }
            in_line = end.is_none();
            start += end.map_or(rest.len(), |end| end + 1);
        }
        if count == 0 {
            return Ok(true);
        }
        let end = bytes.len();
        kept = end - start;
        buffer.copy_within(start..end, 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Hands out at most so many bytes a read.
    struct Slow<'a>(&'a [u8], usize);

    impl Read for Slow<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let count = self.1.min(into.len());
            self.0.read(&mut into[..count])
        }
    }

    #[test]
    fn the_head_of_every_line_is_seen_once_wherever_the_reads_cut_it() {
        let text = b"first line\n\nxy\nthe third is longer than a buffer\nlast";
        let heads: Vec<&[u8]> =
            text.split(|&byte| byte == b'\n').map(|line| &line[..line.len().min(5)]).collect();
        for (buffer_bytes, piece) in [(1, 1), (6, 2), (7, 7), (9, 4), (64, 64)] {
            let seen = std::cell::RefCell::new(Vec::new());
            let keep = |head: &[u8]| {
                seen.borrow_mut().push(head.to_vec());
                true
            };
            assert!(every_line(Slow(text, piece), 5, &keep, buffer_bytes).unwrap());
            assert_eq!(*seen.borrow(), heads, "{buffer_bytes} {piece}");
            let is_short = |head: &[u8]| head != b"the t";
            assert!(!every_line(Slow(text, piece), 5, &is_short, buffer_bytes).unwrap());
        }
    }
}
