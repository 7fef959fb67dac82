//! What a *group* of failing requests looks like: the names of the engine's group rules.
//!
//! A row cannot tell a deployment from a crash; the requests around it can. Row signatures stay
//! as they are (so that a record, the counts and SQL agree); patterns decide the cause.

use crate::cause::Cause;
use crate::causes::{cloudfront, lambda, load_balancer, target};
use crate::japanese;
use crate::words::Words;

/// One group rule.
#[derive(Debug)]
pub struct Pattern {
    /// Its name in documents.
    pub id: &'static str,
    /// The cause it decides.
    pub cause: &'static Cause,
    /// What it asks of the group.
    pub rule: &'static str,
}

impl Pattern {
    /// [`Self::rule`] in every language.
    #[must_use]
    pub fn words(&self) -> Words {
        Words::new(self.rule, japanese::pattern(self.id))
    }
}

/// Every group rule.
pub static PATTERNS: &[Pattern] = &[
    Pattern {
        id: "alb-malformed-response",
        cause: &target::MALFORMED_RESPONSE,
        rule: "requests sent and unanswered are at least 90 % of a method and path, on two targets or more, at least 5, while other paths of the group are served",
    },
    Pattern {
        id: "alb-worker-timeout-kill",
        cause: &target::WORKER_TIMEOUT,
        rule: "of the requests sent and unanswered after more than a second, at least 60 % (and 5) (and a tenth of the event) lie around one value, within 0.25 s or 1 % of it",
    },
    Pattern {
        id: "alb-drain-expired",
        cause: &target::ROLLING_DEPLOY,
        rule: "two or more targets fail in turn and are not seen to serve again, or two or more fail in turn (half of what they are asked, at least, while it lasts) in windows that hardly overlap and serve again, or the only one that fails is reset, then gone, while new targets have appeared in the 10 minutes before",
    },
    Pattern {
        id: "alb-tls-handshake-error",
        cause: &target::TARGET_TLS_HANDSHAKE,
        rule: "connections fail on port 443 or 8443 and hardly a request of the group succeeds",
    },
    Pattern {
        id: "alb-not-listening-yet",
        cause: &target::TARGET_NOT_LISTENING_YET,
        rule: "refusals only on targets first seen less than 10 minutes before, which serve afterwards",
    },
    Pattern {
        id: "alb-target-crash",
        cause: &target::TARGET_CRASH,
        rule: "at least three requests of one target end within one second, or two where it refuses from that second on, although their starts are spread over three times as long; any number of refusals may follow",
    },
    Pattern {
        id: "alb-response-header-too-large",
        cause: &target::RESPONSE_HEADER_TOO_LARGE,
        rule: "answers that the load balancer did not pass on, or a path that fails, where most failing requests without a body are 4,000 bytes or more: cookies",
    },
    Pattern {
        id: "alb-overload",
        cause: &target::OVERLOAD,
        rule: "in the minutes before the first failure the group is asked 1.3 times as much as usual and answers 1.5 times as slowly, then nine in ten failures lie on 60 % or more of its targets; where nothing came before, failures go with load and with response times (rank correlation of 0.5 or more with each)",
    },
    Pattern {
        id: "alb-target-down",
        cause: &target::TARGET_DOWN,
        rule: "one or few of the group's targets hold nearly all refusals and fail nearly always while it lasts",
    },
    Pattern {
        id: "alb-all-targets-refused",
        cause: &target::ALL_TARGETS_REFUSING,
        rule: "refusals on (nearly) every target that the group has",
    },
    Pattern {
        id: "alb-host-unreachable-group",
        cause: &target::HOST_UNREACHABLE,
        rule: "most failed connections took more than a second, and less than the connect time-out",
    },
    Pattern {
        id: "alb-request-dependent-reset",
        cause: &target::REQUEST_DEPENDENT_RESET,
        rule: "requests of one method, path and user agent, on two targets or more and at least 5, are more than one in five of what that user agent asks for; under 2 % of the others fail",
    },
    Pattern {
        id: "alb-thin",
        cause: &target::KEEPALIVE_RACE,
        rule: "failures within 0.1 s that are under 1 % of requests and no target has more than twice its fair share",
    },
    Pattern {
        id: "alb-504",
        cause: &load_balancer::RESPONSE_TIMEOUT,
        rule: "time-outs outnumber refusals and resets of the same targets",
    },
    Pattern {
        id: "alb-lambda-timeout",
        cause: &lambda::TIMEOUT,
        rule: "LambdaUnhandled whose target_processing_time gathers at one value of 0.9 s or more (60 %, at least 5)",
    },
    Pattern {
        id: "cf-host-sni-mismatch",
        cause: &cloudfront::ORIGIN_TLS_OR_HOST,
        rule: "OriginConnectError, mostly within 2 s, on some x-host-header values (or only over https) while others of the distribution are served",
    },
    Pattern {
        id: "cf-error-cached-amplified",
        cause: &cloudfront::ERROR_CACHED,
        rule: "cached errors, counted beside the origin failures that they repeat",
    },
];
