//! Every kind by name, the system whose logs it has, and what it does to a stage.

use super::{balancer, deploy, edge, elastic, function, gateway, healthy, mixed, response, target};
use crate::chance::Chance;
use crate::stage::{Scenario, Stage};
use crate::traffic::System::{self, Alb, Classic, Edge, EdgeAndAlb, Gateway, Network};

/// Fewer failing requests than this are no incident: the scenario is drawn again.
const LEAST_FAILURES: u64 = 8;
/// How often at most.
const MOST_DRAWS: u64 = 20;

/// A kind of scenario.
#[derive(Clone, Copy)]
pub struct Kind {
    /// As on the command line.
    pub name: &'static str,
    system: System,
    set: fn(&mut Stage),
}

impl Kind {
    /// Has it no incident?
    #[must_use]
    pub fn is_healthy(&self) -> bool {
        self.name.starts_with("healthy")
    }

    /// The scenario of a seed. The same base, kind and seed give the same bytes.
    #[must_use]
    pub fn scenario(&self, base: u64, seed: u64) -> Scenario {
        for draw in 0.. {
            let name = format!("{} {seed} {draw}", self.name);
            let mut stage = Stage::new(self.system, seed, Chance::named(base, &name));
            (self.set)(&mut stage);
            let scenario = stage.play(self.name, seed);
            let enough = scenario.truths.iter().all(|truth| truth.failed >= LEAST_FAILURES);
            if enough || draw >= MOST_DRAWS {
                return scenario;
            }
        }
        unreachable!("the range has no end")
    }
}

const fn kind(name: &'static str, system: System, set: fn(&mut Stage)) -> Kind {
    Kind { name, system, set }
}

/// All kinds.
pub const ALL: &[Kind] = &[
    kind("target-down", Alb, target::down),
    kind("target-crash", Alb, target::crash),
    kind("all-targets-refusing", Alb, target::all_refusing),
    kind("rolling-deploy-terminated", Alb, deploy::terminated),
    kind("rolling-deploy-drained", Alb, deploy::drained),
    kind("rolling-deploy-in-place", Alb, deploy::in_place),
    kind("target-not-listening-yet", Alb, deploy::not_listening),
    kind("keepalive-race", Alb, response::keepalive_race),
    kind("reload-race", Alb, response::reload_race),
    kind("request-dependent-reset", Alb, response::request_dependent),
    kind("worker-timeout", Alb, response::worker_timeout),
    kind("target-closed-connection", Alb, response::closed),
    kind("malformed-response", Alb, response::malformed),
    kind("response-header-too-large", Alb, response::header_too_large),
    kind("overload", Alb, response::overload),
    kind("overload-retry-storm", Alb, response::retry_storm),
    kind("target-tls-handshake", Alb, target::tls_handshake),
    kind("host-unreachable", Alb, target::unreachable),
    kind("generated-5xx-route", Alb, response::generated_route),
    kind("generated-5xx-all", Alb, response::generated_all),
    kind("generated-5xx-new-build", Alb, deploy::bad_build),
    kind("connect-timeout-one", Alb, target::connect_timeout_one),
    kind("connect-timeout-subnet", Alb, target::connect_timeout_subnet),
    kind("connect-timeout-all", Alb, target::connect_timeout_all),
    kind("response-timeout-route", Alb, response::timeout_route),
    kind("response-timeout-all", Alb, response::timeout_all),
    kind("client-closed", Alb, balancer::client_closed),
    kind("client-rejected-463", Alb, balancer::rejected_463),
    kind("client-rejected-464", Alb, balancer::rejected_464),
    kind("fixed-response", Alb, balancer::fixed_response),
    kind("waf-call-failed", Alb, balancer::waf),
    kind("auth-provider-error", Alb, balancer::auth),
    kind("no-registered-targets", Alb, balancer::no_targets),
    kind("lambda-response-too-large", Alb, function::too_large),
    kind("lambda-invalid-response", Alb, function::invalid),
    kind("lambda-bad-request", Alb, function::bad_request),
    kind("lambda-timeout", Alb, function::timeout),
    kind("lambda-error", Alb, function::error),
    kind("lambda-throttled", Alb, function::throttled),
    kind("lambda-misconfigured", Alb, function::misconfigured),
    kind("lambda-service-error", Alb, function::service_error),
    kind("origin-dns", Edge, edge::dns),
    kind("origin-connect", Edge, edge::connect),
    kind("origin-tls-or-host", Edge, edge::tls_or_host),
    kind("origin-timeout", Edge, edge::timeout),
    kind("origin-connection-broken", Edge, edge::broken),
    kind("origin-header-too-big", Edge, edge::header_too_big),
    kind("origin-invalid-response", Edge, edge::invalid_response),
    kind("origin-passthrough", Edge, edge::passthrough),
    kind("edge-function-error", Edge, edge::function),
    kind("error-cached", Edge, edge::cached),
    kind("edge-capacity", Edge, edge::capacity),
    kind("viewer-abort", Edge, edge::viewer_abort),
    kind("edge-and-alb-target-down", EdgeAndAlb, edge::with_alb_down),
    kind("edge-and-alb-refusing", EdgeAndAlb, edge::with_alb_refusing),
    kind("edge-and-alb-malformed", EdgeAndAlb, edge::with_alb_malformed),
    kind("edge-and-alb-impatient", EdgeAndAlb, edge::with_alb_impatient),
    kind("apigw-malformed-proxy-response", Gateway, gateway::malformed),
    kind("apigw-lambda-error", Gateway, gateway::lambda_error),
    kind("apigw-integration-timeout", Gateway, gateway::timeout),
    kind("apigw-integration-failure", Gateway, gateway::failure),
    kind("apigw-backend-passthrough", Gateway, gateway::passthrough),
    kind("apigw-misconfigured", Gateway, gateway::misconfigured),
    kind("apigw-authorizer-error", Gateway, gateway::authorizer),
    kind("clb-malformed-response", Classic, elastic::classic_malformed),
    kind("clb-backend-generated-5xx", Classic, elastic::classic_backend),
    kind("clb-no-capacity", Classic, elastic::classic_capacity),
    kind("clb-timeout-or-keepalive-race", Classic, elastic::classic_timeout),
    kind("nlb-tls-handshake", Network, elastic::network_handshake),
    kind("nlb-zero-byte", Network, elastic::network_empty),
    kind("two-overlapping", Alb, mixed::two_overlapping),
    kind("heavy-background", Alb, mixed::heavy_background),
    kind("noisy-function", Alb, mixed::noisy_function),
    kind("noisy-rule", Alb, mixed::noisy_rule),
    kind("one-subnet", Alb, mixed::one_subnet),
    kind("one-node", Alb, mixed::one_node),
    kind("one-client", Alb, mixed::one_client),
    kind("periodic", Alb, mixed::periodic),
    kind("from-the-middle", Alb, mixed::from_the_middle),
    kind("gaps", Alb, mixed::gaps),
    kind("healthy-alb", Alb, healthy::plain),
    kind("healthy-noisy", Alb, healthy::noisy),
    kind("healthy-scaling", Alb, healthy::scaling),
    kind("healthy-slow", Alb, healthy::slow),
    kind("healthy-thin", Alb, healthy::thin),
    kind("healthy-gaps", Alb, healthy::with_gaps),
    kind("healthy-edge", Edge, healthy::plain),
    kind("healthy-edge-and-alb", EdgeAndAlb, healthy::plain),
    kind("healthy-gateway", Gateway, healthy::plain),
    kind("healthy-classic", Classic, healthy::plain),
    kind("healthy-network", Network, healthy::plain),
];
