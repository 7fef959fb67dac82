//! What the framer hands out.

/// One unit of a log, never longer than the framer's limit. Each counts as one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line<'a> {
    /// A line without its line feed and a carriage return before it; or a JSON value, without the
    /// blanks around it, which may have line feeds inside.
    Complete(&'a [u8]),
    /// The first bytes, as many as the limit allows, of a unit that is longer.
    TooLong(&'a [u8]),
    /// An element of a subscription envelope's `logEvents`: a JSON object, or what is there of it.
    Event(&'a [u8]),
    /// Never a record: a physical line on which no unit begins, as those behind the first of a value
    /// that spans lines (empty here), or an event of an envelope that holds no log data.
    Control(&'a [u8]),
}

impl<'a> Line<'a> {
    /// The bytes at hand.
    #[must_use]
    pub const fn bytes(self) -> &'a [u8] {
        match self {
            Self::Complete(bytes)
            | Self::TooLong(bytes)
            | Self::Event(bytes)
            | Self::Control(bytes) => bytes,
        }
    }
}

/// A line without its line feed, of any length.
#[inline]
pub(super) fn whole(bytes: &[u8], limit: usize) -> Line<'_> {
    if bytes.len() > limit {
        return Line::TooLong(&bytes[..limit]);
    }
    Line::Complete(bytes.strip_suffix(b"\r").unwrap_or(bytes))
}

/// Blank within a physical line.
pub(super) const fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r')
}
