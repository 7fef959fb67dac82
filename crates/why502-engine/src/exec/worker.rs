//! One worker: frame → parse → hand over, one object after another.

use std::collections::BTreeSet;
use std::io::BufRead as _;
use std::time::Duration;

use why502_parse::{
    AlbRecord, CloudFrontRecord, Parsed, Reader, Record, RejectReason, Released, Take, Unit,
};

use crate::aggregate::{ObjectReport, Outcome, Partials, Skip};
use crate::filter::Context;
use crate::observe::{Request, verdict};
use crate::work::{Control, Mark, Next, Observer, Settings, Stream, WorkItem};

/// An object whose first so many lines are of no known format is not read further.
const PATIENCE_LINES: usize = 10_000;
/// So long a worker waits for work before it asks again whether to go on.
const PATIENCE: Duration = Duration::from_millis(100);
/// Why an object failed that was broken off.
const BROKEN_OFF: &str = "the run was ended before it was read to its end";

/// Why a worker stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    /// There is no more work.
    Exhausted,
    /// It was told to begin no other object.
    Paused,
    /// It was told to go no further; nothing was in hand.
    Idle,
    /// It was told to go no further, and an object was broken off.
    BrokenOff,
}

/// What one worker brings home.
#[derive(Debug)]
pub(super) struct Harvest {
    pub(super) partials: Partials,
    /// Objects that are finished.
    pub(super) done: Vec<Mark>,
    /// Objects that failed before their first record, by the name of their mark: nothing of them
    /// is counted anywhere else, so they can be tried again.
    pub(super) unread: Vec<(u64, ObjectReport)>,
    /// Objects that should not have been cut into pieces.
    pub(super) mixed: BTreeSet<String>,
    pub(super) stop: Stop,
}

/// What a worker needs to know, whatever the object.
#[derive(Clone, Copy)]
pub(super) struct Round<'r> {
    pub(super) settings: &'r Settings,
    pub(super) control: &'r dyn Control,
    pub(super) observer: &'r dyn Observer,
}

/// What a worker does all day.
pub(super) trait Duty<'a> {
    /// The next item, as [`Work::next`](crate::Work::next).
    fn next(&mut self, patience: Duration) -> Next<'a>;
    /// Reads it, by [`read`] with a receiver of its choice.
    fn read(&mut self, round: Round<'_>, item: WorkItem<'a>) -> Object;
    /// Notes what became of an object.
    fn finish_object(&mut self, report: ObjectReport);
    /// All that was counted.
    fn into_partials(self) -> Partials;
}

/// Takes the records of one object that lie in the window, in the order of its lines.
pub(super) trait Receive {
    /// One record; `line` is its number in the object, from 1. `false`: no more is wanted.
    fn take(&mut self, record: &Record<'_>, line: u64) -> bool;

    /// As [`take`](Self::take); which records come this way depends on how the bytes arrive.
    fn take_request<'w>(&mut self, request: impl Request<'w>, line: u64) -> bool {
        self.take(&request.record(), line)
    }
}

/// An object that was read, as far as it went.
#[derive(Debug)]
pub(super) struct Object {
    mark: Option<Mark>,
    report: ObjectReport,
    is_broken_off: bool,
    /// It is a piece, and what its lines are may depend on another one.
    is_mixed: bool,
}

/// Takes items until there are none, or until told to stop.
pub(super) fn run<'a>(round: Round<'_>, duty: impl Duty<'a>) -> Harvest {
    let mut hand = Hand { duty, done: Vec::new(), unread: Vec::new(), mixed: BTreeSet::new() };
    let stop = loop {
        if !round.control.goes_on() {
            break Stop::Idle;
        }
        if !round.control.takes_more() {
            break Stop::Paused;
        }
        match hand.duty.next(PATIENCE) {
            Next::Item(item) => {
                let object = hand.duty.read(round, item);
                let is_broken_off = object.is_broken_off;
                hand.bring_in(object);
                round.observer.object_done();
                if is_broken_off {
                    break Stop::BrokenOff;
                }
            }
            Next::NotYet => {}
            Next::End => break Stop::Exhausted,
        }
    };
    let Hand { duty, done, unread, mixed } = hand;
    Harvest { partials: duty.into_partials(), done, unread, mixed, stop }
}

