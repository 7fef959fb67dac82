//! An hour in which nothing is wrong: a public shop and a distribution, with all the
//! noise of the internet and three stray resets. Nothing may be reported.

use crate::sample_logs::alb::routes::shop;
use crate::sample_logs::alb::traffic::{Stream, Traffic};
use crate::sample_logs::clock::{MINUTE_US, moment};
use crate::sample_logs::cloudfront::traffic::{EdgeTraffic, Page};
use crate::sample_logs::random::Random;
use crate::sample_logs::scenarios::scenario::{Scenario, StrayResets};

#[rustfmt::skip]
const PAGES: &[Page] = &[
    Page { host: "static.example.com", method: "GET", path: "/assets/app.9f27c1d4.js", content_type: "application/javascript", body: 184_211, cached_permille: 985, weight: 30 },
    Page { host: "static.example.com", method: "GET", path: "/assets/app.51be07aa.css", content_type: "text/css", body: 38_402, cached_permille: 985, weight: 30 },
    Page { host: "static.example.com", method: "GET", path: "/fonts/inter-#.woff2", content_type: "font/woff2", body: 48_256, cached_permille: 990, weight: 8 },
    Page { host: "images.example.com", method: "GET", path: "/p/#/large.webp?v=7", content_type: "image/webp", body: 240_118, cached_permille: 860, weight: 45 },
    Page { host: "images.example.com", method: "GET", path: "/p/#/thumb.webp?v=7", content_type: "image/webp", body: 14_020, cached_permille: 900, weight: 70 },
    Page { host: "www.example.org", method: "GET", path: "/", content_type: "text/html; charset=utf-8", body: 24_310, cached_permille: 700, weight: 18 },
    Page { host: "www.example.org", method: "GET", path: "/news/#", content_type: "text/html; charset=utf-8", body: 31_022, cached_permille: 640, weight: 22 },
];

/// The scenario.
#[must_use]
pub fn build(mut random: Random) -> Scenario {
    let (from, until) = (moment((2026, 11, 22), (13, 0, 0)), moment((2026, 11, 22), (14, 0, 0)));
    let site = shop();
    let balancer = site.balancer.clone();
    let mut edge = EdgeTraffic::new(PAGES, Random::new(random.bits()));
    let edge_rows = edge.run((from, until), 300, None);
    let mut traffic = Traffic::new(site, random);
    let mut strays = StrayResets::new(160, 13 * MINUTE_US);
    let mut rows = Vec::new();
    let stream = Stream { from, until, per_1000s: 960, routes: Vec::new() };
    traffic.run(&stream, &mut rows, &mut |request, random| strays.strike(request, random));
    Scenario {
        title: "An ordinary hour of a shop behind an ALB, and of a CloudFront distribution",
        balancer: Some(balancer),
        alb: rows,
        edge: edge_rows,
        quiet: true,
        ..Scenario::default()
    }
}
