//! The example sites: a shop with three target groups, and an internal service.

use crate::sample_logs::alb::row::Balancer;
use crate::sample_logs::alb::site::{Group, Route, Site, Speed};
use crate::sample_logs::client::Audience;

/// Index of the group of web servers.
pub const WEB: usize = 0;
/// Index of the group of API servers.
pub const API: usize = 1;
/// Index of the Lambda group.
pub const HOOKS: usize = 2;

/// Answers from memory.
pub const QUICK: Speed = &[(0, 1), (500, 3), (900, 9), (990, 38), (1000, 180)];
/// Ordinary pages and calls.
pub const PLAIN: Speed = &[(0, 6), (500, 24), (900, 85), (990, 420), (998, 1_400), (1000, 4_800)];
/// Searches, payments, anything with a dependency.
pub const SLOW: Speed = &[(0, 45), (500, 160), (900, 620), (990, 2_100), (1000, 7_900)];
/// A Lambda function, cold starts in its tail.
pub const FUNCTION: Speed = &[(0, 9), (500, 31), (900, 74), (985, 160), (1000, 1_450)];

const FOUND: &[(u32, u16)] = &[(960, 200), (30, 304), (10, 404)];
const PAGE: &[(u32, u16)] = &[(985, 200), (15, 404)];
const STATIC: &[(u32, u16)] = &[(600, 200), (390, 304), (10, 404)];
const LOGIN: &[(u32, u16)] = &[(850, 302), (150, 200)];
const MOVED: &[(u32, u16)] = &[(1, 301)];
const READ: &[(u32, u16)] = &[(960, 200), (20, 304), (12, 404), (8, 403)];
const CREATED: &[(u32, u16)] = &[(970, 201), (20, 409), (10, 422)];
const EMPTY: &[(u32, u16)] = &[(990, 204), (10, 404)];
const TOKEN: &[(u32, u16)] = &[(960, 200), (40, 401)];
const HOOK: &[(u32, u16)] = &[(1, 200)];

