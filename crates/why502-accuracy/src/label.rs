//! What a scenario really is: kept apart from its logs, compared only with the summary.

use serde::Serialize;

/// On which half of the scenarios rules may be tuned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Half {
    /// Even seeds: steps, the usual sizes. Looked at while rules are made.
    Tuned,
    /// Odd seeds and other shapes. Only reported.
    Reported,
}

impl Half {
    /// The half of a scenario's seed.
    #[must_use]
    pub fn of(seed: u64) -> Self {
        if seed.is_multiple_of(2) { Self::Tuned } else { Self::Reported }
    }

    /// `tuned`, `reported`
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Tuned => "tuned",
            Self::Reported => "reported",
        }
    }
}

/// What a finding should name; `None` where either is right, an empty list where it must be empty.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Expected {
    /// `ip:port`
    pub targets: Option<Vec<String>>,
    /// The /24 of the targets.
    pub subnets: Option<Vec<String>>,
    /// Names of target groups.
    pub groups: Option<Vec<String>>,
    /// Hosts.
    pub hosts: Option<Vec<String>>,
    /// Paths, variable segments as `*`.
    pub paths: Option<Vec<String>>,
    /// Client addresses.
    pub clients: Option<Vec<String>>,
    /// User agents.
    pub agents: Option<Vec<String>>,
}

/// One thing that went wrong.
#[derive(Debug, Clone, Serialize)]
pub struct Truth {
    /// Of the contract's closed list.
    pub cause: &'static str,
    /// Causes that these logs cannot tell from it.
    pub also: Vec<&'static str>,
    /// What should be named.
    pub scope: Expected,
    /// It comes and goes: several incidents are no mistake.
    pub repeats: bool,
    /// Logged time of its first and last failing request, microseconds.
    pub span: Option<(i64, i64)>,
    /// Failing requests that are in the logs.
    pub failed: u64,
}

impl Truth {
    /// Nothing seen of it yet.
    #[must_use]
    pub fn new(cause: &'static str) -> Self {
        Self {
            cause,
            also: Vec::new(),
            scope: Expected::default(),
            repeats: false,
            span: None,
            failed: 0,
        }
    }

    /// One failing request of it is in the logs at this time.
    pub fn saw(&mut self, at: i64) {
        self.failed += 1;
        let (first, last) = self.span.unwrap_or((at, at));
        self.span = Some((first.min(at), last.max(at)));
    }

    /// Is this cause right, or as right as can be known?
    #[must_use]
    pub fn accepts(&self, cause: &str) -> bool {
        self.cause == cause || self.also.contains(&cause)
    }
}
