//! Which variable a name in a log stands for.
//!
//! Names are compared without case and without anything but letters and digits, so that
//! `requestId`, `request_id`, `Request-ID` and `requestid` are one. Objects that only group
//! members (`request`, `response`, `http`, …) may stand around.

use super::columns::{
    COLUMNS, EVENT_TYPE, EXTENDED_REQUEST_ID, HTTP_METHOD, INTEGRATION_DOT_STATUS,
    INTEGRATION_LATENCY, INTEGRATION_STATUS, REQUEST_ID, REQUEST_TIME, REQUEST_TIME_EPOCH,
    RESOURCE_PATH, RESPONSE_LATENCY, RESPONSE_LENGTH, ROUTE_KEY, STATUS,
};
use crate::value::{rfc3339, seconds_to_micros};
use std::collections::HashMap;
use std::sync::LazyLock;

/// What a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Variable {
    /// The variable of that column.
    Column(usize),
    /// A time; whether `requestTime` or `requestTimeEpoch`, its value tells.
    Time,
    /// No documented variable.
    Unknown,
}

/// How sure a name's variable is. Where several names of a line stand for one variable, the surest
/// gives its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Surety {
    /// The user said so.
    Told,
    /// The name is the variable's own.
    Own,
    /// The name is one that is often used for it.
    Usual,
}

/// A name's variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Meaning {
    pub(super) variable: Variable,
    pub(super) surety: Surety,
}

/// Usual names, folded, by the variable they stand for: those of the console's templates (`ip`,
/// `caller`, `user`), of AWS's articles, of widely used deployment tools, and their like.
static USUAL: &[(&str, &[&str])] = &[
    (
        "requestId",
        &[
            "reqid",
            "apirequestid",
            "apigwrequestid",
            "apigatewayrequestid",
            "gatewayrequestid",
            "xamznrequestid",
        ],
    ),
    ("extendedRequestId", &["extendedid", "extrequestid", "requestidextended", "xamzapigwid"]),
    (
        "identity.sourceIp",
        &[
            "ip",
            "sourceip",
            "clientip",
            "remoteip",
            "callerip",
            "requestip",
            "ipaddress",
            "sourceaddress",
            "remoteaddr",
            "remoteaddress",
        ],
    ),
    ("identity.caller", &["caller"]),
    ("identity.user", &["user"]),
    ("identity.userAgent", &["useragent", "agent", "ua", "httpuseragent", "requestuseragent"]),
    ("identity.userArn", &["userarn"]),
    ("identity.apiKey", &["apikey"]),
    ("identity.apiKeyId", &["apikeyid"]),
    ("identity.cognitoIdentityId", &["cognitoidentityid", "cognitouser"]),
    ("identity.cognitoIdentityPoolId", &["cognitoidentitypoolid"]),
    ("identity.cognitoAuthenticationProvider", &["cognitoauthenticationprovider"]),
    ("identity.cognitoAuthenticationType", &["cognitoauthenticationtype"]),
    ("identity.vpcId", &["vpcid"]),
    ("identity.vpceId", &["vpceid"]),
    ("requestTimeEpoch", &["requestepoch", "epoch", "timeepoch", "epochtime"]),
    ("httpMethod", &["method", "requestmethod", "verb", "httpverb"]),
    ("resourcePath", &["resource"]),
    ("routeKey", &["route"]),
    ("path", &["requestpath", "uri", "requesturi", "urlpath", "rawpath"]),
    ("protocol", &["httpprotocol", "requestprotocol"]),
    (
        "status",
        &[
            "statuscode",
            "httpstatus",
            "httpstatuscode",
            "httpcode",
            "responsestatus",
            "responsestatuscode",
            "responsecode",
            "gatewaystatus",
        ],
    ),
    ("responseLength", &["responsesize", "responsebytes", "bytes", "bytessent", "contentlength"]),
    (
        "responseLatency",
        &[
            "latency",
            "latencyms",
            "responselatencyms",
            "responsetime",
            "responsetimems",
            "totallatency",
            "overalllatency",
            "requestlatency",
            "duration",
            "durationms",
        ],
    ),
    (
        "integrationLatency",
        &["integrationlatencyms", "integrationtime", "backendlatency", "lambdalatency"],
    ),
    (
        "integrationStatus",
        &[
            "integrationintegrationstatus",
            "integrationservicestatus",
            "integrationstatuscode",
            "backendstatus",
        ],
    ),
    (
        "integration.status",
        &["functionresponsestatus", "functionstatus", "integrationresponsestatus"],
    ),
    ("integration.error", &["backenderror"]),
    ("error.message", &["error", "errormsg", "gatewayerror"]),
    ("error.messageString", &["messagestring"]),
    ("error.responseType", &["responsetype", "errortype", "gatewayresponsetype"]),
    ("error.validationErrorString", &["validationerrorstring", "validationerror"]),
    ("authorizer.status", &["authorizerservicestatus"]),
    ("authorize.status", &["authorizeresultstatus"]),
    ("wafResponseCode", &["wafresponse"]),
    ("xrayTraceId", &["xray", "xraytrace", "traceid", "xamzntraceid"]),
    (
        "awsEndpointRequestId",
        &["lambdarequestid", "functionrequestid", "endpointrequestid", "backendrequestid"],
    ),
    ("apiId", &["restapiid"]),
    ("domainName", &["domain", "host"]),
    ("stage", &["stagename"]),
];

