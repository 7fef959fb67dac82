//! One request, and the ways in which it can fail.

use super::outcome::Outcome;

/// One request; a fault changes its outcome.
#[derive(Debug, Clone)]
pub struct Request {
    /// When it came, in microseconds since 1970.
    pub start: i64,
    /// Microseconds from then to the end of the response.
    pub elapsed: i64,
    /// Index of the target group.
    pub group: usize,
    /// Index of the group's route.
    pub route: usize,
    /// Index of the group's target; `None` for Lambda, or where there is none.
    pub target: Option<usize>,
    /// Index of the group's host.
    pub host: usize,
    /// Index of the site's client.
    pub client: usize,
    /// Index of the site's user agent.
    pub agent: usize,
    /// Index of the load balancer's node or of the edge location.
    pub node: usize,
    /// What stands in the variable segments of the path, and makes ids unique.
    pub id: u64,
    /// A path that is no route's, as scanners ask for.
    pub odd_path: Option<&'static str>,
    /// Bytes from the client, headers included.
    pub received: u64,
    /// Bytes to the client.
    pub sent: u64,
    /// What came of it.
    pub outcome: Outcome,
    /// Is it written to the edge's log only: answered from the cache?
    pub from_cache: bool,
    /// To which of the label's incidents it belongs.
    pub incident: Option<usize>,
}

impl Request {
    /// When the response ended.
    #[must_use]
    pub fn end(&self) -> i64 {
        self.start + self.elapsed
    }

    fn fails(&mut self, status: u16, inner: Option<u16>, elapsed: i64) {
        (self.outcome.status, self.outcome.inner) = (status, inner);
        self.elapsed = elapsed;
        // Sizes of ALB's own pages to a client that keeps the connection.
        self.sent = match status {
            502 => 277,
            503 => 337,
            504 => 292,
            500 => 307,
            _ => 290,
        };
    }

    /// The target refused the connection after so long.
    pub fn refused(&mut self, after: i64) {
        self.fails(502, None, after);
        self.outcome.times = [None; 3];
    }

    /// The target took the request and closed the connection after so long.
    pub fn reset(&mut self, after: i64) {
        self.fails(502, None, after + 1_000);
        self.outcome.times = [Some(1_000), Some(after), None];
    }

    /// No connection within ALB's ten seconds.
    pub fn not_connected(&mut self, over: i64) {
        self.fails(504, None, 10_000_000 + over);
        self.outcome.times = [None; 3];
    }

    /// Connected, but no answer within the idle time-out.
    pub fn not_answered(&mut self, idle: i64) {
        self.fails(504, None, idle + 1_000);
        self.outcome.times = [Some(1_000), None, None];
    }

    /// The client left after so long.
    pub fn left(&mut self, after: i64) {
        self.fails(460, None, after + 1_000);
        self.sent = 0;
        self.outcome.times = [Some(1_000), None, None];
    }

    /// The target itself answered with this status.
    pub fn answered(&mut self, status: u16, after: i64) {
        self.fails(status, Some(status), after + 1_000);
        self.sent = 420;
        self.outcome.times = [Some(1_000), Some(after), Some(0)];
    }

    /// The load balancer answered by itself.
    pub fn by_balancer(&mut self, status: u16, action: &'static str, reason: &'static str) {
        let elapsed = if reason.contains("Timeout") { 5_003_000 } else { 2_000 };
        self.fails(status, None, elapsed);
        let names_group = action == "forward";
        self.outcome = Outcome {
            times: [None; 3],
            names_target: false,
            names_group,
            action,
            reason,
            ..self.outcome.clone()
        };
    }

    /// A Lambda target failed after so long.
    pub fn function_failed(&mut self, reason: &'static str, after: i64) {
        self.fails(502, None, after + 1_000);
        self.outcome.times = [Some(1_000), Some(after), Some(0)];
        self.outcome.reason = reason;
    }

    /// CloudFront failed with this detailed result after so long.
    pub fn edge_failed(&mut self, status: u16, detail: &'static str, after: i64) {
        let result = match detail {
            "CapacityExceeded" | "LimitExceeded" => detail,
            _ if detail.starts_with("Lambda") || detail.starts_with("Function") => detail,
            _ => "Error",
        };
        self.fails(status, None, after);
        self.sent = 1_200;
        self.outcome.results = [result, result, detail];
        self.from_cache = false;
    }

    /// API Gateway failed: both inner statuses, the type of its response, the integration's error.
    pub fn gateway_failed(
        &mut self,
        status: u16,
        (service, inner): (Option<u16>, Option<u16>),
        (kind, error): (&'static str, &'static str),
        after: i64,
    ) {
        self.fails(status, inner, after + 4_000);
        self.outcome.service = service;
        (self.outcome.reason, self.outcome.action) = (kind, error);
        self.outcome.times[1] = Some(after);
    }

    /// A Classic Load Balancer failed without a backend's answer.
    pub fn classic_failed(&mut self, status: u16) {
        self.fails(status, None, 2_000);
        self.outcome.times = [None; 3];
        self.outcome.names_target = false;
    }
}
