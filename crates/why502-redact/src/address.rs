//! Addresses in logs: with a port or without, and the network they belong to.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The address of `203.0.113.9`, `203.0.113.9:443`, `2001:db8::1`, `[2001:db8::1]:443`; `None` for
/// what is none.
pub(crate) fn address(text: &[u8]) -> Option<IpAddr> {
    // The longest is a bracketed IPv6 address with an IPv4 one in it, and a port.
    let text = std::str::from_utf8(text).ok().filter(|text| text.len() <= 60)?;
    if let Some(inside) = text.strip_prefix('[') {
        let (address, port) = inside.split_once(']')?;
        let is_port = port.is_empty() || port.strip_prefix(':').is_some_and(is_number);
        return is_port.then(|| address.parse().ok().map(canonical)).flatten();
    }
    if let Ok(address) = text.parse() {
        return Some(canonical(address));
    }
    let (address, port) = text.rsplit_once(':')?;
    is_number(port).then(|| address.parse().ok().map(canonical)).flatten()
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// One spelling for an IPv4 address in IPv6's clothes.
fn canonical(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V6(long) => long.to_ipv4_mapped().map_or(address, IpAddr::V4),
        IpAddr::V4(_) => address,
    }
}

/// `203.0.113` of an IPv4 address in its usual spelling, with a port or without; `None` for
/// everything else. Faster than to read and write the address, which each record has.
pub(crate) fn network_part(text: &[u8]) -> Option<&[u8]> {
    let (mut part, mut number, mut digits, mut dots) = (0, 0_u32, 0, 0);
    let mut rest = text.len();
    for (place, &byte) in text.iter().enumerate() {
        match byte {
            b'0'..=b'9' => {
                number = number * 10 + u32::from(byte - b'0');
                digits += 1;
                if digits > 3 || number > 255 || digits > 1 && number < 10 {
                    return None;
                }
            }
            b'.' if digits > 0 && dots < 3 => {
                dots += 1;
                part = place;
                (number, digits) = (0, 0);
            }
            b':' => {
                rest = place + 1;
                break;
            }
            _ => return None,
        }
    }
    let port = &text[rest..];
    let is_port = port.len() <= 5 && port.iter().all(u8::is_ascii_digit);
    let is_whole = rest == text.len() && text.last() != Some(&b':') || !port.is_empty();
    (dots == 3 && digits > 0 && is_port && is_whole).then(|| &text[..part])
}

/// The first address of its /24 or /48: as analyses count clients.
pub(crate) fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(address) => {
            let [a, b, c, _] = address.octets();
            Ipv4Addr::new(a, b, c, 0).into()
        }
        IpAddr::V6(address) => {
            let [a, b, c, ..] = address.segments();
            Ipv6Addr::new(a, b, c, 0, 0, 0, 0, 0).into()
        }
    }
}

/// The length of that network's prefix.
pub(crate) const fn prefix(address: IpAddr) -> u8 {
    match address {
        IpAddr::V4(_) => 24,
        IpAddr::V6(_) => 48,
    }
}

/// Not routed on the Internet: of a network of one's own, a link, this machine, or nobody.
pub(crate) fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => {
            let [a, b, ..] = address.octets();
            address.is_private()
                || address.is_loopback()
                || address.is_link_local()
                || address.is_unspecified()
                || address.is_broadcast()
                || a == 100 && (64..128).contains(&b)
        }
        IpAddr::V6(address) => {
            let first = address.segments()[0];
            address.is_loopback()
                || address.is_unspecified()
                || first & 0xfe00 == 0xfc00
                || first & 0xffc0 == 0xfe80
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_with_and_without_a_port() {
        for text in
            ["203.0.113.9", "203.0.113.9:443", "::ffff:203.0.113.9", "[::ffff:203.0.113.9]:1"]
        {
            assert_eq!(address(text.as_bytes()), Some(IpAddr::from([203, 0, 113, 9])), "{text}");
        }
        for text in ["2001:db8::1", "[2001:db8::1]", "[2001:db8::1]:443"] {
            assert_eq!(address(text.as_bytes()), Some("2001:db8::1".parse().unwrap()), "{text}");
        }
        for text in ["", "-", "unknown", "203.0.113", "203.0.113.9:", "1.2.3.4.5", "[::1]x"] {
            assert_eq!(address(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn the_fast_way_knows_no_other_networks() {
        let fast = |text: &str| {
            let part = network_part(text.as_bytes());
            part.map(|part| format!("{}.0", String::from_utf8_lossy(part)))
        };
        let slow =
            |text: &str| address(text.as_bytes()).map(|address| network(address).to_string());
        for text in ["203.0.113.9", "203.0.113.9:443", "10.0.0.255:1", "0.0.0.0"] {
            assert_eq!(fast(text), slow(text), "{text}");
        }
        for text in ["256.0.0.1", "1.2.3", "1.2.3.4.5", "1.2.3.4:", "1.2.3.4:x", "01.2.3.4"] {
            assert_eq!((fast(text), slow(text)), (None, None), "{text}");
        }
        for text in ["1.2..4", ".1.2.3.4", "", "1.2.3.", "1:2.3.4.5", ":", "::1"] {
            assert_eq!(fast(text), None, "{text}");
        }
    }

    #[test]
    fn networks_are_those_of_the_analysis() {
        assert_eq!(network("203.0.113.9".parse().unwrap()).to_string(), "203.0.113.0");
        assert_eq!(network("2001:db8:1:2::3".parse().unwrap()).to_string(), "2001:db8:1::");
    }

    #[test]
    fn ones_own_networks_are_known() {
        for text in ["10.0.1.2", "172.16.0.1", "192.168.1.1", "100.64.0.1", "127.0.0.1", "fd00::1"]
        {
            assert!(is_private(text.parse().unwrap()), "{text}");
        }
        for text in ["203.0.113.9", "100.128.0.1", "2001:db8::1", "172.32.0.1"] {
            assert!(!is_private(text.parse().unwrap()), "{text}");
        }
    }
}
