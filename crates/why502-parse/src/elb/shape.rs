//! What the first fields of a line look like: a log is recognised by them, and its damaged lines
//! are told from lines of another log.

use memchr::memchr2;

/// A test of one field.
pub(crate) type Test = fn(&[u8]) -> bool;

/// What stands between the fields of the line: a tab where one stands behind the first field, else
/// a space.
pub(crate) fn separator(line: &[u8]) -> u8 {
    memchr2(b' ', b'\t', line).map_or(b' ', |place| line[place])
}

/// Whether the line has as many fields as there are tests, and passes them.
pub(crate) fn is_shaped(line: &[u8], shape: &[Test]) -> bool {
    let separator = separator(line);
    let mut fields = line.split(|&byte| byte == separator);
    shape.iter().all(|test| fields.next().is_some_and(test))
}

/// Begins like `2026-11-22T`.
pub(crate) fn is_time(field: &[u8]) -> bool {
    const SHAPE: &[u8; 11] = b"dddd-dd-ddT";
    field.first_chunk().is_some_and(|date: &[u8; 11]| {
        date.iter().zip(SHAPE).all(|(byte, shape)| match shape {
            b'd' => byte.is_ascii_digit(),
            _ => byte == shape,
        })
    })
}

/// A word such as `tls` or `h2`.
pub(crate) fn is_type(field: &[u8]) -> bool {
    field.first().is_some_and(u8::is_ascii_lowercase)
        && field.iter().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
}

/// A word such as `PASS`.
pub(crate) fn is_verdict(field: &[u8]) -> bool {
    !field.is_empty() && field.iter().all(|byte| byte.is_ascii_uppercase() || *byte == b'_')
}

/// A version such as `2.0`.
pub(crate) fn is_version(field: &[u8]) -> bool {
    field.first().is_some_and(u8::is_ascii_digit)
        && field.contains(&b'.')
        && field.iter().all(|byte| byte.is_ascii_digit() || *byte == b'.')
}

/// `net/NAME/ID`: a path.
pub(crate) fn is_path(field: &[u8]) -> bool {
    field.contains(&b'/')
}

/// The name of a Classic Load Balancer: letters, digits and a few marks, and no address.
pub(crate) fn is_name(field: &[u8]) -> bool {
    (field.iter().any(u8::is_ascii_alphabetic) || is_present(field) && !field.contains(&b'.'))
        && field.iter().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(byte))
}

/// `address:port`, or `-`.
pub(crate) fn is_endpoint(field: &[u8]) -> bool {
    let mut parts = field.rsplitn(2, |&byte| byte == b':');
    field == b"-" || parts.next().is_some_and(is_integer) && parts.next().is_some()
}

/// An IPv4 or IPv6 address.
pub(crate) fn is_address(field: &[u8]) -> bool {
    let is_part = |byte: &u8| byte.is_ascii_hexdigit() || b".:[]".contains(byte);
    field.iter().any(|byte| b".:".contains(byte)) && field.iter().all(is_part)
}

/// Digits.
pub(crate) fn is_integer(field: &[u8]) -> bool {
    !field.is_empty() && field.iter().all(u8::is_ascii_digit)
}

/// Digits and a point, with or without `-` before them; or `-`.
pub(crate) fn is_number(field: &[u8]) -> bool {
    let digits = field.strip_prefix(b"-").unwrap_or(field);
    !field.is_empty() && digits.iter().all(|byte| byte.is_ascii_digit() || *byte == b'.')
}

/// Anything but nothing.
pub(crate) fn is_present(field: &[u8]) -> bool {
    !field.is_empty()
}
