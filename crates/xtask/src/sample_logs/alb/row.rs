//! One ALB access log line: every value that varies, and the writer.
//!
//! Field order, quoting and sentinels are those of the ALB user guide's page
//! "Access logs for your Application Load Balancer".

use std::fmt::Write as _;

use crate::sample_logs::client::Tls;
use crate::sample_logs::clock::{Civil, Moment};
use crate::sample_logs::labels::Tag;

/// What stands in every line of one load balancer.
#[derive(Debug, Clone)]
pub struct Balancer {
    /// `shop` of `app/shop/50dc6c495c0c9188`.
    pub name: &'static str,
    /// Its hexadecimal id.
    pub id: &'static str,
    /// Addresses of its nodes.
    pub nodes: [&'static str; 2],
    /// Fields per line: 29, 30, 33 or 34, by the age of the log.
    pub fields: usize,
    /// ARN of the certificate it serves; unused on plain listeners.
    pub certificate: &'static str,
}

/// The values of one line. Times that AWS writes as `-1` or `-` are `None`.
#[derive(Debug, Clone, Default)]
pub struct AlbRow {
    /// `http`, `https`, `h2`, `ws` or `wss`.
    pub kind: &'static str,
    /// Field 22, whole milliseconds.
    pub received_at: Moment,
    /// Field 2.
    pub sent_at: Moment,
    /// `ip:port`
    pub client: String,
    /// `ip:port`
    pub target: Option<String>,
    /// Fields 6 to 8 in milliseconds.
    pub times_ms: [Option<u64>; 3],
    /// Field 9.
    pub elb_status: u16,
    /// Field 10.
    pub target_status: Option<u16>,
    /// Field 11.
    pub received_bytes: u64,
    /// Field 12.
    pub sent_bytes: u64,
    /// Field 13, escaped as ALB does.
    pub request: String,
    /// Field 14.
    pub agent: &'static str,
    /// Fields 15 and 16.
    pub tls: Option<&'static Tls>,
    /// Field 17.
    pub group_arn: Option<&'static str>,
    /// Field 18, without quotes.
    pub trace_id: Option<String>,
    /// Field 19.
    pub server_name: Option<&'static str>,
    /// Field 20 is `session-reused`.
    pub resumed: bool,
    /// Field 21.
    pub rule: Option<u32>,
    /// Field 23.
    pub actions: &'static str,
    /// Field 24.
    pub redirect_url: Option<String>,
    /// Field 25.
    pub error_reason: Option<&'static str>,
    /// Fields 28 and 29.
    pub classification: Option<(&'static str, &'static str)>,
    /// Field 30.
    pub connection: String,
    /// Index into the balancer's nodes.
    pub node: usize,
    /// Why the row is there; not written.
    pub tag: Tag,
}

impl AlbRow {
    /// Appends the line and its newline.
    pub fn write(&self, balancer: &Balancer, out: &mut String) {
        self.write_core(balancer, out);
        self.write_listener(balancer, out);
        let target = self.target.as_deref().unwrap_or("-");
        let list_status = Optional(self.target_status.filter(|_| self.target.is_some()));
        let (class, reason) = self.classification.unwrap_or(("-", "-"));
        put(out, format_args!(" \"{target}\" \"{list_status}\" \"{class}\" \"{reason}\""));
        if balancer.fields >= 30 {
            put(out, format_args!(" {}", self.connection));
        }
        if balancer.fields >= 33 {
            out.push_str(" \"-\" \"-\" \"-\"");
        }
        if balancer.fields >= 34 {
            put(out, format_args!(" {}", balancer.nodes[self.node]));
        }
        out.push('\n');
    }

    /// Fields 1 to 14.
    fn write_core(&self, balancer: &Balancer, out: &mut String) {
        put(
            out,
            format_args!(
                "{} {} app/{}/{} {} {}",
                self.kind,
                Civil::of(self.sent_at),
                balancer.name,
                balancer.id,
                self.client,
                self.target.as_deref().unwrap_or("-"),
            ),
        );
        for time in self.times_ms {
            match time {
                Some(ms) => put(out, format_args!(" {}.{:03}", ms / 1000, ms % 1000)),
                None => out.push_str(" -1"),
            }
        }
        put(
            out,
            format_args!(
                " {} {} {} {} \"{}\" \"{}\"",
                self.elb_status,
                Optional(self.target_status),
                self.received_bytes,
                self.sent_bytes,
                self.request,
                self.agent,
            ),
        );
    }

    /// Fields 15 to 25.
    fn write_listener(&self, balancer: &Balancer, out: &mut String) {
        let (cipher, protocol) = self.tls.map_or(("-", "-"), |tls| (tls.cipher, tls.protocol));
        let certificate = match (self.tls, self.server_name) {
            (Some(_), _) if self.resumed => "session-reused",
            (Some(_), Some(_)) => balancer.certificate,
            _ => "-",
        };
        put(
            out,
            format_args!(
                " {cipher} {protocol} {} \"{}\" \"{}\" \"{certificate}\" {} {} \"{}\" \"{}\" \"{}\"",
                self.group_arn.unwrap_or("-"),
                self.trace_id.as_deref().unwrap_or("-"),
                self.server_name.unwrap_or("-"),
                Optional(self.rule),
                Civil::of(self.received_at),
                self.actions,
                self.redirect_url.as_deref().unwrap_or("-"),
                self.error_reason.unwrap_or("-"),
            ),
        );
    }
}

/// A value, or AWS's `-`.
struct Optional<T>(Option<T>);

impl<T: std::fmt::Display> std::fmt::Display for Optional<T> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.0 {
            Some(value) => value.fmt(out),
            None => out.write_str("-"),
        }
    }
}

fn put(out: &mut String, text: std::fmt::Arguments<'_>) {
    out.write_fmt(text).expect("writing to a String never fails");
}
