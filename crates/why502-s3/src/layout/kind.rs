//! The logs whose keys are known.

use std::fmt;

/// A log, as the name of its object tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum LogKind {
    /// Access log of an Application Load Balancer.
    AlbAccess,
    /// Connection log of an Application Load Balancer.
    AlbConnection,
    /// Health check log of an Application Load Balancer.
    AlbHealthCheck,
    /// Access log of a Classic Load Balancer.
    ClassicElb,
    /// Access log of a Network Load Balancer.
    Nlb,
    /// Standard log of a CloudFront distribution, legacy or version 2.
    CloudFront,
    /// Connection log of a CloudFront distribution.
    CloudFrontConnection,
    /// VPC flow log.
    VpcFlow,
    /// Log of a web ACL of AWS WAF.
    Waf,
}

impl LogKind {
    /// Every kind, in the order of the enum.
    pub const ALL: [Self; 9] = [
        Self::AlbAccess,
        Self::AlbConnection,
        Self::AlbHealthCheck,
        Self::ClassicElb,
        Self::Nlb,
        Self::CloudFront,
        Self::CloudFrontConnection,
        Self::VpcFlow,
        Self::Waf,
    ];

    /// The name as a log format, in output and on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::AlbAccess => "alb",
            Self::AlbConnection => "alb_connection",
            Self::AlbHealthCheck => "alb_health_check",
            Self::ClassicElb => "clb",
            Self::Nlb => "nlb",
            Self::CloudFront => "cloudfront",
            Self::CloudFrontConnection => "cloudfront_connection",
            Self::VpcFlow => "vpc_flow",
            Self::Waf => "waf",
        }
    }
}

impl fmt::Display for LogKind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}
