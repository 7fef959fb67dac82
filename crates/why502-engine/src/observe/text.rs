//! Values as they are counted: hosts in lower case, clients as networks, user agents as prefixes.

use std::io::Write as _;
use std::net::Ipv6Addr;

use why502_parse::{places_in_few, places_of};

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
    let Some(window) = first_bytes(address) else { return address };
    let (dots, colons) = (places(window, b'.'), places(window, b':'));
    let before_colon = dots & (colons.wrapping_sub(1) & !colons);
    let (third_dot, third_colon) = (without_two(before_colon), without_two(colons));
    if third_dot != 0 {
        // The fourth would make it no address.
        let is_last = third_dot & (third_dot - 1) == 0;
        return if is_last { &address[..third_dot.trailing_zeros() as usize] } else { address };
    }
    let end = third_colon.trailing_zeros();
    let up_to_third = third_colon.wrapping_sub(1) & !third_colon;
    let is_empty_group = colons & 1 != 0 || colons & (colons << 1) & (up_to_third << 1 | 1) != 0;
    if third_colon == 0 || is_empty_group || dots & up_to_third != 0 {
        return address;
    }
    &address[..end as usize]
}

/// The first 16 bytes, the first one lowest; of a shorter text all, and zeros. `None` where there
/// are fewer than eight.
#[inline]
fn first_bytes(text: &[u8]) -> Option<u128> {
    if let Some(bytes) = text.first_chunk() {
        return Some(u128::from_le_bytes(*bytes));
    }
    // Both ends, which overlap.
    let first = u64::from_le_bytes(*text.first_chunk()?);
    let last = u64::from_le_bytes(*text.last_chunk()?);
    Some(u128::from(first) | u128::from(last) << (8 * (text.len() - 8)))
}

/// One bit for each byte that equals `byte`, the first one's lowest.
#[inline]
fn places(window: u128, byte: u8) -> u32 {
    places_in_few(&window.to_le_bytes(), byte).into()
}

/// Without the two lowest bits that are set.
#[inline]
fn without_two(bits: u32) -> u32 {
    let fewer = bits & bits.wrapping_sub(1);
    fewer & fewer.wrapping_sub(1)
}

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
        // Nearly always among the first.
        let block = agent.first_chunk();
        let early = block.map_or(0, |block| places_of(block, b')'));
        match early {
            0 => memchr::memchr(b')', agent).map(|at| at + 1),
            _ => Some(early.trailing_zeros() as usize + 1),
        }
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

    fn client_network<'a>(address: &'a [u8], buffer: &'a mut Vec<u8>) -> &'a [u8] {
        network_of(network_part(address), buffer)
    }

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

    /// Byte by byte.
    fn part_of(address: &[u8]) -> &[u8] {
        if address.len() < 8 {
            return address;
        }
        let window = &address[..address.len().min(16)];
        let colon = window.iter().position(|&byte| byte == b':').unwrap_or(window.len());
        let dots: Vec<usize> = (0..colon).filter(|&at| window[at] == b'.').collect();
        if let [_, _, third, rest @ ..] = &dots[..] {
            return if rest.is_empty() { &address[..*third] } else { address };
        }
        let groups: Vec<&[u8]> = window.split(|&byte| byte == b':').collect();
        let [first, second, third, _, ..] = groups[..] else { return address };
        let is_group = |group: &[u8]| !group.is_empty() && !group.contains(&b'.');
        if [first, second, third].into_iter().all(is_group) {
            return &address[..first.len() + second.len() + third.len() + 2];
        }
        address
    }

    #[test]
    fn parts_are_found_at_once_as_byte_by_byte() {
        let mut state = 502_u64;
        let mut next = |limit: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 33) as usize % limit
        };
        let mut parts = 0;
        for _ in 0..300_000 {
            let (length, letters) = (next(24), 2 + next(4));
            let address: Vec<u8> = (0..length).map(|_| b".:17f"[next(letters.min(5))]).collect();
            let part = network_part(&address);
            assert_eq!(part, part_of(&address), "{}", String::from_utf8_lossy(&address));
            parts += usize::from(part.len() < address.len());
        }
        assert!(parts > 10_000, "{parts}");
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
