//! What a case is about, in the account's own names, and whether an event touched it.

use why502_account::{Event, Facts, Resource};

use super::super::case::{Case, by_value, text};
use super::super::context::Context;
use crate::observe::DimensionKind::{self, Host, LoadBalancer, Target, TargetGroup};

/// The parts of the account that a case is about.
pub(super) struct Subject {
    region: Option<String>,
    /// ARNs.
    pub(super) groups: Vec<String>,
    /// As logs name them: `app/NAME/ID`, a distribution's domain.
    pub(super) balancers: Vec<String>,
    /// Hosts of requests: names of a distribution may be among them.
    pub(super) hosts: Vec<String>,
    /// `ip:port` of failing targets.
    pub(super) targets: Vec<String>,
    /// Names.
    pub(super) functions: Vec<String>,
    services: Vec<String>,
    security_groups: Vec<String>,
    distributions: Vec<String>,
    /// ECS services of which it is known that they are not concerned.
    other_services: Vec<String>,
}

/// How near an event is to a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Touch {
    /// It names something the case is about.
    Named,
    /// It does not say, and happened in the same region as far as known.
    Near,
}

impl Subject {
    pub(super) fn of(context: &Context<'_>, facts: &Facts, case: &Case<'_>) -> Self {
        let values = |kind: DimensionKind| -> Vec<String> {
            by_value(context, &case.rows, kind).into_iter().map(|(value, _)| text(value)).collect()
        };
        let mut groups = values(TargetGroup);
        let scopes = case.scopes.iter().filter(|&&scope| context.is_target_group(scope));
        groups.extend(scopes.map(|&scope| text(context.aggregates.scope_key(scope))));
        groups.retain(|group| group.contains(":targetgroup/"));
        groups.sort();
        groups.dedup();
        let (balancers, hosts) = (values(LoadBalancer), values(Host));
        let of_group = |name: &String| groups.contains(name);
        let (mine, others): (Vec<_>, Vec<_>) = facts
            .services
            .iter()
            .filter(|service| !service.target_groups.is_empty())
            .partition(|service| service.target_groups.iter().any(of_group));
        let names = |services: Vec<&why502_account::Service>| {
            services.into_iter().map(|service| service.name.clone()).collect::<Vec<_>>()
        };
        let distributions =
            balancers.iter().chain(&hosts).filter_map(|one| facts.distribution(one));
        Self {
            region: groups.first().and_then(|arn| arn.split(':').nth(3)).map(str::to_owned),
            targets: values(Target),
            functions: groups
                .iter()
                .flat_map(|group| facts.functions_of(group))
                .map(str::to_owned)
                .collect(),
            services: names(mine),
            other_services: names(others),
            security_groups: balancers
                .iter()
                .filter_map(|one| facts.load_balancer(one))
                .flat_map(|balancer| balancer.security_groups.clone())
                .collect(),
            distributions: distributions.filter_map(|one| one.id.clone()).collect(),
            groups,
            balancers,
            hosts,
        }
    }

    /// `None` where the event names others of the same kind only, or another region.
    pub(super) fn touch(&self, event: &Event) -> Option<Touch> {
        let relations: Vec<Option<bool>> =
            event.resources.iter().map(|resource| self.is_mine(resource)).collect();
        if relations.contains(&Some(true)) {
            return Some(Touch::Named);
        }
        let elsewhere = match (&self.region, &event.region) {
            // Services that are everywhere are recorded in us-east-1.
            (Some(mine), Some(other)) => mine != other && !event.name.contains("Distribution"),
            _ => false,
        };
        (!relations.contains(&Some(false)) && !elsewhere).then_some(Touch::Near)
    }

    /// `None` where it cannot be told.
    fn is_mine(&self, resource: &Resource) -> Option<bool> {
        let among = |list: &[String], one: &String| list.contains(one);
        let told = |list: &[String], one: &String| {
            if list.is_empty() { None } else { Some(list.contains(one)) }
        };
        match resource {
            Resource::TargetGroup(arn) => told(&self.groups, arn),
            Resource::LoadBalancer(id) => {
                let mine = |name: &String| is_of_balancer(id, name);
                if self.balancers.is_empty() { None } else { Some(self.balancers.iter().any(mine)) }
            }
            Resource::Target(id) => {
                let is = |target: &String| {
                    target.rsplit_once(':').is_some_and(|(address, _)| address == id)
                };
                self.targets.iter().any(is).then_some(true)
            }
            // It may be that of the targets, which is not known.
            Resource::SecurityGroup(id) => among(&self.security_groups, id).then_some(true),
            Resource::Function(name) => told(&self.functions, name),
            Resource::Distribution(id) => told(&self.distributions, id),
            Resource::Service(name) if among(&self.services, name) => Some(true),
            Resource::Service(name) => among(&self.other_services, name).then_some(false),
        }
    }
}

/// Whether an ARN of a load balancer, listener or rule, or a name, is of the one that a log names
/// `app/NAME/ID` or just by its name.
fn is_of_balancer(id: &str, logged: &str) -> bool {
    if id == logged || logged.split('/').nth(1) == Some(id) {
        return true;
    }
    let Some((_, rest)) = id.split_once(&format!("/{logged}")) else { return false };
    rest.is_empty() || rest.starts_with('/')
}

#[cfg(test)]
mod tests {
    use super::is_of_balancer;

    #[test]
    fn a_listener_and_a_rule_are_of_their_load_balancer() {
        let arn = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:";
        for part in
            ["loadbalancer/app/shop/50", "listener/app/shop/50/1", "listener-rule/app/shop/50/1/2"]
        {
            let id = format!("{arn}{part}");
            assert!(is_of_balancer(&id, "app/shop/50"), "{id}");
            assert!(!is_of_balancer(&id, "app/shop/5"), "{id}");
            assert!(!is_of_balancer(&id, "app/hop/50"), "{id}");
        }
        assert!(is_of_balancer("shop", "app/shop/50") && is_of_balancer("old", "old"));
    }
}
