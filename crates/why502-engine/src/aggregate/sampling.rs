//! Which keys a full table keeps: those whose hash begins with enough zero bits.
//!
//! Adaptive sampling (Wegman; analysed by Flajolet, "On adaptive sampling", Computing 43, 1990).
//! The final level depends only on the set of keys, never on the order they came in.

use std::hash::BuildHasher;

use foldhash::fast::FixedState;
use serde::{Deserialize, Serialize};

/// Fixed, so that two workers agree on what to keep.
const SEED: u64 = 502;

/// The hash that sampling goes by.
pub(crate) fn hash(key: &[u8]) -> u64 {
    FixedState::with_seed(SEED).hash_one(key)
}

/// Hash of a key inside a scope.
pub(crate) fn combine(scope: u64, key: u64) -> u64 {
    // A multiply and a fold, so that neither part's leading bits show through.
    let product = u128::from(scope ^ 0x9E37_79B9_7F4A_7C15) * u128::from(key | 1);
    (product as u64) ^ ((product >> 64) as u64)
}

/// How many leading zero bits a kept key must have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(try_from = "u32")]
pub(crate) struct SampleLevel(u32);

impl TryFrom<u32> for SampleLevel {
    type Error = &'static str;

    fn try_from(bits: u32) -> Result<Self, Self::Error> {
        if bits <= u64::BITS { Ok(Self(bits)) } else { Err("a hash has 64 bits") }
    }
}

impl SampleLevel {
    /// Is a key of this hash kept?
    pub(crate) fn keeps(self, hash: u64) -> bool {
        hash.leading_zeros() >= self.0
    }

    /// Keeps half as many.
    pub(crate) fn raise(&mut self) {
        self.0 += 1;
    }

    /// How many keys a kept one stands for.
    pub(crate) fn one_in(self) -> f64 {
        2_f64.powi(self.0.cast_signed())
    }

    /// True where nothing was dropped.
    pub(crate) fn is_whole(self) -> bool {
        self.0 == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_level_keeps_about_half() {
        let mut level = SampleLevel::default();
        let keys: Vec<u64> =
            (0..100_000_u64).map(|key| combine(hash(b"scope"), hash(&key.to_le_bytes()))).collect();
        let mut before = keys.len();
        for _ in 0..5 {
            level.raise();
            let kept = keys.iter().filter(|&&key| level.keeps(key)).count();
            assert!(kept * 10 > before * 4 && kept * 10 < before * 6, "{kept} of {before}");
            before = kept;
        }
    }
}
