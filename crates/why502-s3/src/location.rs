//! Names of places: what a user calls a part of a bucket, how an object is named in results, and
//! the numbers by which a saved run knows it again. Asks no server.

use std::fmt;
use std::fmt::Write as _;

/// A key of S3 is at most this long.
pub(crate) const KEY_LIMIT_BYTES: usize = 1024;

/// A part of a bucket: every key that begins with the prefix, which need not end at a `/`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Location {
    /// The bucket.
    pub bucket: String,
    /// What the keys begin with; empty for the whole bucket. Never begins with the `/` that
    /// follows the bucket's name.
    pub prefix: String,
}

impl Location {
    /// Reads `s3://bucket` or `s3://bucket/prefix`. The prefix is taken as it is, nothing in it
    /// is decoded.
    ///
    /// # Errors
    /// Says in words what is wrong: no bucket, a name no bucket can have, an ARN, a pattern.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text.starts_with("arn:") {
            return Err(arn_refused(text));
        }
        let scheme = text.get(..5).filter(|scheme| scheme.eq_ignore_ascii_case("s3://"));
        let Some(scheme) = scheme else {
            return Err(format!("{}: a place in S3 begins with s3://", shown(text)));
        };
        let rest = &text[scheme.len()..];
        if rest.starts_with("arn:") {
            return Err(arn_refused(text));
        }
        let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        if let Some(fault) = bucket_fault(bucket) {
            return Err(format!("{}: {fault}", shown(text)));
        }
        if let Some(wildcard) = prefix.chars().find(|character| matches!(character, '*' | '?')) {
            return Err(format!(
                "{}: `{wildcard}` is not understood in S3; give the part before it, all keys \
                 that begin so are meant",
                shown(text)
            ));
        }
        if is_signed(prefix) && prefix.contains('=') {
            return Err(
                "s3://…: a signed URL is not understood; give s3://bucket/prefix".to_owned()
            );
        }
        if prefix.len() > KEY_LIMIT_BYTES {
            return Err(format!("s3://{bucket}/…: longer than a key can be (1,024 bytes)"));
        }
        Ok(Self { bucket: bucket.to_owned(), prefix: prefix.to_owned() })
    }
}

impl fmt::Display for Location {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&source_name(&self.bucket, &self.prefix))
    }
}

/// A refused text for its message, without what may be a secret: keys before an `@` or behind a
/// `:`, the signature of a URL.
fn shown(text: &str) -> String {
    let (scheme, rest) = text.split_once("://").unwrap_or(("", text));
    let authority = rest.split('/').next().unwrap_or_default();
    let has_keys = !rest.starts_with("arn:") && authority.contains(':');
    if !has_keys && !text.contains(['@', '?']) && !is_signed(text) {
        return printable(text);
    }
    if scheme.eq_ignore_ascii_case("s3") { "s3://…".to_owned() } else { "…".to_owned() }
}

/// Does it hold parameters of a signed URL?
fn is_signed(text: &str) -> bool {
    text.as_bytes().windows(6).any(|part| part.eq_ignore_ascii_case(b"X-Amz-"))
}

fn arn_refused(text: &str) -> String {
    format!(
        "{}: ARNs are not understood; give s3://bucket/prefix (for an access point its alias, \
         which ends in -s3alias)",
        shown(text)
    )
}

/// What keeps a name from being a bucket's. Upper case and `_` pass: old buckets of us-east-1
/// have them, and other servers allow them.
fn bucket_fault(bucket: &str) -> Option<&'static str> {
    let is_edge = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    let bytes = bucket.as_bytes();
    if bytes.is_empty() {
        Some("the name of the bucket is missing")
    } else if bytes.iter().any(|byte| matches!(byte, b'*' | b'?')) {
        Some("a pattern is not understood in the name of a bucket")
    } else if !bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || b".-_".contains(byte)) {
        Some("the name of a bucket has only letters, digits, `.`, `-` and `_`")
    } else if !(3..=63).contains(&bytes.len()) {
        Some("the name of a bucket has 3 to 63 characters")
    } else if !is_edge(bytes.first()) || !is_edge(bytes.last()) || bucket.contains("..") {
        Some("the name of a bucket begins and ends with a letter or digit and has no `..`")
    } else if bucket.parse::<std::net::Ipv4Addr>().is_ok() {
        Some("an IP address is no name of a bucket; give a server by --endpoint-url")
    } else {
        None
    }
}

/// The object's name in results: `s3://bucket/key`, with every character that does not print, or
/// turns text around, as the `%XX` of its bytes. All else, also a `%`, stays as it is.
#[must_use]
pub(crate) fn source_name(bucket: &str, key: &str) -> String {
    format!("s3://{}/{}", printable(bucket), printable(key))
}

/// The text on one line, without anything that steers a terminal.
pub(crate) fn printable(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        if is_printable(character) {
            shown.push(character);
            continue;
        }
        for byte in character.encode_utf8(&mut [0; 4]).bytes() {
            write!(shown, "%{byte:02X}").expect("writing to a String cannot fail");
        }
    }
    shown
}

/// Whether a character stands for itself. Invisible ones and those that set the direction of
/// text do not.
pub(crate) const fn is_printable(character: char) -> bool {
    !matches!(character,
        '\0'..='\x1f' | '\x7f'..='\u{9f}' | '\u{ad}' | '\u{61c}' | '\u{180e}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff0}'..='\u{fffb}'
        | '\u{fffe}'..='\u{ffff}' | '\u{e0000}'..='\u{e0fff}')
}

/// Two numbers for an object: one for its place, one for its content. They are the same in every
/// run and every version of the program (FNV-1a of 64 bits), so they may be saved. Two of a
/// million objects share a place by chance once in about 37 million buckets; whoever may write
/// into the bucket can make two that do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectId {
    /// Of bucket and key.
    pub name: u64,
    /// Of `ETag` and size.
    pub version: u64,
}

