//! Access log of the Apache HTTP server: the common and the combined form, with or without the
//! virtual host before them, and with what is added behind them.

use super::clf::{Clf, is_clf, is_of_apache, read};
use super::surplus::Places;
use crate::error::RejectReason;
use crate::options::Options;
use crate::row::{Cells, Column, Context, Head, Kind, Reading, RowReader};
use crate::value::{Status, common_log, status};

const fn column(key: &'static str, name: &'static str, kind: Kind, always: bool) -> Column {
    Column { key, name, kind, always }
}

/// The columns of the combined form; the names are those of Apache's documentation.
static COLUMNS: &[Column] = &[
    column("virtual_host", "%v:%p", Kind::Escaped, false),
    column("host", "%h", Kind::Escaped, true),
    column("ident", "%l", Kind::Escaped, true),
    column("user", "%u", Kind::Escaped, true),
    column("time", "%t", Kind::Text, true),
    column("request", "%r", Kind::Escaped, true),
    column("apache_access_status", "%>s", Kind::Number, true),
    column("bytes", "%b", Kind::Number, true),
    column("referer", "%{Referer}i", Kind::Escaped, true),
    column("user_agent", "%{User-agent}i", Kind::Escaped, true),
    column("x_forwarded_for", "%{X-Forwarded-For}i", Kind::Escaped, false),
    column("extra", "extra", Kind::Text, false),
];

const VIRTUAL_HOST: usize = 0;
const HOST: usize = 1;
const IDENT: usize = 2;
const USER: usize = 3;
const TIME: usize = 4;
const REQUEST: usize = 5;
const STATUS: usize = 6;
const BYTES: usize = 7;
const REFERER: usize = 8;
const USER_AGENT: usize = 9;
const FORWARDED_FOR: usize = 10;
const EXTRA: usize = 11;

static PLACES: Places =
    Places { format: "apache_access", columns: COLUMNS, first_quoted: None, rest: EXTRA };

/// Whether a line is typical of the format: the common line, and something in it that nginx does
/// not write.
pub(crate) fn is_typical(line: &[u8]) -> bool {
    is_clf(line) && is_of_apache(line)
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
        let clf = read(line)?;
        let time = common_log(&line[clf.time.clone()]);
        let status = match status(&line[clf.status.clone()]) {
            Status::Code(code) => Some(code),
            Status::Absent => None,
            Status::Invalid => return Err(RejectReason::BadFieldValue),
        };
        let surplus = clf.surplus;
        set(clf, cells);
        PLACES.read(line, surplus, cells)?;
        let time = time.ok_or(RejectReason::BadTimestamp)?;
        // Apache notes when the request came.
        Ok(Reading::Record(Head { time, start: Some(time), status }))
    }
}

fn set(clf: Clf, cells: &mut Cells) {
    let given = [
        (HOST, clf.who.host),
        (IDENT, clf.who.ident),
        (USER, clf.who.user),
        (TIME, clf.time),
        (REQUEST, clf.request),
        (STATUS, clf.status),
        (BYTES, clf.bytes),
    ];
    for (column, range) in given {
        cells.set(column, range);
    }
    let further = [
        (VIRTUAL_HOST, clf.who.virtual_host),
        (REFERER, clf.referer),
        (USER_AGENT, clf.user_agent),
        (FORWARDED_FOR, clf.who.forwarded),
    ];
    for (column, range) in further {
        if let Some(range) = range {
            cells.set(column, range);
        }
    }
}
