//! The request line a load balancer logs: `METHOD url VERSION`, with all its malformed forms.
//!
//! The URL is what the client sent: it may hold raw spaces, bytes that are not UTF-8, a user name,
//! or no host at all. Nothing is unescaped or decoded here.

use memchr::{memchr, memchr2, memrchr};

/// The parts of a request line, as logged (escapes kept).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RequestLine<'a> {
    /// The method; `None` where the load balancer could not read one (`-`).
    pub method: Option<&'a [u8]>,
    /// The URL; `-` where the load balancer could not read one.
    pub url: &'a [u8],
    /// The protocol, as `HTTP/1.1`; `None` where it is `-`, empty or missing.
    pub version: Option<&'a [u8]>,
}

impl<'a> RequestLine<'a> {
    /// Splits at the first and the last space. With one space there is no version; with none, all
    /// of it is the URL. A space behind the version is ignored.
    #[must_use]
    #[inline]
    pub fn parse(text: &'a [u8]) -> Self {
        Self::parse_usual(text).unwrap_or_else(|| Self::parse_any(text))
    }

    /// A method of up to eight bytes, and `HTTP/` with three bytes at the end; `None` for all else.
    #[inline]
    fn parse_usual(text: &'a [u8]) -> Option<Self> {
        let (rest, tail) = text.split_last_chunk::<9>()?;
        let [b' ', version @ ..] = tail else { return None };
        let first = first_space(rest)?;
        let (b"HTTP/", [a, b, c]) = version.split_first_chunk()? else { return None };
        if [a, b, c].contains(&&b' ') {
            return None;
        }
        let url = &rest[first + 1..];
        Some(Self { method: present(&rest[..first]), url, version: Some(version) })
    }

    fn parse_any(text: &'a [u8]) -> Self {
        let Some(first) = memchr(b' ', text) else {
            return Self { method: None, url: text, version: None };
        };
        let method = present(&text[..first]);
        let rest = &text[first + 1..];
        let rest = match rest.strip_suffix(b" ") {
            Some(trimmed) if ends_with_version(trimmed) => trimmed,
            _ => rest,
        };
        match memrchr(b' ', rest) {
            Some(last) => Self { method, url: &rest[..last], version: present(&rest[last + 1..]) },
            None => Self { method, url: rest, version: None },
        }
    }

    /// The URL's scheme.
    #[must_use]
    pub fn scheme(&self) -> Option<&'a [u8]> {
        self.split_scheme().map(|(scheme, _)| scheme)
    }

    /// The host: without user information, port, or the brackets of an IPv6 address.
    #[must_use]
    pub fn host(&self) -> Option<&'a [u8]> {
        self.host_and_port().0
    }

    /// The port's digits. The `-` that stands for a missing path is not part of it.
    #[must_use]
    pub fn port(&self) -> Option<&'a [u8]> {
        self.host_and_port().1
    }

    /// The path without the query: begins with `/`, or is `*`. `None` where the URL has no path.
    #[must_use]
    pub fn path(&self) -> Option<&'a [u8]> {
        let target = self.target();
        let path = &target[..memchr(b'?', target).unwrap_or(target.len())];
        (path.starts_with(b"/") || path == b"*").then_some(path)
    }

    /// What follows the first `?`, possibly empty.
    #[must_use]
    pub fn query(&self) -> Option<&'a [u8]> {
        let target = self.target();
        memchr(b'?', target).map(|mark| &target[mark + 1..])
    }

    /// Scheme, and what follows `://`.
    fn split_scheme(&self) -> Option<(&'a [u8], &'a [u8])> {
        let mark = memchr(b':', self.url).filter(|&at| self.url[at..].starts_with(b"://"))?;
        let scheme = &self.url[..mark];
        let is_scheme = |byte: &u8| byte.is_ascii_alphanumeric() || b"+-.".contains(byte);
        let valid = scheme.first().is_some_and(u8::is_ascii_alphabetic);
        (valid && scheme.iter().all(is_scheme)).then(|| (scheme, &self.url[mark + 3..]))
    }

    fn authority(&self) -> &'a [u8] {
        let Some((_, rest)) = self.split_scheme() else { return b"" };
        &rest[..authority_length(rest)]
    }

    /// Path and query.
    fn target(&self) -> &'a [u8] {
        match self.split_scheme() {
            Some((_, rest)) => &rest[authority_length(rest)..],
            None => self.url,
        }
    }

    fn host_and_port(&self) -> (Option<&'a [u8]>, Option<&'a [u8]>) {
        let authority = self.authority();
        let authority = memrchr(b'@', authority).map_or(authority, |at| &authority[at + 1..]);
        let (host, port) = if let Some(inner) = authority.strip_prefix(b"[")
            && let Some(close) = memchr(b']', inner)
        {
            (&inner[..close], inner[close + 1..].strip_prefix(b":").and_then(port_digits))
        } else {
            match memrchr(b':', authority) {
                Some(colon) => (&authority[..colon], port_digits(&authority[colon + 1..])),
                None => (authority, None),
            }
        };
        (present(host), port)
    }
}

/// Where the first space is, if it is among the first eight bytes.
#[inline]
fn first_space(text: &[u8]) -> Option<usize> {
    const LOW_BITS: u64 = 0x0101_0101_0101_0101;
    let bytes = u64::from_le_bytes(*text.first_chunk()?) ^ LOW_BITS.wrapping_mul(b' '.into());
    // The lowest byte that is 0 gets its high bit set; ones above it may by mistake.
    let found = bytes.wrapping_sub(LOW_BITS) & !bytes & LOW_BITS.wrapping_shl(7);
    (found != 0).then(|| found.trailing_zeros() as usize / 8)
}

fn present(text: &[u8]) -> Option<&[u8]> {
    (!matches!(text, b"" | b"-")).then_some(text)
}

fn ends_with_version(text: &[u8]) -> bool {
    memrchr(b' ', text).is_some_and(|space| {
        let last = &text[space + 1..];
        last == b"-" || last.starts_with(b"HTTP/")
    })
}

fn authority_length(rest: &[u8]) -> usize {
    memchr2(b'/', b'?', rest).unwrap_or(rest.len())
}

fn port_digits(text: &[u8]) -> Option<&[u8]> {
    let digits = text.strip_suffix(b"-").unwrap_or(text);
    (!digits.is_empty() && digits.iter().all(u8::is_ascii_digit)).then_some(digits)
}
