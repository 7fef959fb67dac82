//! Where the separators of a line are: bitmaps over blocks of 64 bytes.
//!
//! The only file of the workspace with unsafe code. Which instructions to use is decided when the
//! program runs: AVX2, else SSE2, else plain Rust. All three give the same positions. A line whose
//! quotes are not where the load balancer puts them, or that holds a backslash, is told apart here
//! and split byte by byte by the caller.
#![expect(unsafe_code, reason = "vector instructions need it; nothing else in the workspace does")]

const BLOCK: usize = 64;

/// The ends of a line's fields, in a buffer that is used for every line.
#[derive(Debug, Default)]
pub(crate) struct Ends {
    /// The first `count` are in use. Kept longer than that, so that whole groups can be stored.
    positions: Vec<u32>,
    count: usize,
}

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

/// The instructions that this machine has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Kernel(Instructions);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Instructions {
    #[cfg(target_arch = "x86_64")]
    Avx2,
    #[cfg(target_arch = "x86_64")]
    Sse2,
    Scalar,
}

impl Ends {
    pub(crate) fn clear(&mut self) {
        self.count = 0;
    }

    pub(crate) fn push(&mut self, end: usize) {
        self.make_room(1);
        self.positions[self.count] = position(end);
        self.count += 1;
    }

    pub(crate) fn as_slice(&self) -> &[u32] {
        &self.positions[..self.count]
    }

    fn make_room(&mut self, more: usize) {
        if self.positions.len() < self.count + more {
            self.positions.resize((self.count + more) * 2, 0);
        }
    }

    /// Makes the buffer long enough for every byte of a line to be a separator, so that storing
    /// needs no further growth.
    #[inline]
    fn start(&mut self, line: &[u8]) {
        self.count = 0;
        if self.positions.len() < line.len() + BLOCK {
            self.positions.resize((line.len() + BLOCK).next_power_of_two(), 0);
        }
    }

    /// Adds the position of every bit set; each word stands for a block, the first at `base`.
    #[inline(always)]
    fn push_bits(&mut self, base: &mut u32, words: &[u64]) {
        for &word in words {
            let mut bits = word;
            let added = bits.count_ones() as usize;
            let room = &mut self.positions[self.count..][..BLOCK];
            // Groups of four, wanted or not: a block has about three separators, and a loop that
            // ends after three mispredicts, which costs more than the spare stores.
            for (group, slots) in room.as_chunks_mut::<4>().0.iter_mut().enumerate() {
                for slot in slots {
                    *slot = base.wrapping_add(bits.trailing_zeros());
                    bits &= bits.wrapping_sub(1);
                }
                if added <= 4 * (group + 1) {
                    break;
                }
            }
            self.count += added;
            // Wraps at most behind the last block of a line of nearly 4 GiB.
            *base = base.wrapping_add(BLOCK as u32);
        }
    }
}

impl Kernel {
    /// The fastest that this machine can run.
    pub(crate) fn detect() -> Self {
        #[cfg(target_arch = "x86_64")]
        if std::arch::is_x86_feature_detected!("avx2")
            && std::arch::is_x86_feature_detected!("bmi1")
            && std::arch::is_x86_feature_detected!("pclmulqdq")
            && std::arch::is_x86_feature_detected!("popcnt")
        {
            return Self(Instructions::Avx2);
        } else if std::arch::is_x86_feature_detected!("sse2") {
            return Self(Instructions::Sse2);
        }
        Self(Instructions::Scalar)
    }

    /// Every kernel that this machine can run, the fastest first.
    #[cfg(test)]
    pub(crate) fn available() -> Vec<Self> {
        let mut kernels = vec![Self::detect()];
        #[cfg(target_arch = "x86_64")]
        kernels.push(Self(Instructions::Sse2));
        kernels.push(Self(Instructions::Scalar));
        kernels.dedup();
        kernels
    }

    /// Stores the position of every tab. `line` must be shorter than 4 GiB.
    pub(crate) fn tabs(self, line: &[u8], ends: &mut Ends) {
        match self.0 {
            #[cfg(target_arch = "x86_64")]
            // SAFETY: `detect`, which alone makes this value, has seen the features.
            Instructions::Avx2 => unsafe { avx2::tabs(line, ends) },
            #[cfg(target_arch = "x86_64")]
            Instructions::Sse2 => tabs_with::<sse2::Sse2>(line, ends),
            Instructions::Scalar => tabs_with::<Scalar>(line, ends),
        }
    }

    /// Stores the position of every space outside quotes. `line` must be shorter than 4 GiB.
    pub(crate) fn unquoted_spaces(self, line: &[u8], ends: &mut Ends) -> Quoting {
        match self.0 {
            #[cfg(target_arch = "x86_64")]
            // SAFETY: `detect`, which alone makes this value, has seen the features.
            Instructions::Avx2 => unsafe { avx2::unquoted_spaces(line, ends) },
            #[cfg(target_arch = "x86_64")]
            Instructions::Sse2 => unquoted_spaces_with::<sse2::Sse2>(line, ends),
            Instructions::Scalar => unquoted_spaces_with::<Scalar>(line, ends),
        }
    }
}

fn position(index: usize) -> u32 {
    u32::try_from(index).expect("the parser rejects lines whose positions do not fit 32 bits")
}

/// The two operations that differ from one set of instructions to another.
trait Compare {
    /// One bit for each byte of the block that equals `byte`, the first byte's lowest.
    fn equal(block: &[u8; BLOCK], byte: u8) -> u64;

