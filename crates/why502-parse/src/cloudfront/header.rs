//! Which column is where: as the latest `#Fields:` line says, or a list of names.

use super::fields::CloudFrontField as F;
use crate::format::Format;

/// The columns of the lines that follow.
#[derive(Debug)]
pub(crate) struct Columns {
    /// Whose lines these are.
    format: Format,
    /// Of lines that are objects: the length of the latest, which stands behind copies of its
    /// values.
    line_bytes: Option<usize>,
    /// The place of each known field, or `ABSENT`.
    places: [u32; F::ALL.len()],
    /// The names, known or not, in their order.
    names: Vec<Name>,
    /// The time of a record.
    clock: Option<Clock>,
    /// The first columns, without which a line is no record: through the time and sc-status.
    least: usize,
}

/// A name, and the field it stands for.
#[derive(Debug)]
struct Name {
    text: Box<[u8]>,
    /// `None` where the name is unknown, or was named before in the same list.
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
        Self::of_fields(Format::CloudFront, &F::STANDARD)
    }

    /// The columns of a newer delivery whose owner chose none.
    pub(crate) fn standard_v2() -> Self {
        let mut fields = F::STANDARD.to_vec();
        fields.extend([F::CCountry, F::CacheBehaviorPathPattern]);
        Self::of_fields(Format::CloudFront, &fields)
    }

    /// These columns, under their own names.
    pub(crate) fn of_fields(format: Format, fields: &[F]) -> Self {
        Self::from_names(format, fields.iter().map(|field| field.aws_name().as_bytes()))
    }

    /// Reads what follows `#Fields:`: names between blanks or commas. `None` if no name does.
    pub(crate) fn from_header(names: &[u8]) -> Option<Self> {
        let names = names.split(|byte| byte.is_ascii_whitespace() || *byte == b',');
        let columns = Self::from_names(Format::CloudFront, names.filter(|name| !name.is_empty()));
        (!columns.names.is_empty()).then_some(columns)
    }

    /// The names of an object's members.
    pub(crate) fn of_object<'n>(names: impl Iterator<Item = &'n [u8]>) -> Self {
        Self::from_names(Format::CloudFront, names)
    }

    /// Names given beside the log. `None` where most of them are no columns of CloudFront: they
    /// are meant for other logs.
    pub(crate) fn given(format: Format, names: &[String]) -> Option<Self> {
        let columns = Self::from_names(format, names.iter().map(|name| name.trim().as_bytes()));
        let known = columns.names.iter().filter(|name| name.field.is_some()).count();
        (known * 2 > columns.count()).then_some(columns)
    }

    fn from_names<'n>(format: Format, texts: impl Iterator<Item = &'n [u8]>) -> Self {
        let mut columns = Self {
            format,
            line_bytes: None,
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

    /// The format of the lines.
    pub(crate) fn format(&self) -> Format {
        self.format
    }

    /// The next line is an object of that length.
    pub(crate) fn set_line_bytes(&mut self, bytes: usize) {
        self.line_bytes = Some(bytes);
    }

    /// The length of a line that stands behind copies of its values.
    pub(crate) fn line_bytes(&self) -> Option<usize> {
        self.line_bytes
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

    /// Whether any of the names is a column of CloudFront.
    pub(crate) fn has_known(&self) -> bool {
        self.names.iter().any(|name| name.field.is_some())
    }

    /// The columns that no field stands for: place and name.
    pub(crate) fn unknown(&self) -> impl Iterator<Item = (usize, &[u8])> {
        let unknown = |(place, name): (usize, &'_ Name)| name.field.is_none().then_some(place);
        let places = self.names.iter().enumerate().filter_map(unknown);
        places.map(|place| (place, &*self.names[place].text))
    }
}
