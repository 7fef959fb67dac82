//! The window of time that is asked for, and the zone it is said in.

use jiff::tz::{Offset, TimeZone};
use why502_parse::Timestamp;

use crate::command_line::usage::UsageError;
use crate::command_line::window::WindowArguments;
use crate::instant;

/// From `since` to just before `until`; without one it is open on that side.
#[derive(Debug, Clone)]
pub(crate) struct Window {
    pub(crate) since: Option<Timestamp>,
    pub(crate) until: Option<Timestamp>,
    pub(crate) zone: TimeZone,
}

impl Window {
    pub(super) fn read(
        arguments: &WindowArguments,
        now: jiff::Timestamp,
    ) -> Result<Self, UsageError> {
        let zone = zone(&arguments.tz)?;
        let read = |flag: &str, text: &Option<String>| {
            let text = text.as_deref();
            text.map(|text| instant::parse(text, now, &zone))
                .transpose()
                .map_err(|error| UsageError::new(format!("{flag}: {error}")))
        };
        let since = read("--since", &arguments.since)?;
        let until = read("--until", &arguments.until)?;
        match (since, until) {
            (Some(from), Some(to)) if from >= to => Err(UsageError::new(format!(
                "the window is empty: --since {} is not before --until {}. The window runs from \
                 --since to just before --until; a date stands for its midnight at the start.",
                arguments.since.as_deref().unwrap_or_default(),
                arguments.until.as_deref().unwrap_or_default(),
            ))),
            _ => Ok(Self { since, until, zone }),
        }
    }

    /// The window in words, or nothing where none was asked for.
    pub(crate) fn text(&self) -> Option<String> {
        let shown = |at: Timestamp| self.shown(at);
        match (self.since, self.until) {
            (None, None) => None,
            (Some(since), None) => Some(format!("from {} on", shown(since))),
            (None, Some(until)) => Some(format!("before {}", shown(until))),
            (Some(since), Some(until)) => {
                Some(format!("from {} until before {}", shown(since), shown(until)))
            }
        }
    }

    /// An instant in the zone of the window.
    pub(crate) fn shown(&self, at: Timestamp) -> String {
        jiff::Timestamp::from_microsecond(at.micros()).map_or_else(
            |_| format!("{} µs", at.micros()),
            |at| at.to_zoned(self.zone.clone()).strftime("%Y-%m-%d %H:%M:%S %Z").to_string(),
        )
    }
}

pub(super) fn zone(name: &str) -> Result<TimeZone, UsageError> {
    let found = match name {
        "local" => TimeZone::try_system().ok(),
        "Z" | "z" => Some(TimeZone::UTC),
        _ => offset(name).map(TimeZone::fixed).or_else(|| TimeZone::get(name).ok()),
    };
    found.ok_or_else(|| {
        UsageError::new(format!(
            "--tz: `{name}` is no time zone that is known here. Give a name of the IANA database \
             such as Europe/Berlin, Asia/Tokyo or UTC, an offset such as +02:00, or `local`."
        ))
    })
}

/// `+02:00`, `-0530`, `+2`: hours, and minutes of two digits, ahead of UTC.
fn offset(text: &str) -> Option<Offset> {
    let (sign, digits) = match text.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return None,
    };
    let (hours, minutes) = match digits.split_once(':') {
        Some(parts) => parts,
        None => digits.split_at_checked(2).unwrap_or((digits, "")),
    };
    let number = |text: &str, most: i32| {
        let is_number = matches!(text.len(), 1..=2) && text.bytes().all(|b| b.is_ascii_digit());
        text.parse().ok().filter(|number| is_number && *number <= most)
    };
    let minutes = match minutes {
        "" if !digits.contains(':') => 0,
        minutes => number(minutes, 59).filter(|_| minutes.len() == 2)?,
    };
    Offset::from_seconds(sign * (number(hours, 23)? * 3600 + minutes * 60)).ok()
}