/// Documented variables that are the same as another one.
static SAME: &[(&str, &str)] = &[
    ("integration.integrationStatus", "integrationStatus"),
    ("integration.requestId", "awsEndpointRequestId"),
    ("integrationErrorMessage", "integration.error"),
];

/// Names, folded, that say no more than "time".
static TIMES: &[&str] = &["time", "timestamp", "date", "datetime", "requesttimestamp"];

/// Objects, folded, that only group what they hold.
static GROUPS: &[&str] = &[
    "context",
    "requestcontext",
    "request",
    "response",
    "http",
    "api",
    "apigateway",
    "apigw",
    "gateway",
    "access",
    "accesslog",
    "log",
];

static MEANINGS: LazyLock<HashMap<String, Meaning>> = LazyLock::new(|| {
    let mut meanings = HashMap::new();
    let own = |place| Meaning { variable: Variable::Column(place), surety: Surety::Own };
    for (place, column) in COLUMNS.iter().enumerate() {
        if place != INTEGRATION_DOT_STATUS {
            meanings.insert(fold(column.name.as_bytes()), own(place));
        }
    }
    for (name, variable) in SAME {
        meanings.insert(fold(name.as_bytes()), own(place_of(variable)));
    }
    let usual = |variable| Meaning { variable, surety: Surety::Usual };
    for (variable, names) in USUAL {
        let variable = Variable::Column(place_of(variable));
        for name in *names {
            meanings.entry((*name).to_owned()).or_insert(usual(variable));
        }
    }
    for name in TIMES {
        meanings.entry((*name).to_owned()).or_insert(usual(Variable::Time));
    }
    meanings
});

fn place_of(variable: &str) -> usize {
    let place = COLUMNS.iter().position(|column| column.name == variable);
    place.expect("the tables name variables of columns")
}

/// Letters and digits of a name, lower case.
pub(super) fn fold(name: &[u8]) -> String {
    let bytes = name.iter().filter(|byte| byte.is_ascii_alphanumeric());
    bytes.map(|byte| char::from(byte.to_ascii_lowercase())).collect()
}

/// What the name of a member stands for; dots stand between the names of objects inside objects.
pub(super) fn meaning_of(name: &[u8]) -> Meaning {
    let mut rest = name.strip_prefix(b"$").unwrap_or(name);
    loop {
        if is_integration_dot_status(rest) {
            let variable = Variable::Column(INTEGRATION_DOT_STATUS);
            return Meaning { variable, surety: Surety::Own };
        }
        if let Some(meaning) = MEANINGS.get(&fold(rest)) {
            return *meaning;
        }
        let Some(dot) = memchr::memchr(b'.', rest) else { break };
        if !GROUPS.contains(&fold(&rest[..dot]).as_str()) {
            break;
        }
        rest = &rest[dot + 1..];
    }
    Meaning { variable: Variable::Unknown, surety: Surety::Usual }
}

/// `integrationStatus` is another variable, and so is `integration_status` taken to be. An article
/// of AWS writes `-` for the dots of variables.
fn is_integration_dot_status(name: &[u8]) -> bool {
    let words =
        name.split_at_checked(11).filter(|(first, _)| first.eq_ignore_ascii_case(b"integration"));
    let rest = words.and_then(|(_, rest)| rest.strip_prefix(b".").or(rest.strip_prefix(b"-")));
    rest.is_some_and(|rest| rest.eq_ignore_ascii_case(b"status"))
}

