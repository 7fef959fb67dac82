//! What is to be hidden, and a value without it.

use std::ops::Range;

use crate::address::{address, is_private};
use crate::cut::Cut;
use crate::json;
use crate::kind::{Kind, Tally};
use crate::mask::{KeyTooShort, Mask};
use crate::sensitivity::{Sensitivity, of_header};
use crate::text::{How, Known, escaped, query, scan, url};

/// How much is hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Reach {
    /// What is about users. Targets, nodes, hosts and accounts stay: whoever is on call needs them.
    #[default]
    Users,
    /// Also addresses of targets and nodes, host names and numbers of accounts.
    All,
}

/// Hides what it is told to, and says by what it is replaced.
#[derive(Debug, Clone, Default)]
pub struct Redactor {
    pub(crate) reach: Reach,
    pub(crate) mask: Mask,
    /// No addresses are known.
    nothing: Known,
}

/// Everything is looked for.
const EVERYTHING: How<'static> = How {
    addresses: None,
    all_addresses: false,
    has_versions: false,
    tokens: true,
    colons: true,
    queries: true,
    parameters: false,
};

impl Redactor {
    /// Clients become networks, and everything else words.
    #[must_use]
    pub fn new(reach: Reach) -> Self {
        Self { reach, ..Self::default() }
    }

    /// Clients, users and traces become names that are the same in every run with that key.
    ///
    /// # Errors
    ///
    /// When the key has less than [`crate::LEAST_KEY_BYTES`].
    pub fn with_key(reach: Reach, key: &[u8]) -> Result<Self, KeyTooShort> {
        Ok(Self { reach, mask: Mask::with_key(key)?, ..Self::default() })
    }

    /// Text that is no value of a log: a message, the beginning of a line that could not be read.
    /// Names of objects in it are left as they are but for secrets.
    #[must_use]
    pub fn message(&self, text: &str) -> String {
        self.with(text, &mut Tally::default(), |cut, whole| scan(cut, whole, self.names()))
            .unwrap_or_else(|| text.to_owned())
    }

    /// A line of a log that could not be read.
    #[must_use]
    pub fn line(&self, text: &str) -> String {
        let mut out = Vec::new();
        let hidden =
            self.value(text.as_bytes(), Sensitivity::Text, &mut out, &mut Tally::default());
        if hidden { lossy(out) } else { text.to_owned() }
    }

    /// The name of an object as it may be shown; `None` where it may be as it is.
    pub(crate) fn source(&self, source: &str, tally: &mut Tally) -> Option<String> {
        let hidden = self.with(source, tally, |cut, whole| {
            let how = How { addresses: None, ..self.names() };
            scan(cut, whole, how);
        });
        if !self.hides_all() {
            return hidden;
        }
        let text = hidden.as_deref().unwrap_or(source);
        self.with(text, tally, accounts).or(hidden)
    }

