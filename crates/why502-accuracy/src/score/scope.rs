//! Does a finding name what it should, and nothing else?

use serde::Serialize;
use why502_engine::summary::Scope;

use crate::label::Expected;

/// Counts of names over the dimensions that the label judges.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Naming {
    /// Names in the label.
    pub expected: u32,
    /// Names in the finding.
    pub named: u32,
    /// In both.
    pub both: u32,
}

impl Naming {
    /// Compares a finding's scope with the label's.
    #[must_use]
    pub fn of(expected: &Expected, found: &Scope) -> Self {
        let pairs = [
            (&expected.targets, &found.targets),
            (&expected.subnets, &found.subnets),
            (&expected.groups, &found.target_groups),
            (&expected.hosts, &found.hosts),
            (&expected.paths, &found.paths),
            (&expected.clients, &found.clients),
            (&expected.agents, &found.user_agents),
        ];
        let mut naming = Self::default();
        for (wanted, found) in pairs {
            let Some(wanted) = wanted else { continue };
            naming.expected += wanted.len() as u32;
            naming.named += found.len() as u32;
            naming.both +=
                found.iter().filter(|name| wanted.iter().any(|one| fits(name, one))).count() as u32;
        }
        naming
    }

    /// Share of what should be named; `None` where nothing should.
    #[must_use]
    pub fn recall(&self) -> Option<f64> {
        (self.expected > 0).then(|| f64::from(self.both) / f64::from(self.expected))
    }

    /// Share of the names that are right; `None` where none is given.
    #[must_use]
    pub fn precision(&self) -> Option<f64> {
        (self.named > 0).then(|| f64::from(self.both) / f64::from(self.named))
    }
}

/// The name itself; of a user agent (`ShopApp/7.3 (Android)`) the product is enough, and of a
/// client the network (`192.0.2.0/24`), as findings name no single client.
fn fits(name: &str, wanted: &str) -> bool {
    let network = name.strip_suffix("0/24").filter(|network| network.ends_with('.'));
    name == wanted
        || network
            .and_then(|network| wanted.strip_prefix(network))
            .is_some_and(|host| host.parse::<u8>().is_ok())
        || name.contains('/') && wanted.strip_prefix(name).is_some_and(|rest| rest.starts_with(' '))
}
