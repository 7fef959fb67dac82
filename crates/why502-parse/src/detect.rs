//! What a single line looks like.

use crate::alb::is_load_balancer_line;
use crate::format::Format;

/// The format of which this line, or beginning of a line, is typical. Control lines are typical of
/// none, but for CloudFront's headers `#Version` and `#Fields`.
#[must_use]
pub fn detect(line: &[u8]) -> Option<Format> {
    if is_header(line) || begins_standard(line) {
        Some(Format::CloudFront)
    } else if is_load_balancer_line(line) {
        Some(Format::Alb)
    } else {
        None
    }
}

/// Whether this is one of CloudFront's two headers.
pub(crate) fn is_header(line: &[u8]) -> bool {
    line.starts_with(b"#Version") || line.starts_with(b"#Fields")
}

/// Whether this is a date, a tab, a time, a tab: the standard order of CloudFront's columns.
pub(crate) fn begins_standard(line: &[u8]) -> bool {
    const SHAPE: &[u8; 20] = b"dddd-dd-dd\tdd:dd:dd\t";
    line.first_chunk().is_some_and(|head: &[u8; 20]| {
        head.iter().zip(SHAPE).all(|(byte, shape)| match shape {
            b'd' => byte.is_ascii_digit(),
            _ => byte == shape,
        })
    })
}

/// Whether this is a line that is never a record: blank, a comment, or the English sentence that
/// enabling a load balancer's log writes.
pub(crate) fn is_control(line: &[u8]) -> bool {
    match line.first() {
        None | Some(b'#') => true,
        Some(b'E') => is_enabling(line),
        Some(first) => first.is_ascii_whitespace() && line.trim_ascii().is_empty(),
    }
}

/// `Enable AccessLog for ELB: …`, and its siblings for the other logs of a load balancer.
fn is_enabling(line: &[u8]) -> bool {
    let mut words = line.split(|&byte| byte == b' ');
    words.next() == Some(b"Enable")
        && words.next().is_some_and(|log| log.ends_with(b"Log"))
        && words.next() == Some(b"for")
        && words.next() == Some(b"ELB:")
}
