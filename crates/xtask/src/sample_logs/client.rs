//! Who sends requests: addresses, user agents, TLS and connections.

use crate::sample_logs::random::Random;

/// What kind of program a client is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// A person's browser.
    Browser,
    /// A phone application or an SDK that calls an API.
    Application,
    /// A server that calls a webhook.
    Partner,
    /// Another service inside the VPC.
    Service,
}

/// A negotiated TLS version and cipher, named as ALB names them.
#[derive(Debug, PartialEq, Eq)]
pub struct Tls {
    /// `TLSv1.3`
    pub protocol: &'static str,
    /// OpenSSL's or RFC 8446's name of the suite.
    pub cipher: &'static str,
}

const TLS: [Tls; 3] = [
    Tls { protocol: "TLSv1.3", cipher: "TLS_AES_128_GCM_SHA256" },
    Tls { protocol: "TLSv1.2", cipher: "ECDHE-RSA-AES128-GCM-SHA256" },
    Tls { protocol: "TLSv1.2", cipher: "ECDHE-ECDSA-AES128-GCM-SHA256" },
];

const BROWSERS: [&str; 10] = [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/149.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/149.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/149.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Safari/605.1.15",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0",
    "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/148.0.0.0 Safari/537.36 Edg/148.0.0.0",
    "Mozilla/5.0 (Linux; Android 16; SAMSUNG SM-S936B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
];
const BROWSER_WEIGHTS: [u32; 10] = [26, 12, 16, 18, 8, 6, 2, 7, 3, 2];

const APPLICATIONS: [&str; 6] = [
    "ExampleShop/5.12.0 (iPhone; iOS 26.1; Scale/3.00)",
    "ExampleShop/5.11.2 (iPhone; iOS 18.7; Scale/2.00)",
    "okhttp/4.12.0",
    "python-requests/2.32.5",
    "curl/8.14.1",
    "aws-sdk-java/2.33.4 md/io#sync md/http#Apache ua/2.1 os/Linux#6.12 lang/java#21.0.8 md/OpenJDK_64-Bit_Server_VM",
];
const APPLICATION_WEIGHTS: [u32; 6] = [30, 12, 34, 12, 6, 6];

const PARTNERS: [&str; 3] = [
    "ExamplePay-Webhook/1.4 (+https://pay.example.com/docs)",
    "Go-http-client/2.0",
    "axios/1.12.2",
];

const SERVICES: [&str; 4] = [
    "Go-http-client/1.1",
    "Apache-HttpClient/5.5 (Java/21.0.8)",
    "node-fetch",
    "Python/3.13 aiohttp/3.13.0",
];

/// One client on one connection.
#[derive(Debug, Clone)]
pub struct Client {
    /// Address without a port; IPv6 without brackets.
    pub address: String,
    /// Source port of the connection.
    pub port: u64,
    /// The whole user agent.
    pub agent: &'static str,
    /// What was negotiated; `None` on a plain listener.
    pub tls: Option<&'static Tls>,
    /// True where the connection speaks HTTP/2.
    pub http2: bool,
    /// True where the TLS session was resumed.
    pub resumed: bool,
    /// `TID_` and hexadecimal digits: one per connection.
    pub connection: String,
    /// Size of this client's request headers in bytes.
    pub header_bytes: u64,
    /// Index of the load balancer node that holds the connection.
    pub node: usize,
    /// What kind of program it is.
    pub audience: Audience,
}

impl Client {
    /// A new client on a new connection.
    pub fn new(audience: Audience, random: &mut Random) -> Self {
        let agent = match audience {
            Audience::Browser => BROWSERS[random.weighted(&BROWSER_WEIGHTS)],
            Audience::Application => APPLICATIONS[random.weighted(&APPLICATION_WEIGHTS)],
            Audience::Partner => PARTNERS[random.weighted(&[6, 3, 1])],
            Audience::Service => SERVICES[random.weighted(&[5, 3, 2, 2])],
        };
        let http2 = match audience {
            Audience::Browser => random.chance(92, 100),
            Audience::Application | Audience::Partner => {
                agent.starts_with("ExampleShop")
                    || agent == "okhttp/4.12.0"
                    || agent.contains("/2.0")
            }
            Audience::Service => false,
        };
        let tls = match audience {
            Audience::Service => None,
            _ => Some(&TLS[random.weighted(&[80, 15, 5])]),
        };
        let mut client = Self {
            address: address(audience, random),
            port: 0,
            agent,
            tls,
            http2,
            resumed: random.chance(35, 100),
            connection: String::new(),
            header_bytes: match audience {
                Audience::Browser => random.between(420, 1_900),
                _ => random.between(180, 520),
            },
            node: 0,
            audience,
        };
        client.reconnect(random);
        client
    }

    /// Puts the client on a new connection.
    pub fn reconnect(&mut self, random: &mut Random) {
        self.port = random.between(1_025, 65_500);
        self.connection.clear();
        self.connection.push_str("TID_");
        random.hex(32, &mut self.connection);
        self.node = random.below(2) as usize;
    }

    /// `ip:port` as ALB writes it: IPv6 bare, so that the last colon divides.
    #[must_use]
    pub fn endpoint(&self) -> String {
        format!("{}:{}", self.address, self.port)
    }
}

/// An address of the documentation ranges; one in nine clients speaks IPv6.
fn address(audience: Audience, random: &mut Random) -> String {
    match audience {
        Audience::Service => format!("10.0.40.{}", random.between(10, 21)),
        Audience::Partner => format!("192.0.2.{}", random.between(8, 15)),
        _ if random.chance(1, 9) => format!(
            "2001:db8:{:x}:{:x}:{:x}:{:x}:{:x}:{:x}",
            random.between(1, 0x4fff),
            random.between(1, 0xff),
            random.between(1, 0xffff),
            random.between(1, 0xffff),
            random.between(1, 0xffff),
            random.between(1, 0xffff)
        ),
        _ => {
            let network = random.pick(&["203.0.113", "198.51.100", "192.0.2"]);
            format!("{network}.{}", random.between(20, 250))
        }
    }
}
