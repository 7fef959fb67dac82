//! SSE2, AVX2 and AVX-512.
#![expect(unsafe_code, reason = "vector instructions need it")]

use super::compare::{BLOCK, Compare};
use std::arch::x86_64::{
    __m128i, __m256i, __m512i, _MM_HINT_T0, _mm_clmulepi64_si128, _mm_cmpeq_epi8,
    _mm_cvtsi64_si128, _mm_cvtsi128_si64, _mm_loadu_si128, _mm_min_epu8, _mm_movemask_epi8,
    _mm_or_si128, _mm_prefetch, _mm_set1_epi8, _mm_setzero_si128, _mm_sub_epi8, _mm256_cmpeq_epi8,
    _mm256_loadu_si256, _mm256_movemask_epi8, _mm256_or_si256, _mm256_set1_epi8,
    _mm256_setzero_si256, _mm512_add_epi32, _mm512_broadcast_i32x4, _mm512_castsi512_si128,
    _mm512_cmpeq_epi8_mask, _mm512_cvtepu8_epi32, _mm512_extracti32x4_epi32, _mm512_loadu_si512,
    _mm512_maskz_compress_epi8, _mm512_min_epu8, _mm512_set1_epi8, _mm512_set1_epi32,
    _mm512_shuffle_epi8, _mm512_storeu_si512, _mm512_testn_epi8_mask, _mm512_xor_si512,
};

pub(super) struct Sse2;

impl Compare for Sse2 {
    type Met = __m128i;

    #[inline(always)]
    fn met_none() -> __m128i {
        // SAFETY: every x86-64 processor has SSE2.
        unsafe { _mm_setzero_si128() }
    }

    #[inline(always)]
    fn meet(met: __m128i, block: &[u8; BLOCK], byte: u8) -> __m128i {
        block.as_chunks::<16>().0.iter().fold(met, |met, part| {
            // SAFETY: as above; the load reads the 16 bytes of `part` and needs no alignment.
            unsafe {
                let bytes = _mm_loadu_si128(part.as_ptr().cast());
                _mm_or_si128(met, _mm_cmpeq_epi8(bytes, _mm_set1_epi8(byte as i8)))
            }
        })
    }

    #[inline(always)]
    fn has_met(met: __m128i) -> bool {
        // SAFETY: as above.
        unsafe { _mm_movemask_epi8(met) != 0 }
    }

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

    #[inline(always)]
    fn digits(block: &[u8; BLOCK]) -> u64 {
        let mut bits = 0;
        for (index, part) in block.as_chunks::<16>().0.iter().enumerate() {
            // SAFETY: as above.
            let digits = unsafe {
                let bytes = _mm_loadu_si128(part.as_ptr().cast());
                let above = _mm_sub_epi8(bytes, _mm_set1_epi8(b'0' as i8));
                _mm_movemask_epi8(_mm_cmpeq_epi8(_mm_min_epu8(above, _mm_set1_epi8(9)), above))
            };
            bits |= u64::from(digits as u32) << (16 * index);
        }
        bits
    }

    #[inline(always)]
    fn equal_of_few(few: &[u8; 16], byte: u8) -> u16 {
        // SAFETY: as above.
        unsafe {
            let bytes = _mm_loadu_si128(few.as_ptr().cast());
            _mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(byte as i8))) as u16
        }
    }

    #[inline(always)]
    fn fetch(place: *const u8) {
        // SAFETY: a fetch reads nothing that the program sees, and no place makes it fail.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(place.cast()) }
    }
}

/// Only functions that demand the features of [`Level::Avx2`](super::Level) name this type.
pub(super) struct Avx2;

/// By the lower four bits of a byte, the one byte of these that is a space or a line feed; where
/// neither is, one that has other lower bits.
static SPACES_AND_FEEDS: [u8; 16] = [b' ', 0, 0, 0, 0, 0, 0, 0, 0, 0, b'\n', 0, 0, 0, 0, 0];

impl Compare for Avx2 {
    type Met = __m256i;

    #[inline(always)]
    fn met_none() -> __m256i {
        // SAFETY: whoever names this type vouches for AVX2.
        unsafe { _mm256_setzero_si256() }
    }

