//! Where the positions that a scan finds are stored: of one line, or of many lines of a text.

use super::compare::{BLOCK, Compare};

/// So many blocks of a text are passed before their line feeds are looked at. A branch in each block
/// would be mispredicted in each line.
pub(super) const GROUP: usize = 64;

/// What a group's positions take where every byte is an end, and a block's more, for a block is
/// stored whole.
const ROOM: usize = (GROUP + 1) * BLOCK;

/// Where a group's positions go.
type Room = [u32; ROOM];

/// What was found in a group of blocks, one word for each, behind those of the block before the group.
/// It is used for every group: making it anew would clear two kilobytes for six lines.
#[derive(Debug)]
struct Group {
    ends: [u64; GROUP + 1],
    feeds: [u64; GROUP + 1],
    quotes: [u64; GROUP + 1],
    within: [u64; GROUP + 1],
    /// How many ends of the group there are before the block.
    before: [u32; GROUP + 1],
}

impl Default for Group {
    fn default() -> Self {
        let none = [0; GROUP + 1];
        let before = [0; GROUP + 1];
        Self { ends: none, feeds: none, quotes: none, within: none, before }
    }
}

impl Group {
    #[inline(always)]
    fn at(&self, place: usize) -> Found {
        Found {
            ends: self.ends[place],
            feeds: self.feeds[place],
            quotes: self.quotes[place],
            within: self.within[place],
        }
    }
}

/// A group that is being filled.
pub(super) struct Filling<'s> {
    group: &'s mut Group,
    positions: &'s mut Room,
    /// So many ends were found in it.
    found: usize,
}

impl Filling<'_> {
    /// Adds a block, which lies at `base`.
    #[inline(always)]
    pub(super) fn push<C: Compare>(&mut self, index: usize, base: u32, found: Found) {
        let Self { group, positions, .. } = self;
        let place = index % GROUP + 1;
        group.ends[place] = found.ends;
        group.feeds[place] = found.feeds;
        group.quotes[place] = found.quotes;
        group.within[place] = found.within;
        group.before[place] = self.found as u32;
        // It never is beyond; so said, it needs no test.
        let start = self.found % (GROUP * BLOCK);
        if let Some(slots) = positions[start..].first_chunk_mut() {
            C::store(base, found.ends, slots);
        }
        self.found = self.found.wrapping_add(found.ends.count_ones() as usize);
    }

    /// Ends the group of so many blocks: whether their quotes stand where fields begin and end,
    /// and how many ends were found. Looked at for all blocks together, for that takes a few vector
    /// instructions instead of a dozen others in every block.
    #[inline(always)]
    pub(super) fn end(self, blocks: usize) -> (bool, usize) {
        let mut misplaced = 0;
        for place in 0..blocks.min(GROUP) {
            let (before, block) = (self.group.at(place), self.group.at(place + 1));
            misplaced |= block.misplaced_quotes(&before) | block.feeds & block.within;
        }
        (misplaced == 0, self.found)
    }
}

/// What a block holds, one bit for each byte.
#[derive(Clone, Copy, Default)]
pub(super) struct Found {
    /// Separators and line feeds.
    pub(super) ends: u64,
    pub(super) feeds: u64,
    pub(super) quotes: u64,
    /// What is within quotes: an opening one is, a closing one is not.
    pub(super) within: u64,
}

impl Found {
    /// The quotes, and the bytes behind quotes, that stand where no field begins or ends; `before`
    /// is the block before this one.
    #[inline(always)]
    pub(super) fn misplaced_quotes(&self, before: &Self) -> u64 {
        let closing_before = before.quotes & !before.within;
        let (opening, closing) = (self.quotes & self.within, self.quotes & !self.within);
        let field_starts = self.ends << 1 | before.ends >> 63;
        let after_closing = closing << 1 | closing_before >> 63;
        (opening & !field_starts) | (after_closing & !self.ends)
    }
}

/// The ends of a line's fields, in a buffer that is used for every line.
#[derive(Debug, Default)]
pub(crate) struct Ends {
    /// The first `count` are in use. Kept longer than that, so that whole groups can be stored.
    positions: Vec<u32>,
    count: usize,
}

impl Ends {
    pub(crate) fn clear(&mut self) {
        self.count = 0;
    }

    pub(crate) fn push(&mut self, end: usize) {
        self.make_room(1);
        self.positions[self.count] = position(end);
        self.count += 1;
    }

    pub(crate) fn as_slice(&self) -> &[u32] {
        &self.positions[..self.count]
    }

