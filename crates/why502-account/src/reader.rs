//! [`Reader`]: files in, one after another; [`Facts`] out.

use serde_json::{Deserializer, Value};

use crate::facts::{Broken, Facts};
use crate::read::{Draft, take};

/// Takes documents one by one, in any order.
#[derive(Debug, Default)]
pub struct Reader {
    draft: Draft,
}

impl Reader {
    /// A larger file is no output of a command that is read here, bytes.
    pub const MOST_BYTES: usize = 64 << 20;

    /// Reads one file: one JSON document, or several one after another. Never fails as a whole;
    /// what cannot be read is noted under the name of `source`, and what stood before it counts.
    pub fn read(&mut self, source: &str, bytes: &[u8]) {
        self.draft.facts.files += 1;
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
        match first {
            None => return self.note(source, "it is empty: the command printed nothing"),
            Some(b'{' | b'[') => {}
            Some(_) => return self.draft.facts.unknown.push(source.to_owned()),
        }
        if bytes.len() > Self::MOST_BYTES {
            return self.note(source, "it is larger than 64 MiB");
        }
        self.draft.source = source.to_owned();
        let mut is_known = false;
        // The depth of values is limited by the deserializer.
        for document in Deserializer::from_slice(bytes).into_iter::<Value>() {
            match document {
                Ok(document) => is_known |= take(&mut self.draft, &document),
                Err(error) => return self.note(source, &format!("it is no valid JSON: {error}")),
            }
        }
        if !is_known {
            self.draft.facts.unknown.push(source.to_owned());
        }
    }

    /// Notes a file that could not be opened or read.
    pub fn fail(&mut self, source: &str, error: &str) {
        self.draft.facts.files += 1;
        self.note(source, error);
    }

    /// What all of them say together.
    #[must_use]
    pub fn finish(self) -> Facts {
        self.draft.finish()
    }

    fn note(&mut self, source: &str, error: &str) {
        self.draft.facts.broken.push(Broken { source: source.to_owned(), error: error.to_owned() });
    }
}
