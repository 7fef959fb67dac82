//! Where the positions that a scan finds are stored: of one line, or of many lines of a text.

use super::compare::{BLOCK, Compare};

/// So many fields of a line have their ends stored, or more, where only its first ones are wanted.
pub(super) const HEAD: usize = 13;

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
        if self.positions.len() < text_bytes + BLOCK {
            self.positions.resize((text_bytes + BLOCK).next_power_of_two(), 0);
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
    pub(super) ends: Ends,
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
    pub(super) fn start(&mut self) {
        self.ends.count = 0;
        self.lines.clear();
        self.irregular.clear();
    }

    /// Adds the ends of up to 64 blocks, the first at `base`; those in `feeds` are line feeds.
    #[inline(always)]
    pub(super) fn push_group<C: Compare>(&mut self, base: u32, ends: &[u64], feeds: &[u64; 64]) {
        self.ends.make_room(64 * BLOCK);
        let mut counts = [0; 64];
        let mut count = self.ends.count;
        let mut place = base;
        for (&ends, before) in ends.iter().zip(&mut counts) {
            *before = count as u32;
            if let Some(room) = self.ends.positions[count..].first_chunk_mut::<BLOCK>() {
                C::store(place, ends, room);
            }
            count = count.wrapping_add(ends.count_ones() as usize);
            // Wraps at most behind the last block of nearly 4 GiB.
            place = place.wrapping_add(BLOCK as u32);
        }
        self.ends.count = count;
        // A branch in each block would be mispredicted in each line.
        let mut with_feeds = blocks_with(feeds);
        while with_feeds != 0 {
            let index = with_feeds.trailing_zeros() as usize & 63;
            with_feeds &= with_feeds.wrapping_sub(1);
            let mut feeds = feeds[index];
            while feeds != 0 {
                let up_to_feed = feeds ^ feeds.wrapping_sub(1);
                let ends = (ends[index] & up_to_feed).count_ones();
                self.lines.push(counts[index].wrapping_add(ends));
                feeds &= feeds.wrapping_sub(1);
            }
        }
    }

    /// As [`push_group`](Self::push_group), of each line the first ends, [`HEAD`] or some more, and
    /// the line feed. `wanted` is how many ends the line lacks that goes on here.
    #[inline(always)]
    pub(super) fn push_heads<C: Compare>(
        &mut self,
        base: u32,
        ends: &[u64],
        mut feeds: [u64; 64],
        wanted: &mut usize,
    ) {
        // A block may be added in parts, and each store takes a block's room.
        self.ends.make_room(65 * BLOCK);
        let mut with_feeds = blocks_with(&feeds);
        // The block at hand, and its bits that belong to the line at hand or to later ones.
        let (mut index, mut rest) = (0, u64::MAX);
        loop {
            let last = (with_feeds.trailing_zeros() as usize).min(ends.len());
            while *wanted > 0 && index < last {
                *wanted =
                    wanted.saturating_sub(self.push_block::<C>(base, index, ends[index] & rest));
                (index, rest) = (index.wrapping_add(1), u64::MAX);
            }
            if last == ends.len() {
                return;
            }
            if index < last {
                (index, rest) = (last, u64::MAX);
            }
            let place = last & 63;
            let up_to_feed = feeds[place] ^ feeds[place].wrapping_sub(1);
            let feed = feeds[place] & up_to_feed;
            let bits = if *wanted > 0 { ends[last] & rest & up_to_feed } else { feed };
            self.push_block::<C>(base, index, bits);
            self.lines.push(self.ends.count as u32);
            *wanted = HEAD;
            rest = !up_to_feed;
            feeds[place] ^= feed;
            if feeds[place] == 0 {
                with_feeds &= with_feeds.wrapping_sub(1);
            }
        }
    }

    /// Adds the ends of one block of a group; gives their number.
    #[inline(always)]
    fn push_block<C: Compare>(&mut self, base: u32, index: usize, ends: u64) -> usize {
        let count = self.ends.count;
        if let Some(room) = self.ends.positions[count..].first_chunk_mut::<BLOCK>() {
            C::store(base.wrapping_add((index * BLOCK) as u32), ends, room);
        }
        let added = ends.count_ones() as usize;
        self.ends.count = count.wrapping_add(added);
        added
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
fn blocks_with(bits: &[u64; 64]) -> u64 {
    let mut blocks = 0;
    for (index, &bits) in bits.iter().enumerate() {
        blocks |= u64::from(bits != 0) << (index & 63);
    }
    blocks
}
