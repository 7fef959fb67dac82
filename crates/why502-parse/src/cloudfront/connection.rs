//! Connection log of CloudFront: one record for each TLS connection of a distribution that asks its
//! viewers for certificates (mutual TLS). JSON, or columns between tabs in the order of a header.

use std::sync::LazyLock;

use super::json::names;
use crate::error::RejectReason;
use crate::format::Format;
use crate::json::{Token, decode, members};
use crate::key::key_of;
use crate::options::Options;
use crate::row::{Cells, Column, Context, Head, Kind, Others, Reading, RowReader};
use crate::split::{Fields, split_tabbed};
use crate::value::{Timestamp, seconds_to_micros, unsigned};

/// The documented columns, in their order: those that every log has, then those that are chosen.
#[rustfmt::skip]
static COLUMNS: &[Column] = &[
    column("event_timestamp",                 "eventTimestamp",             Kind::Number),
    column("distribution_id",                 "distributionId",             Kind::Text),
    column("connection_id",                   "connectionId",               Kind::Text),
    column("cloudfront_connection_timestamp", "timestamp",                  Kind::Number),
    column("connection_status",               "connectionStatus",           Kind::Text),
    column("client_ip",                       "clientIp",                   Kind::Text),
    column("client_port",                     "clientPort",                 Kind::Number),
    column("server_ip",                       "serverIp",                   Kind::Text),
    column("distribution_tenant_id",          "distributionTenantId",       Kind::Text),
    column("tls_protocol",                    "tlsProtocol",                Kind::Text),
    column("tls_cipher",                      "tlsCipher",                  Kind::Text),
    column("tls_handshake_duration",          "tlsHandshakeDuration",       Kind::Millis),
    column("tls_sni",                         "tlsSni",                     Kind::Text),
    column("client_leaf_cert_serial_number",  "clientLeafCertSerialNumber", Kind::Text),
    column("client_leaf_cert_subject",        "clientLeafCertSubject",      Kind::Percent),
    column("client_leaf_cert_issuer",         "clientLeafCertIssuer",       Kind::Percent),
    column("client_leaf_cert_validity",       "clientLeafCertValidity",     Kind::Percent),
    column("connection_log_custom_data",      "connectionLogCustomData",    Kind::Percent),
];

const EVENT_TIMESTAMP: usize = 0;
const DISTRIBUTION_ID: usize = 1;
const CONNECTION_ID: usize = 2;
const TIMESTAMP: usize = 3;

const fn column(key: &'static str, name: &'static str, kind: Kind) -> Column {
    Column { key, name, kind, always: true }
}

/// Whether a line is typical of the format: an object with the names that every record has, or
/// their values between tabs.
pub(crate) fn is_typical(line: &[u8]) -> bool {
    match line.first() {
        Some(byte) if byte.is_ascii_digit() => begins_with_event(line),
        _ => {
            let mut met = [false; 3];
            for name in names(line) {
                if let Some(place) = place_of(name).filter(|&place| place < met.len()) {
                    met[place] = true;
                }
            }
            met[EVENT_TIMESTAMP] && (met[DISTRIBUTION_ID] || met[CONNECTION_ID])
        }
    }
}

/// The three columns that every log has come first where nothing else was asked for.
fn begins_with_event(line: &[u8]) -> bool {
    let mut columns = line.splitn(4, |&byte| byte == b'\t');
    let mut next = || columns.next().unwrap_or_default();
    let (time, distribution) = (next(), next());
    (time.len() == 13 || time.contains(&b'T'))
        && instant(time).is_some()
        && distribution.starts_with(b"E")
        && (12..=15).contains(&distribution.len())
        && distribution.iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
        && !next().is_empty()
}

/// Reads the lines of one log.
#[derive(Debug)]
pub(crate) struct Reader {
    /// The columns of lines that are no JSON.
    names: Vec<Name>,
}

/// A column's name, and the documented column that it means, if any.
#[derive(Debug)]
struct Name {
    text: Box<[u8]>,
    column: Option<usize>,
}

impl Reader {
    pub(crate) fn new(options: &Options) -> Self {
        let given = list(options.fields.iter().map(|name| name.trim().as_bytes()));
        let is_own = given.iter().any(|name| name.column == Some(EVENT_TIMESTAMP));
        let documented = || list(COLUMNS.iter().map(|column| column.name.as_bytes()));
        Self { names: if is_own { given } else { documented() } }
    }