/// What a worker has in hand.
struct Hand<D> {
    duty: D,
    done: Vec<Mark>,
    unread: Vec<(u64, ObjectReport)>,
    mixed: BTreeSet<String>,
}

impl<'a, D: Duty<'a>> Hand<D> {
    fn bring_in(&mut self, Object { mark, report, is_mixed, .. }: Object) {
        if is_mixed {
            self.mixed.insert(report.source.clone());
        }
        match mark {
            Some(mark) if report.can_be_tried_again() => self.unread.push((mark.name, report)),
            mark => {
                self.duty.finish_object(report);
                self.done.extend(mark);
            }
        }
    }
}

/// Reads one item into the receiver, and accounts for every line of it.
pub(super) fn read(round: Round<'_>, item: WorkItem<'_>, receiver: &mut impl Receive) -> Object {
    let is_piece = item.piece.is_some();
    let mark = item.mark.filter(|_| !is_piece);
    let mut object = ObjectReader {
        round,
        is_format_known: false,
        report: ObjectReport::new(item.source, item.piece),
        unrecognised: Vec::new(),
        line: 0,
        held_since: None,
        is_broken_off: false,
        is_mixed: false,
        has_enough: false,
        receiver,
    };
    let format = item.format.or(round.settings.log_format);
    object.is_format_known = format.is_some();
    match (item.open)() {
        Ok(stream) => {
            let options = round.settings.options.clone();
            object.read(stream, Reader::new(round.settings.line_limit, format, options));
        }
        Err(error) => object.report.outcome = Outcome::Failed(error.to_string()),
    }
    let (is_broken_off, is_mixed) = (object.is_broken_off, is_piece && object.is_mixed);
    Object { mark, report: object.finish(), is_broken_off, is_mixed }
}

struct ObjectReader<'w, R> {
    round: Round<'w>,
    is_format_known: bool,
    report: ObjectReport,
    /// First lines of no known format, with the reason they get if a known one follows.
    unrecognised: Vec<(RejectReason, u64)>,
    line: u64,
    /// The first of the lines that the parser holds.
    held_since: Option<u64>,
    is_broken_off: bool,
    is_mixed: bool,
    /// The receiver wants no more.
    has_enough: bool,
    receiver: &'w mut R,
}

