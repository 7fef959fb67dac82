//! The framer in the terms of its twin. Fuzz targets take this file as a module too.

use crate::twin::{Kind, Unit};
use why502_parse::{Framer, Line};

/// A unit in the twin's terms.
pub(crate) fn unit(line: Line<'_>) -> Unit {
    let kind = match line {
        Line::Complete(_) => Kind::Complete,
        Line::TooLong(_) => Kind::TooLong,
        Line::Event(_) => Kind::Event,
        Line::Control(_) => Kind::Control,
    };
    (kind, line.bytes().to_vec())
}

/// The units of a text that comes in these chunks.
pub(crate) fn units(chunks: &[&[u8]], limit: usize) -> Vec<Unit> {
    let mut framer = Framer::new(limit);
    let mut units = Vec::new();
    for chunk in chunks {
        framer.push(chunk, &mut |line: Line<'_>| units.push(unit(line)));
    }
    framer.finish(&mut |line: Line<'_>| units.push(unit(line)));
    units
}
