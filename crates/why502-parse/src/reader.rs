//! Chunks of bytes into records: framing, splitting and reading in one pass.
//!
//! Nearly every line of the two largest logs is plain: it lies within one chunk, and each of its
//! quotes opens or closes a whole field. A window of the chunk at a time, the fields of all such
//! lines are found at once. Every other line takes the way through [`Framer`] and [`Parser`], alone:
//! the next one may be plain again. What comes out is what these two give.

use crate::alb::AlbRecord;
use crate::cloudfront::CloudFrontRecord;
use crate::detect::stands_for_itself;
use crate::dispatch::{Dispatch, Plain};
use crate::format::Format;
use crate::frame::{Framer, Line};
use crate::options::Options;
use crate::parsed::{Released, Unit};
use crate::parser::Parser;
use crate::plain::Lines;
use crate::record::Record;
use crate::scan::{Kernel, Sweep};
use memchr::memchr;

/// So many bytes are looked at before their lines are read: they and the positions stay in the
/// processor's nearest cache.
const WINDOW_BYTES: usize = 16 << 10;

/// Takes what a [`Reader`] reads, in the order of the log.
pub trait Take {
    /// A load balancer's record that was found among others.
    fn alb(&mut self, record: &AlbRecord<'_>);

    /// The same of CloudFront.
    fn cloudfront(&mut self, record: &CloudFrontRecord<'_>);

    /// Any other unit, or a record that was read by itself.
    fn unit(&mut self, unit: Unit<'_>);
}

struct Units<'f, F: ?Sized>(&'f mut F);

impl<F: FnMut(Unit<'_>) + ?Sized> Take for Units<'_, F> {
    #[inline]
    fn alb(&mut self, record: &AlbRecord<'_>) {
        self.unit(Unit::of_record(Record::Alb(*record)));
    }

    #[inline]
    fn cloudfront(&mut self, record: &CloudFrontRecord<'_>) {
        self.unit(Unit::of_record(Record::CloudFront(*record)));
    }

    #[inline]
    fn unit(&mut self, unit: Unit<'_>) {
        (self.0)(unit);
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

    /// As [`push`](Self::push), with a way of its own for records that are found many at once. Which
    /// ones are depends on how the bytes are cut into chunks.
    pub fn push_to<T: Take>(&mut self, chunk: &[u8], taker: &mut T) {
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
            Plain::Alb => kernel.sweep_unquoted(window, sweep),
            Plain::CloudFront => kernel.sweep_tabs(window, sweep),
        }
        let mut lines = Lines::new(plain, window, sweep, framer.limit());
        while let Some((now, dispatch)) = parser.plain()
            && now == plain
        {
            let Some(other) = take_plain(dispatch, &mut lines, taker) else {
                return (lines.start(), true);
            };
            framer.push(other, &mut |line| {
                *is_mixed |= is_foreign(line);
                taker.unit(parser.parse_unit(line));
            });
            if !framer.is_between_lines() {
                break;
            }
        }
        (lines.start(), false)
    }
}

/// Takes records up to the first line that has to be read in another way; gives that line.
#[inline]
fn take_plain<'w, T: Take>(
    dispatch: &mut Dispatch,
    lines: &mut Lines<'w>,
    taker: &mut T,
) -> Option<&'w [u8]> {
    match lines.plain() {
        Plain::Alb => {
            while let Some((line, fields)) = lines.next() {
                match fields.and_then(|fields| dispatch.read_alb_fields(fields)) {
                    Some(record) => taker.alb(&record),
                    None => return Some(line),
                }
            }
        }
        Plain::CloudFront => {
            dispatch.begin_cloudfront_lines(lines.has_next());
            while let Some((line, fields)) = lines.next() {
                match fields.and_then(|fields| dispatch.read_cloudfront_fields(fields)) {
                    Some(record) => taker.cloudfront(&record),
                    None => return Some(line),
                }
            }
        }
    }
    None
}

fn is_foreign(line: Line<'_>) -> bool {
    !stands_for_itself(line.bytes())
}
