//! One worker: frame → parse → classify → count, one object after another.

use std::io::BufRead as _;
use std::time::Duration;

use why502_parse::{Framer, Line, Parsed, Parser, RejectReason};

use crate::aggregate::{ObjectReport, Outcome, Partials, Skip};
use crate::observe::{Observation, Scratch};
use crate::work::{Control, Mark, Next, Observer, Settings, Stream, Work, WorkItem};

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
    pub(super) stop: Stop,
}

/// What a worker needs to know, whatever the object.
#[derive(Clone, Copy)]
pub(super) struct Round<'r> {
    pub(super) settings: &'r Settings,
    pub(super) control: &'r dyn Control,
    pub(super) observer: &'r dyn Observer,
}

/// Takes items until there are none, or until told to stop.
pub(super) fn run(round: Round<'_>, work: &dyn Work<'_>) -> Harvest {
    let mut harvest = Harvest {
        partials: Partials::new(),
        done: Vec::new(),
        unread: Vec::new(),
        stop: Stop::Exhausted,
    };
    let mut scratch = Scratch::default();
    harvest.stop = loop {
        if !round.control.goes_on() {
            break Stop::Idle;
        }
        if !round.control.takes_more() {
            break Stop::Paused;
        }
        match work.next(PATIENCE) {
            Next::Item(item) => {
                if harvest.read(round, item, &mut scratch) {
                    break Stop::BrokenOff;
                }
            }
            Next::NotYet => {}
            Next::End => break Stop::Exhausted,
        }
    };
    harvest
}

impl Harvest {
    /// Reads one item; true where it was broken off.
    fn read(&mut self, round: Round<'_>, item: WorkItem<'_>, scratch: &mut Scratch) -> bool {
        let mark = item.mark.filter(|_| item.piece.is_none());
        let mut object = ObjectReader {
            round,
            parser: Parser::new(item.format.or(round.settings.log_format)),
            report: ObjectReport::new(item.source, item.piece),
            unrecognised: Vec::new(),
            line: 0,
            is_broken_off: false,
            partials: &mut self.partials,
            scratch,
        };
        match (item.open)() {
            Ok(stream) => object.read(stream),
            Err(error) => object.report.outcome = Outcome::Failed(error.to_string()),
        }
        let is_broken_off = object.is_broken_off;
        let report = object.finish();
        match mark {
            Some(mark) if report.can_be_tried_again() => self.unread.push((mark.name, report)),
            mark => {
                self.partials.finish_object(report);
                self.done.extend(mark);
            }
        }
        round.observer.object_done();
        is_broken_off
    }
}

struct ObjectReader<'w> {
    round: Round<'w>,
    parser: Parser,
    report: ObjectReport,
    /// First lines of no known format, with the reason they get if a known one follows.
    unrecognised: Vec<(RejectReason, u64)>,
    line: u64,
    is_broken_off: bool,
    partials: &'w mut Partials,
    scratch: &'w mut Scratch,
}

impl ObjectReader<'_> {
    fn read(&mut self, mut stream: Box<dyn Stream>) {
        let mut framer = Framer::new(self.round.settings.line_limit);
        let mut read_before = 0;
        loop {
            if !self.round.control.goes_on() {
                framer.abandon();
                self.is_broken_off = true;
                self.report.outcome = Outcome::Failed(BROKEN_OFF.to_owned());
                break;
            }
            let taken = match stream.fill_buf() {
                Ok([]) => {
                    framer.finish(&mut |line| self.take(line));
                    break;
                }
                Ok(chunk) => {
                    framer.push(chunk, &mut |line| self.take(line));
                    chunk.len()
                }
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => 0,
                Err(error) => {
                    if stream.ends_cleanly(&error) {
                        framer.finish(&mut |line| self.take(line));
                    } else {
                        framer.abandon();
                    }
                    self.report.outcome = Outcome::Failed(error.to_string());
                    break;
                }
            };
            stream.consume(taken);
            self.report.bytes += taken as u64;
            let read = stream.bytes_read();
            self.round.observer.advanced(read - read_before, taken as u64);
            read_before = read;
            if self.gave_up() {
                break;
            }
        }
        self.report.bytes_read = stream.bytes_read();
    }

    fn take(&mut self, line: Line<'_>) {
        if self.gave_up() {
            return;
        }
        self.line += 1;
        let known = self.parser.format().is_some();
        let too_long = matches!(line, Line::TooLong(_));
        match self.parser.parse(line) {
            Parsed::Record(record) => {
                let observation = Observation::of(&record, self.scratch);
                if self.round.settings.holds(observation.time) {
                    self.partials.record(&observation);
                    self.report.records += 1;
                    self.report.lines += 1;
                } else {
                    self.report.leave_out(observation.time);
                }
            }
            Parsed::Control => {
                self.report.control_lines += 1;
                self.report.lines += 1;
            }
            Parsed::Rejected(reason) => {
                self.report.reject(reason, self.line);
                self.report.lines += 1;
            }
            Parsed::Unknown => {
                let reason = if too_long {
                    RejectReason::LineTooLong
                } else {
                    RejectReason::UnrecognisedLine
                };
                self.unrecognised.push((reason, self.line));
                return;
            }
        }
        if !known && self.parser.format().is_some() {
            self.settle_unrecognised();
        }
    }

    fn gave_up(&self) -> bool {
        self.parser.format().is_none() && self.unrecognised.len() >= PATIENCE_LINES
    }

    /// A format was found after all: the lines before are lines of that log, and rejected.
    fn settle_unrecognised(&mut self) {
        for (reason, line) in std::mem::take(&mut self.unrecognised) {
            self.report.reject(reason, line);
            self.report.lines += 1;
        }
    }

    fn finish(self) -> ObjectReport {
        let mut report = self.report;
        if self.parser.format().is_none() && report.outcome == Outcome::Read {
            if !self.unrecognised.is_empty() {
                report.outcome = Outcome::Skipped(Skip::UnknownFormat);
            } else if report.lines == 0 {
                report.outcome = Outcome::Skipped(Skip::Empty);
            }
        }
        report
    }
}
