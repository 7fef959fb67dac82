//! The columns of a Lambda log, and the words of the column `event`.

use crate::row::{Cells, Column, Kind, place};

macro_rules! columns {
    ($($field:ident $key:ident $name:literal $kind:ident $always:literal;)*) => {
        /// A column, in the order of the table.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Field {
            $($field),*
        }

        /// The columns, in the order of [`Field`].
        pub(super) static COLUMNS: &[Column] = &[
            $(Column { key: stringify!($key), name: $name, kind: Kind::$kind, always: $always },)*
        ];
    };
}

columns! {
    Time time "time" Text true;
    Timestamp lambda_timestamp "timestamp" Text false;
    Type type "type" Text true;
    Event event "event" Text true;
    RequestId request_id "RequestId" Text true;
    Version version "Version" Text true;
    Status lambda_status "Status" Text true;
    Outcome outcome "outcome" Text true;
    ErrorType error_type "Error Type" Text true;
    Duration duration "Duration" Millis true;
    BilledDuration billed_duration "Billed Duration" Millis true;
    MemorySize memory_size_mb "Memory Size" Number true;
    MaxMemoryUsed max_memory_used_mb "Max Memory Used" Number true;
    InitDuration init_duration "Init Duration" Millis true;
    RestoreDuration restore_duration "Restore Duration" Millis true;
    XrayTraceId xray_trace_id "XRAY TraceId" Text true;
    SegmentId segment_id "SegmentId" Text true;
    Sampled sampled "Sampled" Bool true;
    Level level "level" Text true;
    Message message "message" Text true;
    RuntimeVersion runtime_version "Runtime Version" Text false;
    RuntimeVersionArn runtime_version_arn "Runtime Version ARN" Text false;
    Phase phase "Phase" Text false;
    InitializationType initialization_type "initializationType" Text false;
}

/// What a line is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Event {
    Start,
    End,
    Report,
    InitStart,
    InitReport,
    RuntimeDone,
    Restore,
    Extension,
    /// The trace id behind a report.
    Tracing,
    /// Something else of the platform.
    Platform,
    /// The function ran into its time limit.
    Timeout,
    /// The runtime's process ended before it had answered.
    Exit,
    /// The runtime tells of an error that the function did not catch, or of one of its own.
    Error,
    /// What the function itself wrote.
    Application,
}

impl Event {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::End => "end",
            Self::Report => "report",
            Self::InitStart => "init_start",
            Self::InitReport => "init_report",
            Self::RuntimeDone => "runtime_done",
            Self::Restore => "restore",
            Self::Extension => "extension",
            Self::Tracing => "tracing",
            Self::Platform => "platform",
            Self::Timeout => "timeout",
            Self::Exit => "exit",
            Self::Error => "error",
            Self::Application => "application",
        }
    }
}

/// The cells of one line.
pub(super) struct Sheet<'s> {
    pub(super) line: &'s [u8],
    pub(super) cells: &'s mut Cells,
}

impl Sheet<'_> {
    /// The column's value is this text; a value that it has already stays.
    pub(super) fn put(&mut self, field: Field, text: &[u8]) {
        if !self.cells.is_set(field as usize) {
            place(self.cells, self.line, field as usize, text);
        }
    }

    /// What the column has.
    pub(super) fn get(&self, field: Field) -> Option<&[u8]> {
        self.cells.get(self.line, field as usize)
    }

    /// Names the event, and the outcome where the line says one.
    pub(super) fn end(&mut self, event: Event) {
        const OUTCOMES: [&str; 4] = ["success", "failure", "error", "timeout"];
        let logged = self.get(Field::Status);
        let outcome = match (OUTCOMES.iter().find(|known| logged == Some(known.as_bytes())), event)
        {
            (Some(known), _) => Some(*known),
            (None, Event::Timeout) => Some("timeout"),
            (None, Event::Exit) => Some("error"),
            (None, _) => None,
        };
        if let Some(outcome) = outcome {
            self.put(Field::Outcome, outcome.as_bytes());
        }
        self.put(Field::Event, event.name().as_bytes());
    }
}
