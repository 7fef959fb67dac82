//! SHA-256 in hexadecimal: names of files that stand for an object's content, so that no other
//! object can have the same.

use std::fmt::Write;

use sha2::{Digest, Sha256};

/// Of several parts; where one ends and the next begins counts too.
pub(crate) fn fingerprint(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    hash.finalize().iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("writing to a String cannot fail");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_do_not_run_into_each_other() {
        let one = fingerprint(&["ab", "c"]);
        assert_eq!(one.len(), 64);
        assert_ne!(one, fingerprint(&["a", "bc"]));
        assert_eq!(one, fingerprint(&["ab", "c"]));
    }
}
