//! A line and where its fields end.

/// The fields of one line, borrowed from the line and from the parser's scratch.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields<'a> {
    line: &'a [u8],
    /// Field i ends before byte `ends[i] - base`.
    ends: &'a [u32],
    base: u32,
    /// The next field begins behind that byte if it is this one, else at it: a space may be missing
    /// after a closing quote. `None` where none is missing.
    separator: Option<u8>,
}

impl<'a> Fields<'a> {
    pub(crate) fn new(line: &'a [u8], ends: &'a [u32], separator: u8) -> Self {
        Self { line, ends, base: 0, separator: Some(separator) }
    }

    /// The fields of a line that stands at `base` of the text that the ends count from, and has a
    /// separator behind each of them.
    #[inline]
    pub(crate) fn within(line: &'a [u8], base: u32, ends: &'a [u32]) -> Self {
        Self { line, ends, base, separator: None }
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
        let end = self.end(index)?;
        Some(&self.line[self.start(index)..end])
    }

    #[inline]
    fn end(&self, index: usize) -> Option<usize> {
        Some(self.ends.get(index)?.wrapping_sub(self.base) as usize)
    }

    /// Where the field at that place begins.
    #[inline]
    pub(crate) fn start(&self, index: usize) -> usize {
        index.checked_sub(1).and_then(|before| self.end(before)).map_or(0, |before| {
            let is_behind = self.separator.is_none_or(|separator| self.line[before] == separator);
            before.wrapping_add(usize::from(is_behind))
        })
    }

    /// The fields from that place on.
    pub(crate) fn skip(self, first: usize) -> impl Iterator<Item = &'a [u8]> {
        (first..self.count()).filter_map(move |index| self.get(index))
    }
}
