//! VPC flow log: columns between spaces, as a header names them, or the default ones. A record tells
//! of packets of one connection in one direction, within a minute or ten. Also one JSON object a
//! record, as a flow log that was delivered as columns is read.

use super::flow_fields::{COLUMNS, COUNT, DEFAULT, END, START, column_of};
use crate::error::RejectReason;
use crate::json::members;
use crate::options::Options;
use crate::row::{
    Cells, Column, Context, Head, Kind, Others, Reading, RowReader, place, set_token,
};
use crate::value::{Timestamp, unsigned};

/// Whether a line is typical of the format: a header, or a line of the default columns.
pub(crate) fn is_typical(line: &[u8]) -> bool {
    is_header(line) || begins_default(line) || is_typical_object(line)
}

/// An object's first members stand in so many bytes.
const BEGINNING_BYTES: usize = 1024;

/// Whether this is, or begins like, an object with the addresses of a flow, or the interface and
/// the status of its log.
fn is_typical_object(line: &[u8]) -> bool {
    if line.first() != Some(&b'{') {
        return false;
    }
    let mut met = [false; 4];
    // Members before a malformed place, or before the cut, count.
    let _ = members(&line[..line.len().min(BEGINNING_BYTES)], &mut |name, _| {
        let column = column_of(name).map(|column| COLUMNS[column].key);
        for (met, key) in met.iter_mut().zip(["srcaddr", "dstaddr", "interface_id", "log_status"]) {
            *met |= column == Some(key);
        }
    });
    met[0] && met[1] || met[2] && met[3]
}

/// A version, an account and a network interface.
fn begins_default(line: &[u8]) -> bool {
    let mut tokens = line.splitn(4, |&byte| byte == b' ');
    let mut next = || tokens.next().unwrap_or_default();
    let (version, account, interface) = (next(), next(), next());
    let is_number = |text: &[u8]| text.iter().all(u8::is_ascii_digit);
    matches!(version.len(), 1 | 2)
        && is_number(version)
        && (account == b"unknown" || account.len() == 12 && is_number(account))
        && interface.starts_with(b"eni-")
}

/// Names and nothing else, three of which are known at least, and more than are not.
fn is_header(line: &[u8]) -> bool {
    let is_name = |token: &[u8]| {
        let is_part = |byte: &u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_');
        token.first().is_some_and(u8::is_ascii_lowercase) && token.iter().all(is_part)
    };
    if !line.first().is_some_and(u8::is_ascii_lowercase) || !tokens(line).all(is_name) {
        return false;
    }
    let known = tokens(line).filter(|token| column_of(token).is_some()).count();
    known >= 3 && 2 * known > tokens(line).count()
}

fn tokens(line: &[u8]) -> impl Iterator<Item = &[u8]> {
    line.split(|&byte| byte == b' ').filter(|token| !token.is_empty())
}

/// Where a line's value goes.
#[derive(Debug)]
enum Place {
    Column(usize),
    /// A name that is no documented column.
    Other(Box<[u8]>),
}

/// Reads the lines of one log.
#[derive(Debug)]
pub(crate) struct Reader {
    layout: Vec<Place>,
}

impl Reader {
    pub(crate) fn new(options: &Options) -> Self {
        let names = || options.fields.iter().map(String::as_bytes);
        // The names may be those of another log that is read in the same run.
        let is_ours = names().any(|name| column_of(name).is_some());
        let layout =
            if is_ours { layout(names()) } else { (0..DEFAULT).map(Place::Column).collect() };
        Self { layout }
    }
}

/// A name that stands twice means its first column; the other one is kept beside it only if it has
/// a key of its own.
fn layout<'n>(names: impl Iterator<Item = &'n [u8]>) -> Vec<Place> {
    let (mut layout, mut met) = (Vec::new(), [false; COUNT]);
    for name in names {
        layout.push(match column_of(name) {
            Some(column) if !std::mem::replace(&mut met[column], true) => Place::Column(column),
            _ => Place::Other(name.into()),
        });
    }
    layout
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
        if is_header(line) {
            self.layout = layout(tokens(line));
            return Ok(Reading::Control);
        }
        if line.first() == Some(&b'{') {
            return read_object(line, context, cells);
        }
        let mut others = Others::new("vpc_flow", COLUMNS, line.len());
        let mut count = 0;
        for token in tokens(line) {
            match self.layout.get(count) {
                Some(&Place::Column(column)) => {
                    if COLUMNS[column].kind == Kind::Number && !is_number(token) {
                        return Err(RejectReason::UnrecognisedLine);
                    }
                    place(cells, line, column, token);
                }
                Some(Place::Other(name)) => others.add_text(cells, name, token, Kind::Text),
                None => {
                    let name = format!("field_{}", count + 1);
                    others.add_text(cells, name.as_bytes(), token, Kind::Text);
                }
            }
            count += 1;
        }
        if count < self.layout.len() {
            return Err(RejectReason::TooFewFields);
        }
        head(line, context, cells)
    }
}

/// Reads an object; of two members for one column the first counts.
fn read_object(
    line: &[u8],
    context: &Context<'_>,
    cells: &mut Cells,
) -> Result<Reading, RejectReason> {
    let mut others = Others::new("vpc_flow", COLUMNS, line.len());
    let (mut known, mut is_odd) = (0, false);
    let end = members(line, &mut |name, token| match column_of(name) {
        Some(column) if cells.is_set(column) => {}
        Some(column) => {
            set_token(cells, line, column, token);
            let value = cells.get(line, column).unwrap_or_default();
            is_odd |= COLUMNS[column].kind == Kind::Number && !is_number(value);
            known += 1;
        }
        None => others.add(cells, name, token),
    });
    let is_object = end.is_ok_and(|end| line[end..].trim_ascii().is_empty());
    if !is_object || is_odd || known < 3 {
        return Err(RejectReason::UnrecognisedLine);
    }
    head(line, context, cells)
}

fn is_number(token: &[u8]) -> bool {
    token == b"-" || token.iter().all(u8::is_ascii_digit)
}

/// The time is that of the last packet, or the closest the columns have.
fn head(line: &[u8], context: &Context<'_>, cells: &Cells) -> Result<Reading, RejectReason> {
    let second = |column| match cells.get(line, column) {
        None | Some(b"" | b"-") => Ok(None),
        Some(digits) => {
            let micros = unsigned(digits)
                .and_then(|seconds| i64::try_from(seconds).ok()?.checked_mul(1_000_000));
            let time = micros.and_then(Timestamp::of_micros);
            time.map(Some).ok_or(RejectReason::BadTimestamp)
        }
    };
    let (start, end) = (second(START)?, second(END)?);
    let time = end.or(start).or(context.event_time).ok_or(RejectReason::BadTimestamp)?;
    Ok(Reading::Record(Head { time, start, status: None }))
}