/// Names that are hardly anything but variables of API Gateway.
const OWN_WORDS: [usize; 11] = [
    EXTENDED_REQUEST_ID,
    REQUEST_TIME,
    REQUEST_TIME_EPOCH,
    HTTP_METHOD,
    RESOURCE_PATH,
    ROUTE_KEY,
    RESPONSE_LENGTH,
    RESPONSE_LATENCY,
    INTEGRATION_LATENCY,
    INTEGRATION_STATUS,
    INTEGRATION_DOT_STATUS,
];

/// Seconds with decimals, fewer than a day has.
fn is_duration(value: &[u8]) -> bool {
    seconds_to_micros(value).is_some_and(|micros| micros < 86_400_000_000)
}

/// What the names of a line say of it.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Evidence {
    known: usize,
    has_id: bool,
    /// Variables that say what was asked for, when, or what was answered; one under its own name
    /// counts as two.
    requests: usize,
    has_own_time: bool,
    has_level: bool,
    has_message: bool,
    /// A name that is hardly anything but a variable of API Gateway.
    has_own_word: bool,
    /// What a template of API Gateway cannot write, or another server's variable.
    has_foreign_word: bool,
}

/// Variables of nginx.
const FOREIGN_KEYS: [&str; 8] = [
    "body_bytes_sent",
    "msec",
    "remote_user",
    "request_uri",
    "time_iso8601",
    "time_local",
    "upstream_addr",
    "upstream_status",
];

impl Evidence {
    /// Takes note of a member; `key` is its name's key.
    pub(super) fn add(&mut self, meaning: Meaning, key: &str) {
        match meaning.variable {
            Variable::Column(place) => {
                self.known += 1;
                self.has_id |= matches!(place, REQUEST_ID | EXTENDED_REQUEST_ID);
                let is_time = matches!(place, REQUEST_TIME | REQUEST_TIME_EPOCH);
                let is_request =
                    matches!(place, STATUS | HTTP_METHOD | RESOURCE_PATH | ROUTE_KEY | EVENT_TYPE);
                let is_sure = meaning.surety < Surety::Usual;
                self.requests += usize::from(is_time || is_request) * (1 + usize::from(is_sure));
                self.has_own_time |= is_time && is_sure;
            }
            Variable::Time => {}
            Variable::Unknown => {
                self.has_level |= key == "level";
                self.has_message |= matches!(key, "message" | "msg");
            }
        }
    }

    /// Takes note of what tells an access log from what programs and other servers write.
    pub(super) fn weigh(&mut self, meaning: Meaning, key: &str, value: &[u8]) {
        let is_sure = meaning.surety < Surety::Usual;
        match meaning.variable {
            // nginx has a variable of that name, which is a duration.
            Variable::Column(REQUEST_TIME) if is_sure && is_duration(value) => {
                self.has_foreign_word = true;
            }
            Variable::Column(place) if is_sure => {
                self.has_own_word |= OWN_WORDS.contains(&place);
            }
            Variable::Time => self.has_foreign_word |= rfc3339(value).is_some(),
            _ => {}
        }
        self.has_foreign_word |= FOREIGN_KEYS.contains(&key);
    }

    /// Programs write lines of their own about requests: with a level and a message.
    fn is_of_a_program(self) -> bool {
        self.has_level && self.has_message && !self.has_own_time
    }

    /// Whether the line may be one of an access log.
    pub(super) fn is_possible(self) -> bool {
        self.known >= 2 && self.requests > 0 && !self.is_of_a_program()
    }

    /// Whether it looks like one: AWS demands an id of the request in every template. Many programs
    /// log such an id and a status, but write the time in a form that no variable has.
    pub(super) fn is_typical(self) -> bool {
        let is_foreign = self.has_foreign_word && !self.has_own_word;
        self.has_id && self.requests >= 2 && !is_foreign && !self.is_of_a_program()
    }
}

#[cfg(test)]
mod tests {
    use super::{MEANINGS, USUAL, fold};

    #[test]
    fn usual_names_are_folded_and_none_is_another_variables_own() {
        for (variable, names) in USUAL {
            for name in *names {
                assert_eq!(fold(name.as_bytes()), *name);
                let found = MEANINGS[*name].variable;
                assert_eq!(found, super::Variable::Column(super::place_of(variable)), "{name}");
            }
        }
    }
}
