//! Chunks of bytes into records: framing, splitting and reading in one pass.
//!
//! Nearly every line of the two largest logs is plain: it lies within one chunk, and each of its
//! quotes opens or closes a whole field. A window of the chunk at a time, the fields of all such
//! lines are found at once. Every other line takes the way through [`Framer`] and [`Parser`], alone:
//! the next one may be plain again. What comes out is what these two give.

use crate::alb::{AlbHead, AlbRecord};
use crate::detect::stands_for_itself;
use crate::dispatch::Plain;
use crate::format::Format;
use crate::frame::{Framer, Line};
use crate::options::Options;
use crate::parsed::{Headed, Released, Unit};
use crate::parser::Parser;
use crate::record::Record;
use crate::scan::{Kernel, Sweep};
use crate::split::Fields;
use memchr::memchr;

/// So many bytes are looked at before their lines are read: they and the positions stay in the
/// processor's nearest cache.
const WINDOW_BYTES: usize = 16 << 10;

/// Takes what is read.
trait Take {
    /// Only the first fields of a load balancer's plain lines are looked for.
    const HEADS: bool;

    /// A plain line's record.
    fn alb(&mut self, record: AlbRecord<'_>);
    /// Any unit.
    fn unit(&mut self, unit: Unit<'_>);
}

struct Units<'f, F: ?Sized>(&'f mut F);

impl<F: FnMut(Unit<'_>) + ?Sized> Take for Units<'_, F> {
    const HEADS: bool = false;

    #[inline]
    fn alb(&mut self, record: AlbRecord<'_>) {
        self.unit(Unit::of_record(Record::Alb(record)));
    }

    #[inline]
    fn unit(&mut self, unit: Unit<'_>) {
        (self.0)(unit);
    }
}

struct Heads<'f, F: ?Sized>(&'f mut F);

impl<F: FnMut(Headed<'_>) + ?Sized> Take for Heads<'_, F> {
    const HEADS: bool = true;

    #[inline]
    fn alb(&mut self, record: AlbRecord<'_>) {
        (self.0)(Headed::Head(AlbHead::of(record)));
    }

    #[inline]
    fn unit(&mut self, unit: Unit<'_>) {
        (self.0)(Headed::Unit(unit));
    }
}

/// Reads the bytes of one file or object.
#[derive(Debug)]
pub struct Reader {
    framer: Framer,
    parser: Parser,
    kernel: Kernel,
    sweep: Sweep,
    is_mixed: bool,
}

impl Reader {
    /// A reader of lines of up to `limit` bytes ([`Framer::new`]), of that format and no other;
    /// with `None`, of those recognised.
    #[must_use]
    pub fn new(limit: usize, format: Option<Format>, options: Options) -> Self {
        Self {
            framer: Framer::new(limit),
            parser: Parser::with_options(format, options),
            kernel: Kernel::detect(),
            sweep: Sweep::default(),
            is_mixed: false,
        }
    }

    /// The format that was given, or the latest one recognised.
    #[must_use]
    pub fn format(&self) -> Option<Format> {
        self.parser.format()
    }

    /// A line was met that is neither blank nor of a load balancer's access log in its plain form: it
    /// may make another thing of lines below it, or be one because of a line above it. Until then
    /// the lines are the same wherever the reading began.
    #[must_use]
    pub fn is_mixed(&self) -> bool {
        self.is_mixed
    }

    /// Takes the next chunk and hands out, in order, each unit that ends in it. However the bytes
    /// are cut into chunks, the units are the same.
    pub fn push<F: FnMut(Unit<'_>) + ?Sized>(&mut self, chunk: &[u8], each: &mut F) {
        self.push_to(chunk, &mut Units(each));
    }

    /// As [`push`](Self::push); of most load balancer's records, only the first fields are looked
    /// for. Of which ones depends on how the bytes are cut into chunks; the rest does not. Both
    /// ways may take turns.
    pub fn push_heads<F: FnMut(Headed<'_>) + ?Sized>(&mut self, chunk: &[u8], each: &mut F) {
        self.push_to(chunk, &mut Heads(each));
    }

    fn push_to<T: Take>(&mut self, chunk: &[u8], taker: &mut T) {
        let mut rest = chunk;
        while !rest.is_empty() {
            let plain = match self.framer.is_between_lines() {
                true => self.parser.plain().map(|(plain, _)| plain),
                false => None,
            };
            rest = match plain {
                Some(plain) => self.push_plain(plain, rest, taker),
                None => {
                    let (now, later) = rest.split_at(self.bytes_before_plain(rest));
                    self.push_framed(now, taker);
                    later
                }
            };
        }
    }

    /// Ends the stream: what is left is a unit. Gives what units held before turned out to be.
    pub fn finish<F: FnMut(Unit<'_>) + ?Sized>(&mut self, each: &mut F) -> Option<Released> {
        let Self { framer, parser, is_mixed, .. } = self;
        framer.finish(&mut |line| {
            *is_mixed |= is_foreign(line);
            each(parser.parse_unit(line));
        });
        self.end()
    }

    /// Ends a stream that damage cut off: the unfinished unit is none. Gives what units held before
    /// turned out to be.
    pub fn abandon(&mut self) -> Option<Released> {
        self.framer.abandon();
        self.end()
    }

    fn end(&mut self) -> Option<Released> {
        self.parser.finish();
        self.parser.take_released()
    }

    fn push_framed<T: Take>(&mut self, bytes: &[u8], taker: &mut T) {
        let Self { framer, parser, is_mixed, .. } = self;
        framer.push(bytes, &mut |line| {
            *is_mixed |= is_foreign(line);
            taker.unit(parser.parse_unit(line));
        });
    }

    /// How many of the bytes to push before it is asked again whether lines are plain.
    fn bytes_before_plain(&mut self, bytes: &[u8]) -> usize {
        let is_near = !self.framer.is_in_value()
            && (self.parser.may_become_plain() || self.parser.plain().is_some());
        match memchr(b'\n', bytes) {
            Some(feed) if is_near => feed + 1,
            _ => bytes.len(),
        }
    }

    /// Reads lines as long as they may be plain; gives what is left.
    fn push_plain<'c, T: Take>(
        &mut self,
        plain: Plain,
        chunk: &'c [u8],
        taker: &mut T,
    ) -> &'c [u8] {
        let mut rest = chunk;
        loop {
            let window = &rest[..rest.len().min(WINDOW_BYTES)];
            let (read, goes_on) = self.push_window(plain, window, taker);
            rest = &rest[read..];
            if !goes_on {
                return rest;
            }
            if read == 0 || window.len() == read + rest.len() {
                // The line's end is beyond the window.
                let end = memchr(b'\n', rest).map_or(rest.len(), |feed| feed + 1);
                self.push_framed(&rest[..end], taker);
                return &rest[end..];
            }
        }
    }

