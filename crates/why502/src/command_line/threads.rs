//! How many threads.

use std::num::NonZeroU16;

/// The value of `--jobs`.
pub(super) fn threads(text: &str) -> Result<NonZeroU16, &'static str> {
    text.parse().map_err(|_| "it takes a whole number from 1 to 65535")
}
