//! What was changed, when, and by whom.

use why502_parse::Timestamp;

/// A change: a call that CloudTrail recorded, or something an ECS service did.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Event {
    /// When.
    pub time: Timestamp,
    /// What kind of source it comes from.
    pub kind: EventKind,
    /// The call as `DeregisterTargets`, or the ECS service's name.
    pub name: String,
    /// The region, where known.
    pub region: Option<String>,
    /// Name of the user, role or AWS service that did it; never a session, a key or an ARN.
    pub who: Option<String>,
    /// What it touched, as far as it says.
    pub resources: Vec<Resource>,
}

/// What kind of change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EventKind {
    /// A call recorded by CloudTrail that succeeded and was not only reading.
    Call,
    /// An ECS service began a deployment.
    Deployment,
    /// An ECS service registered targets.
    Registered,
    /// An ECS service deregistered targets, or began to drain their connections.
    Deregistered,
    /// An ECS service started tasks.
    Started,
    /// An ECS service stopped tasks.
    Stopped,
    /// An ECS service saw a task fail its health checks.
    Unhealthy,
    /// The configuration of a Lambda function says when it was changed last.
    FunctionModified,
    /// A document of a CloudFront distribution says when it was changed last.
    DistributionModified,
}

/// Something an event touched.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Resource {
    /// ARN of a target group.
    TargetGroup(String),
    /// ARN of a load balancer, listener or rule, or a Classic one's name.
    LoadBalancer(String),
    /// An address, or the id of an instance.
    Target(String),
    /// Id of a security group.
    SecurityGroup(String),
    /// Name of an ECS service.
    Service(String),
    /// Name of a function.
    Function(String),
    /// Id of a distribution.
    Distribution(String),
}
