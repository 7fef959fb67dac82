//! What lines of logs that hold no requests say about failures elsewhere.
//!
//! Modules, each using only those to its left: `rule → conditions → proxy → services → weight`
//!
//! Such a line is no failing request and is never counted as one: it is tallied by itself, beside
//! the requests, with the causes that it makes likelier.

mod conditions;
mod proxy;
mod rule;
mod services;
mod weight;

use why502_parse::Format;

use crate::predicate::Facts;

pub use rule::Evidence;
pub use weight::{HEALTH_CHECKS_PASSED, weight_of};

/// The rules of one format, in order of evaluation; empty for formats of requests.
#[must_use]
pub fn of(format: Format) -> &'static [Evidence] {
    match format {
        Format::NginxError => proxy::NGINX_ERROR,
        Format::NginxAccess => proxy::NGINX_ACCESS,
        Format::ApacheError => proxy::APACHE_ERROR,
        Format::ApacheAccess => proxy::APACHE_ACCESS,
        Format::Lambda => services::LAMBDA,
        Format::AlbHealthCheck => services::ALB_HEALTH_CHECK,
        Format::AlbConnection => services::ALB_CONNECTION,
        Format::CloudFrontConnection => services::CLOUDFRONT_CONNECTION,
        Format::VpcFlow => services::VPC_FLOW,
        Format::Waf => services::WAF,
        _ => &[],
    }
}

/// Every rule of every format.
pub fn all() -> impl Iterator<Item = &'static Evidence> {
    Format::ALL.iter().flat_map(|&format| of(format))
}

/// The first rule of the format that holds for the record, with its place in [`of`].
pub fn first_match<F: Facts + ?Sized>(
    format: Format,
    facts: &F,
) -> Option<(usize, &'static Evidence)> {
    of(format).iter().enumerate().find(|(_, rule)| rule.predicate.matches(facts))
}
