//! The separators of many lines, in one pass over the text that holds them.

use super::compare::{BLOCK, Compare};
use super::ends::{HEAD, Sweep};

/// Text is fetched so far ahead: about as much as is looked at before its lines are read, so that
/// memory is busy meanwhile.
const AHEAD_BYTES: usize = 16 << 10;

/// How many blocks are compared before their positions are stored. Comparing has no branches and
/// storing has: see [`line`](super::line).
const GROUP: usize = 64;

/// Fields between tabs.
#[inline(always)]
pub(super) fn tabs<C: Compare>(text: &[u8], sweep: &mut Sweep) {
    sweep.start();
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
fn tabs_of_group<C: Compare>(group: &[[u8; BLOCK]], base: &mut u32, sweep: &mut Sweep) {
    let (mut ends, mut feeds) = ([0; GROUP], [0; GROUP]);
    for ((block, ends), feeds) in group.iter().zip(&mut ends).zip(&mut feeds) {
        C::fetch(block.as_ptr().wrapping_add(AHEAD_BYTES));
        *feeds = C::equal(block, b'\n');
        *ends = C::equal(block, b'\t') | *feeds;
    }
    sweep.push_group::<C>(*base, &ends[..group.len()], &feeds);
    *base = base.wrapping_add((group.len() * BLOCK) as u32);
}

/// Fields between spaces that stand outside quotes. Each line begins outside of them. With
/// `IS_HEAD`, only the ends of a line's first fields, and its line feed.
#[inline(always)]
pub(super) fn unquoted<C: Compare, const IS_HEAD: bool>(text: &[u8], sweep: &mut Sweep) {
    sweep.start();
    let (blocks, rest) = text.as_chunks();
    let mut state = State { inside: 0, ends: 1 << 63, closing: 0, wanted: HEAD, base: 0 };
    for group in blocks.chunks(GROUP) {
        unquoted_of_group::<C, IS_HEAD>(group, &mut state, sweep);
    }
    if !rest.is_empty() {
        unquoted_of_group::<C, IS_HEAD>(&[filled_up(rest)], &mut state, sweep);
    }
}

/// What one group hands on to the next.
#[derive(Clone, Copy)]
struct State {
    /// All ones inside quotes, else 0.
    inside: u64,
    /// The ends and the closing quotes of the last block.
    ends: u64,
    closing: u64,
    /// So many more ends of the line are to be stored.
    wanted: usize,
    /// The position of the group.
    base: u32,
}

#[inline(always)]
fn unquoted_of_group<C: Compare, const IS_HEAD: bool>(
    group: &[[u8; BLOCK]],
    state: &mut State,
    sweep: &mut Sweep,
) {
    let before = *state;
    // Of each block, behind the last one of the group before.
    let (mut ends, mut closing) = ([0; GROUP + 1], [0; GROUP + 1]);
    let (mut opening, mut feeds) = ([0; GROUP], [0; GROUP]);
    (ends[0], closing[0]) = (state.ends, state.closing);
    let mut irregular = 0;
    for (index, block) in group.iter().enumerate().take(GROUP) {
        C::fetch(block.as_ptr().wrapping_add(AHEAD_BYTES));
        let found = Found::of::<C>(block, &mut state.inside);
        irregular |= found.irregular;
        ends[index + 1] = found.ends;
        closing[index + 1] = found.closing;
        opening[index] = found.opening;
        feeds[index] = found.feeds;
    }
    for index in 0..GROUP {
        irregular |= misplaced(
            (ends[index], ends[index + 1]),
            (closing[index], closing[index + 1]),
            opening[index],
        );
    }
    if irregular != 0 {
        push_irregular::<C>(group, before, sweep);
    }
    (state.ends, state.closing) = (ends[group.len()], closing[group.len()]);
    let ends = &ends[1..=group.len()];
    if IS_HEAD {
        sweep.push_heads::<C>(state.base, ends, feeds, &mut state.wanted);
    } else {
        sweep.push_group::<C>(state.base, ends, &feeds);
    }
    state.base = state.base.wrapping_add((group.len() * BLOCK) as u32);
}

/// The quotes, and the bytes behind quotes, that stand where no field begins or ends. Of ends and
/// closing quotes, those of the block before are needed too.
#[inline(always)]
fn misplaced(ends: (u64, u64), closing: (u64, u64), opening: u64) -> u64 {
    let field_starts = ends.1 << 1 | ends.0 >> 63;
    let after_closing = closing.1 << 1 | closing.0 >> 63;
    (opening & !field_starts) | (after_closing & !ends.1)
}

/// Goes through a group again, to tell where it is irregular.
#[cold]
#[inline(never)]
fn push_irregular<C: Compare>(group: &[[u8; BLOCK]], mut state: State, sweep: &mut Sweep) {
    for block in group {
        let found = Found::of::<C>(block, &mut state.inside);
        let ends = (state.ends, found.ends);
        let misplaced = misplaced(ends, (state.closing, found.closing), found.opening);
        sweep.push_irregular(state.base, found.irregular | misplaced);
        (state.ends, state.closing) = (found.ends, found.closing);
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
    opening: u64,
    closing: u64,
    /// Backslashes, and line feeds within quotes.
    irregular: u64,
}

impl Found {
    #[inline(always)]
    fn of<C: Compare>(block: &[u8; BLOCK], all_inside: &mut u64) -> Self {
        let feeds = C::equal(block, b'\n');
        let quotes = C::equal(block, b'"');
        let mut irregular = C::equal(block, b'\\');
        // One bit from each opening quote on, up to the byte before the closing one.
        let mut inside = C::running_parity(quotes) ^ *all_inside;
        if feeds & inside != 0 {
            irregular |= end_open_lines(feeds, &mut inside);
        }
        *all_inside = ((inside as i64) >> 63) as u64;
        let ends = C::equal(block, b' ') & !inside | feeds;
        Self { ends, feeds, opening: quotes & inside, closing: quotes & !inside, irregular }
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
