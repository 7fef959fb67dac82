//! The shape of one entry of the closed list of causes.

/// Which system a cause belongs to, as the contract groups them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum System {
    /// An application load balancer and its EC2, ECS, EKS or IP targets.
    Target,
    /// An application load balancer and a Lambda function.
    Lambda,
    /// The load balancer itself, its neighbours, and clients.
    LoadBalancer,
    /// CloudFront.
    CloudFront,
    /// API Gateway.
    ApiGateway,
    /// A Classic Load Balancer.
    ClassicLoadBalancer,
    /// A Network Load Balancer.
    NetworkLoadBalancer,
    /// Nothing explains it.
    Unknown,
}

impl System {
    /// A heading.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Target => "Application Load Balancer and its targets",
            Self::Lambda => "Application Load Balancer and Lambda",
            Self::LoadBalancer => "The load balancer itself, its neighbours, clients",
            Self::CloudFront => "CloudFront",
            Self::ApiGateway => "API Gateway",
            Self::ClassicLoadBalancer => "Classic Load Balancer",
            Self::NetworkLoadBalancer => "Network Load Balancer",
            Self::Unknown => "Any",
        }
    }
}

/// Something that decides the question.
///
/// `command` holds placeholders in braces that the engine fills from the logs, shell-quoted:
/// `{region}`, `{target_group_arn}`, `{load_balancer_arn}`, `{load_balancer_dimension}`,
/// `{target}`, `{target_address}`, `{target_port}`, `{target_url}`, `{target_root}`, `{host}`, `{host_header}`,
/// `{path}`, `{start}`, `{end}` (RFC 3339), `{start_s}`, `{end_s}`, `{start_ms}`, `{end_ms}`, `{rule_priority}`,
/// `{distribution_bare}`, `{load_balancer_name}`, `{api_id}`. A value the logs do not hold stays as an upper-case word to replace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Check {
    /// What it decides.
    pub statement: &'static str,
    /// A command line.
    pub command: &'static str,
}

/// One cause of the closed list.
#[derive(Debug, PartialEq, Eq)]
pub struct Cause {
    /// The name in JSON; other programs rely on it.
    pub name: &'static str,
    /// Where it belongs.
    pub system: System,
    /// What happened, in one sentence.
    pub meaning: &'static str,
    /// How the failing requests look in the logs as a group, and what looks alike.
    pub shape: &'static str,
    /// The RFC 9209 error type, where one fits.
    pub proxy_error: Option<&'static str>,
    /// What decides it.
    pub checks: &'static [Check],
    /// What stops it; by convention these begin with `Now: `, the lasting ones with `Fix: `.
    pub remedies: &'static [&'static str],
    /// What no access log shows about it.
    pub not_visible: &'static str,
    /// Where this is documented.
    pub references: &'static [&'static str],
}
