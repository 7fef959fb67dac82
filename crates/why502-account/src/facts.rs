//! [`Facts`]: everything that was read, and how to ask for it.

use crate::balancing::{LoadBalancer, TargetGroup, TargetHealth};
use crate::event::Event;
use crate::runtime::{Distribution, Function, Service, TaskStop};

/// A document that was meant and could not be read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Broken {
    /// The file.
    pub source: String,
    /// What is wrong, in one clause.
    pub error: String,
}

/// What is known of an account. The same documents in any order give the same facts,
/// unless they contradict each other: then the one that was read last holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// Files that were given, whatever became of them.
    pub files: u64,
    /// Files that are none of the documents known here, by name.
    pub unknown: Vec<String>,
    /// Files that could not be read, or not to the end.
    pub broken: Vec<Broken>,
    /// Files of attributes that do not say whose they are, where several could be meant.
    pub unowned: Vec<String>,
    /// By id.
    pub load_balancers: Vec<LoadBalancer>,
    /// By ARN.
    pub target_groups: Vec<TargetGroup>,
    /// By group and target.
    pub target_health: Vec<TargetHealth>,
    /// By name.
    pub services: Vec<Service>,
    /// By time.
    pub task_stops: Vec<TaskStop>,
    /// By name.
    pub functions: Vec<Function>,
    /// By domain, id and aliases.
    pub distributions: Vec<Distribution>,
    /// By time.
    pub events: Vec<Event>,
}

impl Facts {
    /// The load balancer that a log names so.
    #[must_use]
    pub fn load_balancer(&self, logged: &str) -> Option<&LoadBalancer> {
        self.load_balancers.iter().find(|one| one.is(logged))
    }

    /// The idle time-out of the load balancer that a log names so, seconds.
    #[must_use]
    pub fn idle_timeout(&self, load_balancer: &str) -> Option<u32> {
        self.load_balancer(load_balancer)?.idle_timeout_seconds
    }

    /// The target group of this ARN.
    #[must_use]
    pub fn target_group(&self, arn: &str) -> Option<&TargetGroup> {
        self.target_groups.iter().find(|group| group.arn == arn)
    }

    /// The deregistration delay of the group of this ARN, seconds.
    #[must_use]
    pub fn deregistration_delay(&self, target_group: &str) -> Option<u32> {
        self.target_group(target_group)?.deregistration_delay_seconds
    }

    /// The distribution that a log names so: its domain, or a host of its own.
    #[must_use]
    pub fn distribution(&self, logged: &str) -> Option<&Distribution> {
        self.distributions.iter().find(|one| one.is(logged))
    }

    /// The longest that any origin of that distribution may take to answer, seconds.
    #[must_use]
    pub fn origin_read_timeout(&self, distribution: &str) -> Option<u32> {
        let origins = &self.distribution(distribution)?.origins;
        origins.iter().filter_map(|origin| origin.read_timeout_seconds).max()
    }

    /// The function of this name or ARN, with or without a version or alias.
    #[must_use]
    pub fn function(&self, name: &str) -> Option<&Function> {
        let name = function_name(name);
        self.functions.iter().find(|one| one.name == name)
    }

    /// The functions registered in the target group of this ARN, by name.
    #[must_use]
    pub fn functions_of(&self, target_group: &str) -> Vec<&str> {
        let health = self.target_health.iter();
        let mine = health.filter(|one| one.target_group.as_deref() == Some(target_group));
        let mut names: Vec<&str> = mine
            .filter(|one| one.id.contains(":function:"))
            .map(|one| function_name(&one.id))
            .collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}

/// The name in a function's ARN, or a name without its version.
pub(crate) fn function_name(text: &str) -> &str {
    let name = text.split_once(":function:").map_or(text, |(_, rest)| rest);
    name.split(':').next().unwrap_or(name)
}
