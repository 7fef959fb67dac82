//! Networks, and addresses in values.

use std::net::IpAddr;

use why502_parse::Endpoint;

/// A network, or one address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Network {
    is_v6: bool,
    bits: u128,
    /// How many of the highest bits count.
    prefix: u32,
}

impl Network {
    /// Reads `ADDRESS/BITS` or `ADDRESS`; bits behind the prefix are ignored.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address, Some(prefix)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().ok()?;
        let width = if address.is_ipv6() { 128 } else { 32 };
        let prefix = match prefix {
            Some(digits) if digits.bytes().all(|byte| byte.is_ascii_digit()) => {
                digits.parse().ok().filter(|prefix| *prefix <= width)?
            }
            Some(_) => return None,
            None => width,
        };
        Some(Self { is_v6: address.is_ipv6(), bits: bits(address), prefix })
    }

    /// Does it hold an address that stands in the value? A value may be an address, an address
    /// with a port, or a list of such between commas or blanks.
    pub(super) fn holds(&self, value: &[u8], with_port: bool) -> bool {
        value
            .split(|byte| matches!(byte, b',' | b' '))
            .filter(|part| !part.is_empty())
            .filter_map(|part| address(part, with_port))
            .any(|address| self.has(address))
    }

    fn has(&self, address: IpAddr) -> bool {
        // An IPv4 address in IPv6's clothes is that address.
        let canonical = address.to_canonical();
        let address = if self.is_v6 && canonical.is_ipv4() { address } else { canonical };
        let width = if self.is_v6 { 128 } else { 32 };
        address.is_ipv6() == self.is_v6
            && (self.bits ^ bits(address)).checked_shr(width - self.prefix).unwrap_or(0) == 0
    }
}

fn bits(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => u128::from(address.to_bits()),
        IpAddr::V6(address) => address.to_bits(),
    }
}

/// Load balancers write IPv6 addresses with a port and without brackets, so what the last group
/// means depends on the key.
fn address(text: &[u8], with_port: bool) -> Option<IpAddr> {
    let parse = |text: &[u8]| std::str::from_utf8(text).ok()?.parse::<IpAddr>().ok();
    let of_endpoint = || parse(Endpoint::parse(text).address);
    if with_port { of_endpoint().or_else(|| parse(text)) } else { parse(text).or_else(of_endpoint) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(network: &str, value: &str, with_port: bool) -> bool {
        Network::parse(network).unwrap().holds(value.as_bytes(), with_port)
    }

    #[test]
    fn addresses_match_with_and_without_a_port_and_in_lists() {
        assert!(holds("10.0.0.0/8", "10.255.0.1:443", true));
        assert!(holds("10.0.0.0/8", "10.255.0.1", false));
        assert!(!holds("10.0.0.0/8", "11.0.0.1:443", true));
        assert!(
            holds("0.0.0.0/0", "203.0.113.9", false) && !holds("0.0.0.0/0", "2001:db8::1", false)
        );
        assert!(holds("2001:db8::/32", "2001:db8::7:443", true));
        assert!(holds("2001:db8::7", "2001:db8::7:443", true));
        assert!(holds("2001:db8::7:443", "2001:db8::7:443", false));
        assert!(holds("::/0", "[2001:db8::7]:443", true));
        assert!(holds("203.0.113.9", "192.0.2.1, 203.0.113.9", false));
        assert!(holds("203.0.113.9", "::ffff:203.0.113.9", false));
        assert!(!holds("10.0.0.0/8", "nonsense", true));
    }

    #[test]
    fn what_is_no_network_is_none() {
        for text in ["10.0.0.0/33", "10.0.0/8", "::/129", "10.0.0.0/", "10.0.0.0/+8", "/a/8", ""] {
            assert_eq!(Network::parse(text), None, "{text}");
        }
    }
}
