//! Facts in the making: the same thing described by several documents becomes one.

use std::collections::BTreeMap;

use crate::balancing::{LoadBalancer, TargetGroup};
use crate::facts::Facts;

/// Attributes of which the document does not say whose they are.
#[derive(Debug)]
pub(crate) struct Unowned {
    source: String,
    attributes: BTreeMap<String, String>,
}

#[derive(Debug, Default)]
pub(crate) struct Draft {
    /// The file at hand.
    pub(crate) source: String,
    pub(crate) facts: Facts,
    pub(crate) load_balancers: BTreeMap<String, LoadBalancer>,
    pub(crate) target_groups: BTreeMap<String, TargetGroup>,
    unowned: Vec<Unowned>,
}

impl Draft {
    pub(crate) fn load_balancer(&mut self, id: &str) -> &mut LoadBalancer {
        self.load_balancers
            .entry(id.to_owned())
            .or_insert_with(|| LoadBalancer { id: id.to_owned(), ..LoadBalancer::default() })
    }

    pub(crate) fn target_group(&mut self, arn: &str) -> &mut TargetGroup {
        self.target_groups
            .entry(arn.to_owned())
            .or_insert_with(|| TargetGroup { arn: arn.to_owned(), ..TargetGroup::default() })
    }

    /// Keeps attributes until all is known that could own them.
    pub(crate) fn without_owner(&mut self, attributes: BTreeMap<String, String>) {
        self.unowned.push(Unowned { source: self.source.clone(), attributes });
    }

    /// Sorted, each once, and what has no owner given to the only one there is.
    pub(crate) fn finish(mut self) -> Facts {
        for Unowned { source, attributes } in std::mem::take(&mut self.unowned) {
            let is_group = is_of_group(&attributes);
            let only_group = self.target_groups.len() == 1;
            let only_balancer = self.load_balancers.len() == 1;
            match (self.target_groups.values_mut().next(), self.load_balancers.values_mut().next())
            {
                (Some(group), _) if is_group && only_group => group_attributes(group, &attributes),
                (_, Some(balancer)) if !is_group && only_balancer => {
                    balancer_attributes(balancer, &attributes);
                }
                _ => self.facts.unowned.push(source),
            }
        }
        let mut facts = self.facts;
        facts.load_balancers = self.load_balancers.into_values().collect();
        facts.target_groups = self.target_groups.into_values().collect();
        facts.unknown.sort();
        facts.broken.sort();
        facts.unowned.sort();
        facts.target_health.sort();
        facts.target_health.dedup();
        facts.task_stops.sort();
        facts.task_stops.dedup();
        facts.events.sort();
        facts.events.dedup();
        let of_service = |one: &crate::Service| (one.name.clone(), one.arn.clone());
        facts.services.sort_by_cached_key(of_service);
        facts.services.dedup();
        facts.functions.sort_by_cached_key(|one| (one.name.clone(), one.timeout_seconds));
        facts.functions.dedup();
        facts
            .distributions
            .sort_by_cached_key(|one| (one.domain.clone(), one.id.clone(), one.aliases.clone()));
        facts.distributions.dedup();
        facts
    }
}

/// Attributes of target groups and of load balancers share no key that decides anything here.
pub(crate) fn is_of_group(attributes: &BTreeMap<String, String>) -> bool {
    let of_group = ["deregistration_delay.", "slow_start.", "stickiness.", "target_group_health."];
    attributes.keys().any(|key| of_group.iter().any(|start| key.starts_with(start)))
}

pub(crate) fn group_attributes(group: &mut TargetGroup, attributes: &BTreeMap<String, String>) {
    let seconds = |key: &str| attributes.get(key).and_then(|value| value.parse().ok());
    group.deregistration_delay_seconds =
        seconds("deregistration_delay.timeout_seconds").or(group.deregistration_delay_seconds);
    group.slow_start_seconds = seconds("slow_start.duration_seconds").or(group.slow_start_seconds);
}

pub(crate) fn balancer_attributes(
    balancer: &mut LoadBalancer,
    attributes: &BTreeMap<String, String>,
) {
    let seconds = |key: &str| attributes.get(key).and_then(|value| value.parse().ok());
    balancer.idle_timeout_seconds =
        seconds("idle_timeout.timeout_seconds").or(balancer.idle_timeout_seconds);
}
