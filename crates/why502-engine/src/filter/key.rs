//! A key, found once, and its value in a record.

use std::borrow::Cow;

use why502_parse::{AlbField, CloudFrontField, Kind, Number, Record, Value, View, key_of};

use super::context::Context;

/// A key of a record.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Key {
    Format,
    Source,
    Line,
    Timestamp,
    Status,
    Signature,
    FailureSide,
    StartTimestamp,
    Own(OwnKey),
}

/// A key of a format's own field: where it stands is looked up once.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct OwnKey {
    name: String,
    alb: Option<AlbField>,
    cloudfront: Option<CloudFrontField>,
}

impl Key {
    /// The key of that name, as a log may spell it; `None` where a name gives no key. Keys of
    /// records are spelt in one way, whether documented or not.
    pub(super) fn named(name: &str) -> Option<Self> {
        let name = key_of(name.as_bytes());
        Some(match name.as_str() {
            "" => return None,
            "format" => Self::Format,
            "source" => Self::Source,
            "line" => Self::Line,
            "timestamp" => Self::Timestamp,
            "status" => Self::Status,
            "signature" => Self::Signature,
            "failure_side" => Self::FailureSide,
            "start_timestamp" => Self::StartTimestamp,
            _ => Self::Own(OwnKey {
                alb: AlbField::from_name(&name),
                cloudfront: CloudFrontField::from_name(&name),
                name,
            }),
        })
    }

    /// Its name.
    pub(super) fn name(&self) -> &str {
        match self {
            Self::Format => "format",
            Self::Source => "source",
            Self::Line => "line",
            Self::Timestamp => "timestamp",
            Self::Status => "status",
            Self::Signature => "signature",
            Self::FailureSide => "failure_side",
            Self::StartTimestamp => "start_timestamp",
            Self::Own(own) => &own.name,
        }
    }

    /// True where the values are, or may be, addresses with a port.
    pub(super) fn has_port(&self) -> bool {
        matches!(self, Self::Own(own) if own.name.ends_with("port") || own.name.ends_with("port_list"))
    }

    /// True where the values are instants.
    pub(super) fn is_instant(&self) -> bool {
        matches!(self, Self::Timestamp | Self::StartTimestamp)
    }

    /// True where the values are of the record's verdict.
    pub(super) fn is_of_the_verdict(&self) -> bool {
        matches!(self, Self::Signature | Self::FailureSide)
    }

    /// Its value in the record, where the log wrote a number in nothing but digits, the first of
    /// several not 0: such a value is compared without being read.
    #[inline]
    pub(super) fn digits<'r>(&self, record: &Record<'r>) -> Option<&'r [u8]> {
        let Self::Own(own) = self else { return None };
        let (logged, kind) = match (record, own.alb, own.cloudfront) {
            (Record::Alb(record), Some(field), _) => (record.raw(field)?, field.kind()),
            (Record::CloudFront(record), _, Some(field)) => (record.raw(field)?, field.kind()),
            _ => return None,
        };
        let are_digits = match logged {
            [first, rest @ ..] if *first != b'0' || rest.is_empty() => {
                logged.iter().all(u8::is_ascii_digit)
            }
            _ => false,
        };
        (kind == Kind::Number && are_digits).then_some(logged)
    }

    /// Its value in the record. That of an instant is in microseconds.
    pub(super) fn value<'r>(&self, record: &'r Record<'_>, context: &Context<'r>) -> Value<'r> {
        let text = |text: &'r str| Value::Text(Cow::Borrowed(text.as_bytes()));
        let integer = |number: i64| Value::Number(Number::Integer(number));
        match self {
            Self::Format => text(record.format().name()),
            Self::Source => text(context.source),
            Self::Line => integer(i64::try_from(context.line).unwrap_or(i64::MAX)),
            Self::Timestamp => integer(record.time().micros()),
            Self::Status => record.status().map_or(Value::Null, |code| integer(i64::from(code))),
            Self::Signature => context.signature.map_or(Value::Null, |one| text(one.id)),
            Self::FailureSide => {
                let side = context.signature.and_then(|one| one.side);
                side.map_or(Value::Null, |side| text(side.name()))
            }
            Self::StartTimestamp => {
                record.start().map_or(Value::Null, |start| integer(start.micros()))
            }
            Self::Own(own) => own.value(record),
        }
    }
}

impl OwnKey {
    fn value<'r>(&self, record: &'r Record<'_>) -> Value<'r> {
        match (record, self.alb, self.cloudfront) {
            (Record::Alb(record), Some(field), _) => record.member(field, View::Meant),
            (Record::CloudFront(record), _, Some(field)) => record.member(field, View::Meant),
            _ => record.value(&self.name, View::Meant),
        }
    }
}
