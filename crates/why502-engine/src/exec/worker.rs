//! One worker: frame → parse → classify → count, one object after another.

use std::io::BufRead as _;
use std::sync::Mutex;

use why502_parse::{Framer, Line, Parsed, Parser, RejectReason};

use crate::aggregate::{ObjectReport, Outcome, Partials};
use crate::observe::{Observation, Scratch};
use crate::work::{Observer, Settings, Stream, WorkItem};

/// An object whose first so many lines are of no known format is not read further.
const PATIENCE_LINES: usize = 10_000;

/// Takes items until there are none.
pub(super) fn run(
    settings: &Settings,
    queue: &Mutex<Vec<WorkItem<'_>>>,
    observer: &dyn Observer,
) -> Partials {
    let mut partials = Partials::new();
    let mut scratch = Scratch::default();
    while let Some(item) = next(queue) {
        let mut object = ObjectReader {
            settings,
            parser: Parser::new(item.format.or(settings.log_format)),
            report: ObjectReport::new(item.source, item.piece),
            unrecognised: Vec::new(),
            line: 0,
            partials: &mut partials,
            scratch: &mut scratch,
        };
        match (item.open)() {
            Ok(stream) => object.read(stream, observer),
            Err(error) => object.report.outcome = Outcome::Failed(error.to_string()),
        }
        let report = object.finish();
        partials.finish_object(report);
        observer.object_done();
    }
    partials
}

fn next<'a>(queue: &Mutex<Vec<WorkItem<'a>>>) -> Option<WorkItem<'a>> {
    // A worker that panicked while holding the lock left the list as it was.
    queue.lock().unwrap_or_else(std::sync::PoisonError::into_inner).pop()
}

struct ObjectReader<'w> {
    settings: &'w Settings,
    parser: Parser,
    report: ObjectReport,
    /// First lines of no known format, with the reason they get if a known one follows.
    unrecognised: Vec<(RejectReason, u64)>,
    line: u64,
    partials: &'w mut Partials,
    scratch: &'w mut Scratch,
}

impl ObjectReader<'_> {
    fn read(&mut self, mut stream: Box<dyn Stream>, observer: &dyn Observer) {
        let mut framer = Framer::new(self.settings.line_limit);
        let mut read_before = 0;
        loop {
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
            observer.advanced(read - read_before, taken as u64);
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
                if self.settings.holds(observation.time) {
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
                report.outcome = Outcome::Skipped("no known log format");
            } else if report.lines == 0 {
                report.outcome = Outcome::Skipped("empty");
            }
        }
        report
    }
}
