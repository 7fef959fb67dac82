//! The separators of many lines, in one pass over the text that holds them.

use super::compare::{BLOCK, Compare};
use super::ends::{Found, GROUP, Sweep};

/// Text is fetched so far ahead: about as much as is looked at before its lines are read, so that
/// memory is busy meanwhile.
const AHEAD_BYTES: usize = 16 << 10;

/// Fields between tabs.
#[inline(always)]
pub(super) fn tabs<C: Compare>(text: &[u8], sweep: &mut Sweep) {
    sweep.start(text.len());
    let (blocks, rest) = text.as_chunks();
    let mut base = 0;
    for group in blocks.chunks(GROUP) {
        tabs_of_group::<C>(group, &mut base, sweep);
    }
    if !rest.is_empty() {
        tabs_of_group::<C>(&[filled_up(rest)], &mut base, sweep);
    }
}

#[inline(always)]
fn tabs_of_group<C: Compare>(blocks: &[[u8; BLOCK]], base: &mut u32, sweep: &mut Sweep) {
    let mut group = sweep.begin_group(blocks.len(), Found::default());
    for (index, block) in blocks.iter().enumerate().take(GROUP) {
        C::fetch(block.as_ptr().wrapping_add(AHEAD_BYTES));
        let feeds = C::equal(block, b'\n');
        let ends = C::equal(block, b'\t') | feeds;
        group.push::<C>(index, *base, Found { ends, feeds, ..Found::default() });
        // Wraps at most behind the last block of nearly 4 GiB.
        *base = base.wrapping_add(BLOCK as u32);
    }
    let (_, found) = group.end(0);
    sweep.end_group(found);
}

/// Fields between spaces that stand outside quotes. Each line begins outside of them.
#[inline(always)]
pub(super) fn unquoted<C: Compare>(text: &[u8], sweep: &mut Sweep) {
    sweep.start(text.len());
    let (blocks, rest) = text.as_chunks();
    // A field begins where the text does.
    let before = Found { ends: 1 << 63, ..Found::default() };
    let mut state = State { before, base: 0 };
    for group in blocks.chunks(GROUP) {
        unquoted_of_group::<C>(group, &mut state, sweep);
    }
    if !rest.is_empty() {
        unquoted_of_group::<C>(&[filled_up(rest)], &mut state, sweep);
    }
}

/// What one block hands on to the next.
#[derive(Clone, Copy)]
struct State {
    before: Found,
    /// The position of the next block.
    base: u32,
}

impl State {
    /// Goes on behind a block.
    #[inline(always)]
    fn go_on(&mut self, found: Found) {
        self.before = found;
        // Wraps at most behind the last block of nearly 4 GiB.
        self.base = self.base.wrapping_add(BLOCK as u32);
    }

    /// One bit from each opening quote on, up to the byte before the closing one.
    #[inline(always)]
    fn within<C: Compare>(&self, quotes: u64) -> u64 {
        C::running_parity(quotes) ^ ((self.before.within as i64) >> 63) as u64
    }
}

#[inline(always)]
fn unquoted_of_group<C: Compare>(blocks: &[[u8; BLOCK]], state: &mut State, sweep: &mut Sweep) {
    let start = *state;
    let mut group = sweep.begin_group(blocks.len(), start.before);
    let mut backslash = C::met_none();
    for (index, block) in blocks.iter().enumerate().take(GROUP) {
        C::fetch(block.as_ptr().wrapping_add(AHEAD_BYTES));
        backslash = C::meet(backslash, block, b'\\');
        let quotes = C::equal(block, b'"');
        let within = state.within::<C>(quotes);
        let feeds = C::equal(block, b'\n');
        let ends = C::spaces_and_feeds(block, feeds) & !within;
        let found = Found { ends, feeds, quotes, within };
        group.push::<C>(index, state.base, found);
        state.go_on(found);
    }
    let (is_regular, found) = group.end(blocks.len());
    if !is_regular || C::has_met(backslash) {
        *state = start;
        return irregular_group::<C>(blocks, state, sweep);
    }
    sweep.end_group(found);
}

/// The same of a group that holds something irregular, which is told apart.
#[cold]
#[inline(never)]
fn irregular_group<C: Compare>(blocks: &[[u8; BLOCK]], state: &mut State, sweep: &mut Sweep) {
    let base = state.base;
    let mut group = sweep.begin_group(blocks.len(), state.before);
    let mut places = [0; GROUP];
    for (index, block) in blocks.iter().enumerate().take(GROUP) {
        let (quotes, feeds) = (C::equal(block, b'"'), C::equal(block, b'\n'));
        places[index] = C::equal(block, b'\\');
        let mut within = state.within::<C>(quotes);
        if feeds & within != 0 {
            places[index] |= end_open_lines(feeds, &mut within);
        }
        let ends = C::equal(block, b' ') & !within | feeds;
        let found = Found { ends, feeds, quotes, within };
        places[index] |= found.misplaced_quotes(&state.before);
        group.push::<C>(index, state.base, found);
        state.go_on(found);
    }
    let (_, found) = group.end(0);
    sweep.end_group(found);
    for (index, &places) in places.iter().enumerate().take(blocks.len()) {
        sweep.push_irregular(base.wrapping_add((index * BLOCK) as u32), places);
    }
}

/// The last bytes of a text, and zeros, which are no separators.
fn filled_up(rest: &[u8]) -> [u8; BLOCK] {
    let mut block = [0; BLOCK];
    block[..rest.len()].copy_from_slice(rest);
    block
}

/// Has quotes that are open at a line feed closed there; gives these line feeds.
#[cold]
fn end_open_lines(feeds: u64, inside: &mut u64) -> u64 {
    let mut open = 0;
    while let within @ 1.. = feeds & *inside {
        let feed = within & within.wrapping_neg();
        open |= feed;
        *inside ^= feed.wrapping_neg();
    }
    open
}
