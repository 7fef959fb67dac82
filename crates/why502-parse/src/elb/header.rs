//! Whose header a `#Fields:` line is.

use super::layout::Layout;
use super::{connection, health_check, nlb};
use crate::format::Format;

/// The logs that CloudWatch delivers with a header.
static LAYOUTS: [(Format, &Layout); 3] = [
    (Format::Nlb, &nlb::LAYOUT),
    (Format::AlbConnection, &connection::LAYOUT),
    (Format::AlbHealthCheck, &health_check::LAYOUT),
];

/// The format whose columns the names behind `#Fields:` are, where they are those of one of these
/// logs.
pub(crate) fn format_of_header(names: &[u8]) -> Option<Format> {
    let found = LAYOUTS.iter().find(|(_, layout)| layout.is_named_by(names));
    found.map(|&(format, _)| format)
}
