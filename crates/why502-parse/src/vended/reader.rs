//! Lines of the delivered log into records of the legacy one.

use super::json;
use super::legacy::Draft;
use super::w3c::Layout;
use crate::alb::{AlbRecord, is_load_balancer_line};
use crate::error::RejectReason;
use crate::scan::{Ends, Kernel};
use crate::value::Memo;

/// Reads the lines of one object, in order.
#[derive(Debug)]
pub(crate) struct VendedReader {
    layout: Option<Layout>,
    draft: Draft,
}

impl VendedReader {
    pub(crate) fn new() -> Self {
        Self { layout: None, draft: Draft::new() }
    }

    /// Takes the names behind `#Fields:`.
    pub(crate) fn header(&mut self, names: &[u8]) {
        self.layout = Some(Layout::new(names));
    }

    /// The lines that follow are of another log, or have a header that cannot be read.
    pub(crate) fn forget(&mut self) {
        self.layout = None;
    }

    /// Whether the line is in one of the forms read here, and not in the legacy log's.
    #[inline]
    pub(crate) fn is_delivered(&self, line: &[u8]) -> bool {
        line.first() == Some(&b'{')
            || self
                .layout
                .as_ref()
                .is_some_and(|layout| layout.begins_as_legacy() || !is_load_balancer_line(line))
    }

    #[inline]
    pub(crate) fn has_header(&self) -> bool {
        self.layout.is_some()
    }

    /// Reads a line for which [`is_delivered`](Self::is_delivered) holds.
    pub(crate) fn read<'a>(
        &'a mut self,
        line: &'a [u8],
        kernel: Kernel,
        memo: &mut Memo,
        ends: &'a mut Ends,
    ) -> Result<AlbRecord<'a>, RejectReason> {
        match &self.layout {
            Some(layout) if line.first() != Some(&b'{') => {
                layout.read(line, kernel, ends, &mut self.draft)?;
            }
            _ => json::read(line, &mut self.draft)?,
        }
        let checked = AlbRecord::check(self.draft.line(), kernel, memo, ends)?;
        Ok(AlbRecord::new(self.draft.line(), line, ends, checked))
    }
}
