//! The site behind a load balancer: its target groups, their targets, its routes.

use crate::sample_logs::alb::row::Balancer;
use crate::sample_logs::client::Audience;
use crate::sample_logs::clock::Moment;
use crate::sample_logs::random::Random;

/// One target and when it was registered.
#[derive(Debug, Clone)]
pub struct Target {
    /// `ip:port`
    pub address: String,
    /// Times in which the load balancer sends nothing to it.
    pub absent: Vec<(Moment, Moment)>,
}

/// One target group; a Lambda group has no targets.
#[derive(Debug, Clone)]
pub struct Group {
    /// Its whole ARN.
    pub arn: &'static str,
    /// Its targets, none for a Lambda function.
    pub targets: Vec<Target>,
    /// Round-robin position, one per node.
    turn: [usize; 2],
}

impl Group {
    /// A group of targets `<network>.<first>` upwards, 11 apart.
    #[must_use]
    pub fn new(arn: &'static str, network: &str, first: usize, count: usize) -> Self {
        let targets = (0..count)
            .map(|index| Target {
                address: format!("{network}.{}:8080", first + 11 * index),
                absent: Vec::new(),
            })
            .collect();
        Self { arn, targets, turn: [0, count / 2] }
    }

    /// The target whose turn it is on this node; `None` for a Lambda group.
    pub fn next_target(&mut self, node: usize, at: Moment) -> Option<&Target> {
        for _ in 0..self.targets.len() {
            let index = self.turn[node] % self.targets.len();
            self.turn[node] = index + 1;
            let absent = &self.targets[index].absent;
            if !absent.iter().any(|&(from, until)| (from..until).contains(&at)) {
                return Some(&self.targets[index]);
            }
        }
        None
    }
}

/// How long a target works on a route: permille and milliseconds.
pub type Speed = &'static [(u64, u64)];

/// One kind of request.
#[derive(Debug, Clone, Copy)]
pub struct Route {
    /// Host name of the request.
    pub host: &'static str,
    /// HTTP method.
    pub method: &'static str,
    /// Path and query; `{n}` a number, `{h}` eight hexadecimal digits, `{u}` a UUID, `{w}` a word.
    pub template: &'static str,
    /// Index into the site's groups.
    pub group: usize,
    /// Who asks for it.
    pub audience: Audience,
    /// How long it takes.
    pub speed: Speed,
    /// Statuses with their weights.
    pub statuses: &'static [(u32, u16)],
    /// Smallest and largest body in bytes.
    pub body: (u64, u64),
    /// How often it is asked for, beside the others.
    pub weight: u32,
}

const WORDS: [&str; 16] = [
    "lamp", "desk", "chair", "kettle", "jacket", "boots", "tent", "bike", "scarf", "mug", "shelf",
    "rug", "clock", "vase", "frame", "basket",
];

impl Route {
    /// A concrete path and query of this route.
    #[must_use]
    pub fn path(&self, random: &mut Random) -> String {
        let mut path = String::with_capacity(self.template.len() + 40);
        let mut rest = self.template;
        while let Some((before, after)) = rest.split_once('{') {
            path.push_str(before);
            let (name, tail) = after.split_once('}').unwrap_or((after, ""));
            match name {
                "n" => path.push_str(&random.between(1_000, 99_999).to_string()),
                "p" => path.push_str(&random.between(1, 9).to_string()),
                "h" => random.hex(8, &mut path),
                "w" => path.push_str(random.pick::<&str>(&WORDS)),
                _ => {
                    for (index, digits) in [8, 4, 4, 4, 12].into_iter().enumerate() {
                        if index > 0 {
                            path.push('-');
                        }
                        random.hex(digits, &mut path);
                    }
                }
            }
            rest = tail;
        }
        path.push_str(rest);
        path
    }
}

/// A load balancer with everything behind it.
#[derive(Debug, Clone)]
pub struct Site {
    /// The load balancer.
    pub balancer: Balancer,
    /// Its target groups.
    pub groups: Vec<Group>,
    /// Its routes.
    pub routes: Vec<Route>,
    /// True where strangers reach it: redirects, scanners, IPv6 and WebSockets.
    pub public: bool,
}

impl Site {
    /// Takes a target out of rotation for a while.
    pub fn withdraw(&mut self, group: usize, address: &str, from: Moment, until: Moment) {
        for target in &mut self.groups[group].targets {
            if target.address == address {
                target.absent.push((from, until));
            }
        }
    }

    /// Puts a route in, or a further weight on it, for this site alone.
    #[must_use]
    pub fn with_route(mut self, route: Route) -> Self {
        self.routes.push(route);
        self
    }

    /// Index of the route with this template.
    #[must_use]
    pub fn route(&self, template: &str) -> usize {
        self.routes
            .iter()
            .position(|route| route.template == template)
            .expect("scenarios name templates of their own site")
    }
}
