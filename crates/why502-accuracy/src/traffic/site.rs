//! What stands behind the log: target groups, targets, routes, clients.

use crate::chance::Chance;

/// One target and the time in which requests are sent to it.
#[derive(Debug, Clone)]
pub struct Target {
    /// `ip:port`
    pub address: String,
    /// From when on, microseconds since 1970.
    pub from: i64,
    /// Until when.
    pub until: i64,
}

/// One kind of request.
#[derive(Debug, Clone)]
pub struct Route {
    /// `GET`
    pub method: &'static str,
    /// Path; `{}` is a variable segment.
    pub path: String,
    /// How often it is asked for, beside the others.
    pub weight: f64,
    /// Median microseconds of its latency.
    pub median: f64,
    /// Deviation of the latency's logarithm.
    pub deviation: f64,
}

impl Route {
    /// The path with a whole `*` for the variable segment.
    #[must_use]
    pub fn shape(&self) -> String {
        self.path.replace("{}", "*")
    }
}

/// One target group.
#[derive(Debug, Clone)]
pub struct Group {
    /// Its name.
    pub name: String,
    /// Share of the traffic, beside the others.
    pub weight: f64,
    /// Hosts that are routed to it.
    pub hosts: Vec<String>,
    /// What is asked of it.
    pub routes: Vec<Route>,
    /// Its targets; none for a Lambda function.
    pub targets: Vec<Target>,
}

/// Everything that does not change from request to request.
#[derive(Debug, Clone)]
pub struct Site {
    /// Name of the load balancer, distribution or API.
    pub name: String,
    /// Its hexadecimal id.
    pub id: String,
    /// Addresses of nodes.
    pub nodes: Vec<String>,
    /// Fields per line of an ALB log, by its age.
    pub fields: usize,
    /// Target groups; routes and hosts hang below them for every system.
    pub groups: Vec<Group>,
    /// Client addresses; the first `usual.0` are drawn for ordinary requests.
    pub clients: Vec<String>,
    /// User agents; the first `usual.1` are drawn for ordinary requests.
    pub agents: Vec<&'static str>,
    /// How many clients and user agents are ordinary.
    pub usual: (usize, usize),
}

const AGENTS: [&str; 12] = [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148",
    "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36",
    "okhttp/4.12.0",
    "axios/1.9.0",
    "python-requests/2.32.4",
    "Go-http-client/2.0",
    "curl/8.14.1",
    "ShopApp/7.3 CFNetwork/3826.400 Darwin/24.5.0",
    "Googlebot/2.1 (+http://www.google.com/bot.html)",
];

const WORDS: [&str; 28] = [
    "products",
    "cart",
    "search",
    "orders",
    "users",
    "feed",
    "reviews",
    "prices",
    "stock",
    "offers",
    "payments",
    "addresses",
    "images",
    "reports",
    "messages",
    "login",
    "session",
    "export",
    "labels",
    "batch",
    "settings",
    "tokens",
    "news",
    "maps",
    "events",
    "teams",
    "files",
    "quotes",
];

const METHODS: [&str; 6] = ["GET", "GET", "GET", "GET", "POST", "PUT"];

impl Site {
    /// A site of so many groups, each with so many targets on this port.
    #[must_use]
    pub fn random(chance: &mut Chance, groups: usize, targets: usize, port: u16) -> Self {
        let nodes = 1 + chance.index(3);
        let clients = chance.spread(40.0, 900.0) as usize;
        let agents = 3 + chance.index(10);
        let net = 16 + chance.below(200);
        Self {
            name: (*chance.pick(&["shop", "web-prod", "api", "platform", "edge-public"]))
                .to_owned(),
            id: format!("{:016x}", chance.bits()),
            nodes: (0..nodes).map(|n| format!("10.{net}.{n}.{}", 4 + chance.below(8))).collect(),
            fields: *chance.pick(&[25, 29, 30, 33, 34, 34, 34]),
            groups: (0..groups).map(|n| group(chance, n, targets, (net, port))).collect(),
            clients: (0..clients).map(|_| client(chance)).collect(),
            agents: AGENTS[..agents].to_vec(),
            usual: (clients, agents),
        }
    }

