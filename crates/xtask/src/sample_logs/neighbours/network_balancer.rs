//! One line of a Network Load Balancer's TLS log, as text and as delivered JSON.

use serde_json::json;

use crate::sample_logs::clock::{Civil, Moment, SECOND_US};
use crate::sample_logs::labels::Tag;
use crate::sample_logs::neighbours::log::Log;
use crate::sample_logs::objects::{ACCOUNT, REGION};

/// The values of one line.
#[derive(Debug, Clone)]
pub struct ConnectionRow {
    /// When the connection closed.
    pub at: Moment,
    /// `ip:port`
    pub client: String,
    /// Milliseconds.
    pub connection_ms: u64,
    /// Milliseconds; `None` where the handshake failed.
    pub handshake_ms: Option<u64>,
    /// Bytes received and sent.
    pub bytes: (u64, u64),
    /// The TLS alert that came from the client.
    pub alert: Option<u8>,
    /// Why the row is there; not written.
    pub tag: Tag,
}

const NAMES: [&str; 22] = [
    "type",
    "version",
    "time",
    "elb",
    "listener",
    "client_port",
    "destination_port",
    "connection_time",
    "tls_handshake_time",
    "received_bytes",
    "sent_bytes",
    "incoming_tls_alert",
    "chosen_cert_arn",
    "chosen_cert_serial",
    "tls_cipher",
    "tls_protocol_version",
    "tls_keyexchange",
    "domain_name",
    "alpn_fe_protocol",
    "alpn_be_protocol",
    "alpn_client_preference_list",
    "tls_connection_creation_time",
];

impl ConnectionRow {
    fn values(&self) -> [String; 22] {
        let ok = self.handshake_ms.is_some();
        let if_ok = |text: &str| if ok { text.to_owned() } else { "-".to_owned() };
        let second = |at: Moment| Civil::of(at).to_string()[..19].to_owned();
        let number = |value: Option<u64>| value.map_or("-".to_owned(), |value| value.to_string());
        let certificate = format!(
            "arn:aws:acm:{REGION}:{ACCOUNT}:certificate/2a108f19-aded-46b0-8493-c63eb1ef4a99"
        );
        [
            "tls".to_owned(),
            "2.0".to_owned(),
            second(self.at),
            "net/devices/c6e77e28c25b2234".to_owned(),
            "g3d4b5e8bb8464cd".to_owned(),
            self.client.clone(),
            "10.0.1.254:8883".to_owned(),
            self.connection_ms.to_string(),
            number(self.handshake_ms),
            self.bytes.0.to_string(),
            self.bytes.1.to_string(),
            number(self.alert.map(u64::from)),
            if_ok(&certificate),
            "-".to_owned(),
            if_ok("TLS_AES_128_GCM_SHA256"),
            if_ok("tlsv13"),
            if_ok("x25519"),
            "devices.example.com".to_owned(),
            if_ok("h2"),
            if_ok("http/1.1"),
            if_ok("\"h2\",\"http/1.1\""),
            second(self.at - self.connection_ms as i64 * SECOND_US / 1_000),
        ]
    }

    /// Adds the line.
    pub fn write(&self, log: &mut Log) {
        log.request(&self.values().join(" "), self.seen());
    }

    /// Adds the record as the JSON of the delivery through CloudWatch Logs.
    pub fn write_json(&self, log: &mut Log) {
        let members = NAMES.iter().zip(self.values());
        let object: serde_json::Map<_, _> =
            members.map(|(name, value)| ((*name).to_owned(), json!(value))).collect();
        log.request(&serde_json::Value::Object(object).to_string(), self.seen());
    }

    fn seen(&self) -> (Moment, Tag, u16) {
        (self.at.div_euclid(SECOND_US) * SECOND_US, self.tag, 0)
    }
}
