//! What runs behind and before load balancers: ECS services and tasks, functions, distributions.

use why502_parse::Timestamp;

/// An ECS service.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Service {
    /// Its name.
    pub name: String,
    /// Its ARN.
    pub arn: Option<String>,
    /// ARNs of the groups it registers its tasks in.
    pub target_groups: Vec<String>,
}

/// An ECS task that ended.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct TaskStop {
    /// When it stopped, or began to.
    pub at: Timestamp,
    /// The last part of its ARN.
    pub task: String,
    /// As `service:api`.
    pub group: Option<String>,
    /// As `EssentialContainerExited`, `ServiceSchedulerInitiated`, `UserInitiated`.
    pub stop_code: Option<String>,
    /// `stoppedReason`.
    pub reason: Option<String>,
    /// The first exit code of a container that is not 0; otherwise 0, if any is known.
    pub exit_code: Option<u32>,
    /// What that container's runtime said, as `OutOfMemoryError: …`.
    pub container_reason: Option<String>,
    /// Private addresses.
    pub addresses: Vec<String>,
}

impl TaskStop {
    /// Did a container end by itself, or was killed, rather than the whole task being stopped on
    /// purpose?
    #[must_use]
    pub fn is_crash(&self) -> bool {
        match self.stop_code.as_deref() {
            Some("EssentialContainerExited") => true,
            Some(_) => self.is_out_of_memory(),
            None => self.exit_code.is_some_and(|code| code != 0) || self.is_out_of_memory(),
        }
    }

    /// Did a container exceed its memory limit?
    #[must_use]
    pub fn is_out_of_memory(&self) -> bool {
        [&self.container_reason, &self.reason]
            .into_iter()
            .flatten()
            .any(|reason| reason.contains("OutOfMemory"))
    }
}

/// A Lambda function.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Function {
    /// Its name.
    pub name: String,
    /// Its ARN.
    pub arn: Option<String>,
    /// After which a run is ended.
    pub timeout_seconds: Option<u32>,
    /// Memory limit.
    pub memory_mib: Option<u32>,
}

/// A CloudFront distribution.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Distribution {
    /// As `E1ABCDEF`, where the document holds it.
    pub id: Option<String>,
    /// As `d111111abcdef8.cloudfront.net`, where the document holds it.
    pub domain: Option<String>,
    /// Its own names.
    pub aliases: Vec<String>,
    /// Its origins.
    pub origins: Vec<Origin>,
}

impl Distribution {
    /// Is this the one that a log names so: its domain name, its id, or one of its own names?
    #[must_use]
    pub fn is(&self, logged: &str) -> bool {
        [&self.domain, &self.id].into_iter().flatten().chain(&self.aliases).any(|one| one == logged)
    }
}

/// An origin of a distribution, with its time-outs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    /// Its domain name.
    pub domain: String,
    /// For each attempt to connect.
    pub connection_timeout_seconds: Option<u32>,
    /// Attempts to connect.
    pub connection_attempts: Option<u32>,
    /// For an answer.
    pub read_timeout_seconds: Option<u32>,
    /// For idle connections.
    pub keepalive_timeout_seconds: Option<u32>,
    /// `http-only`, `match-viewer` or `https-only`.
    pub protocol_policy: Option<String>,
}
