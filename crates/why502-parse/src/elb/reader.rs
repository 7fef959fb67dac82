//! The reader of all these logs, as a layout says: lines into cells, in the forms that a log is
//! delivered in (plain, under a `#Fields:` header, JSON), and cells into a record.

use super::layout::{Layout, split_names};
use super::shape::{is_shaped, separator};
use crate::error::RejectReason;
use crate::json::{Token, decode, members};
use crate::key::key_of;
use crate::row::{Cells, Column, Context, Kind, Others, Reading, RowReader};
use crate::scan::Ends;
use crate::split::{Unterminated, split_quoted, split_tabbed};
use crate::value::{Memo, Timestamp, clock_micros, date_micros};
use memchr::memchr_iter;
use std::ops::Range;

/// Name of the fields behind those that are known, joined by spaces as they were.
const SURPLUS: &[u8] = b"extra";
/// No column has a longer name, its escapes counted.
const LONGEST_NAME: usize = 256;

/// Reads the lines of one log of one object, in order.
#[derive(Debug)]
pub(crate) struct Reader {
    layout: &'static Layout,
    /// What the latest header named; none: the columns stand in the order of their documentation.
    header: Option<Vec<Place>>,
    memo: Memo,
}

/// What a header names.
#[derive(Debug)]
enum Place {
    Column(usize),
    /// A column that the header named before: the first counts.
    Again,
    Other(Box<[u8]>),
}

impl RowReader for Reader {
    fn columns(&self) -> &'static [Column] {
        self.layout.columns
    }

    fn read(
        &mut self,
        line: &[u8],
        context: &mut Context<'_>,
        cells: &mut Cells,
    ) -> Result<Reading, RejectReason> {
        match self.read_cells(line, context, cells) {
            Ok(time) => (self.layout.head)(time, line, cells).map(Reading::Record),
            Err(RejectReason::UnterminatedQuote) if (self.layout.may_go_on)(line) => {
                Ok(Reading::Open)
            }
            Err(reason) => Err(reason),
        }
    }

    /// One without any name of a column is as none.
    fn header(&mut self, names: &[u8]) {
        let columns = self.layout.columns;
        let mut met = vec![false; columns.len()];
        let mut place = |name: &[u8]| match self.layout.column_of(name, 0) {
            Some(column) if !met[column] => {
                met[column] = true;
                Place::Column(column)
            }
            Some(column) if columns[column].key == key_of(name) => Place::Again,
            _ => Place::Other(name.into()),
        };
        let places: Vec<Place> = split_names(names).map(&mut place).collect();
        self.header = met.contains(&true).then_some(places);
    }
}

impl Reader {
    pub(crate) fn new(layout: &'static Layout) -> Self {
        Self { layout, header: None, memo: Memo::new() }
    }

    /// Puts the line's values into the cells, and gives the time that every record must have.
    /// Where several reasons to reject the line hold: shape, quotes, number of fields, time.
    fn read_cells(
        &mut self,
        line: &[u8],
        context: &mut Context<'_>,
        cells: &mut Cells,
    ) -> Result<Timestamp, RejectReason> {
        if line.first() == Some(&b'{') && self.layout.marks.is_some() {
            return self.read_object(line, cells);
        }
        if self.header.is_none() {
            return self.read_plain(line, context, cells);
        }
        let by_header = self.read_by_header(line, context, cells);
        if by_header.is_ok() || !is_shaped(line, self.layout.shape) {
            return by_header;
        }
        // Another object's lines, joined to those that the header was for.
        cells.begin(self.layout.columns.len());
        let time = self.read_plain(line, context, cells).or(by_header)?;
        self.header = None;
        Ok(time)
    }

    fn read_plain(
        &mut self,
        line: &[u8],
        context: &mut Context<'_>,
        cells: &mut Cells,
    ) -> Result<Timestamp, RejectReason> {
        let layout = self.layout;
        let separator = separator(line);
        let is_split = split(line, separator, layout.has_quotes, context);
        let mut fields = Places::new(line, context.ends, separator);
        for (place, range) in fields.by_ref().take(layout.columns.len()).enumerate() {
            if layout.shape[..layout.surely]
                .get(place)
                .is_some_and(|test| !test(&line[range.clone()]))
            {
                return Err(RejectReason::UnrecognisedLine);
            }
            cells.set(place, unquoted(line, range, layout.has_quotes));
        }
        is_split.map_err(|Unterminated| RejectReason::UnterminatedQuote)?;
        if context.ends.as_slice().len() < layout.least {
            return Err(RejectReason::TooFewFields);
        }
        add_surplus(line, fields, layout, cells);
        self.time(line, cells)
    }

