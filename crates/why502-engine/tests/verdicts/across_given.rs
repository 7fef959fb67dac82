//! An hour of a site behind CloudFront, as both logs have it.

use why502_parse::Timestamp;

/// 2026-11-22T14:00:00Z.
pub(crate) const HOUR_MS: i64 = 1_795_356_000_000;
const EDGES: [&str; 4] = ["FRA56-P2", "LHR50-C1", "CDG52-P4", "NRT57-P1"];

/// What became of one request.
#[derive(Clone)]
pub(crate) struct Request {
    /// When CloudFront had it, ms.
    pub(crate) at: i64,
    /// How long CloudFront took, ms.
    pub(crate) taken: i64,
    pub(crate) path: String,
    /// Status, result type and detailed result type at CloudFront.
    pub(crate) edge: (u16, &'static str, &'static str),
    /// Lines behind: delay and duration in ms, status, and status of the target.
    pub(crate) behind: Vec<(i64, i64, u16, &'static str)>,
    /// Target behind.
    pub(crate) target: &'static str,
}

/// Numbers that look random and are the same each time.
pub(crate) fn scrambled(number: i64) -> i64 {
    let mut state = (number as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    state ^= state >> 29;
    state = state.wrapping_mul(0xBF58_476D_1CE4_E5B9);
    ((state ^ (state >> 32)) >> 1) as i64
}

/// Half an hour of served requests, four a second; one in four is answered from the cache.
pub(crate) fn healthy() -> Vec<Request> {
    (0..7_200)
        .map(|number| {
            let random = scrambled(number);
            let hit = random % 4 == 0;
            let behind = (10, 40 + random % 90, 200, "200");
            Request {
                at: HOUR_MS + number * 250 + random % 200,
                taken: if hit { 1 } else { behind.1 + 25 },
                path: match random / 8 % 10 {
                    0 => "/".to_owned(),
                    1 => "/login".to_owned(),
                    _ => format!("/cart/{}", random / 128 % 900),
                },
                edge: if hit { (200, "Hit", "Hit") } else { (200, "Miss", "Miss") },
                behind: if hit { Vec::new() } else { vec![behind] },
                target: ["10.0.1.5:8080", "10.0.1.6:8080", "10.0.2.7:8080"]
                    [(random / 1024 % 3) as usize],
            }
        })
        .collect()
}

/// The requests that reached a target from minute 12 to 15.
pub(crate) fn in_outage(request: &&mut Request) -> bool {
    let second = (request.at - HOUR_MS) / 1_000;
    (720..900).contains(&second) && !request.behind.is_empty()
}

fn stamp(at_ms: i64) -> String {
    let at = Timestamp::from_micros(at_ms * 1_000);
    let (date, of_day) = (at.civil_date(), at.micros_of_day() / 1_000);
    let (second, milli) = (of_day / 1_000, of_day % 1_000);
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{milli:03}000Z",
        date.year,
        date.month,
        date.day,
        second / 3_600,
        second / 60 % 60,
        second % 60
    )
}

/// CloudFront's log of them.
pub(crate) fn cloudfront(distribution: &str, requests: &[Request]) -> String {
    let mut log = String::from(
        "#Version: 1.0\n#Fields: date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status \
         x-host-header x-edge-result-type x-edge-response-result-type x-edge-detailed-result-type time-taken x-edge-request-id\n",
    );
    for (number, request) in requests.iter().enumerate() {
        let end = stamp(request.at + request.taken);
        let (date, time) = (&end[..10], &end[11..19]);
        let edge = EDGES[(scrambled(request.at) % 4) as usize];
        let (status, result, detailed) = request.edge;
        log += &format!(
            "{date}\t{time}\t{edge}\t900\t203.0.113.{}\tGET\t{distribution}\t{}\t{status:03}\twww.example.com\t\
             {result}\t{result}\t{detailed}\t{}.{:03}\tid{number}\n",
            number % 200,
            request.path.replace('%', "%25"),
            request.taken / 1_000,
            request.taken % 1_000,
        );
    }
    log
}

/// The load balancer's log of them.
pub(crate) fn balancer(name: &str, agent: &str, requests: &[Request]) -> String {
    let mut lines: Vec<(i64, String)> = Vec::new();
    for (number, request) in requests.iter().enumerate() {
        for (try_, &(delay, duration, status, of_target)) in request.behind.iter().enumerate() {
            let (start, end) = (request.at + delay, request.at + delay + duration);
            let seconds = duration as f64 / 1_000.0;
            let times = match (status, of_target) {
                (502, "-") => "-1 -1 -1".to_owned(),
                (460 | 504, _) => "0.001 -1 -1".to_owned(),
                _ => format!("0.001 {:.3} 0.000", (seconds - 0.001).max(0.0)),
            };
            let (time, created) = (stamp(end), stamp(start));
            let (path, target) = (&request.path, request.target);
            lines.push((end, format!(
                "https {time} app/{name}/50dc6c495c0c9188 198.51.100.7:40312 {target} {times} {status} {of_target} 500 277 \
                 \"GET https://origin.example.com:443{path} HTTP/1.1\" \"{agent}\" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 \
                 arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/{name}/943f017f100becff \
                 \"Root=1-6921c0de-{number:020x}{try_:04x}\" \"-\" \"-\" 0 {created} \"forward\" \"-\" \"-\" \
                 \"{target}\" \"{of_target}\" \"-\" \"-\"\n"
            )));
        }
    }
    lines.sort();
    lines.into_iter().map(|(_, line)| line).collect()
}

/// The log of an API whose stage stands before every path, and is not logged by itself.
pub(crate) fn gateway(requests: &[Request]) -> String {
    let mut log = String::new();
    for request in requests {
        for &(delay, duration, status, of_target) in &request.behind {
            log += &format!(
                "{{\"requestId\":\"6921c0de-{}\",\"requestTimeEpoch\":\"{}\",\"httpMethod\":\"GET\",\"path\":\"/prod{}\",\
                 \"status\":\"{status}\",\"responseLatency\":\"{duration}\",\"integrationLatency\":\"{duration}\",\
                 \"integrationStatus\":\"{of_target}\",\"apiId\":\"a1b2c3d4e5\"}}\n",
                request.at,
                request.at + delay,
                request.path,
            );
        }
    }
    log
}
