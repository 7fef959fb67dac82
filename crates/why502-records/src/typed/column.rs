//! Which columns a typed table has, and what their values are. It depends on the format, or on the
//! keys that were asked for, and never on the records: all tables of a format are alike.

use std::collections::HashMap;

use why502_parse::{AlbField, CloudFrontField, Format, Kind, columns_of};

/// The column behind all others of a format's table: a JSON object of what has no column, or is not
/// what its column holds.
pub const OTHER: &str = "other";

/// What a column's values are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellKind {
    /// Text.
    Text,
    /// The name of a log format.
    Format,
    /// The id of a signature, or of what a line gives evidence of.
    Signature,
    /// The name of a failure side.
    Side,
    /// A status code.
    Status,
    /// A whole number.
    Integer,
    /// A number; of a duration, in seconds.
    Float,
    /// A truth value.
    Bool,
    /// Microseconds since 1970, UTC.
    Instant,
}

/// A column of a typed table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypedColumn {
    /// The key that a record has it under.
    pub key: String,
    /// What its values are.
    pub kind: CellKind,
}

/// Keys that every record has, and what they hold; in the order of
/// [`COMMON_KEYS`](why502_parse::COMMON_KEYS).
const COMMON: [(&str, CellKind); 8] = [
    ("format", CellKind::Format),
    ("source", CellKind::Text),
    ("line", CellKind::Integer),
    ("timestamp", CellKind::Instant),
    ("status", CellKind::Status),
    ("signature", CellKind::Signature),
    ("failure_side", CellKind::Side),
    ("start_timestamp", CellKind::Instant),
];

/// Numbers that have a fraction though they are no durations: seconds since 1970.
const FRACTIONAL: [&str; 2] = ["cloudfront_realtime_timestamp", "msec"];

/// The columns of a table, in order.
#[derive(Debug, Clone)]
pub struct TypedColumns {
    columns: Vec<TypedColumn>,
    places: HashMap<String, usize>,
    /// Where what has no column goes.
    other: Option<usize>,
}

impl TypedColumns {
    /// Those of a format: what every record has, what is documented of the format, and
    /// [`OTHER`].
    #[must_use]
    pub fn of_format(format: Format) -> Self {
        let common = COMMON.map(|(key, kind)| (key.to_owned(), kind));
        let own = documented(format).into_iter().map(|(key, kind)| (key.to_owned(), kind));
        let other = (OTHER.to_owned(), CellKind::Text);
        let mut columns = Self::new(common.into_iter().chain(own).chain([other]));
        columns.other = columns.place(OTHER);
        columns
    }

    /// These keys, each once. A key has the kind that all formats with such a column agree on, and
    /// is text where they do not, or none has it.
    #[must_use]
    pub fn of_keys(keys: &[String]) -> Self {
        let mut known: HashMap<&str, CellKind> = HashMap::new();
        for (key, kind) in Format::ALL.iter().flat_map(|format| documented(*format)) {
            known.entry(key).and_modify(|met| *met = agreed(*met, kind)).or_insert(kind);
        }
        known.extend(COMMON);
        let kind = |key: &str| known.get(key).copied().unwrap_or(CellKind::Text);
        Self::new(keys.iter().map(|key| (key.clone(), kind(key))))
    }

    fn new(all: impl IntoIterator<Item = (String, CellKind)>) -> Self {
        let (mut columns, mut places) = (Vec::new(), HashMap::new());
        for (key, kind) in all {
            if !places.contains_key(&key) {
                places.insert(key.clone(), columns.len());
                columns.push(TypedColumn { key, kind });
            }
        }
        Self { columns, places, other: None }
    }

    /// All of them.
    #[must_use]
    pub fn as_slice(&self) -> &[TypedColumn] {
        &self.columns
    }

    pub(crate) fn place(&self, key: &str) -> Option<usize> {
        self.places.get(key).copied()
    }

    pub(crate) fn kind(&self, place: usize) -> CellKind {
        self.columns[place].kind
    }

    pub(crate) fn other(&self) -> Option<usize> {
        self.other
    }
}

fn agreed(one: CellKind, other: CellKind) -> CellKind {
    match (one, other) {
        _ if one == other => one,
        (CellKind::Integer | CellKind::Float, CellKind::Integer | CellKind::Float) => {
            CellKind::Float
        }
        _ => CellKind::Text,
    }
}

/// The documented keys of a format, in the order of its documentation.
fn documented(format: Format) -> Vec<(&'static str, CellKind)> {
    match format {
        Format::Alb => {
            AlbField::ALL.iter().map(|field| (field.name(), cell_kind("", field.kind()))).collect()
        }
        Format::CloudFront | Format::CloudFrontRealtime => CloudFrontField::ALL
            .iter()
            .filter(|field| !(format == Format::CloudFront && is_realtime_only(**field)))
            .map(|field| (field.key(format), *field))
            .map(|(key, field)| (key, cell_kind(key, field.kind())))
            .collect(),
        _ => columns_of(format)
            .iter()
            .map(|column| (column.key, cell_kind(column.key, column.kind)))
            .collect(),
    }
}

/// The one column that standard logs call otherwise.
fn is_realtime_only(field: CloudFrontField) -> bool {
    field == CloudFrontField::Timestamp
}

fn cell_kind(key: &str, kind: Kind) -> CellKind {
    match kind {
        Kind::Number if FRACTIONAL.contains(&key) => CellKind::Float,
        Kind::Number => CellKind::Integer,
        Kind::Seconds | Kind::Millis => CellKind::Float,
        Kind::Bool => CellKind::Bool,
        _ => CellKind::Text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use why502_parse::COMMON_KEYS;

    #[test]
    fn common_columns_are_the_common_keys() {
        assert_eq!(COMMON.map(|(key, _)| key), COMMON_KEYS);
    }

    #[test]
    fn every_format_has_its_columns_and_one_for_what_is_left() {
        for &format in Format::ALL {
            let columns = TypedColumns::of_format(format);
            let keys: Vec<&str> = columns.as_slice().iter().map(|c| c.key.as_str()).collect();
            assert_eq!(keys[..8], COMMON_KEYS);
            assert_eq!(keys.last(), Some(&OTHER));
            assert!(keys.len() > 12, "{format}: {keys:?}");
            assert!(!documented(format).iter().any(|(key, _)| *key == OTHER), "{format}");
        }
    }

    #[test]
    fn a_key_has_the_kind_that_formats_agree_on() {
        let keys = ["status", "target_processing_time", "time", "elb_status_code", "no_such_key"];
        let columns = TypedColumns::of_keys(&keys.map(str::to_owned));
        let kinds: Vec<_> = columns.as_slice().iter().map(|column| column.kind).collect();
        use CellKind::{Float, Integer, Status, Text};
        assert_eq!(kinds, [Status, Float, Text, Integer, Text]);
    }
}
