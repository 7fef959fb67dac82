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
    let mut group = sweep.begin_group(blocks.len());
    for (index, block) in blocks.iter().enumerate().take(GROUP) {
        C::fetch(block.as_ptr().wrapping_add(AHEAD_BYTES));
        let feeds = C::equal(block, b'\n');
        let ends = C::equal(block, b'\t') | feeds;
        group.push::<C>(index, *base, Found { ends, feeds, within: 0 });
        // Wraps at most behind the last block of nearly 4 GiB.
        *base = base.wrapping_add(BLOCK as u32);
    }
    sweep.end_group();
}

/// Fields between spaces that stand outside quotes. Each line begins outside of them.
#[inline(always)]
pub(super) fn unquoted<C: Compare>(text: &[u8], sweep: &mut Sweep) {
    sweep.start(text.len());
    let (blocks, rest) = text.as_chunks();
    let mut state = State { inside: 0, ends: 1 << 63, closing: 0, base: 0 };
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
    /// All ones inside quotes, else 0.
    inside: u64,
    /// The ends and the closing quotes of the last block.
    ends: u64,
    closing: u64,
    /// The position of the next block.
    base: u32,
}

#[inline(always)]
fn unquoted_of_group<C: Compare>(blocks: &[[u8; BLOCK]], state: &mut State, sweep: &mut Sweep) {
    let before = *state;
    let mut group = sweep.begin_group(blocks.len());
    let (mut misplaced, mut backslash) = (0, C::met_none());
    for (index, block) in blocks.iter().enumerate().take(GROUP) {
        C::fetch(block.as_ptr().wrapping_add(AHEAD_BYTES));
        backslash = C::meet(backslash, block, b'\\');
        let quotes = C::equal(block, b'"');
        let within = C::running_parity(quotes) ^ state.inside;
        let feeds = C::equal(block, b'\n');
        let ends = C::spaces_and_feeds(block, feeds) & !within;
        misplaced |= state.go_on(quotes, within, ends);
        group.push::<C>(index, state.base, Found { ends, feeds, within });
        state.base = state.base.wrapping_add(BLOCK as u32);
    }
    if misplaced != 0 || C::has_met(backslash) || group.has_open_lines() {
        *state = before;
        return irregular_group::<C>(blocks, state, sweep);
    }
    sweep.end_group();
}

/// The same of a group that holds something irregular, which is told apart.
#[cold]
#[inline(never)]
fn irregular_group<C: Compare>(blocks: &[[u8; BLOCK]], state: &mut State, sweep: &mut Sweep) {
    let mut group = sweep.begin_group(blocks.len());
    let mut places = [0; GROUP];
    let base = state.base;
    for (index, block) in blocks.iter().enumerate().take(GROUP) {
        let (quotes, feeds) = (C::equal(block, b'"'), C::equal(block, b'\n'));
        places[index] = C::equal(block, b'\\');
        let mut within = C::running_parity(quotes) ^ state.inside;
        if feeds & within != 0 {
            places[index] |= end_open_lines(feeds, &mut within);
        }
        let ends = C::equal(block, b' ') & !within | feeds;
        places[index] |= state.go_on(quotes, within, ends);
        group.push::<C>(index, state.base, Found { ends, feeds, within });
        state.base = state.base.wrapping_add(BLOCK as u32);
    }
    sweep.end_group();
    for (index, &places) in places.iter().enumerate().take(blocks.len()) {
        sweep.push_irregular(base.wrapping_add((index * BLOCK) as u32), places);
    }
}

impl State {
    /// Goes on to the next block; gives the quotes, and the bytes behind quotes, that stand where no
    /// field begins or ends.
    #[inline(always)]
    fn go_on(&mut self, quotes: u64, within: u64, ends: u64) -> u64 {
        let (opening, closing) = (quotes & within, quotes & !within);
        let field_starts = ends << 1 | self.ends >> 63;
        let after_closing = closing << 1 | self.closing >> 63;
        self.inside = ((within as i64) >> 63) as u64;
        (self.ends, self.closing) = (ends, closing);
        (opening & !field_starts) | (after_closing & !ends)
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
