//! NEON.
#![expect(unsafe_code, reason = "vector instructions need it")]

use super::compare::{BLOCK, Compare};
use std::arch::aarch64::{
    uint8x16_t, vandq_u8, vceqq_u8, vcleq_u8, vdupq_n_u8, vgetq_lane_u16, vgetq_lane_u64, vld1q_u8,
    vmaxvq_u8, vorrq_u8, vpaddq_u8, vreinterpretq_u16_u8, vreinterpretq_u64_u8, vsubq_u8,
};

pub(super) struct Neon;

/// Bit i of each eight bytes.
static BITS: [u8; 16] = [1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128];

/// One bit for each byte of which the test gives all ones. NEON has no instruction that gathers a bit
/// of each byte: adding neighbours, three times, does it for 64 bytes together.
#[inline(always)]
fn gathered(block: &[u8; BLOCK], test: impl Fn(uint8x16_t) -> uint8x16_t) -> u64 {
    // SAFETY: every aarch64 processor that Rust's std supports has NEON; each load reads 16 bytes
    // of the block, or the table, and needs no alignment.
    unsafe {
        let bits = vld1q_u8(BITS.as_ptr());
        let start = block.as_ptr();
        let first = vandq_u8(test(vld1q_u8(start)), bits);
        let second = vandq_u8(test(vld1q_u8(start.add(16))), bits);
        let third = vandq_u8(test(vld1q_u8(start.add(32))), bits);
        let fourth = vandq_u8(test(vld1q_u8(start.add(48))), bits);
        let pairs = vpaddq_u8(vpaddq_u8(first, second), vpaddq_u8(third, fourth));
        vgetq_lane_u64::<0>(vreinterpretq_u64_u8(vpaddq_u8(pairs, pairs)))
    }
}

impl Compare for Neon {
    type Met = uint8x16_t;

    #[inline(always)]
    fn met_none() -> uint8x16_t {
        // SAFETY: as above.
        unsafe { vdupq_n_u8(0) }
    }

    #[inline(always)]
    fn meet(met: uint8x16_t, block: &[u8; BLOCK], byte: u8) -> uint8x16_t {
        block.as_chunks::<16>().0.iter().fold(met, |met, part| {
            // SAFETY: as above; 16 bytes are read.
            unsafe { vorrq_u8(met, vceqq_u8(vld1q_u8(part.as_ptr()), vdupq_n_u8(byte))) }
        })
    }

    #[inline(always)]
    fn has_met(met: uint8x16_t) -> bool {
        // SAFETY: as above.
        unsafe { vmaxvq_u8(met) != 0 }
    }

    #[inline(always)]
    fn equal(block: &[u8; BLOCK], byte: u8) -> u64 {
        // SAFETY: as above.
        unsafe {
            let wanted = vdupq_n_u8(byte);
            gathered(block, |bytes| vceqq_u8(bytes, wanted))
        }
    }

    #[inline(always)]
    fn digits(block: &[u8; BLOCK]) -> u64 {
        // SAFETY: as above.
        unsafe {
            let (zero, nine) = (vdupq_n_u8(b'0'), vdupq_n_u8(9));
            gathered(block, |bytes| vcleq_u8(vsubq_u8(bytes, zero), nine))
        }
    }

    #[inline(always)]
    fn equal_of_few(few: &[u8; 16], byte: u8) -> u16 {
        // SAFETY: as above; 16 bytes are read of each.
        unsafe {
            let is_wanted = vceqq_u8(vld1q_u8(few.as_ptr()), vdupq_n_u8(byte));
            let mut sums = vandq_u8(is_wanted, vld1q_u8(BITS.as_ptr()));
            for _ in 0..3 {
                sums = vpaddq_u8(sums, sums);
            }
            vgetq_lane_u16::<0>(vreinterpretq_u16_u8(sums))
        }
    }
}
