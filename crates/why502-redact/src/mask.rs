//! What stands in the place of what is hidden.
//!
//! Without a key, a word; of a client's address its network is left. With a key, a name that is the
//! same wherever the same thing stood, in every run with that key: HMAC-SHA-256, cut to 48 bits.
//! Words and names hold nothing but letters, digits, `.` and `_`: they need no quotes in a shell,
//! no escape in a layout, and are never taken for a secret themselves.

use std::fmt;
use std::io::Write as _;
use std::net::IpAddr;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::address::{address, network, network_part, prefix};
use crate::kind::Kind;

/// A key shorter than this is guessed sooner than it protects anything.
pub const LEAST_KEY_BYTES: usize = 16;

/// The key has fewer than [`LEAST_KEY_BYTES`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyTooShort;

impl fmt::Display for KeyTooShort {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "a key needs {LEAST_KEY_BYTES} bytes or more")
    }
}

impl std::error::Error for KeyTooShort {}

/// Writes what stands in the place of things. It never shows its key.
#[derive(Clone, Default)]
pub(crate) struct Mask {
    key: Option<Hmac<Sha256>>,
}

impl fmt::Debug for Mask {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(if self.key.is_some() { "Mask(with a key)" } else { "Mask" })
    }
}

impl Mask {
    pub(crate) fn with_key(key: &[u8]) -> Result<Self, KeyTooShort> {
        if key.len() < LEAST_KEY_BYTES {
            return Err(KeyTooShort);
        }
        let key = Hmac::new_from_slice(key).expect("HMAC takes a key of any length");
        Ok(Self { key: Some(key) })
    }

    pub(crate) fn has_key(&self) -> bool {
        self.key.is_some()
    }

    /// Appends what stands for `hidden`.
    pub(crate) fn write(&self, out: &mut Vec<u8>, kind: Kind, hidden: &[u8]) {
        if !matches!(kind, Kind::Client | Kind::Target) {
            return self.write_name(out, kind, hidden);
        }
        if self.key.is_none()
            && let Some(part) = network_part(hidden)
        {
            out.extend_from_slice(part);
            return out.extend_from_slice(b".0/24");
        }
        if let Some(address) = address(hidden) {
            return self.write_address(out, kind, address);
        }
        self.write_name(out, kind, hidden);
    }

    fn write_name(&self, out: &mut Vec<u8>, kind: Kind, hidden: &[u8]) {
        match &self.key {
            // The values of queries, cookies and secrets are not even told apart.
            Some(_) if !matches!(kind, Kind::Query | Kind::Cookie | Kind::Secret) => {
                out.extend_from_slice(kind.name().as_bytes());
                self.write_hash(out, kind, &hidden.to_ascii_lowercase());
            }
            _ => out.extend_from_slice(word(kind)),
        }
    }

    /// `203.0.113.0/24`; with a key `client.NETWORK.ADDRESS`, so that those of one network are
    /// seen to be neighbours.
    pub(crate) fn write_address(&self, out: &mut Vec<u8>, kind: Kind, address: IpAddr) {
        self.write_network(out, kind, address);
        if self.key.is_some() {
            self.write_hash(out, kind, address.to_string().as_bytes());
        }
    }

    /// The network of the address alone.
    pub(crate) fn write_network(&self, out: &mut Vec<u8>, kind: Kind, address: IpAddr) {
        let network = network(address);
        if self.key.is_some() {
            out.extend_from_slice(kind.name().as_bytes());
            let network = format!("{network}/{}", prefix(network));
            self.write_hash(out, kind, network.as_bytes());
        } else {
            // Writing to a vector cannot fail.
            let _ = write!(out, "{network}/{}", prefix(network));
        }
    }

    /// Appends `.` and twelve digits.
    fn write_hash(&self, out: &mut Vec<u8>, kind: Kind, hidden: &[u8]) {
        const HEX: &[u8; 16] = b"0123456789abcdef";
        let Some(key) = &self.key else { return };
        let mut mac = key.clone();
        // The same text as another kind of thing has another name.
        mac.update(kind.name().as_bytes());
        mac.update(&[0]);
        mac.update(hidden);
        out.push(b'.');
        for byte in &mac.finalize().into_bytes()[..6] {
            out.push(HEX[usize::from(byte >> 4)]);
            out.push(HEX[usize::from(byte & 15)]);
        }
    }
}

/// What stands for things of that kind without a key.
const fn word(kind: Kind) -> &'static [u8] {
    match kind {
        Kind::Client => b"REDACTED_CLIENT",
        Kind::Query => b"REDACTED",
        Kind::User => b"REDACTED_USER",
        Kind::Email => b"REDACTED_EMAIL",
        Kind::Cookie => b"REDACTED_COOKIE",
        Kind::Secret => b"REDACTED_SECRET",
        Kind::Trace => b"REDACTED_TRACE",
        Kind::Target => b"REDACTED_TARGET",
        Kind::Host => b"REDACTED_HOST",
        Kind::Account => b"REDACTED_ACCOUNT",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masked(mask: &Mask, kind: Kind, hidden: &str) -> String {
        let mut out = Vec::new();
        mask.write(&mut out, kind, hidden.as_bytes());
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn without_a_key_a_client_leaves_its_network() {
        let mask = Mask::default();
        assert_eq!(masked(&mask, Kind::Client, "203.0.113.9:40312"), "203.0.113.0/24");
        assert_eq!(masked(&mask, Kind::Client, "2001:db8:1:2::3"), "2001:db8:1::/48");
        assert_eq!(masked(&mask, Kind::Client, "dsl-9.example.net"), "REDACTED_CLIENT");
    }

    #[test]
    fn with_a_key_the_same_thing_has_the_same_name_and_neighbours_share_half() {
        let mask = Mask::with_key(&[7; 32]).unwrap();
        let one = masked(&mask, Kind::Client, "203.0.113.9:40312");
        assert_eq!(one, masked(&mask, Kind::Client, "::ffff:203.0.113.9"));
        let neighbour = masked(&mask, Kind::Client, "203.0.113.10");
        assert_ne!(one, neighbour);
        assert_eq!(one[..19], neighbour[..19]);
        assert_eq!((one.len(), &one[..7]), (32, "client."));
        assert_ne!(one, masked(&Mask::with_key(&[8; 32]).unwrap(), Kind::Client, "203.0.113.9"));
        assert_ne!(masked(&mask, Kind::User, "jane")[5..], masked(&mask, Kind::Trace, "jane")[6..]);
    }

    /// RFC 4231, test case 2 has a key of four bytes; case 4 one that is long enough.
    #[test]
    fn the_hash_is_hmac_sha_256() {
        let key: Vec<u8> = (1..=25).collect();
        let mut mac = Hmac::<Sha256>::new_from_slice(&key).unwrap();
        mac.update(&[0xcd; 50]);
        assert_eq!(mac.finalize().into_bytes()[..4], [0x82, 0x55, 0x8a, 0x38]);
    }

    #[test]
    fn a_short_key_is_refused_and_no_key_is_shown() {
        assert!(Mask::with_key(b"short").is_err());
        assert_eq!(format!("{:?}", Mask::with_key(&[7; 16]).unwrap()), "Mask(with a key)");
    }
}
