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

/// What was found in a group of blocks, one word for each. It is used for every group: making it
/// anew would clear two kilobytes for six lines.
#[derive(Debug)]
struct Group {
    /// Separators and line feeds.
    ends: [u64; GROUP],
    feeds: [u64; GROUP],
    /// What is within quotes.
    within: [u64; GROUP],
    /// How many ends of the group there are before the block.
    before: [u32; GROUP],
    /// How many there are.
    found: usize,
}

impl Default for Group {
    fn default() -> Self {
        let none = [0; GROUP];
        Self { ends: none, feeds: none, within: none, before: [0; GROUP], found: 0 }
    }
}

/// A group that is being filled.
pub(super) struct Filling<'s> {
    group: &'s mut Group,
    positions: &'s mut Room,
}

impl Filling<'_> {
    /// Adds a block, which lies at `base`.
    #[inline(always)]
    pub(super) fn push<C: Compare>(&mut self, index: usize, base: u32, found: Found) {
        let Self { group, positions } = self;
        let place = index % GROUP;
        group.ends[place] = found.ends;
        group.feeds[place] = found.feeds;
        group.within[place] = found.within;
        group.before[place] = group.found as u32;
        // It never is beyond; so said, it needs no test.
        let start = group.found % (GROUP * BLOCK);
        if let Some(slots) = positions[start..].first_chunk_mut() {
            C::store(base, found.ends, slots);
        }
        group.found = group.found.wrapping_add(found.ends.count_ones() as usize);
    }

    /// Whether a line feed is within quotes.
    #[inline(always)]
    pub(super) fn has_open_lines(&self) -> bool {
        let both = self.group.feeds.iter().zip(&self.group.within);
        both.fold(0, |all, (feeds, within)| all | feeds & within) != 0
    }
}

/// What a block holds, one bit for each byte.
#[derive(Clone, Copy)]
pub(super) struct Found {
    /// Separators and line feeds.
    pub(super) ends: u64,
    pub(super) feeds: u64,
    /// What is within quotes.
    pub(super) within: u64,
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
    /// began that was not ended is forgotten.
    #[inline(always)]
    pub(super) fn begin_group(&mut self, blocks: usize) -> Filling<'_> {
        let Self { ends, group, .. } = self;
        group.found = 0;
        group.feeds.iter_mut().skip(blocks).for_each(|feeds| *feeds = 0);
        let positions = ends.positions[ends.count..].first_chunk_mut();
        let positions = positions.expect("positions were made long enough for the text");
        Filling { group, positions }
    }

    /// Adds the lines that end in the group.
    #[inline(always)]
    pub(super) fn end_group(&mut self) {
        let group = &self.group;
        let start = self.ends.count as u32;
        let mut with_feeds = blocks_with(&group.feeds);
        while with_feeds != 0 {
            let index = with_feeds.trailing_zeros() as usize % GROUP;
            with_feeds &= with_feeds.wrapping_sub(1);
            let mut feeds = group.feeds[index];
            while feeds != 0 {
                let up_to_feed = feeds ^ feeds.wrapping_sub(1);
                let ends = (group.ends[index] & up_to_feed).count_ones();
                self.lines.push(start.wrapping_add(group.before[index]).wrapping_add(ends));
                feeds &= feeds.wrapping_sub(1);
            }
        }
        self.ends.count = self.ends.count.wrapping_add(group.found);
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
