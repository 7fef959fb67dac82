//! What an access log of API Gateway is recognised by.

use super::variables::{Evidence, meaning_of};
use super::{clf, csv, object, pairs, xml};
use crate::key::key_of;

/// Whether a line is typical of the format. An object is, where its names say that it has an id of
/// a request, and what was asked for or answered; so are the console's other templates.
pub(crate) fn is_typical(line: &[u8]) -> bool {
    let line = line.trim_ascii();
    let mut evidence = Evidence::default();
    let mut note = |name: &[u8], value: &[u8]| {
        let (meaning, key) = (meaning_of(name), key_of(name));
        evidence.add(meaning, &key);
        evidence.weigh(meaning, &key, value);
    };
    match line.first() {
        None => false,
        Some(b'<') => xml::is_typical(line),
        Some(b'{') => {
            object::names(line, &mut note);
            evidence.is_typical()
        }
        Some(_) => {
            pairs::walk(line, &mut note);
            evidence.is_typical() || clf::is_typical(line) || csv::is_typical(line)
        }
    }
}
