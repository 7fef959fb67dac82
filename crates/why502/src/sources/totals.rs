//! How much there is to read, as far as it is known.

/// Sums over everything that was found so far.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Totals {
    pub(crate) parts: u64,
    /// 0 where nothing says how much it will be.
    pub(crate) bytes: u64,
    /// Nothing more will be found.
    pub(crate) is_complete: bool,
}
