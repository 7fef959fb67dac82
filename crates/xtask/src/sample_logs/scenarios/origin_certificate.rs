//! The certificate of one of three origins behind a distribution expires at 11:00:00
//! and is renewed 24 minutes later. CloudFront caches some of the errors.

use crate::sample_logs::clock::moment;
use crate::sample_logs::cloudfront::traffic::{BrokenOrigin, EdgeTraffic, Page};
use crate::sample_logs::labels::Scope;
use crate::sample_logs::random::Random;
use crate::sample_logs::scenarios::scenario::{Scenario, names};

const HOST: &str = "shop.example.com";

#[rustfmt::skip]
const PAGES: &[Page] = &[
    Page { host: HOST, method: "GET", path: "/", content_type: "text/html; charset=utf-8", body: 18_400, cached_permille: 0, weight: 50 },
    Page { host: HOST, method: "GET", path: "/api/cart", content_type: "application/json", body: 900, cached_permille: 0, weight: 36 },
    Page { host: HOST, method: "GET", path: "/products/#", content_type: "text/html; charset=utf-8", body: 22_000, cached_permille: 0, weight: 14 },
    Page { host: HOST, method: "POST", path: "/api/cart/items", content_type: "application/json", body: 400, cached_permille: 0, weight: 8 },
    Page { host: "blog.example.com", method: "GET", path: "/", content_type: "text/html; charset=utf-8", body: 31_000, cached_permille: 560, weight: 12 },
    Page { host: "blog.example.com", method: "GET", path: "/posts/#", content_type: "text/html; charset=utf-8", body: 44_000, cached_permille: 520, weight: 46 },
    Page { host: "docs.example.com", method: "GET", path: "/guide/#", content_type: "text/html; charset=utf-8", body: 52_000, cached_permille: 610, weight: 38 },
    Page { host: "docs.example.com", method: "GET", path: "/search.json?q=#", content_type: "application/json", body: 7_000, cached_permille: 0, weight: 22 },
];

/// The scenario.
#[must_use]
pub fn build(random: Random) -> Scenario {
    let at = |hour, minute, second| moment((2026, 11, 3), (hour, minute, second));
    let broken = BrokenOrigin { host: HOST, from: at(11, 0, 0), until: at(11, 24, 9), incident: 0 };
    let mut edge = EdgeTraffic::new(PAGES, random);
    Scenario {
        title: "The certificate of one origin of a distribution expires on the hour",
        edge: edge.run((at(10, 35, 0), at(11, 40, 0)), 760, Some(broken)),
        incidents: vec![(
            "origin-tls-or-host",
            Scope { hosts: names(&[HOST]), ..Scope::default() },
        )],
        ..Scenario::default()
    }
}
