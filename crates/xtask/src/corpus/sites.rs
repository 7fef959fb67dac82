//! What is asked for and who answers: some hundred shaped paths with ids in them, target groups
//! with tens of targets.

use std::fmt::Write as _;

use crate::sample_logs::alb::routes::{FUNCTION, PLAIN, QUICK, SLOW};
use crate::sample_logs::alb::site::Speed;
use crate::sample_logs::random::Random;

use super::audience::{Visitor, uuid};

/// Things that the site has pages and calls for.
const THINGS: [&str; 16] = [
    "orders",
    "customers",
    "invoices",
    "baskets",
    "shipments",
    "reviews",
    "coupons",
    "wishlists",
    "suppliers",
    "returns",
    "payments",
    "addresses",
    "messages",
    "documents",
    "devices",
    "reports",
];
const WORDS: [&str; 12] = [
    "oak", "linen", "copper", "wool", "travel", "garden", "kitchen", "winter", "lamps", "tables",
    "boots", "blankets",
];
const SYLLABLES: [&str; 16] = [
    "ba", "ke", "li", "mo", "nu", "ra", "se", "ti", "vo", "za", "pel", "dor", "fin", "gat", "hum",
    "jor",
];

/// One kind of request. In `path`, `#` is a number, `@` a UUID, `%` the visitor's own id, `~` a
/// word, `^` one of the hashes of a build.
#[derive(Debug, Clone)]
pub(super) struct Route {
    pub(super) method: &'static str,
    pub(super) path: String,
    pub(super) host: usize,
    pub(super) group: usize,
    pub(super) speed: Speed,
    pub(super) body: u64,
}

/// Servers behind one target group.
#[derive(Debug, Clone)]
pub(super) struct Group {
    pub(super) arn: &'static str,
    /// `ip:port`; none where a function answers.
    pub(super) targets: Vec<String>,
}

/// Host names of the site.
pub(super) const HOSTS: [&str; 3] = ["www.example.com", "api.example.com", "cdn.example.com"];

/// The site behind the load balancer.
#[derive(Debug)]
pub(super) struct Site {
    pub(super) groups: Vec<Group>,
    routes: Vec<Route>,
}

impl Site {
    pub(super) fn new() -> Self {
        let arn = [
            "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/shop-web/73e2d6bc24d8a067",
            "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/shop-api/9f1b6c2a7d3e4850",
            "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/shop-static/2c5a8e1f0b9d7364",
            "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/shop-hooks/5d0e7f3a6b1c8294",
        ];
        let targets = |network: u32, count: u32, port: u32| {
            (0..count)
                .map(|host| format!("10.0.{network}.{}:{port}", 11 + host * 7 % 240))
                .collect()
        };
        let groups = vec![
            Group { arn: arn[0], targets: targets(12, 24, 8080) },
            Group { arn: arn[1], targets: targets(28, 36, 3000) },
            Group { arn: arn[2], targets: targets(44, 12, 80) },
            Group { arn: arn[3], targets: Vec::new() },
        ];
        Self { groups, routes: routes() }
    }

    /// A request: early routes are the busy ones.
    pub(super) fn route(&self, random: &mut Random) -> &Route {
        let limit = random.below(self.routes.len() as u64) + 1;
        let index = random.below(limit) as usize;
        &self.routes[index]
    }
}

impl Route {
    /// Appends the path as this visitor asks for it.
    pub(super) fn fill(&self, visitor: &Visitor, random: &mut Random, out: &mut String) {
        for letter in self.path.chars() {
            match letter {
                '#' => {
                    let limit = random.below(60_000) + 1;
                    number(100_000 + random.below(limit), out);
                }
                '@' => uuid(random, out),
                '%' => out.push_str(&visitor.own_id),
                '~' => out.push_str(random.pick::<&str>(&WORDS)),
                '^' => Random::labelled(random.below(60), "build").hex(16, out),
                _ => out.push(letter),
            }
        }
    }
}

/// Appends a path of which there is only one, and which no rule of shape shortens.
pub(super) fn unique_path(number: u64, out: &mut String) {
    // Odd factors permute the numbers, so that neighbours share no beginning.
    let mut left = (number.wrapping_mul(0x9e37_79b9) & 0xffff_ffff) as usize;
    for index in 0..8 {
        if index % 4 == 0 {
            out.push('/');
        }
        out.push_str(SYLLABLES[left % 16]);
        left /= 16;
    }
}

/// The hottest first: the home page, lists, pages of things, calls, static files.
fn routes() -> Vec<Route> {
    let mut routes = Vec::new();
    let mut add = |method, path: String, group: usize, speed, body| {
        let host = [0, 1, 2, 1][group];
        routes.push(Route { method, path, host, group, speed, body });
    };
    add("GET", "/".to_owned(), 0, PLAIN, 48_000);
    add("GET", "/assets/app.^.js".to_owned(), 2, QUICK, 260_000);
    add("GET", "/api/v2/session".to_owned(), 1, QUICK, 640);
    add("GET", "/assets/site.^.css".to_owned(), 2, QUICK, 60_000);
    add("GET", "/products/#".to_owned(), 0, PLAIN, 62_000);
    add("GET", "/search?q=~&page=1".to_owned(), 0, SLOW, 51_000);
    add("POST", "/api/v2/events".to_owned(), 1, QUICK, 20);
    add("GET", "/images/~/#.webp?w=640".to_owned(), 2, QUICK, 90_000);
    add("POST", "/hooks/payments".to_owned(), 3, FUNCTION, 40);
    for thing in THINGS {
        add("GET", format!("/api/v2/{thing}?limit=50&sort=-created_at"), 1, PLAIN, 9_000);
        add("GET", format!("/api/v2/{thing}/#"), 1, PLAIN, 2_400);
        add("POST", format!("/api/v2/{thing}"), 1, SLOW, 700);
        add("GET", format!("/account/%/{thing}"), 0, PLAIN, 33_000);
        add("GET", format!("/images/{thing}/#.webp?w=320"), 2, QUICK, 40_000);
        add("PUT", format!("/api/v2/{thing}/#/status"), 1, PLAIN, 300);
        add("GET", format!("/{thing}/~"), 0, PLAIN, 41_000);
    }
    for thing in THINGS {
        add("GET", format!("/api/v2/{thing}/@"), 1, PLAIN, 1_900);
        add("DELETE", format!("/api/v2/{thing}/#"), 1, PLAIN, 0);
        add("GET", format!("/api/v1/{thing}.json?from=#&limit=100"), 1, SLOW, 70_000);
        add("GET", format!("/{thing}/#/print"), 0, SLOW, 29_000);
        add("POST", format!("/hooks/{thing}"), 3, FUNCTION, 60);
        for detail in ["items", "history", "owner"] {
            add("GET", format!("/api/v2/{thing}/#/{detail}"), 1, PLAIN, 3_100);
        }
    }
    routes
}

fn number(number: u64, out: &mut String) {
    write!(out, "{number}").expect("writing to a String never fails");
}
