//! One request of API Gateway, in the forms that owners choose.

use crate::sample_logs::clock::Moment;
use crate::sample_logs::labels::Tag;
use crate::sample_logs::neighbours::log::{Log, address, clf, uuid};
use crate::sample_logs::random::Random;

/// The values of one line.
#[derive(Debug, Clone)]
pub struct GatewayRow {
    /// When the request arrived.
    pub at: Moment,
    /// Milliseconds from arrival to response.
    pub latency_ms: u64,
    /// Milliseconds of the backend.
    pub integration_ms: Option<u64>,
    /// What the client got.
    pub status: u16,
    /// What the Lambda service said.
    pub integration_status: Option<u16>,
    /// Type of a gateway response, and its message.
    pub error: Option<(&'static str, &'static str)>,
    /// `GET`
    pub method: &'static str,
    /// `/orders/{id}`
    pub resource: &'static str,
    /// Client address.
    pub address: String,
    /// `requestId`
    pub request_id: String,
    /// `extendedRequestId`
    pub extended_id: String,
    /// Id of the invocation.
    pub invocation: String,
    /// Why the row is there; not written.
    pub tag: Tag,
}

impl GatewayRow {
    /// A request that was served in that time.
    pub fn served(
        at: Moment,
        (method, resource): (&'static str, &'static str),
        latency_ms: u64,
        random: &mut Random,
    ) -> Self {
        let mut extended_id = String::new();
        random.symbols(
            b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-",
            15,
            &mut extended_id,
        );
        extended_id.push('=');
        Self {
            at,
            latency_ms,
            integration_ms: Some(latency_ms.saturating_sub(random.between(2, 6)).max(1)),
            status: 200,
            integration_status: Some(200),
            error: None,
            method,
            resource,
            address: address(random),
            request_id: uuid(random),
            extended_id,
            invocation: uuid(random),
            tag: Tag::Normal,
        }
    }

    fn seen(&self) -> (Moment, Tag, u16) {
        (self.at + self.latency_ms as i64 * 1_000, self.tag, self.status)
    }

    fn length(&self) -> u64 {
        if self.status < 400 { 900 + self.latency_ms % 700 } else { 41 }
    }

    /// JSON of a REST API, its format extended by what a diagnosis needs.
    pub fn write_rest_json(&self, log: &mut Log) {
        let (kind, message) = self.error.unwrap_or(("-", "-"));
        let number = |value: Option<u64>| value.map_or("-".to_owned(), |value| value.to_string());
        let line = format!(
            "{{\"requestId\":\"{}\",\"extendedRequestId\":\"{}\",\"ip\":\"{}\",\"caller\":\"-\",\"user\":\"-\",\"requestTime\":\"{}\",\"requestTimeEpoch\":\"{}\",\"httpMethod\":\"{}\",\"resourcePath\":\"{}\",\"status\":\"{}\",\"protocol\":\"HTTP/1.1\",\"responseLength\":\"{}\",\"responseLatency\":\"{}\",\"integrationLatency\":\"{}\",\"integrationStatus\":\"{}\",\"integration.status\":\"{}\",\"error.responseType\":\"{kind}\",\"error.message\":\"{message}\",\"awsEndpointRequestId\":\"{}\"}}",
            self.request_id,
            self.extended_id,
            self.address,
            clf(self.at),
            self.at / 1_000,
            self.method,
            self.resource,
            self.status,
            self.length(),
            self.latency_ms,
            number(self.integration_ms),
            number(self.integration_status.map(u64::from)),
            if self.error.is_some() { "-".to_owned() } else { self.status.to_string() },
            self.invocation,
        );
        log.request(&line, self.seen());
    }

    /// JSON of a WebSocket API with a user agent that nobody escaped.
    pub fn write_websocket_json(&self, log: &mut Log) {
        let line = format!(
            "{{\"requestId\":\"{0}\",\"ip\":\"{1}\",\"userAgent\":\"Chat \"beta\" C:\\tools\",\"requestTime\":\"{2}\",\"eventType\":\"MESSAGE\",\"routeKey\":\"$default\",\"status\":\"{3}\",\"connectionId\":\"{0}\"}}",
            self.extended_id,
            self.address,
            clf(self.at),
            self.status,
        );
        log.request(&line, (whole(self.at), self.tag, self.status));
    }

    /// The console's CLF of an HTTP API.
    pub fn write_clf(&self, log: &mut Log) {
        let line = format!(
            "{} - - [{}] \"{} {} {} HTTP/1.1\" {} {} {id} {id}",
            self.address,
            clf(self.at),
            self.method,
            self.method,
            self.resource,
            self.status,
            self.length(),
            id = self.extended_id,
        );
        log.request(&line, (whole(self.at), self.tag, self.status));
    }

    /// The console's XML of a REST API.
    pub fn write_xml(&self, log: &mut Log) {
        let line = format!(
            "<request id=\"{}\"> <ip>{}</ip> <caller>-</caller> <user>-</user> <requestTime>{}</requestTime> <httpMethod>{}</httpMethod> <resourcePath>{}</resourcePath> <status>{}</status> <protocol>HTTP/1.1</protocol> <responseLength>{}</responseLength> <extendedRequestId>{}</extendedRequestId> </request>",
            self.request_id,
            self.address,
            clf(self.at),
            self.method,
            self.resource,
            self.status,
            self.length(),
            self.extended_id,
        );
        log.request(&line, (whole(self.at), self.tag, self.status));
    }

    /// The console's CSV of a REST API.
    pub fn write_csv(&self, log: &mut Log) {
        let line = format!(
            "{},-,-,{},{},{},HTTP/1.1,{},{},{},{}",
            self.address,
            clf(self.at),
            self.method,
            self.resource,
            self.status,
            self.length(),
            self.request_id,
            self.extended_id,
        );
        log.request(&line, (whole(self.at), self.tag, self.status));
    }
}

/// CLF times have whole seconds.
fn whole(at: Moment) -> Moment {
    at.div_euclid(1_000_000) * 1_000_000
}
