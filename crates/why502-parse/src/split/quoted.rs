//! A load balancer's line: fields between single spaces, some in double quotes.
//!
//! A field that begins with a quote runs to the first quote that no backslash precedes; inside, a
//! backslash and the byte behind it belong together. A quote elsewhere in a field is a byte like
//! any other. Two spaces enclose an empty field; a space at the line's end begins none.

use super::fields::Fields;
use crate::scan::{Ends, Kernel, Quoting};
use memchr::{memchr, memchr2};

/// A quoted field is not closed.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Unterminated;

/// Splits a line of less than 4 GiB.
#[inline]
pub(crate) fn split_quoted<'a>(
    kernel: Kernel,
    line: &'a [u8],
    ends: &'a mut Ends,
) -> Result<Fields<'a>, Unterminated> {
    match kernel.unquoted_spaces(line, ends) {
        Quoting::Unterminated => return Err(Unterminated),
        Quoting::Irregular => split_by_byte(line, ends)?,
        Quoting::Regular => {
            let last = ends.as_slice().last().map_or(0, |&end| end as usize + 1);
            if last < line.len() {
                ends.push(line.len());
            }
        }
    }
    Ok(Fields::new(line, ends.as_slice(), b' '))
}

/// The same for any line, one field after the other.
fn split_by_byte(line: &[u8], ends: &mut Ends) -> Result<(), Unterminated> {
    ends.clear();
    let mut start = 0;
    while start < line.len() {
        let rest = &line[start..];
        let end = start
            + match rest.strip_prefix(b"\"") {
                Some(inside) => 1 + closing_quote(inside).ok_or(Unterminated)? + 1,
                None => memchr(b' ', rest).unwrap_or(rest.len()),
            };
        ends.push(end);
        start = end + usize::from(line.get(end) == Some(&b' '));
    }
    Ok(())
}

fn closing_quote(inside: &[u8]) -> Option<usize> {
    let mut from = 0;
    loop {
        let found = from + memchr2(b'"', b'\\', inside.get(from..)?)?;
        if inside[found] == b'"' {
            return Some(found);
        }
        from = found + 2;
    }
}
