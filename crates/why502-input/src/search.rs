//! Whether a file holds certain bytes anywhere: one pass with constant memory,
//! much cheaper than reading its lines.

use std::io::{self, Read};

use memchr::memmem::Finder;

use crate::buffers::Buffer;

/// Whether one of the needles occurs, also where two reads meet. The buffer
/// must be longer than every needle. Stops at the first hit.
pub(crate) fn holds_any(
    mut origin: impl Read,
    needles: &[&[u8]],
    buffer_bytes: usize,
) -> io::Result<bool> {
    let finders: Vec<Finder<'_>> = needles.iter().map(Finder::new).collect();
    // What a needle that is not whole yet may need of the bytes before.
    let longest = needles.iter().map(|needle| needle.len()).max().unwrap_or(0);
    let overlap = longest.saturating_sub(1);
    let mut buffer = Buffer::take(buffer_bytes.max(longest + 1));
    let mut kept = 0;
    loop {
        let count = match origin.read(&mut buffer[kept..]) {
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let end = kept + count;
        if finders.iter().any(|finder| finder.find(&buffer[..end]).is_some()) {
            return Ok(true);
        }
        if count == 0 {
            return Ok(false);
        }
        kept = end.min(overlap);
        buffer.copy_within(end - kept..end, 0);
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
    fn a_needle_is_found_wherever_the_reads_cut_it() {
        for at in 0..40 {
            let mut text = vec![b'x'; 40];
            text.splice(at..at, *b"\n##");
            for (buffer_bytes, piece) in [(4, 1), (4, 4), (7, 3), (64, 64), (1, 1)] {
                let found = |needles: &[&[u8]]| {
                    holds_any(Slow(&text, piece), needles, buffer_bytes).unwrap()
                };
                assert!(found(&[b"\n##"]) && found(&[b"absent", b"\n#"]), "{at} {buffer_bytes}");
                assert!(!found(&[b"\n###"]) && !found(&[b"\n\n", b"#x#"]), "{at} {buffer_bytes}");
            }
        }
    }

    #[test]
    fn nothing_holds_nothing() {
        assert!(!holds_any(&b""[..], &[b"\n#"], 16).unwrap());
        assert!(!holds_any(&b"text"[..], &[], 16).unwrap());
    }
}