    /// Adds a client that no ordinary request has; returns its index.
    pub fn add_client(&mut self, address: &str) -> usize {
        self.clients.push(address.to_owned());
        self.clients.len() - 1
    }

    /// Adds a user agent that no ordinary request has; returns its index.
    pub fn add_agent(&mut self, agent: &'static str) -> usize {
        self.agents.push(agent);
        self.agents.len() - 1
    }
}

impl Group {
    /// Adds a route with this share of the group's requests; returns its index.
    pub fn add_route(
        &mut self,
        method: &'static str,
        path: &str,
        share: f64,
        median: f64,
    ) -> usize {
        let total: f64 = self.routes.iter().map(|route| route.weight).sum();
        let weight = total * share / (1.0 - share);
        self.routes.push(Route { method, path: path.to_owned(), weight, median, deviation: 0.5 });
        self.routes.len() - 1
    }

    /// Share of the group's requests that ask for this route.
    #[must_use]
    pub fn share_of(&self, route: usize) -> f64 {
        let total: f64 = self.routes.iter().map(|route| route.weight).sum();
        self.routes[route].weight / total
    }

    /// Addresses of the targets that are there at a time.
    #[must_use]
    pub fn addresses(&self, at: i64) -> Vec<String> {
        let there = |one: &&Target| (one.from..one.until).contains(&at);
        self.targets.iter().filter(there).map(|one| one.address.clone()).collect()
    }
}

fn client(chance: &mut Chance) -> String {
    if chance.happens(0.1) {
        return format!(
            "2001:db8:{:x}:{:x}::{:x}",
            chance.below(65_536),
            chance.below(65_536),
            1 + chance.below(999)
        );
    }
    let first = *chance.pick(&[18_u64, 34, 52, 81, 93, 178, 203]);
    format!("{first}.{}.{}.{}", chance.below(256), chance.below(256), 1 + chance.below(254))
}

fn group(chance: &mut Chance, index: usize, targets: usize, (net, port): (u64, u16)) -> Group {
    let hosts = ["www", "api", "admin", "static", "img"];
    let names = ["web", "backend", "admin", "assets", "jobs"];
    let subnets = 1 + chance.below(3);
    let targets = (0..targets as u64).map(|n| Target {
        address: format!(
            "10.{net}.{}.{}:{port}",
            20 + 10 * index as u64 + n % subnets,
            11 + 7 * (n / subnets)
        ),
        from: i64::MIN,
        until: i64::MAX,
    });
    let targets = targets.collect();
    let count = chance.spread(5.0, 28.0) as usize;
    let offset = chance.index(WORDS.len());
    let routes = (0..count).map(|n| route(chance, n, WORDS[(offset + n) % WORDS.len()]));
    let routes = routes.collect();
    Group {
        name: format!("{}-{}", names[index % names.len()], chance.below(90) + 10),
        weight: if index == 0 { 1.0 } else { chance.real(0.2, 0.8) },
        hosts: vec![format!("{}.example.com", hosts[index % hosts.len()])],
        routes,
        targets,
    }
}

fn route(chance: &mut Chance, index: usize, word: &str) -> Route {
    let path = match chance.below(4) {
        _ if index == 0 => "/".to_owned(),
        0 => format!("/{word}"),
        1 => format!("/{word}/{{}}"),
        2 => format!("/api/{word}"),
        _ => format!("/api/{word}/{{}}"),
    };
    Route {
        method: METHODS[chance.index(METHODS.len())],
        path,
        weight: 1.0 / (1.0 + index as f64).powf(0.7) * chance.real(0.5, 1.5),
        median: chance.spread(4_000.0, 250_000.0),
        deviation: chance.real(0.3, 0.9),
    }
}
