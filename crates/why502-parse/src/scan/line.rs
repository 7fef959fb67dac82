//! The separators of one line.

use super::compare::{BLOCK, Compare};
use super::ends::Ends;

/// What a scan for separators outside quotes found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Quoting {
    /// Every quote opens or closes a whole field: the positions are right.
    Regular,
    /// As regular, but the last quoted field is not closed.
    Unterminated,
    /// A backslash or a quote in an unusual place: the positions mean nothing.
    Irregular,
}

/// How many blocks are compared before their positions are stored. Comparing has no branches and
/// storing has, so that taking turns block by block would let each misprediction throw away
/// comparisons under way.
const GROUP: usize = 16;

// No closures below: one that is called twice is a function of its own, which lacks the caller's
// target features, and every comparison in it becomes a call (15 times slower, measured).

#[inline(always)]
pub(super) fn tabs<C: Compare>(line: &[u8], ends: &mut Ends) {
    ends.start(line.len());
    let mut padded = [0; BLOCK];
    let mut base = 0;
    for group in line.chunks(GROUP * BLOCK) {
        let mut bits = [0; GROUP];
        let (blocks, rest) = group.as_chunks();
        for (slot, block) in bits.iter_mut().zip(blocks) {
            *slot = C::equal(block, b'\t');
        }
        if !rest.is_empty() {
            let rest = Rest::new(line, rest.len(), &mut padded);
            bits[blocks.len()] = C::equal(rest.block, b'\t') >> rest.before;
        }
        ends.push_bits::<C>(&mut base, &bits[..group.len().div_ceil(BLOCK)]);
    }
}

#[inline(always)]
pub(super) fn unquoted_spaces<C: Compare>(line: &[u8], ends: &mut Ends) -> Quoting {
    ends.start(line.len());
    let mut padded = [0; BLOCK];
    let mut quotes = Quotes::at_start();
    let mut base = 0;
    for group in line.chunks(GROUP * BLOCK) {
        let mut bits = [0; GROUP];
        let (blocks, rest) = group.as_chunks();
        for (slot, block) in bits.iter_mut().zip(blocks) {
            *slot = quotes.separators::<C>(block, 0, u64::MAX);
        }
        if !rest.is_empty() {
            let valid = u64::MAX >> (BLOCK - rest.len());
            let rest = Rest::new(line, rest.len(), &mut padded);
            bits[blocks.len()] = quotes.separators::<C>(rest.block, rest.before, valid);
        }
        ends.push_bits::<C>(&mut base, &bits[..group.len().div_ceil(BLOCK)]);
    }
    match (quotes.irregular, quotes.inside) {
        (0, 0) => Quoting::Regular,
        (0, _) => Quoting::Unterminated,
        _ => Quoting::Irregular,
    }
}

/// A line's bytes behind its last whole block, as the first of 64.
struct Rest<'a> {
    block: &'a [u8; BLOCK],
    /// How many bytes of the block stand before the rest: their bits are to be shifted out.
    before: usize,
}

impl<'a> Rest<'a> {
    /// The line's last 64 bytes, or a short line filled up with zeros: copying the rest of every
    /// line, to load it at once, would stall on the store.
    #[inline(always)]
    fn new(line: &'a [u8], length: usize, padded: &'a mut [u8; BLOCK]) -> Self {
        match line.last_chunk() {
            Some(block) => Self { block, before: BLOCK - length },
            None => {
                padded[..length].copy_from_slice(line);
                Self { block: padded, before: 0 }
            }
        }
    }
}

/// What one block hands on to the next.
pub(super) struct Quotes {
    /// All ones inside quotes, else 0.
    inside: u64,
    /// 1 if the last byte was a separator, or there was none yet.
    separator: u64,
    /// 1 if the last byte was a closing quote.
    closing: u64,
    /// Not 0 once a quote stood in an unusual place, or a backslash anywhere.
    irregular: u64,
}

impl Quotes {
    /// Before the first byte of a line.
    pub(super) const fn at_start() -> Self {
        Self { inside: 0, separator: 1, closing: 0, irregular: 0 }
    }

    /// The spaces of the block that are outside quotes.
    #[inline(always)]
    fn separators<C: Compare>(&mut self, block: &[u8; BLOCK], before: usize, valid: u64) -> u64 {
        let spaces = C::equal(block, b' ') >> before;
        let quotes = C::equal(block, b'"') >> before;
        let backslashes = C::equal(block, b'\\') >> before;
        let inside = self.inside::<C>(quotes);
        let separators = spaces & !inside;
        self.irregular |= backslashes | self.go_on(quotes, inside, separators, valid);
        separators
    }

    /// One bit from each opening quote on, up to the byte before the closing one.
    #[inline(always)]
    pub(super) fn inside<C: Compare>(&self, quotes: u64) -> u64 {
        C::running_parity(quotes) ^ self.inside
    }

    /// Goes on to the next block; gives the quotes, and the bytes behind quotes, that stand where
    /// no field begins or ends.
    #[inline(always)]
    pub(super) fn go_on(&mut self, quotes: u64, inside: u64, separators: u64, valid: u64) -> u64 {
        let (opening, closing) = (quotes & inside, quotes & !inside);
        let field_starts = separators << 1 | self.separator;
        let after_closing = (closing << 1 | self.closing) & valid;
        self.inside = ((inside as i64) >> 63) as u64;
        self.separator = separators >> 63;
        self.closing = closing >> 63;
        (opening & !field_starts) | (after_closing & !separators)
    }
}
