//! Rows as lines of JSON.

use polars::prelude::DataFrame;
use why502_records::json_string;

use crate::error::TableError;

use super::column::Values;

/// Appends a line for each row: an object of all columns, of which there is one at least.
pub(super) fn write_rows(
    rows: &DataFrame,
    names: &[String],
    out: &mut Vec<u8>,
) -> Result<(), TableError> {
    let values: Result<Vec<Values>, _> = rows.columns().iter().map(Values::of).collect();
    let values = values.map_err(|error| TableError::reading(&error))?;
    let members: Vec<Vec<u8>> = names.iter().map(|name| member(name)).collect();
    let mut value = Vec::new();
    for row in 0..rows.height() {
        let begin = out.len();
        for (values, member) in values.iter().zip(&members) {
            value.clear();
            // Names tell whose line it is: also those without a value.
            let has_value = values.write(row, &mut value);
            out.push(if out.len() == begin { b'{' } else { b',' });
            out.extend_from_slice(member);
            out.extend_from_slice(if has_value { &value } else { b"null" });
        }
        out.extend_from_slice(b"}\n");
    }
    Ok(())
}

/// `"name":`.
fn member(name: &str) -> Vec<u8> {
    let mut member = Vec::new();
    json_string(&mut member, name.as_bytes());
    member.push(b':');
    member
}
