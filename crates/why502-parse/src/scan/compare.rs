//! What differs from one set of instructions to another, and the same in plain Rust.

/// So many bytes are compared at once.
pub(super) const BLOCK: usize = 64;

/// The operations on a block, and on the bits that stand for its bytes, the first byte's lowest.
pub(super) trait Compare {
    /// One bit for each byte of the block that equals `byte`.
    fn equal(block: &[u8; BLOCK], byte: u8) -> u64;

    /// One bit for each byte that is a space or a line feed; `feeds` are those of the line feeds.
    #[inline(always)]
    fn spaces_and_feeds(block: &[u8; BLOCK], feeds: u64) -> u64 {
        Self::equal(block, b' ') | feeds
    }

    /// What is known of many blocks: whether any byte of them equals one.
    type Met: Copy;

    /// Before the first block.
    fn met_none() -> Self::Met;

    /// After a block more.
    fn meet(met: Self::Met, block: &[u8; BLOCK], byte: u8) -> Self::Met;

    /// Whether it was met.
    fn has_met(met: Self::Met) -> bool;

    /// One bit for each byte of the block that is a decimal digit.
    #[inline(always)]
    fn digits(block: &[u8; BLOCK]) -> u64 {
        block.iter().rev().fold(0, |bits, &found| bits << 1 | u64::from(found.is_ascii_digit()))
    }

    /// As [`equal`](Self::equal), of 16 bytes.
    #[inline(always)]
    fn equal_of_few(few: &[u8; 16], byte: u8) -> u16 {
        few.iter().rev().fold(0, |bits, &found| bits << 1 | u16::from(found == byte))
    }

    /// Bit i of the result: whether an odd number of the bits 0 to i is set.
    #[inline(always)]
    fn running_parity(bits: u64) -> u64 {
        let mut parity = bits;
        for shift in [1, 2, 4, 8, 16, 32] {
            parity ^= parity << shift;
        }
        parity
    }

    /// Has the cache line of that place fetched, which need not be there.
    #[inline(always)]
    fn fetch(_place: *const u8) {}

    /// Stores the position of every bit set, in order, `base` added. What stands behind them is
    /// undefined.
    #[inline(always)]
    fn store(base: u32, mut bits: u64, slots: &mut [u32; BLOCK]) {
        let added = bits.count_ones() as usize;
        // Groups of four, wanted or not: a block has about three separators, and a loop that
        // ends after three mispredicts, which costs more than the spare stores.
        for (group, slots) in slots.as_chunks_mut::<4>().0.iter_mut().enumerate() {
            for slot in slots {
                *slot = base.wrapping_add(bits.trailing_zeros());
                bits &= bits.wrapping_sub(1);
            }
            if added <= 4 * (group + 1) {
                break;
            }
        }
    }
}

/// No special instructions.
pub(super) struct Scalar;

impl Compare for Scalar {
    type Met = bool;

    #[inline(always)]
    fn met_none() -> bool {
        false
    }

    #[inline(always)]
    fn meet(met: bool, block: &[u8; BLOCK], byte: u8) -> bool {
        met | block.contains(&byte)
    }

    #[inline(always)]
    fn has_met(met: bool) -> bool {
        met
    }

    #[inline(always)]
    fn equal(block: &[u8; BLOCK], byte: u8) -> u64 {
        block.iter().rev().fold(0, |bits, &found| bits << 1 | u64::from(found == byte))
    }
}