    fn read_object(line: &[u8], cells: &mut Cells) -> Result<(), RejectReason> {
        let mut has_known = false;
        let mut name_bytes = 0;
        let read = members(line, &mut |name, value| {
            // Objects inside repeat the name of theirs for each member: not without end.
            name_bytes += name.len();
            if name_bytes > line.len() {
                return;
            }
            let name = decode(name);
            let (value, kind) = match value {
                Token::Text(inside) => (decode(inside), Kind::Percent),
                Token::Number(text) => (text.into(), Kind::Number),
                Token::Bool(text) => (text.into(), Kind::Bool),
                Token::Array(text) => (text.into(), Kind::Json),
                Token::Null => (b"".as_slice().into(), Kind::Text),
            };
            has_known |= set(cells, place_of(&name), &name, &value, kind);
        });
        match read {
            Ok(_) if has_known => Ok(()),
            _ => Err(RejectReason::UnrecognisedLine),
        }
    }

    fn read_columns(&self, fields: &Fields<'_>, cells: &mut Cells) -> Result<(), RejectReason> {
        if fields.count() == 1 {
            return Err(RejectReason::UnrecognisedLine);
        }
        for (place, name) in self.names.iter().enumerate() {
            let Some(value) = fields.get(place) else { break };
            set(cells, name.column, &name.text, value, Kind::Percent);
        }
        Ok(())
    }
}

/// The time of the record, from its cells; none where it has no time of its own.
fn time(line: &[u8], cells: &Cells) -> Result<Option<Timestamp>, RejectReason> {
    let mut is_absent = true;
    for column in [EVENT_TIMESTAMP, TIMESTAMP] {
        let logged = cells.get(line, column).filter(|text| !matches!(*text, b"" | b"-"));
        is_absent &= logged.is_none();
        if let Some(time) = logged.and_then(instant) {
            return Ok(Some(time));
        }
    }
    if is_absent { Ok(None) } else { Err(RejectReason::BadTimestamp) }
}

impl RowReader for Reader {
    fn columns(&self) -> &'static [Column] {
        COLUMNS
    }

    fn read(
        &mut self,
        line: &[u8],
        context: &mut Context<'_>,
        cells: &mut Cells,
    ) -> Result<Reading, RejectReason> {
        if line.trim_ascii_start().first() == Some(&b'{') {
            Self::read_object(line, cells)?;
        } else {
            let fields = split_tabbed(context.kernel, line, context.ends);
            self.read_columns(&fields, cells)?;
        }
        let time = time(line, cells)?.or(context.event_time);
        let time = time.ok_or(RejectReason::BadTimestamp)?;
        Ok(Reading::Record(Head { time, start: None, status: None }))
    }

    fn header(&mut self, names: &[u8]) {
        let names = names.split(|byte| byte.is_ascii_whitespace() || *byte == b',');
        self.names = list(names.filter(|name| !name.is_empty()));
    }
}

/// Sets the cell, or adds what is no documented column. Whether it is one.
fn set(cells: &mut Cells, column: Option<usize>, name: &[u8], value: &[u8], kind: Kind) -> bool {
    match column {
        Some(column) if !cells.is_set(column) => cells.set_text(column, value),
        Some(_) => {}
        // The names were counted before, or are a header's.
        None => {
            let mut others = Others::new(Format::CloudFrontConnection.name(), COLUMNS, usize::MAX);
            others.add_text(cells, name, value, kind);
        }
    }
    column.is_some()
}

fn list<'n>(names: impl Iterator<Item = &'n [u8]>) -> Vec<Name> {
    names.map(|text| Name { text: text.into(), column: place_of(text) }).collect()
}

/// The documented column of that name; case does not matter, nor how words are joined.
fn place_of(name: &[u8]) -> Option<usize> {
    let is_named = |column: &Column| column.name.as_bytes().eq_ignore_ascii_case(name);
    COLUMNS.iter().position(is_named).or_else(|| {
        // Long headers ask for many names.
        static OWN_KEYS: LazyLock<Vec<String>> =
            LazyLock::new(|| COLUMNS.iter().map(|column| key_of(column.name.as_bytes())).collect());
        let key = key_of(name);
        let own = |(column, own): (&Column, &String)| column.key == key || *own == key;
        COLUMNS.iter().zip(&*OWN_KEYS).position(own)
    })
}

/// An instant as the log may write it: milliseconds since 1970, seconds since 1970, or RFC 3339 in
/// UTC.
fn instant(text: &[u8]) -> Option<Timestamp> {
    const LEAST_DIGITS_OF_MILLIS: usize = 12;
    if text.contains(&b'T') {
        return Timestamp::parse(text);
    }
    let micros = match unsigned(text) {
        Some(millis) if text.len() >= LEAST_DIGITS_OF_MILLIS => millis.checked_mul(1_000)?,
        _ => seconds_to_micros(text)?,
    };
    Timestamp::of_micros(i64::try_from(micros).ok()?)
}
