//! Load balancers, target groups, and the health of targets.

/// An Application, Network or Classic Load Balancer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LoadBalancer {
    /// Its ARN; of a Classic Load Balancer its name.
    pub id: String,
    /// `application`, `network`, `gateway` or `classic`.
    pub kind: Option<String>,
    /// `internet-facing` or `internal`.
    pub scheme: Option<String>,
    /// Ids.
    pub security_groups: Vec<String>,
    /// `idle_timeout.timeout_seconds`; of a Classic one `ConnectionSettings.IdleTimeout`.
    pub idle_timeout_seconds: Option<u32>,
    /// Answers that its rules give by themselves.
    pub fixed_responses: Vec<FixedResponse>,
}

impl LoadBalancer {
    /// Is this the one that a log names so: `app/NAME/ID`, an ARN, or a Classic one's name?
    #[must_use]
    pub fn is(&self, logged: &str) -> bool {
        self.id == logged
            || self.id.split_once(":loadbalancer/").is_some_and(|(_, name)| name == logged)
    }
}

/// A rule that answers by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FixedResponse {
    /// The rule's priority; `None` for the default rule.
    pub priority: Option<i32>,
    /// The status it answers with.
    pub status: u16,
}

/// A target group.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TargetGroup {
    /// Its ARN.
    pub arn: String,
    /// `HTTP`, `HTTPS`, `TCP`, …: how the load balancer speaks to targets.
    pub protocol: Option<String>,
    /// `HTTP1`, `HTTP2` or `GRPC`.
    pub protocol_version: Option<String>,
    /// The port targets are registered with by default.
    pub port: Option<u32>,
    /// `instance`, `ip`, `lambda` or `alb`.
    pub target_type: Option<String>,
    /// `HealthCheckPath`.
    pub health_check_path: Option<String>,
    /// The statuses that pass, as in `200-299`.
    pub health_check_matcher: Option<String>,
    /// Between two health checks.
    pub health_check_interval_seconds: Option<u32>,
    /// For one health check.
    pub health_check_timeout_seconds: Option<u32>,
    /// Checks that must pass in a row.
    pub healthy_threshold: Option<u32>,
    /// Checks that must fail in a row.
    pub unhealthy_threshold: Option<u32>,
    /// ARNs.
    pub load_balancers: Vec<String>,
    /// `deregistration_delay.timeout_seconds`.
    pub deregistration_delay_seconds: Option<u32>,
    /// `slow_start.duration_seconds`.
    pub slow_start_seconds: Option<u32>,
}

/// What the health checks said of one target when the facts were collected. The document holds
/// no time.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct TargetHealth {
    /// ARN of its group, where the document says whose it is.
    pub target_group: Option<String>,
    /// An address, an instance's id, or a function's ARN.
    pub id: String,
    /// `None` for functions.
    pub port: Option<u32>,
    /// `healthy`, `unhealthy`, `draining`, `initial`, `unused`, `unavailable`.
    pub state: String,
    /// As `Target.FailedHealthChecks`.
    pub reason: Option<String>,
}

impl TargetHealth {
    /// Is this the target that a log names so (`ip:port`)?
    #[must_use]
    pub fn is(&self, logged: &str) -> bool {
        logged.rsplit_once(':').is_some_and(|(address, port)| {
            self.id == address && self.port.is_none_or(|mine| port == mine.to_string())
        })
    }
}