    /// Reads the lines that end in the window; gives the number of bytes read, and whether the
    /// next lines may be plain as well.
    fn push_window<T: Take>(
        &mut self,
        plain: Plain,
        window: &[u8],
        taker: &mut T,
    ) -> (usize, bool) {
        let Self { framer, parser, kernel, sweep, is_mixed } = self;
        *is_mixed |= plain != Plain::Alb;
        match plain {
            Plain::Alb if T::HEADS => kernel.sweep_unquoted_heads(window, sweep),
            Plain::Alb => kernel.sweep_unquoted(window, sweep),
            Plain::CloudFront => kernel.sweep_tabs(window, sweep),
        }
        let mut lines = Lines::new(plain, window, sweep, framer.limit());
        while let Some((now, dispatch)) = parser.plain()
            && now == plain
        {
            let other = loop {
                let Some((line, fields)) = lines.next() else { return (lines.start, true) };
                let is_read = match (plain, fields) {
                    (Plain::Alb, Some(fields)) => {
                        dispatch.read_alb_fields(fields).map(|record| taker.alb(record)).is_some()
                    }
                    (Plain::CloudFront, Some(fields)) => {
                        let record = dispatch.read_cloudfront_fields(fields);
                        let unit = record.map(|record| Unit::of_record(Record::CloudFront(record)));
                        unit.map(|unit| taker.unit(unit)).is_some()
                    }
                    (_, None) => false,
                };
                if !is_read {
                    break line;
                }
            };
            framer.push(other, &mut |line| {
                *is_mixed |= is_foreign(line);
                taker.unit(parser.parse_unit(line));
            });
            if !framer.is_between_lines() {
                break;
            }
        }
        (lines.start, false)
    }
}

fn is_foreign(line: Line<'_>) -> bool {
    !stands_for_itself(line.bytes())
}

/// The lines of a window that was swept.
struct Lines<'a> {
    plain: Plain,
    window: &'a [u8],
    limit: usize,
    ends: &'a [u32],
    line_ends: std::slice::Iter<'a, u32>,
    irregular: std::slice::Iter<'a, u32>,
    next_irregular: usize,
    /// Where the next line begins, and its first end's place.
    start: usize,
    first_end: usize,
}

impl<'a> Lines<'a> {
    fn new(plain: Plain, window: &'a [u8], sweep: &'a Sweep, limit: usize) -> Self {
        let mut irregular = sweep.irregular().iter();
        Self {
            plain,
            window,
            limit,
            ends: sweep.ends(),
            line_ends: sweep.lines().iter(),
            next_irregular: next_place(&mut irregular),
            irregular,
            start: 0,
            first_end: 0,
        }
    }

    /// The next line with its line feed, and its fields if they are those that were found.
    #[inline(always)]
    fn next(&mut self) -> Option<(&'a [u8], Option<Fields<'a>>)> {
        let line_end = *self.line_ends.next()? as usize;
        let ends = &self.ends[self.first_end..line_end];
        let feed = *ends.last()? as usize;
        let start = self.start;
        let line = &self.window[start..feed];
        self.first_end = line_end;
        self.start = feed.wrapping_add(1);
        if feed >= self.next_irregular {
            while feed >= self.next_irregular {
                self.next_irregular = next_place(&mut self.irregular);
            }
        } else if line.len() <= self.limit && is_plain(self.plain, line) {
            let fields = Fields::within(line, start as u32, ends, self.plain.separator());
            return Some((&self.window[start..self.start], Some(fields)));
        }
        Some((&self.window[start..self.start], None))
    }
}

/// The next of these positions; one that no line reaches where there is none.
fn next_place(places: &mut std::slice::Iter<'_, u32>) -> usize {
    places.next().map_or(usize::MAX, |&place| place as usize)
}

/// Whether the line begins and ends as lines do that need no more than a split.
#[inline]
fn is_plain(plain: Plain, line: &[u8]) -> bool {
    let (Some(first), Some(last)) = (line.first(), line.last()) else { return false };
    match plain {
        Plain::Alb => first.is_ascii_lowercase() && !matches!(last, b' ' | b'\r'),
        Plain::CloudFront => {
            first.is_ascii_digit() && line.get(10) == Some(&b'\t') && *last != b'\r'
        }
    }
}
