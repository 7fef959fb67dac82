//! Names of parameters, members and headers that say what their values are.

use crate::kind::Kind;

/// A name longer than this is looked at as far as here.
const MOST_NAME: usize = 64;

/// Whether a value with that name (`access_token`, `X-Api-Key`, `sessionId`) is a secret, and of
/// which kind.
pub(crate) fn named_secret(name: &[u8]) -> Option<Kind> {
    let mut room = [0; MOST_NAME];
    let name = plain(name, &mut room);
    if name.len() < 3 {
        return None;
    }
    let has = |word: &str| name.windows(word.len()).any(|part| part == word.as_bytes());
    if has("cookie") {
        return Some(Kind::Cookie);
    }
    if has("traceid") || has("requestid") || has("correlationid") {
        return Some(Kind::Trace);
    }
    let is_one = matches!(
        name,
        b"pwd" | b"pin" | b"otp" | b"sid" | b"auth" | b"jwt" | b"sig" | b"pass" | b"ticket"
    );
    let holds_one = [
        "token",
        "passw",
        "secret",
        "apikey",
        "accesskey",
        "privatekey",
        "session",
        "credential",
        "authorization",
        "signature",
        "csrf",
        "xsrf",
    ]
    .iter()
    .any(|word| has(word));
    (is_one || holds_one).then_some(Kind::Secret)
}

/// The name in small letters without what stands between its words, cut where it is very long.
fn plain<'r>(name: &[u8], room: &'r mut [u8; MOST_NAME]) -> &'r [u8] {
    let mut length = 0;
    // The end of a long name says more than its beginning.
    let from = name.len().saturating_sub(MOST_NAME);
    for &byte in &name[from..] {
        if byte.is_ascii_alphanumeric() {
            room[length] = byte.to_ascii_lowercase();
            length += 1;
        }
    }
    &room[..length]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_what_their_values_are() {
        for name in
            ["token", "access_token", "X-Api-Key", "JSESSIONID", "password", "X-Amz-Signature"]
        {
            assert_eq!(named_secret(name.as_bytes()), Some(Kind::Secret), "{name}");
        }
        assert_eq!(named_secret(b"Set-Cookie"), Some(Kind::Cookie));
        assert_eq!(named_secret(b"X-Amzn-Trace-Id"), Some(Kind::Trace));
        for name in ["", "to", "Key", "AttributeKey", "monkey", "status", "upstream", "page"] {
            assert_eq!(named_secret(name.as_bytes()), None, "{name}");
        }
    }
}