/// A route by its columns.
const fn route(
    key: (&'static str, &'static str, &'static str),
    group: usize,
    audience: Audience,
    speed: Speed,
    statuses: &'static [(u32, u16)],
    body: (u64, u64),
    weight: u32,
) -> Route {
    let (method, host, template) = key;
    Route { host, method, template, group, audience, speed, statuses, body, weight }
}

const W: &str = "www.example.com";
const A: &str = "api.example.com";
const H: &str = "hooks.example.com";
use Audience::{Application, Browser, Partner, Service};

#[rustfmt::skip] // One route a line, so that the table can be read as one.
const SHOP: &[Route] = &[
    route(("GET", W, "/"), WEB, Browser, PLAIN, FOUND, (14_000, 15_000), 60),
    route(("GET", W, "/products"), WEB, Browser, PLAIN, PAGE, (22_000, 31_000), 30),
    route(("GET", W, "/products/{n}"), WEB, Browser, PLAIN, FOUND, (9_000, 18_000), 90),
    route(("GET", W, "/products/{n}/reviews?page={p}"), WEB, Browser, PLAIN, PAGE, (3_000, 9_000), 16),
    route(("GET", W, "/categories/{w}?page={p}"), WEB, Browser, PLAIN, PAGE, (12_000, 26_000), 35),
    route(("GET", W, "/search?q={w}"), WEB, Browser, SLOW, PAGE, (8_000, 24_000), 25),
    route(("GET", W, "/cart"), WEB, Browser, PLAIN, PAGE, (5_000, 9_000), 18),
    route(("POST", W, "/cart/items"), WEB, Browser, PLAIN, MOVED, (120, 160), 10),
    route(("GET", W, "/checkout"), WEB, Browser, PLAIN, PAGE, (7_000, 9_000), 7),
    route(("POST", W, "/checkout/payment"), WEB, Browser, SLOW, LOGIN, (200, 900), 5),
    route(("GET", W, "/account/orders/{n}"), WEB, Browser, PLAIN, PAGE, (4_000, 9_000), 9),
    route(("POST", W, "/login"), WEB, Browser, PLAIN, LOGIN, (180, 420), 6),
    route(("GET", W, "/logout"), WEB, Browser, QUICK, LOGIN, (140, 180), 2),
    route(("GET", W, "/help/{w}"), WEB, Browser, QUICK, PAGE, (3_000, 6_000), 6),
    route(("GET", W, "/blog/{w}-{w}"), WEB, Browser, QUICK, FOUND, (7_000, 15_000), 8),
    route(("GET", W, "/static/app.9f27c1d4.js"), WEB, Browser, QUICK, STATIC, (184_211, 184_211), 40),
    route(("GET", W, "/static/app.51be07aa.css"), WEB, Browser, QUICK, STATIC, (38_402, 38_402), 38),
    route(("GET", W, "/static/img/{h}.webp"), WEB, Browser, QUICK, STATIC, (4_000, 92_000), 60),
    route(("GET", W, "/favicon.ico"), WEB, Browser, QUICK, STATIC, (4_286, 4_286), 8),
    route(("GET", W, "/robots.txt"), WEB, Browser, QUICK, PAGE, (112, 112), 1),
    route(("GET", W, "/sitemap.xml"), WEB, Browser, PLAIN, PAGE, (61_000, 61_400), 1),
    route(("HEAD", W, "/"), WEB, Browser, QUICK, PAGE, (0, 0), 3),
    route(("POST", A, "/v1/token"), API, Application, PLAIN, TOKEN, (900, 1_200), 12),
    route(("GET", A, "/v1/me"), API, Application, QUICK, READ, (310, 520), 40),
    route(("GET", A, "/v1/products/{n}"), API, Application, QUICK, READ, (700, 2_400), 75),
    route(("GET", A, "/v1/products?category={w}&page={p}"), API, Application, PLAIN, READ, (5_000, 14_000), 35),
    route(("GET", A, "/v1/products/{n}/stock"), API, Application, QUICK, READ, (60, 110), 30),
    route(("GET", A, "/v1/search?q={w}&limit=20"), API, Application, SLOW, READ, (2_000, 9_000), 24),
    route(("GET", A, "/v1/users/{u}/orders"), API, Application, PLAIN, READ, (900, 7_000), 20),
    route(("GET", A, "/v1/orders/{u}"), API, Application, PLAIN, READ, (600, 1_800), 22),
    route(("POST", A, "/v1/orders"), API, Application, SLOW, CREATED, (300, 700), 8),
    route(("PUT", A, "/v1/carts/{u}"), API, Application, PLAIN, READ, (200, 900), 18),
    route(("PATCH", A, "/v1/users/{u}/preferences"), API, Application, PLAIN, READ, (90, 220), 4),
    route(("DELETE", A, "/v1/carts/{u}/items/{n}"), API, Application, PLAIN, EMPTY, (0, 0), 6),
    route(("POST", A, "/v1/events"), API, Application, QUICK, EMPTY, (0, 0), 45),
    route(("OPTIONS", A, "/v1/orders"), API, Browser, QUICK, EMPTY, (0, 0), 6),
    route(("GET", A, "/v1/notifications?since={n}"), API, Application, QUICK, READ, (20, 900), 26),
    route(("GET", A, "/v1/config"), API, Application, QUICK, STATIC, (1_804, 1_804), 14),
    route(("POST", H, "/webhooks/orders"), HOOKS, Partner, FUNCTION, HOOK, (15, 40), 8),
    route(("POST", H, "/webhooks/payments"), HOOKS, Partner, FUNCTION, HOOK, (15, 40), 9),
    route(("POST", H, "/webhooks/shipments/{n}"), HOOKS, Partner, FUNCTION, HOOK, (15, 40), 6),
    route(("GET", H, "/webhooks/status"), HOOKS, Partner, FUNCTION, HOOK, (88, 88), 3),
];

#[rustfmt::skip]
const ORDERS: &[Route] = &[
    route(("GET", "orders.internal.example.com", "/orders/{n}"), 0, Service, QUICK, READ, (700, 1_400), 60),
    route(("GET", "orders.internal.example.com", "/orders/{n}/lines"), 0, Service, QUICK, READ, (900, 3_000), 25),
    route(("POST", "orders.internal.example.com", "/orders"), 0, Service, PLAIN, CREATED, (300, 500), 10),
    route(("PUT", "orders.internal.example.com", "/orders/{n}/state"), 0, Service, PLAIN, EMPTY, (0, 0), 12),
    route(("GET", "orders.internal.example.com", "/healthz"), 0, Service, QUICK, HOOK, (15, 15), 8),
];

const ARNS: [&str; 4] = [
    "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web/6d0ecf831eec9f09",
    "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/api/943f017f100becff",
    "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/hooks/2453ed029918f21f",
    "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/orders/b80da4e2f8c6a17c",
];

/// The public shop: six web targets, eight API targets and a function for webhooks.
#[must_use]
pub fn shop() -> Site {
    Site {
        balancer: Balancer {
            name: "shop",
            id: "50dc6c495c0c9188",
            nodes: ["10.0.1.15", "10.0.2.23"],
            fields: 34,
            certificate: "arn:aws:acm:eu-west-1:123456789012:certificate/7c1d5a52-3f2e-4f0b-9d6a-0e5b1c2d3f4a",
        },
        groups: vec![
            Group::new(ARNS[0], "10.0.11", 14, 6),
            Group::new(ARNS[1], "10.0.12", 15, 8),
            Group::new(ARNS[2], "", 0, 0),
        ],
        routes: SHOP.to_vec(),
        public: true,
    }
}

/// The internal order service: twelve targets, plain HTTP, callers inside the VPC.
#[must_use]
pub fn orders() -> Site {
    Site {
        balancer: Balancer {
            name: "internal-orders",
            id: "3f9a1b7c5d2e8064",
            nodes: ["10.0.1.77", "10.0.2.81"],
            fields: 34,
            certificate: "-",
        },
        groups: vec![Group::new(ARNS[3], "10.0.21", 10, 12)],
        routes: ORDERS.to_vec(),
        public: false,
    }
}