impl<R: Receive> ObjectReader<'_, R> {
    fn read(&mut self, mut stream: Box<dyn Stream>, mut reader: Reader) {
        let mut read_before = 0;
        loop {
            if !self.round.control.goes_on() {
                self.settle_held(reader.abandon());
                self.is_broken_off = true;
                self.report.outcome = Outcome::Failed(BROKEN_OFF.to_owned());
                break;
            }
            let taken = match stream.fill_buf() {
                Ok([]) => {
                    let released = reader.finish(&mut |unit: Unit<'_>| self.take(unit));
                    self.settle_held(released);
                    break;
                }
                Ok(chunk) => {
                    reader.push_to(chunk, self);
                    chunk.len()
                }
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => 0,
                Err(error) => {
                    let released = if stream.ends_cleanly(&error) {
                        reader.finish(&mut |unit: Unit<'_>| self.take(unit))
                    } else {
                        reader.abandon()
                    };
                    self.settle_held(released);
                    self.report.outcome = Outcome::Failed(error.to_string());
                    break;
                }
            };
            stream.consume(taken);
            self.report.bytes += taken as u64;
            let read = stream.bytes_read();
            self.round.observer.advanced(read - read_before, taken as u64);
            read_before = read;
            if self.is_over() {
                break;
            }
        }
        self.report.bytes_read = stream.bytes_read();
        self.is_mixed = reader.is_mixed();
    }

    /// As [`take`](Self::take), of a record that stands where no format is in doubt.
    #[inline]
    fn take_request<'w>(&mut self, request: impl Request<'w>) {
        if self.is_over() {
            return;
        }
        self.line += 1;
        let time = request.time();
        self.report.meet(time);
        if !self.round.settings.holds(time) {
            self.report.leave_out(time);
        } else if !passes(self.round.settings, || request.record(), &self.report.source, self.line)
        {
            self.report.filtered_out += 1;
        } else {
            self.has_enough = !self.receiver.take_request(request, self.line);
            self.report.records += 1;
            self.report.lines += 1;
        }
        if !self.is_format_known {
            self.is_format_known = true;
            self.settle_unrecognised();
        }
    }

    fn take(&mut self, unit: Unit<'_>) {
        if self.is_over() {
            return;
        }
        self.line += 1;
        let mut holds = false;
        match unit.parsed {
            Parsed::Record(record) => {
                self.report.meet(record.time());
                if !self.round.settings.holds(record.time()) {
                    self.report.leave_out(record.time());
                } else if !passes(self.round.settings, || record, &self.report.source, self.line) {
                    self.report.filtered_out += 1;
                } else {
                    self.has_enough = !self.receiver.take(&record, self.line);
                    self.report.records += 1;
                    self.report.lines += 1;
                }
            }
            Parsed::Held => holds = true,
            Parsed::Control => {
                self.report.control_lines += 1;
                self.report.lines += 1;
            }
            Parsed::Rejected(reason) => {
                self.report.reject(reason, self.line);
                self.report.lines += 1;
            }
            Parsed::Unknown => {
                let reason = if unit.is_too_long {
                    RejectReason::LineTooLong
                } else {
                    RejectReason::UnrecognisedLine
                };
                self.unrecognised.push((reason, self.line));
                return;
            }
        }
        self.settle_held(unit.released);
        if holds {
            self.held_since.get_or_insert(self.line);
        }
        if !self.is_format_known && unit.is_format_known {
            self.is_format_known = true;
            self.settle_unrecognised();
        }
    }

    /// Nothing behind this line is looked at: nobody wants it, or no log line was found for long.
    fn is_over(&self) -> bool {
        self.has_enough || !self.is_format_known && self.unrecognised.len() >= PATIENCE_LINES
    }

    /// A format was found after all: the lines before are lines of that log, and rejected.
    fn settle_unrecognised(&mut self) {
        for (reason, line) in std::mem::take(&mut self.unrecognised) {
            self.report.reject(reason, line);
            self.report.lines += 1;
        }
    }

    /// Counts lines that were held, once the parser knows what they are.
    fn settle_held(&mut self, released: Option<Released>) {
        let Some(released) = released else { return };
        let first = self.held_since.take().unwrap_or(self.line);
        let control_lines = u64::from(released.control_lines);
        self.report.control_lines += control_lines;
        self.report.lines += control_lines;
        if let Some(reason) = released.rejected {
            self.report.reject(reason, first);
            self.report.lines += 1;
        }
    }

    fn finish(self) -> ObjectReport {
        let mut report = self.report;
        if !self.is_format_known && report.outcome == Outcome::Read {
            if !self.unrecognised.is_empty() {
                report.outcome = Outcome::Skipped(Skip::UnknownFormat);
            } else if report.lines == 0 {
                report.outcome = Outcome::Skipped(Skip::Empty);
            }
        }
        report
    }
}

impl<R: Receive> Take for ObjectReader<'_, R> {
    #[inline]
    fn alb(&mut self, record: &AlbRecord<'_>) {
        self.take_request(record);
    }

    #[inline]
    fn cloudfront(&mut self, record: &CloudFrontRecord<'_>) {
        self.take_request(record);
    }

    fn unit(&mut self, unit: Unit<'_>) {
        self.take(unit);
    }
}

fn passes<'a>(
    settings: &Settings,
    record: impl FnOnce() -> Record<'a>,
    source: &str,
    line: u64,
) -> bool {
    settings.filter.as_ref().is_none_or(|filter| {
        let record = record();
        let signature = if filter.asks_for_the_verdict() { verdict(&record) } else { None };
        filter.holds(&record, &Context { source, line, signature })
    })
}
