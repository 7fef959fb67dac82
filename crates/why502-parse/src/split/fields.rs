//! A line and where its fields end.

/// The fields of one line, borrowed from the line and from the parser's scratch.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields<'a> {
    line: &'a [u8],
    /// Field i ends before byte `ends[i]`. The next field begins behind that byte if it is the
    /// separator, else at it: a space may be missing after a closing quote.
    ends: &'a [u32],
    separator: u8,
}

impl<'a> Fields<'a> {
    pub(crate) fn new(line: &'a [u8], ends: &'a [u32], separator: u8) -> Self {
        Self { line, ends, separator }
    }

    pub(crate) fn line(&self) -> &'a [u8] {
        self.line
    }

    pub(crate) fn count(&self) -> usize {
        self.ends.len()
    }

    /// The field at that place, quotes included.
    #[inline]
    pub(crate) fn get(&self, index: usize) -> Option<&'a [u8]> {
        let end = *self.ends.get(index)? as usize;
        Some(&self.line[self.start(index)..end])
    }

    /// From the beginning of one field to the end of another.
    #[inline]
    pub(crate) fn between(&self, first: usize, last: usize) -> Option<&'a [u8]> {
        let end = *self.ends.get(last)? as usize;
        self.line.get(self.start(first)..end)
    }

    #[inline]
    fn start(&self, index: usize) -> usize {
        index.checked_sub(1).map_or(0, |before| {
            let before = self.ends[before] as usize;
            before + usize::from(self.line[before] == self.separator)
        })
    }

    /// The fields from that place on.
    pub(crate) fn skip(self, first: usize) -> impl Iterator<Item = &'a [u8]> {
        (first..self.count()).filter_map(move |index| self.get(index))
    }
}
