//! `address:port` as load balancers write it.

use super::number::unsigned;
use memchr::{memchr, memchr_iter};

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
        // A port is short: the colon is near the end.
        let split = text.iter().rposition(|&byte| byte == b':').and_then(|colon| {
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
#[inline]
fn is_cut_off(address: &[u8]) -> bool {
    match address {
        [.., b':', b':'] => false,
        [.., b':'] => true,
        // Seven groups take more bytes than most IPv4 addresses have.
        _ => {
            address.len() >= 12
                && colons(address) == 6
                && !address.windows(2).any(|pair| pair == b"::")
        }
    }
}

#[inline]
fn colons(address: &[u8]) -> usize {
    // An IPv4 address: two words, that may overlap, hold all of it.
    if address.len() <= 16
        && let (Some(first), Some(last)) = (address.first_chunk(), address.last_chunk())
        && !has_colon(*first)
        && !has_colon(*last)
    {
        return 0;
    }
    memchr_iter(b':', address).count()
}

#[inline]
fn has_colon(word: [u8; 8]) -> bool {
    const LOW_BITS: u64 = 0x0101_0101_0101_0101;
    let bytes = u64::from_le_bytes(word) ^ LOW_BITS.wrapping_mul(b':'.into());
    bytes.wrapping_sub(LOW_BITS) & !bytes & LOW_BITS.wrapping_shl(7) != 0
}
