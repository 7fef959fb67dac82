//! What the log shows of a request's fate.

/// Which product's log it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum System {
    /// Application Load Balancer.
    Alb,
    /// CloudFront.
    Edge,
    /// CloudFront in front of an Application Load Balancer, both logs given.
    EdgeAndAlb,
    /// API Gateway, REST or HTTP API.
    Gateway,
    /// Classic Load Balancer.
    Classic,
    /// Network Load Balancer with a TLS listener.
    Network,
}

/// The fields that tell success from failure; each format writes those that it has.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// What the client got.
    pub status: u16,
    /// What the target, backend or integration answered.
    pub inner: Option<u16>,
    /// What the Lambda service answered API Gateway.
    pub service: Option<u16>,
    /// Request, target and response time in microseconds. API Gateway's integration latency and a
    /// TLS handshake are the second.
    pub times: [Option<i64>; 3],
    /// Is the target named?
    pub names_target: bool,
    /// Is the target group named?
    pub names_group: bool,
    /// ALB: actions executed. API Gateway: the integration's error.
    pub action: &'static str,
    /// ALB: error reason. API Gateway: response type.
    pub reason: &'static str,
    /// CloudFront: result, response result, detailed result.
    pub results: [&'static str; 3],
    /// A TLS alert that the client sent.
    pub alert: Option<u8>,
}

impl Outcome {
    /// Served with 200 after so many microseconds.
    #[must_use]
    pub fn served(system: System, elapsed: i64) -> Self {
        let inner = (system != System::Edge).then_some(200);
        let results = ["Miss", "Miss", "Miss"];
        let target = (elapsed - 1_000).max(0);
        Self {
            status: 200,
            inner,
            service: inner,
            times: [Some(1_000.min(elapsed)), Some(target), Some(0)],
            names_target: true,
            names_group: true,
            action: if system == System::Gateway { "-" } else { "forward" },
            reason: "-",
            results,
            alert: None,
        }
    }
}
