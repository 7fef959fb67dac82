//! One line of a Classic Load Balancer's access log.

use crate::sample_logs::clock::{Civil, Moment};
use crate::sample_logs::labels::Tag;
use crate::sample_logs::neighbours::log::Log;

/// The values of one line.
#[derive(Debug, Clone)]
pub struct ClassicRow {
    /// When the request was received.
    pub at: Moment,
    /// `ip:port`
    pub client: String,
    /// `ip:port`; `None` where the request was not sent, or no answer came.
    pub backend: Option<String>,
    /// Microseconds; `None` is written `-1`.
    pub times_us: Option<[u64; 3]>,
    /// `None` on a TCP listener.
    pub status: Option<u16>,
    /// What the backend answered.
    pub backend_status: Option<u16>,
    /// Bytes of the request's and of the response's body.
    pub bytes: (u64, u64),
    /// The request line; `- - - ` on a TCP listener.
    pub request: String,
    /// As written: quotes escaped, line feeds raw.
    pub agent: String,
    /// Why the row is there; not written.
    pub tag: Tag,
}

impl ClassicRow {
    /// Adds the line.
    pub fn write(&self, log: &mut Log) {
        let times = match self.times_us {
            Some(times) => times.map(seconds).join(" "),
            None => "-1 -1 -1".to_owned(),
        };
        let code = |code: Option<u16>| code.map_or("-".to_owned(), |code| code.to_string());
        let line = format!(
            "{} shop-classic {} {} {times} {} {} {} {} \"{}\" \"{}\" {}",
            Civil::of(self.at),
            self.client,
            self.backend.as_deref().unwrap_or("-"),
            code(self.status),
            code(self.backend_status),
            self.bytes.0,
            self.bytes.1,
            self.request,
            self.agent,
            if self.status.is_some() { "ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2" } else { "- -" },
        );
        let elapsed: u64 = self.times_us.map_or(0, |times| times.iter().sum());
        log.request(&line, (self.at + elapsed as i64, self.tag, self.status.unwrap_or(0)));
    }
}

/// Six decimals, zeros at the end left out, as this log has them.
fn seconds(us: u64) -> String {
    let text = format!("{}.{:06}", us / 1_000_000, us % 1_000_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