    pub(crate) fn text(&self) -> How<'_> {
        How { addresses: Some(&self.nothing), all_addresses: self.hides_all(), ..EVERYTHING }
    }

    /// Names of objects, targets, hosts: they are no text, and their long ids no tokens.
    pub(crate) fn names(&self) -> How<'static> {
        How { tokens: false, colons: false, ..EVERYTHING }
    }

    pub(crate) fn hides_all(&self) -> bool {
        self.reach == Reach::All
    }

    /// What `work` makes of the text; `None` where it hides nothing.
    pub(crate) fn with(
        &self,
        text: &str,
        tally: &mut Tally,
        work: impl FnOnce(&mut Cut<'_, '_>, Range<usize>),
    ) -> Option<String> {
        let mut out = Vec::new();
        let mut cut = Cut::new(text.as_bytes(), &mut out, tally, &self.mask);
        work(&mut cut, 0..text.len());
        cut.finish().then(|| lossy(out))
    }

    /// Appends to `out` what is left of the value, where anything is hidden; else appends nothing
    /// and gives `false`.
    pub(crate) fn value(
        &self,
        text: &[u8],
        sensitivity: Sensitivity,
        out: &mut Vec<u8>,
        tally: &mut Tally,
    ) -> bool {
        if sensitivity == Sensitivity::Json
            || sensitivity == Sensitivity::Headers && text.starts_with(b"[")
        {
            return self.json(text, sensitivity, out, tally);
        }
        if sensitivity == Sensitivity::Headers {
            self.headers(text, out, tally);
            return true;
        }
        let mut cut = Cut::new(text, out, tally, &self.mask);
        let whole = 0..text.len();
        let all = self.hides_all();
        match sensitivity {
            Sensitivity::Plain => {}
            Sensitivity::Figure if is_figure(text) => {}
            Sensitivity::Figure | Sensitivity::Text | Sensitivity::Json | Sensitivity::Headers => {
                scan(&mut cut, whole, self.text());
            }
            Sensitivity::Agent => {
                scan(&mut cut, whole, How { has_versions: true, ..self.text() });
            }
            Sensitivity::Url => url(&mut cut, whole, How { colons: false, ..self.text() }),
            Sensitivity::Query => query(&mut cut, whole),
            Sensitivity::Client | Sensitivity::Port => clients(&mut cut),
            Sensitivity::Address => {
                let found = address(text);
                match found {
                    Some(address) if is_private(address) && !all => {}
                    Some(address) if is_private(address) => cut.hide(whole, Kind::Target),
                    Some(_) => cut.hide(whole, Kind::Client),
                    None => scan(&mut cut, whole, self.text()),
                }
            }
            Sensitivity::Target if all => {
                scan(&mut cut, whole, self.text());
            }
            Sensitivity::Host if all => cut.hide(whole, Kind::Host),
            Sensitivity::Host => {
                scan(&mut cut, whole, How { addresses: None, ..self.text() });
            }
            Sensitivity::Arn if all => accounts(&mut cut, whole),
            Sensitivity::Target | Sensitivity::Arn => {}
            Sensitivity::User | Sensitivity::Cookie | Sensitivity::Secret | Sensitivity::Trace => {
                let kind = sensitivity.whole().expect("these are hidden as a whole");
                cut.hide(whole, kind);
            }
        }
        cut.finish()
    }

    fn json(&self, text: &[u8], outer: Sensitivity, out: &mut Vec<u8>, tally: &mut Tally) -> bool {
        let inner =
            if outer == Sensitivity::Json { Sensitivity::Text } else { Sensitivity::Secret };
        let Ok(mut value) = serde_json::from_slice(text) else {
            let mut cut = Cut::new(text, out, tally, &self.mask);
            cut.hide(0..text.len(), Kind::Secret);
            return cut.finish();
        };
        let mut is_changed = false;
        let mut room = Vec::new();
        json::walk(&mut value, inner, &mut |string, sensitivity| {
            room.clear();
            self.value(string.as_bytes(), sensitivity, &mut room, tally).then(|| {
                is_changed = true;
                String::from_utf8_lossy(&room).into_owned()
            })
        });
        if is_changed {
            out.extend_from_slice(value.to_string().as_bytes());
        }
        is_changed
    }

    /// `name:value` behind one another, with line feeds between them, escaped or not.
    fn headers(&self, text: &[u8], out: &mut Vec<u8>, tally: &mut Tally) {
        let mut rest = text;
        while !rest.is_empty() {
            let (end, mark) = line_feed(rest);
            let header = &rest[..end];
            let colon = memchr::memchr(b':', &header[usize::from(header.starts_with(b":"))..]);
            let value = colon.map_or(0, |at| at + 1 + usize::from(header.starts_with(b":")));
            let name = String::from_utf8_lossy(&header[..value.saturating_sub(1)]).into_owned();
            out.extend_from_slice(&header[..value]);
            let begin = out.len();
            if !self.value(&header[value..], of_header(name.trim()), out, tally) {
                out.truncate(begin);
                out.extend_from_slice(&header[value..]);
            }
            out.extend_from_slice(&rest[end..end + mark]);
            rest = &rest[end + mark..];
        }
    }
}

/// The place of the first line feed, as such or as `%0A`, and its length.
fn line_feed(text: &[u8]) -> (usize, usize) {
    memchr::memchr2_iter(b'\n', b'%', text)
        .find_map(|place| {
            let length = if text[place] == b'\n' { 1 } else { escaped(text, place, *b"0a") };
            (length > 0).then_some((place, length))
        })
        .unwrap_or((text.len(), 0))
}

/// Digits and what stands between them in numbers and times.
fn is_figure(text: &[u8]) -> bool {
    let is_plain = |byte: &u8| {
        matches!(byte, b'0'..=b'9' | b'+' | b',' | b'-' | b'.' | b':' | b' ' | b'T' | b'Z')
    };
    // A time is no address, and need not be read as one.
    text.iter().all(is_plain) && (text.contains(&b'T') || address(text).is_none())
}

/// Every address of a list, and whatever else stands there, which may be a host's name.
fn clients(cut: &mut Cut<'_, '_>) {
    let text = cut.text;
    let mut start = 0;
    while start < text.len() {
        let end = (start..text.len())
            .find(|&at| {
                matches!(text[at], b',' | b' ' | b';')
                    || text[at] == b'%'
                        && (escaped(text, at, *b"20") > 0 || escaped(text, at, *b"2c") > 0)
            })
            .unwrap_or(text.len());
        let piece = &text[start..end];
        if !matches!(piece, b"" | b"-" | b"unknown" | b"unix:") {
            cut.hide(start..end, Kind::Client);
        }
        let mark = match text.get(end) {
            Some(b'%') => escaped(text, end, *b"20").max(escaped(text, end, *b"2c")),
            _ => 1,
        };
        start = end + mark;
    }
}

/// Hides numbers of accounts: twelve digits.
pub(crate) fn accounts(cut: &mut Cut<'_, '_>, part: Range<usize>) {
    let text = cut.text;
    let mut at = part.start;
    while at < part.end {
        let length = text[at..part.end].iter().take_while(|byte| byte.is_ascii_digit()).count();
        // Behind a dot it is what stands for something hidden.
        if length == 12 && (at == part.start || text[at - 1] != b'.') {
            cut.hide(at..at + length, Kind::Account);
        }
        at += length.max(1);
    }
}

/// What was text is text again: only whole runs of ASCII are cut out.
fn lossy(out: Vec<u8>) -> String {
    String::from_utf8(out)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

#[cfg(test)]
mod tests;
