//! The dimensions along which failing requests are set against all requests.

/// One dimension; its number is its place in [`DIMENSIONS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum DimensionKind {
    /// `ip:port` of the target.
    Target,
    /// ARN of the target group (reports show its name).
    TargetGroup,
    /// `app/NAME/ID`, or the distribution's domain.
    LoadBalancer,
    /// Address of the load balancer's node.
    Node,
    /// Host, lower case, no port.
    Host,
    /// HTTP method.
    Method,
    /// Shaped path.
    Path,
    /// The client's /24 or /64.
    Client,
    /// A prefix of the user agent.
    UserAgent,
    /// `http`, `https`, `h2`, `grpcs`, `ws`, `wss`.
    Protocol,
    /// `TLSv1.3`.
    TlsVersion,
    /// CloudFront's edge location.
    EdgeLocation,
}

/// All of them, in the order of reports.
pub(crate) const DIMENSIONS: [DimensionKind; 12] = [
    DimensionKind::Target,
    DimensionKind::TargetGroup,
    DimensionKind::LoadBalancer,
    DimensionKind::Node,
    DimensionKind::Host,
    DimensionKind::Method,
    DimensionKind::Path,
    DimensionKind::Client,
    DimensionKind::UserAgent,
    DimensionKind::Protocol,
    DimensionKind::TlsVersion,
    DimensionKind::EdgeLocation,
];

/// Dimensions of few values each: requests that agree in all of them are added up together.
pub(crate) const TOGETHER: [DimensionKind; 7] = [
    DimensionKind::TargetGroup,
    DimensionKind::LoadBalancer,
    DimensionKind::Node,
    DimensionKind::Host,
    DimensionKind::Method,
    DimensionKind::Protocol,
    DimensionKind::TlsVersion,
];

/// Dimensions whose values are many: each is added up by itself.
pub(crate) const ALONE: [DimensionKind; 5] = [
    DimensionKind::Target,
    DimensionKind::Path,
    DimensionKind::Client,
    DimensionKind::UserAgent,
    DimensionKind::EdgeLocation,
];

impl DimensionKind {
    /// Its place in [`DIMENSIONS`].
    pub(crate) const fn index(self) -> usize {
        self as usize
    }

    /// Counted in wider buckets of time: windows are found by scopes, targets and paths; of the
    /// others only shares are compared.
    pub(crate) const fn is_coarse(self) -> bool {
        !matches!(
            self,
            Self::Target | Self::TargetGroup | Self::LoadBalancer | Self::Host | Self::Path
        )
    }

    /// Its name in reports.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Target => "target",
            Self::TargetGroup => "target_group",
            Self::LoadBalancer => "load_balancer",
            Self::Node => "node",
            Self::Host => "host",
            Self::Method => "method",
            Self::Path => "path",
            Self::Client => "client",
            Self::UserAgent => "user_agent",
            Self::Protocol => "protocol",
            Self::TlsVersion => "tls_version",
            Self::EdgeLocation => "edge_location",
        }
    }
}
