//! The one spelling of a path in reports: as given, with every byte that is
//! not UTF-8 as `%XX`.

use std::ffi::OsStr;
use std::fmt::Write as _;

/// The path as text. Bytes that are not UTF-8 become `%XX`; all else, also a
/// `%`, stays as it is.
pub(crate) fn printable(path: &OsStr) -> String {
    let mut name = String::with_capacity(path.len());
    for chunk in path.as_encoded_bytes().utf8_chunks() {
        name.push_str(chunk.valid());
        for byte in chunk.invalid() {
            write!(name, "%{byte:02X}").expect("writing to a String cannot fail");
        }
    }
    name
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::ffi::OsStrExt as _;

    use super::*;

    #[test]
    fn only_bytes_that_are_not_utf8_are_encoded() {
        let path = OsStr::from_bytes(b"logs/caf\xc3\xa9/50%/a\xff\xfeb.log");
        assert_eq!(printable(path), "logs/café/50%/a%FF%FEb.log");
    }
}
