//! Values as they are counted: hosts in lower case, clients as networks, user agents as prefixes.

use std::io::Write as _;
use std::net::Ipv6Addr;

/// What CloudFront calls itself towards an origin; told as a whole, for it is no product of many.
const CLOUDFRONT_AGENTS: [&[u8]; 2] = [b"Amazon CloudFront", b"Amazon%20CloudFront"];

/// Lower-cases a host, copying only where it has to.
pub(crate) fn lower_case<'a>(host: &'a [u8], buffer: &'a mut Vec<u8>) -> &'a [u8] {
    if host.iter().any(u8::is_ascii_uppercase) {
        buffer.clear();
        buffer.extend(host.iter().map(u8::to_ascii_lowercase));
        return buffer;
    }
    host
}

/// The part of a client's address that tells its network: three numbers of IPv4, three groups of
/// IPv6, which is what a site or a subscriber is given (a /64 is nearly one per client). The
/// address itself where it does not begin with three of either. A port behind it is not looked at.
#[inline]
pub(super) fn network_part(address: &[u8]) -> &[u8] {
    let (mut dots, mut colons, mut third) = (0, 0, 0);
    let mut before = b':';
    for (place, &byte) in address.iter().take(LONGEST_PART).enumerate() {
        if byte == b'.' {
            dots += 1;
            if dots == 3 {
                third = place;
            }
        } else if byte == b':' {
            if dots == 3 {
                break;
            }
            if before == b':' || dots > 0 {
                return address;
            }
            colons += 1;
            if colons == 3 {
                return &address[..place];
            }
        }
        before = byte;
    }
    if dots == 3 && colons == 0 { &address[..third] } else { address }
}

/// `255.255.255.255`, or three groups and a colon.
const LONGEST_PART: usize = 15;

/// The network as it is counted: `203.0.113.0/24`, `2001:db8:1::/48`; what is no address stays.
pub(crate) fn network_of<'a>(part: &'a [u8], buffer: &'a mut Vec<u8>) -> &'a [u8] {
    buffer.clear();
    if memchr::memchr(b':', part).is_some() {
        let text = std::str::from_utf8(part).unwrap_or_default();
        let whole = text.parse::<Ipv6Addr>().or_else(|_| format!("{text}::").parse());
        return match whole {
            Ok(address) => write_network(address, 3, buffer),
            Err(_) => part,
        };
    }
    if part.iter().filter(|&&byte| byte == b'.').count() != 2 {
        return part;
    }
    buffer.extend_from_slice(part);
    buffer.extend_from_slice(b".0/24");
    buffer
}

/// The network of a client: the /24 of IPv4, the /48 of IPv6.
pub(super) fn client_network<'a>(address: &'a [u8], buffer: &'a mut Vec<u8>) -> &'a [u8] {
    network_of(network_part(address), buffer)
}

/// The subnet of a target: the /24 of IPv4, the /64 of IPv6; the address itself if it is neither.
pub(crate) fn subnet<'a>(address: &'a [u8], buffer: &'a mut Vec<u8>) -> &'a [u8] {
    buffer.clear();
    if memchr::memchr(b':', address).is_some() {
        let text = std::str::from_utf8(address).unwrap_or_default();
        let Ok(parsed) = text.parse::<Ipv6Addr>() else { return address };
        return write_network(parsed, 4, buffer);
    }
    let Some(dot) = memchr::memrchr(b'.', address) else { return address };
    buffer.extend_from_slice(address.get(..dot).unwrap_or_default());
    buffer.extend_from_slice(b".0/24");
    buffer
}

/// The first `groups` groups of an address.
fn write_network(address: Ipv6Addr, groups: usize, buffer: &mut Vec<u8>) -> &[u8] {
    let mut segments = address.segments();
    segments.iter_mut().skip(groups).for_each(|segment| *segment = 0);
    // Writing to a vector cannot fail.
    let _ = write!(buffer, "{}/{}", Ipv6Addr::from(segments), groups * 16);
    buffer
}

/// What tells one kind of client from another: the first product of the user agent, and for
/// browsers (`Mozilla/5.0 (…`) the platform too. Always a prefix of what was logged.
pub(super) fn user_agent_family(agent: &[u8]) -> &[u8] {
    if CLOUDFRONT_AGENTS.contains(&agent) {
        return agent;
    }
    let end = if agent.starts_with(b"Mozilla/") {
        memchr::memchr(b')', agent).map(|at| at + 1)
    } else {
        memchr::memchr(b' ', agent).or_else(|| {
            // CloudFront writes a space as %20.
            agent.windows(3).position(|window| window == b"%20")
        })
    };
    let family = end.and_then(|end| agent.get(..end)).unwrap_or(agent);
    family.get(..120).unwrap_or(family)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_of_both_families() {
        let mut buffer = Vec::new();
        assert_eq!(subnet(b"203.0.113.77", &mut buffer), b"203.0.113.0/24");
        assert_eq!(subnet(b"2001:db8:1:2:3:4:5:6", &mut buffer), b"2001:db8:1:2::/64");
        assert_eq!(client_network(b"2001:db8:1:2:3:4:5:6", &mut buffer), b"2001:db8:1::/48");
        assert_eq!(client_network(b"2001:db8::6", &mut buffer), b"2001:db8::/48");
        assert_eq!(client_network(b"203.0.113.77", &mut buffer), b"203.0.113.0/24");
        assert_eq!(client_network(b"::ffff::1", &mut buffer), b"::ffff::1");
        assert_eq!(client_network(b"1.2.3.4.5", &mut buffer), b"1.2.3.4.5");
        assert_eq!(subnet(b"::ffff::1", &mut buffer), b"::ffff::1");
        assert_eq!(subnet(b"nonsense", &mut buffer), b"nonsense");
    }

    #[test]
    fn one_network_has_one_name_however_its_addresses_are_written() {
        let mut buffer = Vec::new();
        for address in [
            &b"2001:db8:1:2:3:4:5:6"[..],
            b"2001:0DB8:1::",
            b"2001:db8:1:80",
            b"2001:DB8:0001:9::1",
        ] {
            assert_eq!(client_network(address, &mut buffer), b"2001:db8:1::/48");
        }
        for (address, part) in [
            (&b"203.0.113.7:443"[..], &b"203.0.113"[..]),
            (b"203.0.113.255", b"203.0.113"),
            (b"255.255.255.255:65535", b"255.255.255"),
            (b"2001:db8:1:2:3:4:5:6:443", b"2001:db8:1"),
            (b"::1", b"::1"),
            (b"2001:db8::1", b"2001:db8::1"),
            (b"::ffff:1.2.3.4", b"::ffff:1.2.3.4"),
            (b"1.2.3.4.5", b"1.2.3.4.5"),
            (b"1.2.3", b"1.2.3"),
            (b"-", b"-"),
            (b"", b""),
        ] {
            assert_eq!(network_part(address), part, "{}", String::from_utf8_lossy(address));
        }
    }

    #[test]
    fn agents_become_prefixes() {
        assert_eq!(user_agent_family(b"curl/8.5.0"), b"curl/8.5.0");
        assert_eq!(user_agent_family(b"aws-sdk-go/1.2 (go1.22; linux)"), b"aws-sdk-go/1.2");
        assert_eq!(
            user_agent_family(b"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36"),
            b"Mozilla/5.0 (X11; Linux x86_64)"
        );
        assert_eq!(user_agent_family(b"Wget/1.2%20(linux)"), b"Wget/1.2");
        assert_eq!(user_agent_family(b"Amazon CloudFront"), b"Amazon CloudFront");
    }
}