    fn make_room(&mut self, more: usize) {
        if self.positions.len() < self.count + more {
            self.positions.resize((self.count + more) * 2, 0);
        }
    }

    /// Makes the buffer long enough for every byte of a text to be a separator, so that storing
    /// needs no further growth.
    #[inline]
    pub(super) fn start(&mut self, text_bytes: usize) {
        self.count = 0;
        if self.positions.len() < text_bytes + ROOM {
            self.positions.resize((text_bytes + ROOM).next_power_of_two(), 0);
        }
    }

    /// Adds the position of every bit set; each word stands for a block, the first at `base`.
    #[inline(always)]
    pub(super) fn push_bits<C: Compare>(&mut self, base: &mut u32, words: &[u64]) {
        for &word in words {
            self.push_word::<C>(*base, word);
            // Wraps at most behind the last block of a line of nearly 4 GiB.
            *base = base.wrapping_add(BLOCK as u32);
        }
    }

    #[inline(always)]
    pub(super) fn push_word<C: Compare>(&mut self, base: u32, word: u64) {
        if let Some(room) = self.positions[self.count..].first_chunk_mut::<BLOCK>() {
            C::store(base, word, room);
        }
        self.count = self.count.wrapping_add(word.count_ones() as usize);
    }
}

fn position(index: usize) -> u32 {
    u32::try_from(index).expect("the parser rejects lines whose positions do not fit 32 bits")
}

/// The ends of the fields of many lines, one behind the other; a line feed is an end as well.
#[derive(Debug, Default)]
pub(crate) struct Sweep {
    ends: Ends,
    group: Group,
    /// For each line, the number of ends up to that of its line feed.
    lines: Vec<u32>,
    /// Where something stands that only a split byte by byte can read.
    irregular: Vec<u32>,
}

impl Sweep {
    /// For each line that is complete, the number of ends up to that of its line feed.
    pub(crate) fn lines(&self) -> &[u32] {
        &self.lines
    }

    /// The ends, line feeds among them.
    pub(crate) fn ends(&self) -> &[u32] {
        self.ends.as_slice()
    }

    /// Positions, in order: the fields of a line that holds one are not those found here.
    pub(crate) fn irregular(&self) -> &[u32] {
        &self.irregular
    }

    #[inline]
    pub(super) fn start(&mut self, text_bytes: usize) {
        self.ends.start(text_bytes);
        self.lines.clear();
        self.irregular.clear();
    }

    /// Begins a group of so many blocks, which [`end_group`](Self::end_group) ends; what another one
    /// began that was not ended is forgotten. `before` is the block before it.
    #[inline(always)]
    pub(super) fn begin_group(&mut self, blocks: usize, before: Found) -> Filling<'_> {
        let Self { ends, group, .. } = self;
        group.ends[0] = before.ends;
        group.quotes[0] = before.quotes;
        group.within[0] = before.within;
        group.feeds.iter_mut().skip(blocks + 1).for_each(|feeds| *feeds = 0);
        let positions = ends.positions[ends.count..].first_chunk_mut();
        let positions = positions.expect("positions were made long enough for the text");
        Filling { group, positions, found: 0 }
    }

    /// Adds the lines that end in the group, in which so many ends were found.
    #[inline(always)]
    pub(super) fn end_group(&mut self, found: usize) {
        let group = &self.group;
        let start = self.ends.count as u32;
        let [_, feeds @ ..] = &group.feeds;
        let mut with_feeds = blocks_with(feeds);
        while with_feeds != 0 {
            let place = with_feeds.trailing_zeros() as usize % GROUP + 1;
            with_feeds &= with_feeds.wrapping_sub(1);
            let mut feeds = group.feeds[place];
            while feeds != 0 {
                let up_to_feed = feeds ^ feeds.wrapping_sub(1);
                let ends = (group.ends[place] & up_to_feed).count_ones();
                self.lines.push(start.wrapping_add(group.before[place]).wrapping_add(ends));
                feeds &= feeds.wrapping_sub(1);
            }
        }
        self.ends.count = self.ends.count.wrapping_add(found);
    }

    pub(super) fn push_irregular(&mut self, base: u32, mut places: u64) {
        while places != 0 {
            self.irregular.push(base + places.trailing_zeros());
            places &= places - 1;
        }
    }
}

/// The blocks that hold any bit.
#[inline(always)]
fn blocks_with(bits: &[u64; GROUP]) -> u64 {
    let mut blocks = 0;
    for (index, &bits) in bits.iter().enumerate() {
        blocks |= u64::from(bits != 0) << (index & 63);
    }
    blocks
}