    fn read_by_header(
        &mut self,
        line: &[u8],
        context: &mut Context<'_>,
        cells: &mut Cells,
    ) -> Result<Timestamp, RejectReason> {
        let layout = self.layout;
        let places = self.header.as_deref().unwrap_or_default();
        let separator = separator(line);
        split(line, separator, layout.has_quotes, context)
            .map_err(|Unterminated| RejectReason::UnterminatedQuote)?;
        let mut fields = Places::new(line, context.ends, separator);
        // The names are the header's: how often they are copied does not grow with the line.
        let mut others = Others::new(layout.format.name(), layout.columns, usize::MAX);
        for (place, range) in places.iter().zip(fields.by_ref()) {
            let range = unquoted(line, range, layout.has_quotes);
            match place {
                Place::Column(column) => cells.set(*column, range),
                Place::Again => {}
                Place::Other(name) => others.add_text(cells, name, &line[range], Kind::Text),
            }
        }
        let is_whole = places.len() == context.ends.as_slice().len();
        add_surplus(line, fields, layout, cells);
        // A line of another log has other columns.
        self.time(line, cells).map_err(|reason| match reason {
            _ if !is_whole => RejectReason::UnrecognisedLine,
            reason => reason,
        })
    }

    fn read_object(&mut self, line: &[u8], cells: &mut Cells) -> Result<Timestamp, RejectReason> {
        let layout = self.layout;
        let mut next = 0;
        let mut others = Others::new(layout.format.name(), layout.columns, line.len());
        let end = members(line, &mut |name, token| {
            let is_short = name.len() <= LONGEST_NAME;
            let column = is_short.then(|| layout.column_of(&decode(name), next)).flatten();
            match column {
                Some(column) if cells.is_set(column) => {}
                Some(column) => {
                    next = column + 1;
                    match token {
                        Token::Text(inside) => cells.set_text(column, &decode(inside)),
                        Token::Number(text) | Token::Bool(text) | Token::Array(text) => {
                            cells.set_text(column, text);
                        }
                        Token::Null => cells.set_text(column, b""),
                    }
                }
                None => others.add(cells, name, token),
            }
        });
        let is_object = end.is_ok_and(|end| line[end..].trim_ascii().is_empty());
        let is_marked = layout.marks.is_some_and(|marks| marks.iter().all(|&m| cells.is_set(m)));
        if !is_object || !is_marked {
            return Err(RejectReason::UnrecognisedLine);
        }
        self.time(line, cells)
    }

    fn time(&mut self, line: &[u8], cells: &Cells) -> Result<Timestamp, RejectReason> {
        let text = cells.get(line, self.layout.time).unwrap_or_default();
        let time = self.memo.parse(text).map(|(time, _)| time);
        time.or_else(|| time_of(text)).ok_or(RejectReason::BadTimestamp)
    }
}

/// Reads a time with or without `Z` at its end: UTC either way.
pub(crate) fn time_of(text: &[u8]) -> Option<Timestamp> {
    if text.ends_with(b"Z") {
        return Timestamp::parse(text);
    }
    let (date, clock) = text.split_at_checked(10)?;
    Timestamp::of_micros(date_micros(date)? + clock_micros(clock.strip_prefix(b"T")?)?)
}

/// Splits the line at the separator, outside quotes if it has them. Where a quote stays open, what
/// stands before it is split.
fn split(
    line: &[u8],
    separator: u8,
    has_quotes: bool,
    context: &mut Context<'_>,
) -> Result<(), Unterminated> {
    if separator == b'\t' {
        split_tabbed(context.kernel, line, context.ends);
    } else if has_quotes {
        split_quoted(context.kernel, line, context.ends)?;
    } else {
        context.ends.clear();
        memchr_iter(separator, line).for_each(|end| context.ends.push(end));
        if !line.ends_with(&[separator]) {
            context.ends.push(line.len());
        }
    }
    Ok(())
}

/// Where the fields of a line stand, one after the other.
struct Places<'a> {
    line: &'a [u8],
    ends: &'a [u32],
    separator: u8,
    start: usize,
}

impl<'a> Places<'a> {
    fn new(line: &'a [u8], ends: &'a Ends, separator: u8) -> Self {
        Self { line, ends: ends.as_slice(), separator, start: 0 }
    }
}

impl Iterator for Places<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        let (&end, rest) = self.ends.split_first()?;
        let range = self.start..end as usize;
        // A space may be missing behind a closing quote.
        self.start = range.end + usize::from(self.line.get(range.end) == Some(&self.separator));
        self.ends = rest;
        Some(range)
    }
}

fn unquoted(line: &[u8], range: Range<usize>, has_quotes: bool) -> Range<usize> {
    match line[range.clone()] {
        [b'"', .., b'"'] if has_quotes => range.start + 1..range.end - 1,
        _ => range,
    }
}

/// Keeps the fields that no column is known for.
fn add_surplus(line: &[u8], fields: Places<'_>, layout: &Layout, cells: &mut Cells) {
    let fields = fields.map(|range| &line[unquoted(line, range, layout.has_quotes)]);
    let surplus: Vec<&[u8]> = fields.collect();
    if !surplus.is_empty() {
        cells.add(SURPLUS, &surplus.join(&b' '), Kind::Text);
    }
}
