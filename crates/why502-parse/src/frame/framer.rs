//! Cutting a stream of chunks into units.

use super::line::{Line, is_blank, whole};
use super::values::Values;
use memchr::{memchr_iter, memmem};

/// Cuts a stream of chunks into units.
#[derive(Debug)]
pub struct Framer {
    limit: usize,
    /// The unfinished line of the chunks before, at most `limit` bytes.
    partial: Vec<u8>,
    /// The unfinished line is longer than `limit`; its further bytes were dropped.
    overflowed: bool,
    /// The unfinished line may still turn out to begin with a brace.
    is_open: bool,
    values: Values,
}

/// A byte order mark counts as a blank where a line begins.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// What a physical line begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Beginning {
    /// A brace, behind so many bytes.
    Brace(usize),
    Other,
    /// Blanks so far.
    Open,
}

impl Framer {
    /// The limit used where the user sets none: 1 MiB.
    pub const DEFAULT_LINE_LIMIT: usize = 1 << 20;

    /// A framer whose units may have up to `limit` bytes: of a line, those before the line feed (a
    /// carriage return counts). The limit is capped at 1 GiB, so that positions fit 32 bits.
    #[must_use]
    pub fn new(limit: usize) -> Self {
        let limit = limit.min(1 << 30);
        Self {
            limit,
            partial: Vec::new(),
            overflowed: false,
            is_open: false,
            values: Values::new(limit),
        }
    }

    /// Takes the next chunk and hands out, in order, each unit that ends in it.
    pub fn push<F: FnMut(Line<'_>) + ?Sized>(&mut self, chunk: &[u8], each: &mut F) {
        let mut rest = chunk;
        loop {
            if self.values.is_active() {
                let read = self.values.push(rest, each);
                rest = &rest[read..];
                let again = self.values.take_again();
                if !again.is_empty() {
                    // A part of one physical line, so this goes no deeper.
                    self.push(&again, each);
                }
            } else {
                rest = self.lines(rest, each);
            }
            if rest.is_empty() {
                return;
            }
        }
    }

    /// Ends the stream: what is left is a unit. The framer is as new afterwards.
    pub fn finish<F: FnMut(Line<'_>) + ?Sized>(&mut self, each: &mut F) {
        if self.values.is_active() {
            self.values.finish(each);
        } else if !self.partial.is_empty() || self.overflowed {
            self.emit(each);
        }
    }

    /// Drops the unfinished unit, which damage cut off: it is none, whatever its length. The framer
    /// is as new afterwards.
    pub fn abandon(&mut self) {
        self.partial.clear();
        self.overflowed = false;
        self.is_open = false;
        self.values.abandon();
    }

    /// Whether the next byte begins a line, and nothing of the bytes before is left.
    #[inline]
    pub(crate) fn is_between_lines(&self) -> bool {
        !self.values.is_active() && self.partial.is_empty() && !self.overflowed && !self.is_open
    }

    /// Whether a value is being read, which may span lines.
    pub(crate) fn is_in_value(&self) -> bool {
        self.values.is_active()
    }

    pub(crate) fn limit(&self) -> usize {
        self.limit
    }

