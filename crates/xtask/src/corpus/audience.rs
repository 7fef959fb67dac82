//! Who asks: some hundred user agents, thousands of client networks with a skewed share of the
//! traffic, and connections that are kept for a few requests.

use std::fmt::Write as _;

use crate::sample_logs::random::Random;

/// Networks that clients come from.
const NETWORKS: u64 = 6_000;
/// Clients of a site.
const CLIENTS: u64 = 40_000;
/// Requests of one visit on one connection, mean.
const VISIT: u64 = 13;

/// A client that is on the site.
#[derive(Debug, Clone)]
pub(super) struct Visitor {
    /// Address without a port, IPv6 without brackets.
    pub(super) address: String,
    /// Source port.
    pub(super) port: u64,
    agent: usize,
    /// 32 hexadecimal digits of the connection.
    pub(super) connection: String,
    /// Size of its request headers.
    pub(super) header_bytes: u64,
    /// Speaks HTTP/2.
    pub(super) http2: bool,
    /// TLS 1.3, or 1.2.
    pub(super) modern_tls: bool,
    /// What its cart, its session and so on are called: in the paths it asks for.
    pub(super) own_id: String,
    left: u64,
}

/// All visitors, those that are there now at hand.
#[derive(Debug)]
pub(super) struct Audience {
    agents: Vec<String>,
    networks: Vec<u32>,
    present: Vec<Visitor>,
    single_use: bool,
}

impl Audience {
    /// `room` visitors are there at a time; where `single_use`, each asks once and has an
    /// address in a network of its own.
    pub(super) fn new(room: usize, single_use: bool, random: &mut Random) -> Self {
        let agents = agents();
        let networks = (0..NETWORKS).map(|_| random.below(15 << 16) as u32).collect();
        let mut audience = Self { agents, networks, present: Vec::new(), single_use };
        for _ in 0..room {
            let visitor = audience.arrival(random);
            audience.present.push(visitor);
        }
        audience
    }

    /// Who sends the next request, and with which user agent.
    pub(super) fn next(&mut self, random: &mut Random) -> (&Visitor, &str) {
        let index = random.below(self.present.len() as u64) as usize;
        if self.present[index].left == 0 {
            self.present[index] = self.arrival(random);
        }
        self.present[index].left -= 1;
        let visitor = &self.present[index];
        (visitor, &self.agents[visitor.agent])
    }

    /// A client comes, mostly one of the busy ones.
    fn arrival(&self, random: &mut Random) -> Visitor {
        // Everything that stays the same from visit to visit hangs on the client's number.
        let number = if self.single_use {
            random.bits() >> 16
        } else {
            let limit = random.below(CLIENTS) + 1;
            random.below(limit)
        };
        let mut client = Random::labelled(number, "client");
        let limit = client.below(self.agents.len() as u64) + 1;
        let agent = client.below(limit) as usize;
        let mut visitor = Visitor {
            address: self.address(&mut client),
            port: random.between(1_025, 65_500),
            agent,
            connection: String::new(),
            header_bytes: client.between(420, 1_900),
            http2: client.chance(9, 10),
            modern_tls: client.chance(4, 5),
            own_id: String::new(),
            left: if self.single_use { 1 } else { random.waiting(VISIT) + 1 },
        };
        random.hex(32, &mut visitor.connection);
        uuid(&mut client, &mut visitor.own_id);
        visitor
    }

    /// One client in sixteen speaks IPv6. IPv4 comes from 240.0.0.0/4, which belongs to nobody.
    fn address(&self, client: &mut Random) -> String {
        if client.chance(1, 16) {
            let network = client.below(if self.single_use { 1 << 32 } else { 400 });
            return format!(
                "2001:db8:{:x}:{:x}:{:x}:{:x}:{:x}:{:x}",
                network & 0xffff,
                network >> 16,
                client.below(1 << 16),
                client.below(1 << 16),
                client.below(1 << 16),
                client.below(1 << 16)
            );
        }
        let network = if self.single_use {
            client.below(15 << 16) as u32
        } else {
            let limit = client.below(NETWORKS) + 1;
            self.networks[client.below(limit) as usize]
        };
        let host = client.between(1, 254);
        format!("{}.{}.{}.{host}", 240 + (network >> 16), network >> 8 & 255, network & 255)
    }
}

/// Appends a random UUID.
pub(super) fn uuid(random: &mut Random, out: &mut String) {
    for (index, digits) in [8, 4, 4, 4, 12].into_iter().enumerate() {
        if index > 0 {
            out.push('-');
        }
        random.hex(digits, out);
    }
}

/// Browsers on several systems and in many versions, the usual ones first; applications; robots.
fn agents() -> Vec<String> {
    const SYSTEMS: [&str; 4] = [
        "Windows NT 10.0; Win64; x64",
        "Macintosh; Intel Mac OS X 10_15_7",
        "Linux; Android 10; K",
        "X11; Linux x86_64",
    ];
    let mut agents = Vec::new();
    for age in 0..24 {
        let chrome = 149 - age;
        for system in SYSTEMS {
            let mobile = if system.contains("Android") { " Mobile" } else { "" };
            agents.push(format!("Mozilla/5.0 ({system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{chrome}.0.0.0{mobile} Safari/537.36"));
        }
        for (phone, build) in [("iPhone", "15E148"), ("iPad", "15E148")] {
            let (major, minor) = (26 - age / 8, 7 - age % 8);
            agents.push(format!("Mozilla/5.0 ({phone}; CPU {phone} OS {major}_{minor} like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/{major}.{minor} Mobile/{build} Safari/604.1"));
        }
        for system in ["Windows NT 10.0; Win64; x64", "X11; Linux x86_64"] {
            let firefox = 145 - age;
            agents.push(format!(
                "Mozilla/5.0 ({system}; rv:{firefox}.0) Gecko/20100101 Firefox/{firefox}.0"
            ));
        }
        agents.push(format!("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{chrome}.0.0.0 Safari/537.36 Edg/{chrome}.0.0.0"));
        let model = 911 + 7 * age;
        agents.push(format!("Mozilla/5.0 (Linux; Android 16; SAMSUNG SM-S{model}B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36"));
        agents.push(format!(
            "ExampleShop/5.{}.{} (iPhone; iOS 26.1; Scale/3.00)",
            24 - age,
            age % 3
        ));
    }
    for version in 0..40 {
        agents.push(format!("okhttp/4.{}.{}", 12 - version / 10, version % 10));
        let mut library = String::from("aws-sdk-java/2.33.");
        let _ = write!(
            library,
            "{version} md/io#sync md/http#Apache ua/2.1 os/Linux#6.12 lang/java#21.0.8 md/OpenJDK_64-Bit_Server_VM"
        );
        agents.push(library);
    }
    agents
}
