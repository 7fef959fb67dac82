//! Physical lines that begin with a JSON object: values, and the events of envelopes.
//!
//! A value may go on over several physical lines for as long as it is well formed. Where it is not,
//! it ends: on its first line with that line, or where `}` and `{"` meet on it; else in front of
//! the line in which it went wrong, which is then read for itself.

use super::grammar::{Scanner, Step};
use super::line::{Line, is_blank};
use super::unit::{Role, Unit};
use memchr::memchr2;

/// What is done with the next byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// Not here: a physical line of another kind, or the beginning of one.
    Idle,
    Value,
    /// Behind a whole value: what follows on the line decides whether it is the unit.
    Behind,
    /// Behind a malformed place.
    Junk(Junk),
}

/// How much of `}{"` was met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Junk {
    Nothing,
    /// A closing brace that ends at this offset.
    Closed(usize),
    /// And an opening brace at the second.
    Opened(usize, usize),
}

/// The JSON values of a stream.
#[derive(Debug)]
pub(super) struct Values {
    phase: Phase,
    scanner: Scanner,
    unit: Unit,
    limit: usize,
    /// Offset of the physical line that is read, if it is not the unit's first.
    line_start: Option<usize>,
    /// The offset behind a whole value.
    end: usize,
    /// A unit began on the physical line that is read.
    began: bool,
    /// Or so it was when the unit that is read began.
    began_before: bool,
    /// Physical lines within the unit on which no unit began.
    controls: usize,
    /// The latest chunk ended within a physical line.
    is_within_line: bool,
    /// The beginning of a physical line that is to be read again.
    again: Vec<u8>,
}

impl Values {
    pub(super) fn new(limit: usize) -> Self {
        Self {
            phase: Phase::Idle,
            scanner: Scanner::new(),
            unit: Unit::new(limit),
            limit,
            line_start: None,
            end: 0,
            began: false,
            began_before: false,
            controls: 0,
            is_within_line: false,
            again: Vec::new(),
        }
    }

    #[inline]
    pub(super) fn is_active(&self) -> bool {
        self.phase != Phase::Idle
    }

    /// The next byte is a brace that begins a physical line.
    pub(super) fn begin(&mut self) {
        self.began = false;
        self.controls = 0;
        self.begin_unit(0);
    }

    pub(super) fn abandon(&mut self) {
        self.phase = Phase::Idle;
        self.unit.begin(Role::Nothing, 0);
    }

    /// Takes bytes up to the end of a physical line behind which there is no value, and gives their
    /// number. What [`take_again`](Self::take_again) then gives stands in front of the rest.
    pub(super) fn push<F: FnMut(Line<'_>) + ?Sized>(
        &mut self,
        chunk: &[u8],
        each: &mut F,
    ) -> usize {
        let mut at = 0;
        while self.is_active() && at < chunk.len() {
            at = match self.phase {
                Phase::Idle | Phase::Value => self.value(chunk, at, each),
                Phase::Behind => self.behind(chunk, at, each),
                Phase::Junk(junk) => self.junk(junk, chunk, at, each),
            };
        }
        if self.is_active()
            && let Some(&last) = chunk.last()
        {
            self.unit.carry(chunk);
            self.is_within_line = last != b'\n';
        }
        at
    }

