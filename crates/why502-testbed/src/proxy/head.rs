//! The head of a request or an answer: the first line, the headers, and how long the body is.

use std::io;

/// How the end of a body is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Length {
    Known(u64),
    Chunked,
    UntilClose,
}

/// A head, byte for byte, with the empty line at its end.
#[derive(Clone, Debug)]
pub(super) struct Head {
    bytes: Vec<u8>,
    lines: Vec<String>,
}

impl Head {
    pub(super) fn new(bytes: Vec<u8>) -> Head {
        let text = String::from_utf8_lossy(&bytes);
        let lines = text.split("\r\n").take_while(|line| !line.is_empty()).map(str::to_owned);
        Head { lines: lines.collect(), bytes }
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// A word of the first line.
    fn word(&self, at: usize) -> &str {
        self.lines.first().and_then(|line| line.split(' ').nth(at)).unwrap_or_default()
    }

    pub(super) fn method(&self) -> &str {
        self.word(0)
    }

    pub(super) fn target(&self) -> &str {
        self.word(1)
    }

    /// Of an answer; 0 where the line has no number.
    pub(super) fn status(&self) -> u16 {
        self.word(1).parse().unwrap_or(0)
    }

    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let headers = self.lines.iter().skip(1).filter_map(|line| line.split_once(':'));
        let mut named = headers.filter(|(known, _)| known.eq_ignore_ascii_case(name));
        named.next().map(|(_, value)| value.trim())
    }

    fn has(&self, name: &str, word: &str) -> bool {
        let value = self.header(name).unwrap_or_default();
        value.split(',').any(|part| part.trim().eq_ignore_ascii_case(word))
    }

    pub(super) fn closes(&self) -> bool {
        self.has("connection", "close")
            || self.lines.first().is_some_and(|l| l.contains("HTTP/1.0"))
    }

    pub(super) fn expects_continue(&self) -> bool {
        self.has("expect", "100-continue")
    }

    /// Of a request's body.
    ///
    /// # Errors
    /// A `Content-Length` that is no number.
    pub(super) fn request_length(&self) -> io::Result<Length> {
        Ok(self.stated_length()?.unwrap_or(Length::Known(0)))
    }

    /// Of the body of an answer to a request of this method.
    ///
    /// # Errors
    /// A `Content-Length` that is no number.
    pub(super) fn answer_length(&self, method: &str) -> io::Result<Length> {
        if method == "HEAD" || matches!(self.status(), 100..=199 | 204 | 304) {
            return Ok(Length::Known(0));
        }
        Ok(self.stated_length()?.unwrap_or(Length::UntilClose))
    }

    fn stated_length(&self) -> io::Result<Option<Length>> {
        if self.has("transfer-encoding", "chunked") {
            return Ok(Some(Length::Chunked));
        }
        let Some(value) = self.header("content-length") else { return Ok(None) };
        let bytes = value.parse().map_err(|_| io::Error::other("a Content-Length of no number"))?;
        Ok(Some(Length::Known(bytes)))
    }

    /// The same head for a body that is sent at once, of so many bytes.
    pub(super) fn with_length(&self, bytes: usize) -> Head {
        let is_kept = |line: &&String| {
            let name = line.split(':').next().unwrap_or_default();
            !["content-length", "transfer-encoding"].iter().any(|n| name.eq_ignore_ascii_case(n))
        };
        let mut text = String::new();
        for line in self.lines.iter().filter(is_kept) {
            text.push_str(line);
            text.push_str("\r\n");
        }
        text.push_str(&format!("content-length: {bytes}\r\n\r\n"));
        Head::new(text.into_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_length_of_a_body_is_found() {
        let head = |rest: &str| Head::new(format!("HTTP/1.1 200 OK\r\n{rest}\r\n").into_bytes());
        let length = |rest: &str, method: &str| head(rest).answer_length(method).unwrap();
        assert_eq!(length("Content-Length: 12\r\n", "GET"), Length::Known(12));
        assert_eq!(length("Content-Length: 12\r\n", "HEAD"), Length::Known(0));
        assert_eq!(length("transfer-encoding: Chunked\r\n", "GET"), Length::Chunked);
        assert_eq!(length("", "GET"), Length::UntilClose);
        assert!(head("content-length: x\r\n").answer_length("GET").is_err());
        let request = Head::new(b"GET /a HTTP/1.1\r\nHost: b\r\n\r\n".to_vec());
        assert_eq!(request.request_length().unwrap(), Length::Known(0));
    }

    #[test]
    fn a_new_length_replaces_what_was_said() {
        let head =
            Head::new(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nA: b\r\n\r\n".to_vec());
        let short = head.with_length(5);
        assert_eq!(short.bytes(), b"HTTP/1.1 200 OK\r\nA: b\r\ncontent-length: 5\r\n\r\n");
        assert_eq!(short.answer_length("GET").unwrap(), Length::Known(5));
    }
}
