//! JSON lines: the platform's events, and those of functions that log JSON.

use super::clock::{epoch, zoned};
use super::columns::{Event, Field, Sheet};
use super::text;
use crate::json::{Token, decode, members};
use crate::row::{Others, set_token};
use crate::value::Timestamp;

/// What has to be known of an object before its members can be placed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shape<'a> {
    /// The type of a platform event, without `platform.`.
    event: Option<&'a [u8]>,
}

/// Looks through a line; `None` unless it is one object.
pub(super) fn shape(line: &[u8]) -> Option<Shape<'_>> {
    if line.trim_ascii_start().first() != Some(&b'{') {
        return None;
    }
    let mut event = None;
    let end = members(line, &mut |name, token| {
        if let (b"type", Token::Text(text)) = (name, token) {
            event = event.or(text.strip_prefix(b"platform."));
        }
    });
    line[end.ok()?..].trim_ascii().is_empty().then_some(Shape { event })
}

/// Reads an object of that shape, and gives the time that stands in it.
pub(super) fn read(
    sheet: &mut Sheet<'_>,
    others: &mut Others,
    shape: Shape<'_>,
) -> Option<Timestamp> {
    let line = sheet.line;
    let mut told = Told::default();
    let whole = members(line, &mut |name, token| {
        told.take(name, token);
        let field = match shape.event {
            Some(event) => platform_field(name, event),
            None => application_field(name),
        };
        match field {
            Some(field) if !sheet.cells.is_set(field as usize) => {
                set_token(sheet.cells, line, field as usize, token);
            }
            _ => others.add(sheet.cells, name, token),
        }
    });
    debug_assert!(whole.is_ok(), "its shape was read");
    put_trace(sheet, told.trace);
    match (shape.event, told.record) {
        (Some(event), None) => sheet.end(platform_event(event)),
        (Some(_), Some(record)) => text::read_fault(sheet, &decode(record)),
        (None, record) => end_application(sheet, record),
    }
    told.timestamp.or(told.time)
}

/// Members that mean more than their text.
#[derive(Debug, Default)]
struct Told<'a> {
    time: Option<Timestamp>,
    timestamp: Option<Timestamp>,
    /// `record`, where it is text.
    record: Option<&'a [u8]>,
    /// `Root=…;Parent=…;Sampled=…`.
    trace: Option<&'a [u8]>,
}

impl<'a> Told<'a> {
    fn take(&mut self, name: &[u8], token: Token<'a>) {
        match (name, token) {
            (b"time", token) => self.time = self.time.or_else(|| time(token)),
            (b"timestamp", token) => self.timestamp = self.timestamp.or_else(|| time(token)),
            (b"record", Token::Text(text)) => self.record = self.record.or(Some(text)),
            (b"record.tracing.value", Token::Text(text)) => self.trace = self.trace.or(Some(text)),
            _ => {}
        }
    }
}

fn time(token: Token<'_>) -> Option<Timestamp> {
    match token {
        Token::Text(text) => zoned(text).or_else(|| epoch(text)),
        Token::Number(number) => epoch(number),
        _ => None,
    }
}

/// The column of a platform event's member. What a report of a phase calls its duration is that
/// phase's.
fn platform_field(name: &[u8], event: &[u8]) -> Option<Field> {
    let Some(name) = name.strip_prefix(b"record.") else {
        return match name {
            b"time" => Some(Field::Time),
            b"type" => Some(Field::Type),
            _ => None,
        };
    };
    Some(match name {
        b"requestId" => Field::RequestId,
        b"version" => Field::Version,
        b"status" => Field::Status,
        b"errorType" => Field::ErrorType,
        b"runtimeVersion" => Field::RuntimeVersion,
        b"runtimeVersionArn" => Field::RuntimeVersionArn,
        b"phase" => Field::Phase,
        b"initializationType" => Field::InitializationType,
        b"metrics.durationMs" => match event {
            b"initReport" => Field::InitDuration,
            b"restoreReport" => Field::RestoreDuration,
            _ => Field::Duration,
        },
        b"metrics.billedDurationMs" => Field::BilledDuration,
        b"metrics.memorySizeMB" => Field::MemorySize,
        b"metrics.maxMemoryUsedMB" => Field::MaxMemoryUsed,
        b"metrics.initDurationMs" => Field::InitDuration,
        b"metrics.restoreDurationMs" => Field::RestoreDuration,
        _ => return None,
    })
}

fn application_field(name: &[u8]) -> Option<Field> {
    Some(match name {
        b"time" => Field::Time,
        b"timestamp" => Field::Timestamp,
        b"type" => Field::Type,
        b"level" => Field::Level,
        b"message" => Field::Message,
        b"status" => Field::Status,
        b"errorType" | b"message.errorType" => Field::ErrorType,
        b"requestId"
        | b"AWSRequestId"
        | b"awsRequestId"
        | b"aws_request_id"
        | b"function_request_id" => Field::RequestId,
        _ => return None,
    })
}

fn platform_event(event: &[u8]) -> Event {
    match event {
        b"start" => Event::Start,
        b"end" => Event::End,
        b"report" => Event::Report,
        b"initStart" => Event::InitStart,
        b"initReport" => Event::InitReport,
        b"initRuntimeDone" | b"runtimeDone" => Event::RuntimeDone,
        b"extension" | b"extensionInit" | b"telemetrySubscription" | b"logsSubscription" => {
            Event::Extension
        }
        _ if event.starts_with(b"restore") => Event::Restore,
        _ => Event::Platform,
    }
}

/// A trace header's parts, in any order.
fn put_trace(sheet: &mut Sheet<'_>, header: Option<&[u8]>) {
    for part in header.unwrap_or_default().split(|&byte| byte == b';') {
        match part.split_at_checked(part.iter().take_while(|&&byte| byte != b'=').count() + 1) {
            Some((b"Root=", root)) => sheet.put(Field::XrayTraceId, root),
            Some((b"Sampled=", b"1")) => sheet.put(Field::Sampled, b"true"),
            Some((b"Sampled=", b"0")) => sheet.put(Field::Sampled, b"false"),
            _ => {}
        }
    }
}

/// A function's own line: what it says may be the runtime's word for how it ended.
fn end_application(sheet: &mut Sheet<'_>, record: Option<&[u8]>) {
    if let Some(record) = record {
        sheet.put(Field::Message, &decode(record));
    }
    if sheet.get(Field::ErrorType).is_some_and(|name| !name.is_empty()) {
        return sheet.end(Event::Error);
    }
    match sheet.get(Field::Message).map(<[u8]>::to_vec) {
        Some(message) => text::read_rest(sheet, &message),
        None => sheet.end(Event::Application),
    }
}
