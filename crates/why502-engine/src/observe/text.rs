//! Values as they are counted: hosts in lower case, clients as networks, user agents as prefixes.

/// Lower-cases a host, copying only where it has to.
pub(super) fn lower_case<'a>(host: &'a [u8], buffer: &'a mut Vec<u8>) -> &'a [u8] {
    if host.iter().any(u8::is_ascii_uppercase) {
        buffer.clear();
        buffer.extend(host.iter().map(u8::to_ascii_lowercase));
        return buffer;
    }
    host
}

/// The network of an address: the /24 of IPv4, the /64 of IPv6 (as far as it is written out).
pub(crate) fn network<'a>(address: &'a [u8], buffer: &'a mut Vec<u8>) -> &'a [u8] {
    buffer.clear();
    if address.contains(&b':') {
        let text = std::str::from_utf8(address).unwrap_or_default();
        let Ok(parsed) = text.parse::<std::net::Ipv6Addr>() else { return address };
        let [a, b, c, d, ..] = parsed.segments();
        buffer.extend_from_slice(
            format!("{}/64", std::net::Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0)).as_bytes(),
        );
        return buffer;
    }
    let Some(dot) = memchr_last(b'.', address) else { return address };
    buffer.extend_from_slice(address.get(..dot).unwrap_or_default());
    buffer.extend_from_slice(b".0/24");
    buffer
}

fn memchr_last(needle: u8, haystack: &[u8]) -> Option<usize> {
    haystack.iter().rposition(|&byte| byte == needle)
}

/// What tells one kind of client from another: the first product of the user agent, and for
/// browsers (`Mozilla/5.0 (…`) the platform too. Always a prefix of what was logged.
pub(super) fn user_agent_family(agent: &[u8]) -> &[u8] {
    let end = if agent.starts_with(b"Mozilla/") {
        agent.iter().position(|&byte| byte == b')').map(|at| at + 1)
    } else {
        agent.iter().position(|&byte| byte == b' ').or_else(|| {
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
        assert_eq!(network(b"203.0.113.77", &mut buffer), b"203.0.113.0/24");
        assert_eq!(network(b"2001:db8:1:2:3:4:5:6", &mut buffer), b"2001:db8:1:2::/64");
        assert_eq!(network(b"2001:db8::6", &mut buffer), b"2001:db8::/64");
        assert_eq!(network(b"::ffff::1", &mut buffer), b"::ffff::1");
        assert_eq!(network(b"nonsense", &mut buffer), b"nonsense");
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
    }
}