impl ObjectId {
    /// The numbers of an object. The `ETag` counts the same with and without its quotes.
    #[must_use]
    pub fn new(bucket: &str, key: &str, etag: &str, size: u64) -> Self {
        // 0xFF is in no UTF-8 text, so it keeps `a` + `bc` from being `ab` + `c`.
        Self {
            name: fnv1a(&[bucket.as_bytes(), &[0xff], key.as_bytes()]),
            version: fnv1a(&[etag.trim_matches('"').as_bytes(), &[0xff], &size.to_le_bytes()]),
        }
    }
}

/// FNV-1a of 64 bits over the parts, one after the other.
fn fnv1a(parts: &[&[u8]]) -> u64 {
    let bytes = parts.iter().copied().flatten();
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn location(bucket: &str, prefix: &str) -> Result<Location, String> {
        Ok(Location { bucket: bucket.to_owned(), prefix: prefix.to_owned() })
    }

    #[test]
    fn bucket_and_prefix_are_cut_at_the_first_slash() {
        assert_eq!(Location::parse("s3://my-logs"), location("my-logs", ""));
        assert_eq!(Location::parse("s3://my-logs/"), location("my-logs", ""));
        assert_eq!(Location::parse("S3://my.logs/a/b c/é%"), location("my.logs", "a/b c/é%"));
        assert_eq!(Location::parse("s3://my-logs//a"), location("my-logs", "/a"));
        assert_eq!(Location::parse("s3://My_logs/a"), location("My_logs", "a"));
    }

    #[test]
    fn what_names_no_place_is_refused_with_words() {
        for (text, word) in [
            ("", "begins with s3://"),
            ("my-logs/a", "begins with s3://"),
            ("s3:/my-logs", "begins with s3://"),
            ("s3éé://my-logs", "begins with s3://"),
            ("s3://", "is missing"),
            ("s3:///a", "is missing"),
            ("s3://ab/a", "3 to 63"),
            ("s3://a..b/a", "no `..`"),
            ("s3://-ab", "begins and ends"),
            ("s3://a b/c", "only letters"),
            ("s3://user:secret@host/x", "only letters"),
            ("s3://10.0.0.1/a", "--endpoint-url"),
            ("s3://my-*/a", "a pattern"),
            ("s3://my-logs/2026/*/x", "`*`"),
            ("s3://my-logs/a?versionId=1", "`?`"),
            ("s3://arn:aws:s3:eu-west-1:123456789012:accesspoint/logs/a", "-s3alias"),
            ("arn:aws:s3:::my-logs", "-s3alias"),
        ] {
            let refusal = Location::parse(text).unwrap_err();
            assert!(refusal.contains(word), "{text}: {refusal}");
        }
        let long = format!("s3://my-logs/{}", "a".repeat(KEY_LIMIT_BYTES + 1));
        assert!(Location::parse(&long).unwrap_err().contains("1,024"));
        let limit = format!("s3://my-logs/{}", "a".repeat(KEY_LIMIT_BYTES));
        assert_eq!(Location::parse(&limit).unwrap().prefix.len(), KEY_LIMIT_BYTES);
    }

    #[test]
    fn a_refused_place_is_not_repeated_where_it_may_hold_a_secret() {
        for text in [
            "s3://AKID:HUSH@logs/x",
            "s3://AKID:HUSH/x",
            "S3://HUSH@logs",
            "s3://my-logs/key?X-Amz-Signature=HUSH",
            "s3://my-logs/key&x-amz-signature=HUSH",
            "s3://my-logs/*/key%3FX-Amz-Credential=HUSH",
            "s3://my-*/key?Signature=HUSH",
            "https://my-logs.s3.amazonaws.com/key?X-Amz-Signature=HUSH",
            "AKID:HUSH@logs/x",
        ] {
            let refusal = Location::parse(text).unwrap_err();
            assert!(!refusal.contains("HUSH") && !refusal.contains("AKID"), "{refusal}");
        }
        assert!(Location::parse("s3://my-logs/a*").unwrap_err().starts_with("s3://my-logs/a*: "));
        assert!(Location::parse("s3://my-logs/a@b:c").is_ok(), "a key may hold these");
    }

    #[test]
    fn names_are_readable_but_steer_no_terminal() {
        assert_eq!(source_name("b", "a/é 50%/日本.log"), "s3://b/a/é 50%/日本.log");
        assert_eq!(source_name("b", "a\x1b[31m\n\u{7f}"), "s3://b/a%1B[31m%0A%7F");
        assert_eq!(source_name("b", "a\u{202e}b\u{85}"), "s3://b/a%E2%80%AEb%C2%85");
        assert!(!Location::parse("s3://b\x1b/x").unwrap_err().contains('\x1b'));
    }

    #[test]
    fn object_ids_are_those_of_every_version() {
        let id = ObjectId::new("my-logs", "a/b.log.gz", "\"0123\"", 1 << 33);
        assert_eq!(id, ObjectId::new("my-logs", "a/b.log.gz", "0123", 1 << 33));
        assert_eq!(fnv1a(&[b"foobar"]), 0x8594_4171_f739_67e8, "the vector FNV's authors give");
        assert_eq!(fnv1a(&[]), 0xcbf2_9ce4_8422_2325);
        assert_ne!(id.name, ObjectId::new("my-logsa", "/b.log.gz", "0123", 1 << 33).name);
        assert_ne!(id.version, ObjectId::new("my-logs", "a/b.log.gz", "0123", 1).version);
        assert_ne!(id.version, ObjectId::new("my-logs", "a/b.log.gz", "0124", 1 << 33).version);
    }
}
