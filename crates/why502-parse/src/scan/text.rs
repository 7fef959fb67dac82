//! The separators of many lines, in one pass over the text that holds them.

use super::compare::{BLOCK, Compare};
use super::ends::{GROUP, Group, Sweep};

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
    let mut group = Group::EMPTY;
    let room = sweep.room();
    for (index, block) in blocks.iter().enumerate().take(GROUP) {
        C::fetch(block.as_ptr().wrapping_add(AHEAD_BYTES));
        let feeds = C::equal(block, b'\n');
        let ends = C::equal(block, b'\t') | feeds;
        group.push::<C>((index, *base), (ends, feeds), room);
        // Wraps at most behind the last block of nearly 4 GiB.
        *base = base.wrapping_add(BLOCK as u32);
    }
    sweep.push_group(&group);
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
    let mut group = Group::EMPTY;
    let mut irregular = 0;
    let room = sweep.room();
    for (index, block) in blocks.iter().enumerate().take(GROUP) {
        C::fetch(block.as_ptr().wrapping_add(AHEAD_BYTES));
        let found = Found::of::<C>(block, state);
        irregular |= found.irregular;
        group.push::<C>((index, state.base), (found.ends, found.feeds), room);
        state.base = state.base.wrapping_add(BLOCK as u32);
    }
    if irregular != 0 {
        push_irregular::<C>(blocks, before, sweep);
    }
    sweep.push_group(&group);
}

/// Goes through a group again, to tell where it is irregular.
#[cold]
#[inline(never)]
fn push_irregular<C: Compare>(blocks: &[[u8; BLOCK]], mut state: State, sweep: &mut Sweep) {
    for block in blocks {
        let found = Found::of::<C>(block, &mut state);
        sweep.push_irregular(state.base, found.irregular);
        state.base = state.base.wrapping_add(BLOCK as u32);
    }
}

/// The last bytes of a text, and zeros, which are no separators.
fn filled_up(rest: &[u8]) -> [u8; BLOCK] {
    let mut block = [0; BLOCK];
    block[..rest.len()].copy_from_slice(rest);
    block
}

/// What a block holds.
struct Found {
    ends: u64,
    feeds: u64,
    /// Backslashes, line feeds within quotes, and the quotes, and the bytes behind quotes, that
    /// stand where no field begins or ends.
    irregular: u64,
}

impl Found {
    #[inline(always)]
    fn of<C: Compare>(block: &[u8; BLOCK], state: &mut State) -> Self {
        let feeds = C::equal(block, b'\n');
        let quotes = C::equal(block, b'"');
        let mut irregular = C::equal(block, b'\\');
        // One bit from each opening quote on, up to the byte before the closing one.
        let mut inside = C::running_parity(quotes) ^ state.inside;
        if feeds & inside != 0 {
            irregular |= end_open_lines(feeds, &mut inside);
        }
        let ends = C::equal(block, b' ') & !inside | feeds;
        let (opening, closing) = (quotes & inside, quotes & !inside);
        let field_starts = ends << 1 | state.ends >> 63;
        let after_closing = closing << 1 | state.closing >> 63;
        irregular |= (opening & !field_starts) | (after_closing & !ends);
        state.inside = ((inside as i64) >> 63) as u64;
        (state.ends, state.closing) = (ends, closing);
        Self { ends, feeds, irregular }
    }
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
