//! The bytes of a unit that is being read: those of the chunks before, and its part of this one.

use super::line::{Line, is_blank};

/// What the unit will be handed out as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Value,
    Event,
    ControlEvent,
    /// Not at all: what belongs to an envelope and to none of its events.
    Nothing,
}

/// A unit. Offsets count from its first byte.
#[derive(Debug)]
pub(super) struct Unit {
    limit: usize,
    pub(super) role: Role,
    /// Its first bytes, out of the chunks before, as many as the limit allows.
    kept: Vec<u8>,
    /// How many bytes the chunks before had of it.
    before: usize,
    /// Where its part of this chunk begins.
    start: usize,
    /// The offset behind the last byte of the chunks before that is no blank.
    solid: usize,
}

impl Unit {
    pub(super) fn new(limit: usize) -> Self {
        Self { limit, role: Role::Nothing, kept: Vec::new(), before: 0, start: 0, solid: 0 }
    }

    /// A unit begins at that place of the chunk.
    pub(super) fn begin(&mut self, role: Role, start: usize) {
        self.role = role;
        self.start = start;
        self.kept.clear();
        self.before = 0;
        self.solid = 0;
    }

    /// A unit begins with these bytes, the last of the chunk before.
    pub(super) fn begin_with(&mut self, role: Role, bytes: &[u8]) {
        self.begin(role, 0);
        self.carry(bytes);
    }

    pub(super) fn offset(&self, at: usize) -> usize {
        self.before + at - self.start
    }

    /// The place in the chunk, if the offset lies in it.
    pub(super) fn place(&self, offset: usize) -> Option<usize> {
        Some(offset.checked_sub(self.before)? + self.start)
    }

    /// The bytes from that offset that came with the chunks before; the limit does not reach them.
    pub(super) fn kept_from(&self, offset: usize) -> &[u8] {
        self.kept.get(offset..).unwrap_or_default()
    }

    /// The chunk is at its end, the unit is not.
    pub(super) fn carry(&mut self, chunk: &[u8]) {
        let part = &chunk[self.start..];
        self.solid = self.solid_end(part);
        let room = self.limit.saturating_sub(self.kept.len());
        self.kept.extend_from_slice(&part[..part.len().min(room)]);
        self.before += part.len();
        self.start = 0;
    }

    /// The unit ends at that offset, which this chunk has reached; blanks at its end are no part.
    pub(super) fn line<'a>(&'a mut self, chunk: &'a [u8], end: usize) -> Option<Line<'a>> {
        let text = if self.before == 0 {
            let text = &chunk[self.start..self.start + end];
            &text[..solid_bytes(text)]
        } else {
            let part_bytes = end.saturating_sub(self.before);
            let part = &chunk[self.start..self.start + part_bytes];
            // An end before this chunk is a value's own, or a line feed within the limit.
            let solid = match end.min(self.before) {
                end if end == self.before => self.solid_end(part),
                end if end > self.limit => end,
                end => solid_bytes(&self.kept[..end]),
            };
            if solid > self.limit {
                let room = self.limit.saturating_sub(self.kept.len());
                self.kept.extend_from_slice(&part[..part.len().min(room)]);
                return self.shown(Line::TooLong(&self.kept[..self.limit]));
            }
            let room = solid.saturating_sub(self.kept.len());
            self.kept.extend_from_slice(&part[..part.len().min(room)]);
            &self.kept[..solid]
        };
        if text.len() > self.limit {
            return self.shown(Line::TooLong(&text[..self.limit]));
        }
        match self.role {
            Role::Value => Some(Line::Complete(text)),
            Role::Event => Some(Line::Event(text)),
            Role::ControlEvent => Some(Line::Control(text)),
            Role::Nothing => None,
        }
    }

    fn shown<'a>(&self, line: Line<'a>) -> Option<Line<'a>> {
        (self.role != Role::Nothing).then_some(line)
    }

    fn solid_end(&self, part: &[u8]) -> usize {
        match solid_bytes(part) {
            0 => self.solid,
            solid => self.before + solid,
        }
    }
}

/// The length without the blanks at the end.
fn solid_bytes(text: &[u8]) -> usize {
    let last = text.iter().rposition(|&byte| !is_blank(byte) && byte != b'\n');
    last.map_or(0, |last| last + 1)
}
