//! What was hidden, by kind, and how often.

use std::collections::BTreeMap;

/// A kind of thing that is hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Address of a client, or its port.
    Client,
    /// Value of a query parameter.
    Query,
    /// User name, or what else names a person's account.
    User,
    /// Email address.
    Email,
    /// Cookie.
    Cookie,
    /// Token, key, password.
    Secret,
    /// Trace id or request id.
    Trace,
    /// Address of a target or node; only where everything is hidden.
    Target,
    /// Host name; only where everything is hidden.
    Host,
    /// Number of an AWS account; only where everything is hidden.
    Account,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Client,
        Self::Query,
        Self::User,
        Self::Email,
        Self::Cookie,
        Self::Secret,
        Self::Trace,
        Self::Target,
        Self::Host,
        Self::Account,
    ];

    /// Its name in counts, and in what stands in its place.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Query => "query",
            Self::User => "user",
            Self::Email => "email",
            Self::Cookie => "cookie",
            Self::Secret => "secret",
            Self::Trace => "trace",
            Self::Target => "target",
            Self::Host => "host",
            Self::Account => "account",
        }
    }
}

/// How often something of each kind was hidden.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally([u64; Kind::ALL.len()]);

impl Tally {
    /// One more.
    pub(crate) fn add(&mut self, kind: Kind) {
        self.0[kind as usize] += 1;
    }

    /// Those of the other, too.
    pub fn merge(&mut self, other: &Self) {
        for (mine, others) in self.0.iter_mut().zip(other.0) {
            *mine += others;
        }
    }

    /// By the names of kinds; those that did not occur are left out.
    #[must_use]
    pub fn by_name(&self) -> BTreeMap<&'static str, u64> {
        let all = Kind::ALL.iter().map(|&kind| (kind.name(), self.0[kind as usize]));
        all.filter(|(_, count)| *count > 0).collect()
    }
}
