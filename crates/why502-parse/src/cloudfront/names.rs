//! Names of columns, in headers, in JSON and in output.

use super::fields::CloudFrontField as F;
use crate::format::Format;
use crate::key::{key_of, own_key};
use crate::lookup::NameTable;

/// Key of the column `timestamp` in real-time logs.
const REALTIME_TIMESTAMP: &str = "cloudfront_realtime_timestamp";
/// The same name as a header has it.
const TIMESTAMP: &str = "timestamp";
/// Longer than any name known.
const LONGEST_NAME: usize = 64;

static BY_KEY: NameTable<{ F::ALL.len() }> = NameTable::new({
    let mut names = [""; F::ALL.len()];
    let mut place = 0;
    while place < names.len() {
        let field = F::ALL[place];
        names[place] = if matches!(field, F::Timestamp) { TIMESTAMP } else { field.name() };
        place += 1;
    }
    names
});

impl F {
    /// The key in output of that format's records.
    #[must_use]
    pub const fn key(self, format: Format) -> &'static str {
        match (self, format) {
            (Self::Timestamp, Format::CloudFrontRealtime) => REALTIME_TIMESTAMP,
            _ => self.name(),
        }
    }

    /// The field whose [`name`](Self::name), or [`key`](Self::key) of either format, that is.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            TIMESTAMP => None,
            REALTIME_TIMESTAMP => Some(Self::Timestamp),
            _ if name == Self::Timestamp.name() => Some(Self::Timestamp),
            _ => BY_KEY.find(name.as_bytes()).map(|place| Self::ALL[place]),
        }
    }

    /// The field that a header names so. Case does not matter, nor what stands between the words:
    /// `cs(User-Agent)`, `cs-user-agent`, `cs_user_agent` and `csUserAgent` are one.
    #[must_use]
    pub fn from_aws_name(name: &[u8]) -> Option<Self> {
        if name.len() > LONGEST_NAME {
            return None;
        }
        let mut key = [0; LONGEST_NAME];
        let mut length = 0;
        let mut is_apart = false;
        for byte in name {
            if !byte.is_ascii_alphanumeric() {
                is_apart = length > 0;
                continue;
            }
            if is_apart {
                key[length] = b'_';
                length += 1;
                is_apart = false;
            }
            key[length] = byte.to_ascii_lowercase();
            length += 1;
        }
        let place = BY_KEY.find(&key[..length]).or_else(|| BY_KEY.find(key_of(name).as_bytes()))?;
        Some(Self::ALL[place])
    }
}

/// The key of a column whose name is unknown here; empty where its name gives none, or gives that
/// of a known column, which is then another column of the same record.
pub(crate) fn unknown_key(name: &[u8], format: Format) -> String {
    if BY_KEY.find(key_of(name).as_bytes()).is_some() {
        return String::new();
    }
    own_key(format.name(), name)
}
