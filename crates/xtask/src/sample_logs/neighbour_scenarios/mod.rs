//! Scenarios that other systems than an Application Load Balancer and CloudFront saw.
//!
//! Modules, each using only those to its left: `api_gateway_timeout → classic_elb_no_capacity → nlb_tls_handshake → proxy_upstream_refused → every_form`.

pub mod api_gateway_timeout;
pub mod classic_elb_no_capacity;
pub mod every_form;
pub mod nlb_tls_handshake;
pub mod proxy_upstream_refused;

use crate::sample_logs::random::Random;
use crate::sample_logs::scenarios::Builder;

/// Folders and builders, in the order in which they are documented.
pub const BUILDERS: [Builder; 5] = [
    ("api-gateway-timeout", api_gateway_timeout::build),
    ("classic-elb-no-capacity", classic_elb_no_capacity::build),
    ("nlb-tls-handshake", nlb_tls_handshake::build),
    ("proxy-upstream-refused", proxy_upstream_refused::build),
    ("every-form", every_form::build),
];

/// Scenarios of a seed.
#[must_use]
pub fn all(seed: u64) -> Vec<crate::sample_logs::scenarios::scenario::Scenario> {
    crate::sample_logs::scenarios::built(&BUILDERS, seed, Random::labelled)
}
