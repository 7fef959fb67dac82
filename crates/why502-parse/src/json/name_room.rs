//! How much of a line's members' names may be copied.

/// Room for the names of one line's members.
///
/// A dotted name repeats the names around it: without an end, a long name around many short members
/// would take the square of the line's length.
#[derive(Debug, Default)]
pub(crate) struct NameRoom {
    bytes: usize,
}

impl NameRoom {
    /// For a line of that many bytes: more than any log's own names take.
    pub(crate) fn of_line(line_bytes: usize) -> Self {
        Self { bytes: line_bytes.saturating_mul(16) }
    }

    /// Whether the name would still find room.
    pub(crate) fn has(&self, name: &[u8]) -> bool {
        name.len() <= self.bytes
    }

    /// Takes the room that the name needs; where that is more than is left, none, and the member is
    /// to be left out.
    #[must_use]
    pub(crate) fn take(&mut self, name: &[u8]) -> bool {
        let left = self.bytes.checked_sub(name.len());
        self.bytes = left.unwrap_or(self.bytes);
        left.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::NameRoom;

    #[test]
    fn names_that_find_no_room_take_none_from_shorter_ones() {
        let mut room = NameRoom::of_line(1);
        assert!(room.has(&[b'a'; 16]) && !room.has(&[b'a'; 17]));
        assert!(room.take(&[b'a'; 12]));
        assert!(!room.take(&[b'a'; 5]));
        assert!(room.take(&[b'a'; 4]));
        assert!(!room.take(b"a") && room.take(b""));
    }
}
