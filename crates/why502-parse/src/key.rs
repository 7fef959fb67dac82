//! AWS's names of fields as keys of a record: lower case, `_` between words.

/// Keys that every record has, whatever its format, in their order.
pub const COMMON_KEYS: [&str; 8] = [
    "format",
    "source",
    "line",
    "timestamp",
    "status",
    "signature",
    "failure_side",
    "start_timestamp",
];

/// The key of a field of that format: as [`key_of`], with the format's name before one that every
/// record has.
pub(crate) fn own_key(format: &str, name: &[u8]) -> String {
    let key = key_of(name);
    if is_common(&key) { format!("{format}_{key}") } else { key }
}

/// Whether every record has that key.
pub(crate) fn is_common(key: &str) -> bool {
    COMMON_KEYS.contains(&key)
}

/// The key of a field: camelCase split at its capitals, lower case, every run of other characters
/// one `_`, none at the ends. `cs(User-Agent)` → `cs_user_agent`, `requestId` → `request_id`,
/// `memorySizeMB` → `memory_size_mb`. Bytes that are not ASCII count as other characters.
#[must_use]
pub fn key_of(name: &[u8]) -> String {
    let mut key = String::with_capacity(name.len() + 4);
    let mut before = b'_';
    for (place, &byte) in name.iter().enumerate() {
        if !byte.is_ascii_alphanumeric() {
            before = b'_';
            continue;
        }
        let begins_word = before == b'_'
            || byte.is_ascii_uppercase()
                && (!before.is_ascii_uppercase()
                    || name.get(place + 1).is_some_and(u8::is_ascii_lowercase));
        if begins_word && !key.is_empty() {
            key.push('_');
        }
        key.push(char::from(byte.to_ascii_lowercase()));
        before = byte;
    }
    key
}

#[cfg(test)]
mod tests {
    use super::key_of;

    #[test]
    fn names_become_keys() {
        for (name, key) in [
            ("target:port", "target_port"),
            ("cs(User-Agent)", "cs_user_agent"),
            ("x-edge-detailed-result-type", "x_edge_detailed_result_type"),
            ("requestId", "request_id"),
            ("timestamp(ms)", "timestamp_ms"),
            ("memorySizeMB", "memory_size_mb"),
            ("AWSRequestId", "aws_request_id"),
            ("integration.latency", "integration_latency"),
            ("ja3Fingerprint", "ja3_fingerprint"),
            ("__x__", "x"),
            ("", ""),
        ] {
            assert_eq!(key_of(name.as_bytes()), key);
        }
    }
}
