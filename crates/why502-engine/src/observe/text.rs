//! Values as they are counted: hosts in lower case, clients as networks, user agents as prefixes.

use std::io::Write as _;
use std::net::Ipv6Addr;

/// What CloudFront calls itself towards an origin; told as a whole, for it is no product of many.
const CLOUDFRONT_AGENTS: [&[u8]; 2] = [b"Amazon CloudFront", b"Amazon%20CloudFront"];

/// Lower-cases a host, copying only where it has to.
pub(super) fn lower_case<'a>(host: &'a [u8], buffer: &'a mut Vec<u8>) -> &'a [u8] {
    if host.iter().any(u8::is_ascii_uppercase) {
        buffer.clear();
        buffer.extend(host.iter().map(u8::to_ascii_lowercase));
        return buffer;
    }
    host
}

/// The network of a client: the /24 of IPv4, the /48 of IPv6, which is what a site or a
/// subscriber is given (a /64 is nearly one per client).
pub(super) fn client_network<'a>(address: &'a [u8], buffer: &'a mut Vec<u8>) -> &'a [u8] {
    network(address, 3, buffer)
}

/// The subnet of a target: the /24 of IPv4, the /64 of IPv6.
pub(crate) fn subnet<'a>(address: &'a [u8], buffer: &'a mut Vec<u8>) -> &'a [u8] {
    network(address, 4, buffer)
}

/// The /24 of IPv4, or the first `groups` groups of IPv6; the address itself if it is neither.
fn network<'a>(address: &'a [u8], groups: usize, buffer: &'a mut Vec<u8>) -> &'a [u8] {
    buffer.clear();
    if memchr::memchr(b':', address).is_some() {
        let text = std::str::from_utf8(address).unwrap_or_default();
        let Ok(parsed) = text.parse::<Ipv6Addr>() else { return address };
        let mut segments = parsed.segments();
        segments.iter_mut().skip(groups).for_each(|segment| *segment = 0);
        // Writing to a vector cannot fail.
        let _ = write!(buffer, "{}/{}", Ipv6Addr::from(segments), groups * 16);
        return buffer;
    }
    let Some(dot) = memchr::memrchr(b'.', address) else { return address };
    buffer.extend_from_slice(address.get(..dot).unwrap_or_default());
    buffer.extend_from_slice(b".0/24");
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
        assert_eq!(subnet(b"::ffff::1", &mut buffer), b"::ffff::1");
        assert_eq!(subnet(b"nonsense", &mut buffer), b"nonsense");
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
