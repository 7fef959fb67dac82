//! Which changes plausibly set off which causes.

use why502_account::{Event, EventKind};

/// Causes of requests that reach targets.
const BEHIND: &[&str] = &[
    "rolling-deploy",
    "target-not-listening-yet",
    "all-targets-refusing",
    "target-down",
    "target-crash",
    "target-closed-connection",
    "request-dependent-reset",
    "malformed-response",
    "response-header-too-large",
    "worker-timeout",
    "overload",
    "target-generated-5xx",
    "target-tls-handshake",
    "host-unreachable",
    "connect-timeout",
    "response-timeout",
    "no-registered-targets",
    "clb-malformed-response",
    "clb-backend-generated-5xx",
    "clb-no-capacity",
    "clb-timeout-or-keepalive-race",
];
const REGISTRATION: &[&str] = &[
    "rolling-deploy",
    "target-not-listening-yet",
    "target-down",
    "all-targets-refusing",
    "target-closed-connection",
    "host-unreachable",
    "connect-timeout",
    "no-registered-targets",
    "overload",
    "clb-no-capacity",
];
const GROUP: &[&str] = &[
    "all-targets-refusing",
    "target-down",
    "target-tls-handshake",
    "no-registered-targets",
    "rolling-deploy",
    "overload",
    "client-rejected",
    "target-closed-connection",
];
const BALANCER: &[&str] = &[
    "keepalive-race",
    "response-timeout",
    "client-rejected",
    "connect-timeout",
    "clb-timeout-or-keepalive-race",
    "waf-call-failed",
];
const ROUTING: &[&str] = &[
    "fixed-response",
    "no-registered-targets",
    "all-targets-refusing",
    "auth-provider-error",
    "client-rejected",
    "target-generated-5xx",
    "malformed-response",
    "response-timeout",
    "connect-timeout",
    "target-down",
    "target-tls-handshake",
    "origin-tls-or-host",
    "origin-connect",
    "origin-passthrough",
    "lambda-misconfigured",
];
const NETWORK: &[&str] = &[
    "connect-timeout",
    "host-unreachable",
    "origin-connect",
    "origin-timeout",
    "auth-provider-error",
    "waf-call-failed",
    "response-timeout",
    "no-registered-targets",
    "clb-no-capacity",
    "clb-timeout-or-keepalive-race",
    "apigw-integration-timeout",
    "apigw-integration-failure",
];
const FUNCTION: &[&str] = &[
    "lambda-response-too-large",
    "lambda-invalid-response",
    "lambda-timeout",
    "lambda-error",
    "lambda-throttled",
    "lambda-misconfigured",
    "lambda-bad-request",
    "apigw-malformed-proxy-response",
    "apigw-lambda-error",
    "apigw-integration-timeout",
    "apigw-integration-failure",
    "apigw-misconfigured",
    "apigw-authorizer-error",
    "edge-function-error",
];
const DISTRIBUTION: &[&str] = &[
    "origin-dns",
    "origin-connect",
    "origin-tls-or-host",
    "origin-timeout",
    "origin-connection-broken",
    "origin-header-too-big",
    "origin-invalid-response",
    "origin-passthrough",
    "edge-function-error",
    "error-cached",
];
const API: &[&str] = &[
    "apigw-malformed-proxy-response",
    "apigw-lambda-error",
    "apigw-integration-timeout",
    "apigw-integration-failure",
    "apigw-backend-passthrough",
    "apigw-misconfigured",
    "apigw-authorizer-error",
];
const NAMES: &[&str] = &["origin-dns", "origin-connect", "origin-tls-or-host"];
const CERTIFICATES: &[&str] = &["origin-tls-or-host", "target-tls-handshake", "nlb-tls-handshake"];

