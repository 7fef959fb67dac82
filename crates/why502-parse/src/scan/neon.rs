//! NEON.
#![expect(unsafe_code, reason = "vector instructions need it")]

use super::compare::{BLOCK, Compare};
use std::arch::aarch64::{
    vandq_u8, vceqq_u8, vdupq_n_u8, vgetq_lane_u64, vld1q_u8, vpaddq_u8, vreinterpretq_u64_u8,
};

pub(super) struct Neon;

/// Bit i of each eight bytes.
static BITS: [u8; 16] = [1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128];

impl Compare for Neon {
    /// NEON has no instruction that gathers a bit of each byte: adding neighbours, three times,
    /// does it for 64 bytes together.
    #[inline(always)]
    fn equal(block: &[u8; BLOCK], byte: u8) -> u64 {
        // SAFETY: every aarch64 processor that Rust's std supports has NEON; each load reads 16
        // bytes of the block, or the table, and needs no alignment.
        unsafe {
            let (wanted, bits) = (vdupq_n_u8(byte), vld1q_u8(BITS.as_ptr()));
            let start = block.as_ptr();
            let first = vandq_u8(vceqq_u8(vld1q_u8(start), wanted), bits);
            let second = vandq_u8(vceqq_u8(vld1q_u8(start.add(16)), wanted), bits);
            let third = vandq_u8(vceqq_u8(vld1q_u8(start.add(32)), wanted), bits);
            let fourth = vandq_u8(vceqq_u8(vld1q_u8(start.add(48)), wanted), bits);
            let pairs = vpaddq_u8(vpaddq_u8(first, second), vpaddq_u8(third, fourth));
            vgetq_lane_u64::<0>(vreinterpretq_u64_u8(vpaddq_u8(pairs, pairs)))
        }
    }
}
