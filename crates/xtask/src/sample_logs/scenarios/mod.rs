//! The labelled scenarios, one file each, and what they have in common.
//!
//! Modules, each using only those to its left: `scenario → healthy_hour → target_down → rolling_deploy → keepalive_race → lambda_invalid_response → origin_certificate → worker_timeout → mixed_day`.

pub mod healthy_hour;
pub mod keepalive_race;
pub mod lambda_invalid_response;
pub mod mixed_day;
pub mod origin_certificate;
pub mod rolling_deploy;
pub mod scenario;
pub mod target_down;
pub mod worker_timeout;

use crate::sample_logs::random::Random;
use crate::sample_logs::scenarios::scenario::Scenario;

/// A scenario's folder and what builds it.
pub type Builder = (&'static str, fn(Random) -> Scenario);

/// All scenarios of a seed, in the order in which they are documented.
#[must_use]
pub fn all(seed: u64) -> Vec<Scenario> {
    built(&BUILDERS, seed, Random::labelled)
}

/// Folders and builders, in the order in which they are documented.
const BUILDERS: [Builder; 8] = [
    ("healthy-hour", healthy_hour::build),
    ("target-down", target_down::build),
    ("rolling-deploy", rolling_deploy::build),
    ("keepalive-race", keepalive_race::build),
    ("lambda-invalid-response", lambda_invalid_response::build),
    ("origin-certificate", origin_certificate::build),
    ("worker-timeout", worker_timeout::build),
    ("mixed-day", mixed_day::build),
];

/// The scenarios that these builders make of a seed.
#[must_use]
pub fn built(builders: &[Builder], seed: u64, labelled: fn(u64, &str) -> Random) -> Vec<Scenario> {
    let built = builders.iter();
    built.map(|&(folder, build)| Scenario { folder, ..build(labelled(seed, folder)) }).collect()
}