/// Calls by the beginning of their names: Lambda's end in a date.
const CALLS: &[(&str, &[&str])] = &[
    ("DeregisterTargets", REGISTRATION),
    ("RegisterTargets", REGISTRATION),
    ("DeregisterInstancesFromLoadBalancer", REGISTRATION),
    ("RegisterInstancesWithLoadBalancer", REGISTRATION),
    ("ModifyTargetGroup", GROUP),
    ("ModifyLoadBalancerAttributes", BALANCER),
    ("ModifyListener", ROUTING),
    ("ModifyRule", ROUTING),
    ("CreateRule", ROUTING),
    ("DeleteRule", ROUTING),
    ("SetRulePriorities", ROUTING),
    ("CreateListener", ROUTING),
    ("DeleteListener", ROUTING),
    ("SetSecurityGroups", NETWORK),
    ("SetSubnets", NETWORK),
    ("AuthorizeSecurityGroup", NETWORK),
    ("RevokeSecurityGroup", NETWORK),
    ("ModifySecurityGroupRules", NETWORK),
    ("ReplaceNetworkAcl", NETWORK),
    ("CreateNetworkAclEntry", NETWORK),
    ("DeleteNetworkAclEntry", NETWORK),
    ("CreateRoute", NETWORK),
    ("ReplaceRoute", NETWORK),
    ("DeleteRoute", NETWORK),
    ("UpdateService", BEHIND),
    ("CreateDeployment", BEHIND),
    ("CreateDeployment", API),
    ("UpdateTaskSet", BEHIND),
    ("StopTask", BEHIND),
    ("StartInstanceRefresh", BEHIND),
    ("UpdateAutoScalingGroup", BEHIND),
    ("SetDesiredCapacity", BEHIND),
    ("TerminateInstance", BEHIND),
    ("StopInstances", BEHIND),
    ("RebootInstances", BEHIND),
    ("UpdateFunctionCode", FUNCTION),
    ("UpdateFunctionConfiguration", FUNCTION),
    ("UpdateFunction", &["edge-function-error"]),
    ("PublishFunction", &["edge-function-error"]),
    ("UpdateAlias", FUNCTION),
    ("PutFunctionConcurrency", FUNCTION),
    ("RemovePermission", FUNCTION),
    ("DeleteFunction", FUNCTION),
    ("UpdateDistribution", DISTRIBUTION),
    ("PutIntegration", API),
    ("UpdateIntegration", API),
    ("UpdateStage", API),
    ("UpdateAuthorizer", API),
    ("ChangeResourceRecordSets", NAMES),
    ("ImportCertificate", CERTIFICATES),
    ("DeleteCertificate", CERTIFICATES),
    ("UpdateWebACL", &["waf-call-failed", "client-rejected"]),
    ("AssociateWebACL", &["waf-call-failed", "client-rejected"]),
];

/// Does such a change plausibly set off the cause?
pub(super) fn sets_off(event: &Event, cause: &str) -> bool {
    let causes_of = |name: &str| {
        CALLS.iter().any(|(start, causes)| name.starts_with(start) && causes.contains(&cause))
    };
    match event.kind {
        EventKind::Call => causes_of(&event.name),
        EventKind::Deployment | EventKind::Started | EventKind::Stopped => BEHIND.contains(&cause),
        EventKind::Registered | EventKind::Deregistered => REGISTRATION.contains(&cause),
        EventKind::FunctionModified => FUNCTION.contains(&cause),
        EventKind::DistributionModified => DISTRIBUTION.contains(&cause),
        // A symptom like the failures themselves.
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use why502_rulebook::causes;

    use super::*;

    #[test]
    fn every_cause_named_here_is_one() {
        let lists = [
            BEHIND,
            REGISTRATION,
            GROUP,
            BALANCER,
            ROUTING,
            NETWORK,
            FUNCTION,
            DISTRIBUTION,
            API,
            NAMES,
            CERTIFICATES,
        ];
        let called = CALLS.iter().map(|(_, causes)| *causes);
        for name in lists.into_iter().chain(called).flatten() {
            // Of the closed list, and not in the rulebook yet.
            let awaited = *name == "overload";
            assert!(awaited || causes::ALL.iter().any(|cause| cause.name == *name), "{name}");
        }
    }
}