    #[inline(always)]
    fn meet(met: __m256i, block: &[u8; BLOCK], byte: u8) -> __m256i {
        block.as_chunks::<32>().0.iter().fold(met, |met, part| {
            // SAFETY: as above; the load reads the 32 bytes of `part` and needs no alignment.
            unsafe {
                let bytes = _mm256_loadu_si256(part.as_ptr().cast());
                _mm256_or_si256(met, _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(byte as i8)))
            }
        })
    }

    #[inline(always)]
    fn has_met(met: __m256i) -> bool {
        // SAFETY: as above.
        unsafe { _mm256_movemask_epi8(met) != 0 }
    }

    #[inline(always)]
    fn equal(block: &[u8; BLOCK], byte: u8) -> u64 {
        let mut bits = 0;
        for (index, part) in block.as_chunks::<32>().0.iter().enumerate() {
            // SAFETY: whoever names this type vouches for AVX2; the load reads the 32 bytes of
            // `part` and needs no alignment.
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
        // SAFETY: whoever names this type vouches for the feature.
        unsafe {
            let ones = _mm_set1_epi8(-1);
            let product = _mm_clmulepi64_si128::<0>(_mm_cvtsi64_si128(bits as i64), ones);
            _mm_cvtsi128_si64(product) as u64
        }
    }

    #[inline(always)]
    fn fetch(place: *const u8) {
        Sse2::fetch(place);
    }
}

/// Only functions that demand the features of [`Level::Avx512`](super::Level) name this type.
pub(super) struct Avx512;

impl Compare for Avx512 {
    /// The least of all differences: moving a mask to where it can be added to others takes two
    /// cycles, and four masks of each block were half of all that its separators cost.
    type Met = __m512i;

    #[inline(always)]
    fn met_none() -> __m512i {
        // SAFETY: whoever names this type vouches for AVX-512.
        unsafe { _mm512_set1_epi8(-1) }
    }

    #[inline(always)]
    fn meet(met: __m512i, block: &[u8; BLOCK], byte: u8) -> __m512i {
        // SAFETY: as above; the load reads the 64 bytes of `block` and needs no alignment.
        unsafe {
            let bytes = _mm512_loadu_si512(block.as_ptr().cast());
            _mm512_min_epu8(met, _mm512_xor_si512(bytes, _mm512_set1_epi8(byte as i8)))
        }
    }

    #[inline(always)]
    fn has_met(met: __m512i) -> bool {
        // SAFETY: as above.
        unsafe { _mm512_testn_epi8_mask(met, met) != 0 }
    }

    /// One comparison and one mask instead of two.
    #[inline(always)]
    fn spaces_and_feeds(block: &[u8; BLOCK], _feeds: u64) -> u64 {
        // SAFETY: as above; the first load reads the 16 bytes of the table.
        unsafe {
            let table = _mm512_broadcast_i32x4(_mm_loadu_si128(SPACES_AND_FEEDS.as_ptr().cast()));
            let bytes = _mm512_loadu_si512(block.as_ptr().cast());
            _mm512_cmpeq_epi8_mask(_mm512_shuffle_epi8(table, bytes), bytes)
        }
    }

    #[inline(always)]
    fn equal(block: &[u8; BLOCK], byte: u8) -> u64 {
        // SAFETY: whoever names this type vouches for AVX-512; the load reads the 64 bytes of
        // `block` and needs no alignment.
        unsafe {
            let bytes = _mm512_loadu_si512(block.as_ptr().cast());
            _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(byte as i8))
        }
    }

    #[inline(always)]
    fn running_parity(bits: u64) -> u64 {
        Avx2::running_parity(bits)
    }

    #[inline(always)]
    fn fetch(place: *const u8) {
        Sse2::fetch(place);
    }

    /// Sixteen at once; a second store is rare.
    #[inline(always)]
    fn store(base: u32, bits: u64, slots: &mut [u32; BLOCK]) {
        let added = bits.count_ones();
        let (parts, _) = slots.as_chunks_mut::<16>();
        let [first, second, third, fourth] = parts else { return };
        // SAFETY: whoever names this type vouches for AVX-512; each store writes the 16 places of
        // its part and needs no alignment.
        unsafe {
            let places = _mm512_loadu_si512(PLACES.as_ptr().cast());
            let places = _mm512_maskz_compress_epi8(bits, places);
            let base = _mm512_set1_epi32(base as i32);
            let wide = _mm512_cvtepu8_epi32(_mm512_castsi512_si128(places));
            _mm512_storeu_si512(first.as_mut_ptr().cast(), _mm512_add_epi32(wide, base));
            if added > 16 {
                let wide = _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32::<1>(places));
                _mm512_storeu_si512(second.as_mut_ptr().cast(), _mm512_add_epi32(wide, base));
            }
            if added > 32 {
                let wide = _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32::<2>(places));
                _mm512_storeu_si512(third.as_mut_ptr().cast(), _mm512_add_epi32(wide, base));
                let wide = _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32::<3>(places));
                _mm512_storeu_si512(fourth.as_mut_ptr().cast(), _mm512_add_epi32(wide, base));
            }
        }
    }
}

/// The places of a block's bytes.
static PLACES: [u8; BLOCK] = {
    let mut places = [0; BLOCK];
    let mut place = 0;
    while place < BLOCK {
        places[place] = place as u8;
        place += 1;
    }
    places
};
