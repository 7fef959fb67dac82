//! `address:port` as load balancers write it.

use super::number::unsigned;
use memchr::{memchr, memchr_iter, memrchr};

/// A network endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Endpoint<'a> {
    /// The IPv4 or IPv6 address, without brackets, as logged otherwise; not checked.
    pub address: &'a [u8],
    /// The port, where one was logged.
    pub port: Option<u16>,
}

impl<'a> Endpoint<'a> {
    /// Splits at the last colon; load balancers write IPv6 addresses without brackets, bracketed
    /// ones are read too. Text without a port is all address.
    #[must_use]
    #[inline]
    pub fn parse(text: &'a [u8]) -> Self {
        if let Some(inner) = text.strip_prefix(b"[")
            && let Some(close) = memchr(b']', inner)
        {
            let (address, rest) = (&inner[..close], &inner[close + 1..]);
            match rest.strip_prefix(b":").map(port) {
                Some(Some(port)) => return Self { address, port: Some(port) },
                _ if rest.is_empty() => return Self { address, port: None },
                _ => return Self { address: text, port: None },
            }
        }
        let split = memrchr(b':', text).and_then(|colon| {
            let address = &text[..colon];
            let port = port(&text[colon + 1..])?;
            (!is_cut_off(address)).then_some(Self { address, port: Some(port) })
        });
        split.unwrap_or(Self { address: text, port: None })
    }
}

fn port(digits: &[u8]) -> Option<u16> {
    unsigned(digits).and_then(|port| u16::try_from(port).ok())
}

/// Whether this is an IPv6 address that lost its last group, so that the "port" behind it was that
/// group: `2001:db8:` or seven groups without `::`.
fn is_cut_off(address: &[u8]) -> bool {
    match address {
        [.., b':', b':'] => false,
        [.., b':'] => true,
        _ => {
            memchr_iter(b':', address).count() == 6 && !address.windows(2).any(|pair| pair == b"::")
        }
    }
}
