//! What the headers of pages claim, looked at before a decoder makes room for it: an allocation
//! that fails ends the program, and no catching helps.

use std::io::Cursor;

use polars_buffer::Buffer;
use polars_parquet::read::{PageReader, RowGroupMetadata};
use polars_parquet::write::CompressedPage;

use crate::error::{TableError, TableErrorKind};

/// Of a page, packed or not.
const PAGE_BYTES: usize = 1 << 30;

/// Whether no page of the row group claims what no page can hold.
pub(super) fn check(stored: &Buffer<u8>, group: &RowGroupMetadata) -> Result<(), TableError> {
    let damaged = |text: &str| {
        let text = format!("the Parquet file is damaged: {text}");
        TableError::new(TableErrorKind::Damaged, text)
    };
    for column in group.parquet_columns() {
        let place = |at: u64| usize::try_from(at).ok().filter(|at| *at <= stored.len());
        let range = column.byte_range();
        let (Some(start), Some(end)) = (place(range.start), place(range.end)) else {
            return Err(damaged("a column lies outside of it"));
        };
        if start > end {
            return Err(damaged("a column lies outside of it"));
        }
        let bytes = Cursor::new(stored.clone().sliced(start..end));
        for page in PageReader::new(bytes, column, Vec::new(), PAGE_BYTES) {
            let page = page.map_err(|error| damaged(&error.to_string()))?;
            if let CompressedPage::Data(page) = page {
                // A negative number is a very large one by now.
                let is_sane = i32::try_from(page.num_values()).is_ok()
                    && page.uncompressed_size() <= PAGE_BYTES;
                if !is_sane {
                    return Err(damaged("a page claims more than it can hold"));
                }
            }
        }
    }
    Ok(())
}
