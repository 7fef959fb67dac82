//! A CloudFront line: fields between single tabs, nothing quoted. A tab at the end begins one more,
//! empty field.

use super::fields::Fields;
use crate::scan::{Ends, Kernel};

/// Splits a line of less than 4 GiB.
#[inline]
pub(crate) fn split_tabbed<'a>(kernel: Kernel, line: &'a [u8], ends: &'a mut Ends) -> Fields<'a> {
    kernel.tabs(line, ends);
    ends.push(line.len());
    Fields::new(line, ends.as_slice(), b'\t')
}
