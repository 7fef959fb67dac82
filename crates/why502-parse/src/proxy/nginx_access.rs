//! Access log of nginx: the combined form, with what is often added behind it, and JSON objects of
//! nginx's variables.

use super::clf::{Clf, is_clf, is_of_apache, read};
use super::surplus::Places;
use super::variables;
use crate::error::RejectReason;
use crate::options::Options;
use crate::row::{Cells, Column, Context, Head, Kind, Reading, RowReader};
use crate::value::{
    Status, Timestamp, common_log, duration_micros, rfc3339, seconds_to_micros, status,
};

const fn column(key: &'static str, kind: Kind, always: bool) -> Column {
    Column { key, name: key, kind, always }
}

/// The variables of the combined form, then others that are often logged.
static COLUMNS: &[Column] = &[
    column("remote_addr", Kind::Escaped, true),
    column("remote_user", Kind::Escaped, true),
    column("time_local", Kind::Text, true),
    column("request", Kind::Escaped, true),
    Column { key: "nginx_access_status", name: "status", kind: Kind::Number, always: true },
    column("body_bytes_sent", Kind::Number, true),
    column("http_referer", Kind::Escaped, true),
    column("http_user_agent", Kind::Escaped, true),
    column("http_x_forwarded_for", Kind::Escaped, false),
    column("request_time", Kind::Seconds, false),
    column("upstream_addr", Kind::Escaped, false),
    column("upstream_status", Kind::Number, false),
    column("upstream_response_time", Kind::Seconds, false),
    column("upstream_connect_time", Kind::Seconds, false),
    column("upstream_header_time", Kind::Seconds, false),
    column("upstream_response_length", Kind::Number, false),
    column("upstream_cache_status", Kind::Text, false),
    column("request_length", Kind::Number, false),
    column("bytes_sent", Kind::Number, false),
    column("server_name", Kind::Text, false),
    column("host", Kind::Escaped, false),
    column("request_method", Kind::Escaped, false),
    column("request_uri", Kind::Escaped, false),
    column("request_id", Kind::Text, false),
    column("time_iso8601", Kind::Text, false),
    column("msec", Kind::Number, false),
    column("proxy_upstream_name", Kind::Text, false),
    column("extra", Kind::Text, false),
];

const REMOTE_ADDR: usize = 0;
const REMOTE_USER: usize = 1;
const TIME_LOCAL: usize = 2;
const REQUEST: usize = 3;
const STATUS: usize = 4;
const BODY_BYTES_SENT: usize = 5;
const REFERER: usize = 6;
const USER_AGENT: usize = 7;
const FORWARDED_FOR: usize = 8;
const REQUEST_TIME: usize = 9;
const TIME_ISO8601: usize = 24;
const MSEC: usize = 25;
const EXTRA: usize = 27;

static PLACES: Places = Places {
    format: "nginx_access",
    columns: COLUMNS,
    first_quoted: Some(FORWARDED_FOR),
    rest: EXTRA,
};

/// Whether a line is typical of the format: the common line where nothing shows that Apache wrote
/// it, or an object of nginx's variables.
pub(crate) fn is_typical(line: &[u8]) -> bool {
    is_clf(line) && !is_of_apache(line) || variables::is_typical(line)
}

/// Reads the lines of one log.
#[derive(Debug, Default)]
pub(crate) struct Reader;

impl Reader {
    pub(crate) fn new(_options: &Options) -> Self {
        Self
    }
}

impl RowReader for Reader {
    fn columns(&self) -> &'static [Column] {
        COLUMNS
    }

    fn read(
        &mut self,
        line: &[u8],
        _context: &mut Context<'_>,
        cells: &mut Cells,
    ) -> Result<Reading, RejectReason> {
        if line.starts_with(b"{") {
            variables::read(line, &PLACES, cells).ok_or(RejectReason::UnrecognisedLine)?;
        } else {
            let clf = read(line)?;
            let surplus = clf.surplus;
            set(line, clf, cells);
            PLACES.read(line, surplus, cells)?;
        }
        let time = time(line, cells).ok_or(RejectReason::BadTimestamp)?;
        let status = match status(cells.get(line, STATUS).unwrap_or_default()) {
            Status::Code(code) => Some(code),
            Status::Absent => None,
            Status::Invalid => return Err(RejectReason::BadFieldValue),
        };
        let taken = cells.get(line, REQUEST_TIME).and_then(duration_micros);
        let start = taken.and_then(|micros| {
            Timestamp::of_micros(time.micros().checked_sub(i64::try_from(micros).ok()?)?)
        });
        Ok(Reading::Record(Head { time, start, status }))
    }
}

fn set(line: &[u8], clf: Clf, cells: &mut Cells) {
    let others = [
        (&b"virtual_host"[..], clf.who.virtual_host),
        (b"ident", Some(clf.who.ident).filter(|ident| line[ident.clone()] != *b"-")),
    ];
    for (name, range) in others {
        if let Some(range) = range {
            cells.add(name, &line[range], Kind::Escaped);
        }
    }
    cells.set(REMOTE_ADDR, clf.who.host);
    cells.set(REMOTE_USER, clf.who.user);
    cells.set(TIME_LOCAL, clf.time);
    cells.set(REQUEST, clf.request);
    cells.set(STATUS, clf.status);
    cells.set(BODY_BYTES_SENT, clf.bytes);
    let further =
        [(REFERER, clf.referer), (USER_AGENT, clf.user_agent), (FORWARDED_FOR, clf.who.forwarded)];
    for (column, range) in further {
        if let Some(range) = range {
            cells.set(column, range);
        }
    }
}

/// The most precise of the times that are there, all of the same instant: when the line was
/// written, which is the end of the request.
fn time(line: &[u8], cells: &Cells) -> Option<Timestamp> {
    let logged = |column| cells.get(line, column);
    let of_msec = || {
        let micros = seconds_to_micros(logged(MSEC)?)?;
        Timestamp::of_micros(i64::try_from(micros).ok()?)
    };
    let other = || {
        let mut extra = cells.extra(line);
        let time = extra.find_map(|(name, value, _)| match name {
            b"time" | b"nginx_access_timestamp" | b"timestamp" => Some(value),
            _ => None,
        })?;
        rfc3339(time).or_else(|| common_log(time))
    };
    of_msec()
        .or_else(|| rfc3339(logged(TIME_ISO8601)?))
        .or_else(|| common_log(logged(TIME_LOCAL)?))
        .or_else(other)
}