    pub(super) fn take_again(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.again)
    }

    /// Ends the stream.
    pub(super) fn finish<F: FnMut(Line<'_>) + ?Sized>(&mut self, each: &mut F) {
        let end = if self.phase == Phase::Behind { self.end } else { self.unit.offset(0) };
        self.emit(&[], end, each);
        self.controls += usize::from(self.is_within_line && !self.began);
        self.emit_controls(each);
        self.abandon();
    }

    fn begin_unit(&mut self, at: usize) {
        self.unit.begin(Role::Value, at);
        self.begin_value();
    }

    fn begin_value(&mut self) {
        self.scanner = Scanner::new();
        self.phase = Phase::Value;
        self.line_start = None;
        self.began_before = std::mem::replace(&mut self.began, true);
    }

    fn value<F: FnMut(Line<'_>) + ?Sized>(
        &mut self,
        chunk: &[u8],
        at: usize,
        each: &mut F,
    ) -> usize {
        let (read, step) = self.scanner.feed(&chunk[at..]);
        let at = at + read;
        match step {
            Step::More => {}
            Step::LineFeed => return self.line_feed(chunk, at, each),
            Step::Failed => return self.fail(chunk, at, each),
            Step::EventsBegin => self.begin_events(at, each),
            Step::EventBegin => {
                let role = if self.scanner.is_control { Role::ControlEvent } else { Role::Event };
                if self.unit.role == Role::Nothing {
                    self.begin_event(role, chunk, at);
                }
            }
            Step::EventEnd => {
                if self.unit.role != Role::Value {
                    let end = self.unit.offset(at);
                    self.emit(chunk, end, each);
                    self.emit_controls(each);
                    self.unit.begin(Role::Nothing, at);
                    self.line_start = None;
                }
            }
            Step::End => {
                self.end = self.unit.offset(at);
                self.phase = Phase::Behind;
            }
        }
        at
    }

    /// What was read so far is an envelope's, unless it is over-long.
    fn begin_events<F: FnMut(Line<'_>) + ?Sized>(&mut self, at: usize, each: &mut F) {
        if self.unit.role == Role::Nothing || self.unit.offset(at) > self.limit {
            return;
        }
        if self.line_start.is_none() {
            self.began = self.began_before;
        } else {
            self.controls += usize::from(!self.began_before);
        }
        self.emit_controls(each);
        self.unit.begin(Role::Nothing, at);
        self.line_start = None;
    }

    fn begin_event(&mut self, role: Role, chunk: &[u8], at: usize) {
        // The brace was read, and is a byte of this chunk.
        debug_assert_eq!(chunk.get(at - 1), Some(&b'{'), "an event begins with a brace");
        self.unit.begin(role, at - 1);
        self.line_start = None;
        self.began = true;
    }

    /// A line feed between tokens.
    fn line_feed<F: FnMut(Line<'_>) + ?Sized>(
        &mut self,
        chunk: &[u8],
        at: usize,
        each: &mut F,
    ) -> usize {
        let is_first_line = self.line_start.is_none();
        if self.unit.role == Role::Value && is_first_line && self.scanner.behind_brace {
            return self.end_line(chunk, at, self.unit.offset(at), each);
        }
        self.controls += usize::from(!self.began);
        self.began = false;
        self.scanner.is_fresh = true;
        if self.unit.role == Role::Nothing {
            self.emit_controls(each);
        } else {
            self.line_start = Some(self.unit.offset(at + 1));
        }
        at + 1
    }

    /// The byte there cannot belong to a well-formed value.
    fn fail<F: FnMut(Line<'_>) + ?Sized>(
        &mut self,
        chunk: &[u8],
        at: usize,
        each: &mut F,
    ) -> usize {
        if self.unit.role == Role::Nothing {
            if self.scanner.is_fresh {
                self.abandon();
            } else {
                self.unit.begin(Role::Nothing, at);
                self.phase = Phase::Junk(Junk::Nothing);
            }
            return at;
        }
        let offset = self.unit.offset(at);
        match self.line_start {
            Some(line_start) if offset <= self.limit => {
                self.read_again(line_start, chunk, each).unwrap_or(0)
            }
            Some(_) if self.scanner.is_fresh => {
                self.emit(chunk, offset, each);
                self.emit_controls(each);
                self.abandon();
                at
            }
            _ => {
                self.phase = Phase::Junk(Junk::Nothing);
                at
            }
        }
    }

    /// The unit ends in front of the physical line that begins at this offset; the place of that in
    /// the chunk, if it lies there.
    fn read_again<F: FnMut(Line<'_>) + ?Sized>(
        &mut self,
        line_start: usize,
        chunk: &[u8],
        each: &mut F,
    ) -> Option<usize> {
        let place = self.unit.place(line_start);
        if place.is_none() {
            self.again.extend_from_slice(self.unit.kept_from(line_start));
        }
        self.emit(chunk, line_start - 1, each);
        self.emit_controls(each);
        self.abandon();
        place
    }

    /// Behind a whole value.
    fn behind<F: FnMut(Line<'_>) + ?Sized>(
        &mut self,
        chunk: &[u8],
        at: usize,
        each: &mut F,
    ) -> usize {
        match chunk[at] {
            b'\n' => self.end_line(chunk, at, self.end, each),
            b'{' => {
                self.emit(chunk, self.end, each);
                self.emit_controls(each);
                self.begin_unit(at);
                at
            }
            byte if is_blank(byte) => at + 1,
            _ => {
                self.phase = Phase::Junk(Junk::Nothing);
                at
            }
        }
    }

    /// Behind a malformed place.
    fn junk<F: FnMut(Line<'_>) + ?Sized>(
        &mut self,
        junk: Junk,
        chunk: &[u8],
        at: usize,
        each: &mut F,
    ) -> usize {
        let byte = chunk[at];
        let (next, read) = match (junk, byte) {
            (Junk::Opened(end, brace), b'"') => {
                self.emit(chunk, end, each);
                self.emit_controls(each);
                return self.begin_behind_junk(brace, at);
            }
            (_, b'\n') => return self.end_line(chunk, at, self.unit.offset(at), each),
            (_, b'}') => (Junk::Closed(self.unit.offset(at + 1)), 1),
            (Junk::Closed(end), b'{') => (Junk::Opened(end, self.unit.offset(at)), 1),
            (Junk::Closed(_), byte) if is_blank(byte) => (junk, 1),
            _ => {
                let rest = &chunk[at..];
                (Junk::Nothing, memchr2(b'\n', b'}', rest).unwrap_or(rest.len()))
            }
        };
        self.phase = Phase::Junk(next);
        at + read
    }

    /// A value begins with the brace at this offset, the byte in front of `at`.
    fn begin_behind_junk(&mut self, brace: usize, at: usize) -> usize {
        if let Some(place) = self.unit.place(brace) {
            self.begin_unit(place);
            return place;
        }
        self.unit.begin_with(Role::Value, b"{");
        self.begin_value();
        self.scanner.feed(b"{");
        at
    }

    /// The unit ends at that offset, and the physical line at `at`.
    fn end_line<F: FnMut(Line<'_>) + ?Sized>(
        &mut self,
        chunk: &[u8],
        at: usize,
        end: usize,
        each: &mut F,
    ) -> usize {
        self.emit(chunk, end, each);
        self.controls += usize::from(!self.began);
        self.emit_controls(each);
        self.abandon();
        at + 1
    }

    fn emit<F: FnMut(Line<'_>) + ?Sized>(&mut self, chunk: &[u8], end: usize, each: &mut F) {
        if let Some(line) = self.unit.line(chunk, end) {
            each(line);
        }
    }

    fn emit_controls<F: FnMut(Line<'_>) + ?Sized>(&mut self, each: &mut F) {
        for _ in 0..std::mem::take(&mut self.controls) {
            each(Line::Control(b""));
        }
    }
}
