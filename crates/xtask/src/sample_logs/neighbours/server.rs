//! Lines of a proxy or web server inside the target: nginx and Apache.

use crate::sample_logs::clock::{Civil, Moment};
use crate::sample_logs::neighbours::log::{Log, MONTHS, clf};

/// What a server logs of one request.
#[derive(Debug, Clone)]
pub struct Served {
    /// When it answered.
    pub at: Moment,
    /// Address of the load balancer's node.
    pub peer: String,
    /// `GET /cart HTTP/1.1`
    pub request: String,
    /// What it answered.
    pub status: u16,
    /// Bytes of the body.
    pub body_bytes: u64,
    /// `User-Agent`
    pub agent: String,
    /// The viewer's address.
    pub forwarded_for: String,
}

impl Served {
    /// nginx, combined with `$http_x_forwarded_for`.
    pub fn write_nginx(&self, log: &mut Log) {
        log.record(&format!("{} \"{}\"", self.combined(), self.forwarded_for));
    }

    /// nginx with `escape=json`.
    pub fn write_nginx_json(&self, log: &mut Log) {
        log.record(&format!(
            "{{\"remote_addr\":\"{}\",\"time_iso8601\":\"{}+00:00\",\"request\":\"{}\",\"status\":\"{}\",\"body_bytes_sent\":\"{}\",\"request_time\":\"0.012\",\"upstream_status\":\"{}\",\"upstream_response_time\":\"0.011\"}}",
            self.peer,
            &Civil::of(self.at).to_string()[..19],
            self.request,
            self.status,
            self.body_bytes,
            self.status,
        ));
    }

    /// Apache, with the virtual host in front.
    pub fn write_apache(&self, log: &mut Log) {
        log.record(&format!("www.example.com:80 {}", self.combined()));
    }

    fn combined(&self) -> String {
        format!(
            "{} - - [{}] \"{}\" {} {} \"-\" \"{}\"",
            self.peer,
            clf(self.at),
            self.request,
            self.status,
            self.body_bytes,
            self.agent
        )
    }
}

/// nginx could not connect to what it forwards to.
pub fn write_nginx_refused(served: &Served, number: u64, log: &mut Log) {
    let civil = Civil::of(served.at);
    log.record(&format!(
        "{} {} [error] 31#31: *{number} connect() failed (111: Connection refused) while connecting to upstream, client: {}, server: www.example.com, request: \"{}\", upstream: \"http://127.0.0.1:3000/\", host: \"www.example.com\"",
        civil.date().replace('-', "/"),
        civil.time(),
        served.peer,
        served.request,
    ));
}

/// Apache could not connect to what it forwards to.
pub fn write_apache_refused(served: &Served, log: &mut Log) {
    const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
    let civil = Civil::of(served.at);
    let date = civil.date();
    let month: usize = date[5..7].parse().unwrap_or(1);
    let day = DAYS[served.at.div_euclid(86_400_000_000).rem_euclid(7) as usize];
    log.record(&format!(
        "[{day} {} {} {}.{:06} {}] [proxy:error] [pid 71:tid 140041] (111)Connection refused: AH00957: http: attempt to connect to 127.0.0.1:3000 (localhost) failed",
        MONTHS[month - 1],
        &date[8..],
        civil.time(),
        served.at.rem_euclid(1_000_000),
        &date[..4],
    ));
}
