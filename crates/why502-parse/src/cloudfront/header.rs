//! Which column is where, as the latest `#Fields:` line says.

use super::fields::CloudFrontField as F;

/// The columns of the lines that follow.
#[derive(Debug)]
pub(crate) struct Columns {
    /// The place of each known field, or `ABSENT`.
    places: [u32; F::ALL.len()],
    /// The header's names, known or not, in their order.
    names: Vec<Name>,
    /// The time of a record.
    clock: Option<Clock>,
    /// The first columns, without which a line is no record: through the time and sc-status.
    least: usize,
}

/// A name of the header, and the field it stands for.
#[derive(Debug)]
struct Name {
    text: Box<[u8]>,
    /// `None` where the name is unknown, or was named before in the same header.
    field: Option<F>,
}

/// Which columns hold a record's time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Clock {
    /// Or `timestamp(ms)`, which is finer, where the line has it too.
    DateAndTime,
    TimestampMs,
    Timestamp,
}

const ABSENT: u32 = u32::MAX;

impl Columns {
    /// The legacy log's 33 columns.
    pub(crate) fn standard() -> Self {
        Self::from_names(F::STANDARD.iter().map(|field| field.aws_name().as_bytes()))
    }

    /// Reads what follows `#Fields:`. `None` if no name does.
    pub(crate) fn from_header(names: &[u8]) -> Option<Self> {
        let names = names.split(u8::is_ascii_whitespace).filter(|name| !name.is_empty());
        let columns = Self::from_names(names);
        (!columns.names.is_empty()).then_some(columns)
    }

    fn from_names<'n>(texts: impl Iterator<Item = &'n [u8]>) -> Self {
        let mut columns = Self {
            places: [ABSENT; F::ALL.len()],
            names: Vec::with_capacity(F::STANDARD.len()),
            clock: None,
            least: 0,
        };
        for (place, text) in (0..ABSENT).zip(texts) {
            let field = F::from_aws_name(text).filter(|&field| columns.place(field).is_none());
            if let Some(field) = field {
                columns.places[field as usize] = place;
            }
            columns.names.push(Name { text: text.into(), field });
        }
        columns.clock = columns.find_clock();
        let needed: &[F] = match columns.clock {
            Some(Clock::DateAndTime) => &[F::Date, F::Time, F::ScStatus],
            Some(Clock::TimestampMs) => &[F::TimestampMs, F::ScStatus],
            Some(Clock::Timestamp) => &[F::Timestamp, F::ScStatus],
            None => &[F::ScStatus],
        };
        let places = needed.iter().filter_map(|&field| columns.place(field));
        columns.least = places.max().map_or(0, |place| place + 1);
        columns
    }

    fn find_clock(&self) -> Option<Clock> {
        let has = |field| self.place(field).is_some();
        if has(F::Date) && has(F::Time) {
            Some(Clock::DateAndTime)
        } else if has(F::TimestampMs) {
            Some(Clock::TimestampMs)
        } else if has(F::Timestamp) {
            Some(Clock::Timestamp)
        } else {
            None
        }
    }

    /// Where the field stands in a line.
    #[inline]
    pub(crate) fn place(&self, field: F) -> Option<usize> {
        let place = self.places[field as usize];
        (place != ABSENT).then_some(place as usize)
    }

    pub(crate) fn clock(&self) -> Option<Clock> {
        self.clock
    }

    pub(crate) fn least(&self) -> usize {
        self.least
    }

    pub(crate) fn count(&self) -> usize {
        self.names.len()
    }

    /// The columns that no field stands for: place and name.
    pub(crate) fn unknown(&self) -> impl Iterator<Item = (usize, &[u8])> {
        let unknown = |(place, name): (usize, &'_ Name)| name.field.is_none().then_some(place);
        let places = self.names.iter().enumerate().filter_map(unknown);
        places.map(|place| (place, &*self.names[place].text))
    }
}
