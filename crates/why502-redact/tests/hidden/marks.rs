//! What must not come out, one for each kind of thing.

use proptest::prelude::*;

/// Marks that stand nowhere else, and in no other mark.
#[derive(Debug, Clone)]
pub(crate) struct Marks {
    pub(crate) client: String,
    pub(crate) long_client: String,
    pub(crate) forwarded: String,
    pub(crate) query: String,
    pub(crate) user: String,
    pub(crate) password: String,
    pub(crate) mailbox: String,
    pub(crate) cookie: String,
    pub(crate) jwt: String,
    pub(crate) trace: String,
    pub(crate) digits: String,
    pub(crate) token: String,
    pub(crate) key_id: String,
    pub(crate) named: String,
    pub(crate) request_id: String,
}

fn text(pattern: &'static str) -> BoxedStrategy<String> {
    proptest::string::string_regex(pattern).unwrap().boxed()
}

/// Drawn at random, and long enough not to be drawn twice.
pub(crate) fn any() -> impl Strategy<Value = Marks> {
    let people = (
        (100_u8..=255, 0xabcd_u16..=0xffff, 100_u8..=255),
        text("mkquery[a-z]{6}"),
        text("mkuser[a-z]{6}"),
        text("mkpass[a-z]{6}[$!.]{2}"),
        text("mkmail[a-z]{2}[.+_-][a-z]{4}"),
        text("mkcookie[a-z]{6}"),
    );
    let secrets = (
        text("eyJ[a-zA-Z0-9]{14}Q7\\.[a-zA-Z0-9_-]{20}\\.[a-zA-Z0-9_-]{16}"),
        text("[0-9a-f]{24}"),
        text("([0-9][a-f]){16}[0-9a-f]{8}"),
        text("([0-9][A-Z][a-z]){8}[a-zA-Z0-9]{12}"),
        text("(AKIA|ASIA)[A-Z0-9]{16}"),
        text("mknamed[a-z]{6}"),
        text("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}"),
    );
    (people, secrets).prop_map(|(people, secrets)| {
        let ((last, group, other), query, user, password, mailbox, cookie) = people;
        let (jwt, trace, digits, token, key_id, named, request_id) = secrets;
        Marks {
            client: format!("203.0.113.{last}"),
            long_client: format!("2001:db8:7:1::{group:x}"),
            forwarded: format!("198.51.100.{other}"),
            query,
            user,
            password,
            mailbox,
            cookie,
            jwt,
            trace,
            digits,
            token,
            key_id,
            named,
            request_id,
        }
    })
}

impl Marks {
    pub(crate) fn example() -> Self {
        let text = str::to_owned;
        Self {
            client: text("203.0.113.199"),
            long_client: text("2001:db8:7:1::beef"),
            forwarded: text("198.51.100.177"),
            query: text("mkqueryabcdef"),
            user: text("mkuserabcdef"),
            password: text("mkpassabcdef$!"),
            mailbox: text("mkmailab.cdef"),
            cookie: text("mkcookieabcdef"),
            jwt: text("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmN"),
            trace: text("a1b2c3d4e5f6a7b8c9d0e1f2"),
            digits: text("9f86d081884c7d659a2feaa0c55ad0159f86d081"),
            token: text("8Kd9Hs0Kd8Fs7Gh2Ld9Qw3Ty4Bn5XcVb"),
            key_id: text("AKIAIOSFODNN7EXAMPLE"),
            named: text("mknamedabcdef"),
            request_id: text("3f2504e0-4f89-41d3-8a0c-0305e82c3301"),
        }
    }

    pub(crate) fn email(&self) -> String {
        format!("{}@example.com", self.mailbox)
    }

    /// Each by its name. Of a JWT every part.
    pub(crate) fn all(&self) -> Vec<(&'static str, String)> {
        let one = |name, mark: &String| (name, mark.clone());
        let mut all = vec![
            one("client", &self.client),
            one("long client", &self.long_client),
            one("forwarded", &self.forwarded),
            one("query", &self.query),
            one("user", &self.user),
            one("password", &self.password),
            one("mailbox", &self.mailbox),
            one("cookie", &self.cookie),
            one("trace", &self.trace),
            one("digits", &self.digits),
            one("token", &self.token),
            one("key id", &self.key_id),
            one("named", &self.named),
            one("request id", &self.request_id),
        ];
        all.extend(self.jwt.split('.').map(|part| ("jwt", part.to_owned())));
        all
    }
}
