//! What looks like a token, by its letters alone.
//!
//! A token is drawn at random, so that small letters, capitals and digits change places all the time;
//! in words they do not. The bounds leave `how-to-fix-502-errors-2024`, `GetOrdersV2ForCustomer` and
//! the sixteen digits of a load balancer's id alone.

use crate::kind::Kind;

/// Shorter runs are never taken for a token.
pub(crate) const LEAST_TOKEN: usize = 20;
/// From here on letters of one size and digits are enough.
const LONG: usize = 24;
/// An MD5 sum as digits.
const LEAST_HEX: usize = 32;
/// From here on no digit is needed.
const VERY_LONG: usize = 40;
/// Letters and digits behind `AKIA` and its like.
const KEY_ID_REST: usize = 16;

/// What AWS's ids of keys and principals begin with.
const KEY_ID_BEGINNINGS: [&[u8; 4]; 7] =
    [b"AKIA", b"ASIA", b"AROA", b"AIDA", b"ANPA", b"AGPA", b"ABIA"];
/// What tokens of well-known services begin with; each is followed by ten letters or more.
const TOKEN_BEGINNINGS: [&[u8]; 12] = [
    b"eyJ",
    b"ghp_",
    b"gho_",
    b"ghs_",
    b"github_pat_",
    b"glpat-",
    b"xoxb-",
    b"xoxp-",
    b"sk_live_",
    b"rk_live_",
    b"sk-",
    b"AIza",
];

/// What a run of letters, digits, `-`, `_`, `+`, `~` (and such in `%HH`) looks like, if it looks
/// like anything that is to be hidden.
pub(crate) fn look(run: &[u8]) -> Option<Kind> {
    if is_trace(run) || is_uuid(run) {
        return Some(Kind::Trace);
    }
    (has_known_beginning(run) || is_random(run)).then_some(Kind::Secret)
}

fn has_known_beginning(run: &[u8]) -> bool {
    let is_key_id = run.split_first_chunk::<4>().is_some_and(|(beginning, rest)| {
        KEY_ID_BEGINNINGS.contains(&beginning)
            && rest.len() >= KEY_ID_REST
            && rest.iter().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
    });
    let has_rest = |beginning: &&[u8]| {
        run.strip_prefix(*beginning).is_some_and(|rest| {
            rest.len() >= 10
                && rest.iter().any(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
        })
    };
    is_key_id || TOKEN_BEGINNINGS.iter().any(has_rest)
}

/// `1-67891233-abcdef012345678912345678`, or a load balancer's `TID_` and 32 digits.
fn is_trace(run: &[u8]) -> bool {
    if let Some(digits) = run.strip_prefix(b"TID_") {
        return digits.len() >= 16 && is_hex(digits);
    }
    run.len() == 35
        && run.starts_with(b"1-")
        && run[10] == b'-'
        && is_hex(&run[2..10])
        && is_hex(&run[11..])
}

fn is_uuid(run: &[u8]) -> bool {
    run.len() == 36
        && run.iter().enumerate().all(|(place, byte)| match place {
            8 | 13 | 18 | 23 => *byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

fn is_hex(run: &[u8]) -> bool {
    run.iter().all(u8::is_ascii_hexdigit)
}

/// What changes where a token goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Small,
    Capital,
    Digit,
    Other,
}

const fn class(byte: u8) -> Class {
    match byte {
        b'a'..=b'z' => Class::Small,
        b'A'..=b'Z' => Class::Capital,
        b'0'..=b'9' => Class::Digit,
        _ => Class::Other,
    }
}

fn is_random(run: &[u8]) -> bool {
    if run.len() < LEAST_TOKEN {
        return false;
    }
    let (mut small, mut capitals, mut digits, mut changes) = (0_usize, 0_usize, 0_usize, 0_usize);
    let mut before = Class::Other;
    let mut at = 0;
    while let Some(&byte) = run.get(at) {
        if byte == b'%' {
            // An escaped `+`, `/` or `=`.
            at += if run[at..].starts_with(b"%25") { 5 } else { 3 };
            before = Class::Other;
            continue;
        }
        let class = class(byte);
        match class {
            Class::Small => small += 1,
            Class::Capital => capitals += 1,
            Class::Digit => digits += 1,
            Class::Other => {}
        }
        changes += usize::from(before != Class::Other && class != Class::Other && class != before);
        before = class;
        at += 1;
    }
    let length = run.len();
    let letters = small + capitals;
    length >= LEAST_HEX && digits > 2 && letters > 0 && is_hex(run)
        || small > 0 && capitals > 0 && digits > 1 && changes * 3 >= length
        || length >= LONG && letters > 0 && digits > 2 && changes * 4 >= length
        || length >= VERY_LONG && changes * 4 >= length
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_look_like_tokens() {
        for token in [
            "eyJhbGciOiJIUzI1NiJ9",
            "AKIAIOSFODNN7EXAMPLE",
            "ASIAQWERTY1234567890",
            "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
            "9f86d081884c7d659a2feaa0c55ad015",
            "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY12",
            "k3j4h5k3j4h53kj4h5kj34h5",
            "Zm9vYmFyYmF6cXV4MTIzNDU2Nzg5",
            "abC1%2Bdef2GHI3%2Fjkl4MNO5pqr",
        ] {
            assert_eq!(look(token.as_bytes()), Some(Kind::Secret), "{token}");
        }
        for trace in [
            "1-67891233-abcdef012345678912345678",
            "TID_0123456789abcdef0123456789abcdef",
            "3f2504e0-4f89-11d3-9a0c-0305e82c3301",
        ] {
            assert_eq!(look(trace.as_bytes()), Some(Kind::Trace), "{trace}");
        }
    }

    #[test]
    fn words_and_ids_of_infrastructure_do_not() {
        for word in [
            "how-to-fix-502-bad-gateway-errors-2024",
            "GetOrdersV2ForCustomer",
            "getUserByIdAndNameOrEmailAddress",
            "0123456789abcdef",
            "internal-shop-1234567890",
            "12345678901234567890123456789012",
            "i-0123456789abcdef0",
            "subnet-0123456789abcdef0",
            "REDACTED_SECRET",
            "elasticloadbalancing",
            "ECDHE-RSA-AES128-GCM-SHA256",
            "sk-",
            "sk-or-another-word",
        ] {
            assert_eq!(look(word.as_bytes()), None, "{word}");
        }
    }
}
