//! Whose header a `#Fields:` line is.

use super::layout::Layout;
use super::{connection, health_check, nlb};
use crate::format::Format;

/// The logs that CloudWatch delivers with a header.
static LAYOUTS: [&Layout; 3] = [&nlb::LAYOUT, &connection::LAYOUT, &health_check::LAYOUT];

/// The format whose columns the names behind `#Fields:` are, where they are those of one of these
/// logs.
pub(crate) fn format_of_header(names: &[u8]) -> Option<Format> {
    let found = LAYOUTS.iter().find(|layout| layout.is_named_by(names));
    found.map(|layout| layout.format)
}
