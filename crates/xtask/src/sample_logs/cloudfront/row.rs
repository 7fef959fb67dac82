//! One line of a CloudFront standard log (legacy, 33 columns): values and writer.

use std::fmt::Write as _;

use crate::sample_logs::clock::{Civil, Moment};
use crate::sample_logs::labels::Tag;

/// The two header lines of every object.
pub const HEADER: &str = "#Version: 1.0\n#Fields: date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) cs(User-Agent) cs-uri-query cs(Cookie) x-edge-result-type x-edge-request-id x-host-header cs-protocol cs-bytes time-taken x-forwarded-for ssl-protocol ssl-cipher x-edge-response-result-type cs-protocol-version fle-status fle-encrypted-fields c-port time-to-first-byte x-edge-detailed-result-type sc-content-type sc-content-len sc-range-start sc-range-end\n";

/// The values of one line.
#[derive(Debug, Clone, Default)]
pub struct EdgeRow {
    /// When the response ended; written with whole seconds.
    pub ended_at: Moment,
    /// `DUB56-P1`
    pub location: &'static str,
    /// Response size with headers.
    pub sent_bytes: u64,
    /// Viewer address.
    pub address: String,
    /// HTTP method.
    pub method: &'static str,
    /// Path as the viewer sent it.
    pub path: String,
    /// Query without `?`; empty where there is none.
    pub query: String,
    /// `sc-status`; 0 is written `000`.
    pub status: u16,
    /// `Referer`, empty where there is none.
    pub referer: &'static str,
    /// User agent as the viewer sent it.
    pub agent: &'static str,
    /// Result type before sending the response.
    pub response_result: &'static str,
    /// Result type after the last byte.
    pub result: &'static str,
    /// The more precise type.
    pub detailed_result: &'static str,
    /// 54 characters and `==`.
    pub request_id: String,
    /// The viewer's `Host`.
    pub host: &'static str,
    /// Request size with headers.
    pub received_bytes: u64,
    /// Milliseconds.
    pub time_taken_ms: u64,
    /// Milliseconds.
    pub first_byte_ms: u64,
    /// `HTTP/2.0`
    pub version: &'static str,
    /// Viewer port.
    pub port: u64,
    /// Content type, as the origin sent it; empty where none.
    pub content_type: &'static str,
    /// `sc-content-len`, where known.
    pub content_bytes: Option<u64>,
    /// Why the row is there; not written.
    pub tag: Tag,
}

impl EdgeRow {
    /// Appends the line and its newline.
    pub fn write(&self, out: &mut String) {
        let ended = Civil::of(self.ended_at);
        let content = self.content_bytes.map_or("-".to_owned(), |bytes| bytes.to_string());
        let cells = [
            ended.date(),
            ended.time(),
            self.location.to_owned(),
            self.sent_bytes.to_string(),
            self.address.clone(),
            self.method.to_owned(),
            "d111111abcdef8.cloudfront.net".to_owned(),
            encoded(&self.path),
            format!("{:03}", self.status),
            encoded(self.referer),
            encoded(self.agent),
            encoded(&self.query),
            "-".to_owned(),
            self.result.to_owned(),
            self.request_id.clone(),
            self.host.to_owned(),
            "https".to_owned(),
            self.received_bytes.to_string(),
            seconds(self.time_taken_ms),
            "-".to_owned(),
            "TLSv1.3".to_owned(),
            "TLS_AES_128_GCM_SHA256".to_owned(),
            self.response_result.to_owned(),
            self.version.to_owned(),
            "-".to_owned(),
            "-".to_owned(),
            self.port.to_string(),
            seconds(self.first_byte_ms),
            self.detailed_result.to_owned(),
            encoded(self.content_type),
            content,
            "-".to_owned(),
            "-".to_owned(),
        ];
        out.push_str(&cells.join("\t"));
        out.push('\n');
    }
}

fn seconds(ms: u64) -> String {
    format!("{}.{:03}", ms / 1000, ms % 1000)
}

/// CloudFront's URL encoding: controls, space, bytes from 127 and these marks, `%` among them.
fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 24);
    for byte in text.bytes() {
        if byte <= 32 || byte >= 127 || b"<>\"#%{}|\\^~[]`'".contains(&byte) {
            write!(out, "%{byte:02X}").expect("writing to a String never fails");
        } else {
            out.push(char::from(byte));
        }
    }
    if out.is_empty() { "-".to_owned() } else { out }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_viewer_sent_is_encoded_once() {
        assert_eq!(encoded("a b%20c\"é"), "a%20b%2520c%22%C3%A9");
        assert_eq!(encoded(""), "-");
        assert_eq!(encoded("text/html; charset=utf-8"), "text/html;%20charset=utf-8");
    }

    #[test]
    fn a_line_has_a_cell_for_every_column_of_the_header() {
        let columns = HEADER.lines().nth(1).unwrap().split(' ').skip(1).count();
        let mut line = String::new();
        EdgeRow::default().write(&mut line);
        assert_eq!((columns, line.split('\t').count()), (33, 33));
    }
}
