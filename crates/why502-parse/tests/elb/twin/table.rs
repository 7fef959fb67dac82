//! The logs' columns and shapes.

use regex::Regex;
use std::sync::LazyLock;

/// What there is to know of one log.
pub(super) struct Table {
    pub(super) format: &'static str,
    /// Key, AWS's name, kind: `t`ext, text with `e`scapes, `p`ercent, `n`umber, `s`econds, `m`illis.
    pub(super) columns: &'static [(&'static str, &'static str, char)],
    pub(super) time: usize,
    pub(super) least: usize,
    pub(super) quotes: bool,
    pub(super) marks: &'static [&'static str],
    pub(super) shape: Vec<Regex>,
    /// So many of the shapes must hold for a record.
    pub(super) surely: usize,
}

const CLB: &[(&str, &str, char)] = &[
    ("clb_timestamp", "timestamp", 't'),
    ("elb", "elb", 't'),
    ("client_port", "client:port", 't'),
    ("backend_port", "backend:port", 't'),
    ("request_processing_time", "", 's'),
    ("backend_processing_time", "", 's'),
    ("response_processing_time", "", 's'),
    ("elb_status_code", "", 'n'),
    ("backend_status_code", "", 'n'),
    ("received_bytes", "", 'n'),
    ("sent_bytes", "", 'n'),
    ("request", "", 'e'),
    ("user_agent", "", 'e'),
    ("ssl_cipher", "", 't'),
    ("ssl_protocol", "", 't'),
];

const NLB: &[(&str, &str, char)] = &[
    ("type", "", 't'),
    ("version", "", 't'),
    ("time", "", 't'),
    ("elb", "", 't'),
    ("listener", "", 't'),
    ("client_port", "client:port", 't'),
    ("destination_port", "destination:port", 't'),
    ("connection_time", "", 'm'),
    ("tls_handshake_time", "", 'm'),
    ("received_bytes", "", 'n'),
    ("sent_bytes", "", 'n'),
    ("incoming_tls_alert", "", 'n'),
    ("chosen_cert_arn", "", 't'),
    ("chosen_cert_serial", "", 't'),
    ("tls_cipher", "", 't'),
    ("tls_protocol_version", "", 't'),
    ("tls_keyexchange", "", 't'),
    ("domain_name", "", 'p'),
    ("alpn_fe_protocol", "", 't'),
    ("alpn_be_protocol", "", 't'),
    ("alpn_client_preference_list", "", 'p'),
    ("tls_connection_creation_time", "", 't'),
];

const CONNECTION: &[(&str, &str, char)] = &[
    ("alb_connection_timestamp", "timestamp", 't'),
    ("client_ip", "", 't'),
    ("client_port", "", 'n'),
    ("listener_port", "", 'n'),
    ("tls_protocol", "", 't'),
    ("tls_cipher", "", 't'),
    ("tls_handshake_latency", "", 's'),
    ("leaf_client_cert_subject", "", 'e'),
    ("leaf_client_cert_validity", "", 't'),
    ("leaf_client_cert_serial_number", "", 't'),
    ("tls_verify_status", "", 't'),
    ("conn_trace_id", "", 't'),
    ("tls_keyexchange", "", 't'),
    ("elb", "", 't'),
    ("ip_address", "", 't'),
];

const HEALTH_CHECK: &[(&str, &str, char)] = &[
    ("type", "", 't'),
    ("time", "", 't'),
    ("latency", "", 's'),
    ("target_addr", "", 't'),
    ("target_group_id", "", 't'),
    ("alb_health_check_status", "status", 't'),
    ("status_code", "", 'n'),
    ("reason_code", "", 't'),
    ("elb", "", 't'),
    ("ip_address", "", 't'),
];

fn patterns(patterns: &[&str]) -> Vec<Regex> {
    let regex = |pattern: &&str| Regex::new(&format!("(?s)^(?:{pattern})$")).expect("a pattern");
    patterns.iter().map(regex).collect()
}

const DATE: &str = "[0-9]{4}-[0-9]{2}-[0-9]{2}T.*";
const NUMBER: &str = "-|-?[0-9.]+";

pub(super) static TABLES: LazyLock<[Table; 4]> = LazyLock::new(|| {
    let name = "[A-Za-z0-9_-]+|[A-Za-z0-9._-]*[A-Za-z][A-Za-z0-9._-]*";
    let endpoint = "-|.*:[0-9]+";
    let address = "[0-9A-Fa-f.:\\[\\]]*[.:][0-9A-Fa-f.:\\[\\]]*";
    [
        Table {
            format: "clb",
            columns: CLB,
            time: 0,
            least: 12,
            quotes: true,
            marks: &[],
            shape: patterns(&[DATE, name, endpoint, endpoint, NUMBER]),
            surely: 3,
        },
        Table {
            format: "nlb",
            columns: NLB,
            time: 2,
            least: 18,
            quotes: false,
            marks: &["listener", "destination_port"],
            shape: patterns(&["[a-z][a-z0-9]*", "[0-9][0-9.]*[.][0-9.]*", DATE, ".*/.*"]),
            surely: 3,
        },
        Table {
            format: "alb_connection",
            columns: CONNECTION,
            time: 0,
            least: 11,
            quotes: true,
            marks: &["listener_port", "tls_handshake_latency"],
            shape: patterns(&[DATE, address, "[0-9]+", "[0-9]+"]),
            surely: 2,
        },
        Table {
            format: "alb_health_check",
            columns: HEALTH_CHECK,
            time: 1,
            least: 8,
            quotes: true,
            marks: &["target_addr", "target_group_id"],
            shape: patterns(&["[a-z][a-z0-9]*", DATE, NUMBER, ".+", ".+", "[A-Z_]+"]),
            surely: 3,
        },
    ]
});

pub(super) fn column_of(table: &Table, name: &str) -> Option<usize> {
    if table.format == "alb_connection" && name == "time" {
        return Some(0);
    }
    let key = key(name);
    let is_it = |&(own, aws, _): &(&str, &str, char)| own == name || aws == name || own == key;
    table.columns.iter().position(is_it).filter(|_| !name.is_empty())
}

/// camelCase and everything else to lower case with `_` between words.
pub(super) fn key(name: &str) -> String {
    static ACRONYM: LazyLock<Regex> =
        LazyLock::new(|| Regex::new("([A-Z]+)([A-Z][a-z])").expect("a pattern"));
    static LOWER_UPPER: LazyLock<Regex> =
        LazyLock::new(|| Regex::new("([a-z0-9])([A-Z])").expect("a pattern"));
    let name = ACRONYM.replace_all(name, "${1}_${2}");
    let name = LOWER_UPPER.replace_all(&name, "${1}_${2}");
    let parts = name.split(|letter: char| !letter.is_ascii_alphanumeric());
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    parts.join("_").to_ascii_lowercase()
}