    /// Lines up to the end of the chunk, or to a brace that begins one; what is left.
    fn lines<'c, F: FnMut(Line<'_>) + ?Sized>(
        &mut self,
        chunk: &'c [u8],
        each: &mut F,
    ) -> &'c [u8] {
        let mut start = 0;
        if self.is_open {
            start = self.decide(chunk);
            if self.values.is_active() {
                return &chunk[start..];
            }
        }
        let rest = &chunk[start..];
        start = 0;
        for end in memchr_iter(b'\n', rest) {
            let bytes = &rest[start..end];
            if self.partial.is_empty() && !self.overflowed {
                match beginning(bytes, self.limit) {
                    Beginning::Other | Beginning::Open => each(whole(bytes, self.limit)),
                    Beginning::Brace(blanks) => match lone_value(&bytes[blanks..]) {
                        Some(value) => each(whole(value, self.limit)),
                        None => {
                            self.values.begin();
                            return &rest[start + blanks..];
                        }
                    },
                }
            } else {
                self.keep(bytes);
                self.emit(each);
            }
            start = end + 1;
        }
        let rest = &rest[start..];
        if self.partial.is_empty() && !self.overflowed {
            match beginning(rest, self.limit) {
                Beginning::Brace(blanks) => {
                    self.values.begin();
                    return &rest[blanks..];
                }
                Beginning::Open => self.is_open = !rest.is_empty(),
                Beginning::Other => {}
            }
        }
        self.keep(rest);
        &[]
    }

    /// Goes on with a line that was blank so far; gives the number of bytes taken. Where a brace
    /// comes first, values begin with it.
    fn decide(&mut self, chunk: &[u8]) -> usize {
        let mut at = 0;
        while let (true, Some(&byte)) = (self.is_open, chunk.get(at)) {
            let in_mark = self.partial.len() < MARK.len() && MARK.starts_with(&self.partial);
            if in_mark && byte != b'\n' {
                self.keep(&[byte]);
                at += 1;
                self.is_open = MARK.starts_with(&self.partial) && !self.overflowed;
                continue;
            }
            let blanks = &chunk[at..at + blanks(&chunk[at..])];
            self.keep(blanks);
            at += blanks.len();
            let next = chunk.get(at);
            if next == Some(&b'{') && !self.overflowed {
                self.partial.clear();
                self.values.begin();
            }
            self.is_open = next.is_none() && !self.overflowed;
        }
        at
    }

    fn keep(&mut self, bytes: &[u8]) {
        let room = self.limit - self.partial.len();
        self.overflowed |= bytes.len() > room;
        self.partial.extend_from_slice(&bytes[..bytes.len().min(room)]);
    }

    fn emit<F: FnMut(Line<'_>) + ?Sized>(&mut self, each: &mut F) {
        if self.overflowed {
            each(Line::TooLong(&self.partial));
        } else {
            each(whole(&self.partial, self.limit));
        }
        self.partial.clear();
        self.overflowed = false;
        self.is_open = false;
    }
}

impl Default for Framer {
    fn default() -> Self {
        Self::new(Self::DEFAULT_LINE_LIMIT)
    }
}

/// What the line, or its part that is there, begins with. A brace behind more blanks than the limit
/// is a byte like any other.
#[inline]
fn beginning(line: &[u8], limit: usize) -> Beginning {
    match line.first() {
        Some(b'{') => Beginning::Brace(0),
        Some(b' ' | b'\t' | b'\r' | 0xef) | None => beginning_behind_blanks(line, limit),
        Some(_) => Beginning::Other,
    }
}

#[cold]
fn beginning_behind_blanks(line: &[u8], limit: usize) -> Beginning {
    if MARK.starts_with(line) {
        return Beginning::Open;
    }
    let mark = if line.starts_with(MARK) { MARK.len() } else { 0 };
    let blanks = mark + blanks(&line[mark..]);
    match line.get(blanks) {
        None => Beginning::Open,
        Some(b'{') if blanks <= limit => Beginning::Brace(blanks),
        Some(_) => Beginning::Other,
    }
}

fn blanks(text: &[u8]) -> usize {
    text.iter().take_while(|&&byte| is_blank(byte)).count()
}

/// The short way for most lines: the value that the physical line is, whatever it holds. `None`
/// where it may hold several, be an envelope, or be the beginning of a value.
fn lone_value(line: &[u8]) -> Option<&[u8]> {
    let end = line.iter().rposition(|&byte| !is_blank(byte))?;
    let value = &line[..=end];
    let meets_brace = |end: usize| {
        let behind = &value[end + 1..];
        behind.get(blanks(behind)) == Some(&b'{')
    };
    let is_lone = value.ends_with(b"}")
        && !memchr_iter(b'}', value).any(meets_brace)
        && memmem::find(value, b"\"logEvents\"").is_none();
    is_lone.then_some(value)
}
