//! The shape of one row signature: what one line says about its own failure.

use why502_parse::Format;

use crate::cause::Cause;
use crate::japanese;
use crate::predicate::Predicate;
use crate::words::Words;

/// How much a line that shows a signature proves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grade {
    /// Consistent with it; needs a second source before anyone acts.
    Weak,
    /// Vendor documentation or several field reports agree, one other cause can look the same.
    Strong,
    /// The field itself names the cause.
    Deterministic,
}

impl Grade {
    /// The word used in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Weak => "weak",
            Self::Strong => "strong",
            Self::Deterministic => "deterministic",
        }
    }
}

/// Who produced the failure that the client saw.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FailureSide {
    /// The target, or what stands behind it.
    Target,
    /// The load balancer.
    LoadBalancer,
    /// CloudFront.
    Edge,
    /// The client.
    Client,
    /// API Gateway.
    Gateway,
}

impl FailureSide {
    /// The word used in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Target => "target",
            Self::LoadBalancer => "load_balancer",
            Self::Edge => "edge",
            Self::Client => "client",
            Self::Gateway => "gateway",
        }
    }
}

/// Which failures are looked at together when a group of requests is diagnosed.
///
/// One event shows several signatures: a target that is stopped resets the requests it had,
/// refuses the next ones and times out the last. Those three classes are one family.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// The connection to the target was not made: refused or unreachable ("class C").
    Connection,
    /// The target had the request and no valid answer came back ("class R").
    Response,
    /// The connection attempt to the target timed out.
    ConnectTimeout,
    /// The target did not answer in time.
    ResponseTimeout,
    /// The target wrote the failing status itself.
    TargetAnswer,
    /// What the log names by itself: the cause needs no group.
    Named,
    /// What clients did.
    Client,
    /// CloudFront could not connect to the origin.
    OriginConnection,
    /// CloudFront served a failure from its cache.
    Cached,
    /// Nothing explains it.
    Unknown,
}

/// One row signature.
#[derive(Debug, PartialEq)]
pub struct Signature {
    /// The id in JSON and in records.
    pub id: &'static str,
    /// The log it is found in.
    pub format: Format,
    /// What one such line proves.
    pub grade: Grade,
    /// Its class for the diagnosis of groups.
    pub class: Class,
    /// Who produced the failure.
    pub side: FailureSide,
    /// The cause when no group rule decides otherwise.
    pub cause: &'static Cause,
    /// What the line says, in a sentence.
    pub meaning: &'static str,
    /// The condition; the first signature of a format whose condition holds is the request's.
    pub predicate: Predicate,
}

impl Signature {
    /// [`Self::meaning`] in every language.
    #[must_use]
    pub fn words(&self) -> Words {
        Words::new(self.meaning, japanese::signature(self.id))
    }
}