    /// Bit i of the result: whether an odd number of the bits 0 to i is set.
    #[inline(always)]
    fn running_parity(bits: u64) -> u64 {
        let mut parity = bits;
        for shift in [1, 2, 4, 8, 16, 32] {
            parity ^= parity << shift;
        }
        parity
    }
}

struct Scalar;

impl Compare for Scalar {
    #[inline(always)]
    fn equal(block: &[u8; BLOCK], byte: u8) -> u64 {
        block.iter().rev().fold(0, |bits, &found| bits << 1 | u64::from(found == byte))
    }
}

/// How many blocks are compared before their positions are stored. Comparing has no branches and
/// storing has, so that taking turns block by block would let each misprediction throw away
/// comparisons under way.
const GROUP: usize = 16;

// No closures below: one that is called twice is a function of its own, which lacks the caller's
// target features, and every comparison in it becomes a call (15 times slower, measured).

#[inline(always)]
fn tabs_with<C: Compare>(line: &[u8], ends: &mut Ends) {
    ends.start(line);
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
        ends.push_bits(&mut base, &bits[..group.len().div_ceil(BLOCK)]);
    }
}

#[inline(always)]
fn unquoted_spaces_with<C: Compare>(line: &[u8], ends: &mut Ends) -> Quoting {
    ends.start(line);
    let mut padded = [0; BLOCK];
    let mut quotes = Quotes { inside: 0, separator: 1, closing: 0, irregular: 0 };
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
        ends.push_bits(&mut base, &bits[..group.len().div_ceil(BLOCK)]);
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
struct Quotes {
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
    /// The spaces of the block that are outside quotes.
    #[inline(always)]
    fn separators<C: Compare>(&mut self, block: &[u8; BLOCK], before: usize, valid: u64) -> u64 {
        let spaces = C::equal(block, b' ') >> before;
        let quotes = C::equal(block, b'"') >> before;
        let backslashes = C::equal(block, b'\\') >> before;
        // One bit from each opening quote on, up to the byte before the closing one.
        let inside = C::running_parity(quotes) ^ self.inside;
        let separators = spaces & !inside;
        let (opening, closing) = (quotes & inside, quotes & !inside);
        let field_starts = separators << 1 | self.separator;
        let after_closing = (closing << 1 | self.closing) & valid;
        self.irregular |= backslashes | (opening & !field_starts) | (after_closing & !separators);
        self.inside = ((inside as i64) >> 63) as u64;
        self.separator = separators >> 63;
        self.closing = closing >> 63;
        separators
    }
}

#[cfg(target_arch = "x86_64")]
mod sse2 {
    use super::{BLOCK, Compare};
    use std::arch::x86_64::{_mm_cmpeq_epi8, _mm_loadu_si128, _mm_movemask_epi8, _mm_set1_epi8};

    pub(super) struct Sse2;

    impl Compare for Sse2 {
        #[inline(always)]
        fn equal(block: &[u8; BLOCK], byte: u8) -> u64 {
            let mut bits = 0;
            for (index, part) in block.as_chunks::<16>().0.iter().enumerate() {
                // SAFETY: every x86-64 processor has SSE2; the load reads the 16 bytes of `part`
                // and needs no alignment.
                let equal = unsafe {
                    let bytes = _mm_loadu_si128(part.as_ptr().cast());
                    _mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(byte as i8)))
                };
                bits |= u64::from(equal as u32) << (16 * index);
            }
            bits
        }
    }
}

#[cfg(target_arch = "x86_64")]
mod avx2 {
    use super::{BLOCK, Compare, Ends, Quoting, tabs_with, unquoted_spaces_with};
    use std::arch::x86_64::{
        _mm_clmulepi64_si128, _mm_cvtsi64_si128, _mm_cvtsi128_si64, _mm_set1_epi8,
        _mm256_cmpeq_epi8, _mm256_loadu_si256, _mm256_movemask_epi8, _mm256_set1_epi8,
    };

    /// Only the two functions of this module name this type, and both demand AVX2.
    struct Avx2;

    impl Compare for Avx2 {
        #[inline(always)]
        fn equal(block: &[u8; BLOCK], byte: u8) -> u64 {
            let mut bits = 0;
            for (index, part) in block.as_chunks::<32>().0.iter().enumerate() {
                // SAFETY: only reached from the functions below, whose callers vouch for AVX2; the
                // load reads the 32 bytes of `part` and needs no alignment.
                let equal = unsafe {
                    let bytes = _mm256_loadu_si256(part.as_ptr().cast());
                    _mm256_movemask_epi8(_mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(byte as i8)))
                };
                bits |= u64::from(equal as u32) << (32 * index);
            }
            bits
        }

        /// A product without carries by all ones adds each bit to itself and every higher one.
        #[inline(always)]
        fn running_parity(bits: u64) -> u64 {
            // SAFETY: only reached from the functions below, whose callers vouch for the feature.
            unsafe {
                let ones = _mm_set1_epi8(-1);
                let product = _mm_clmulepi64_si128::<0>(_mm_cvtsi64_si128(bits as i64), ones);
                _mm_cvtsi128_si64(product) as u64
            }
        }
    }

    #[target_feature(enable = "avx2,bmi1,pclmulqdq,popcnt")]
    pub(super) fn tabs(line: &[u8], ends: &mut Ends) {
        tabs_with::<Avx2>(line, ends);
    }

    #[target_feature(enable = "avx2,bmi1,pclmulqdq,popcnt")]
    pub(super) fn unquoted_spaces(line: &[u8], ends: &mut Ends) -> Quoting {
        unquoted_spaces_with::<Avx2>(line, ends)
    }
}

#[cfg(test)]
mod tests;
