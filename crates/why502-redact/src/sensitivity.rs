//! How a value is treated, by what it holds.

use crate::kind::Kind;
use crate::text::named_secret;

/// What the values of a column, member or header hold, and so what is hidden of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sensitivity {
    /// Nothing of a user: names of infrastructure, words of a closed list. Stays.
    Plain,
    /// Numbers and times. They stay; what is none of them is looked at as `Text`.
    Figure,
    /// Address of a target, a node, a server. Stays unless everything is hidden.
    Target,
    /// Host names. What looks like a secret is hidden; all of it where everything is.
    Host,
    /// Name or ARN with an account's number in it. Stays; the number goes where everything is hidden.
    Arn,
    /// Addresses of clients, one or several.
    Client,
    /// A client's port: `null`.
    Port,
    /// Address of either side: hidden where it is a public one.
    Address,
    /// Request line, URL or path.
    Url,
    /// Query without its `?`.
    Query,
    /// Name of a user, or of what acts for one. All of it.
    User,
    /// Cookies. All of it.
    Cookie,
    /// Key, password, token. All of it.
    Secret,
    /// Trace id, request id, id of a session's connection. All of it.
    Trace,
    /// User agent: as `Text`, but versions are no addresses.
    Agent,
    /// Text of any kind, looked at word by word.
    Text,
    /// Names and values of headers.
    Headers,
    /// JSON: each member by its name.
    Json,
}

impl Sensitivity {
    /// What is hidden as a whole, and as what.
    pub(crate) const fn whole(self) -> Option<Kind> {
        match self {
            Self::User => Some(Kind::User),
            Self::Cookie => Some(Kind::Cookie),
            Self::Secret => Some(Kind::Secret),
            Self::Trace => Some(Kind::Trace),
            _ => None,
        }
    }
}

/// What a member holds that no table knows, by the words of its name.
pub(crate) fn of_name(name: &str) -> Sensitivity {
    match named_secret(name.as_bytes()) {
        Some(Kind::Cookie) => return Sensitivity::Cookie,
        Some(Kind::Trace) => return Sensitivity::Trace,
        Some(_) => return Sensitivity::Secret,
        None => {}
    }
    let name = name.to_ascii_lowercase();
    let has = |words: &[&str]| {
        name.split(|character: char| !character.is_ascii_alphanumeric())
            .any(|word| words.contains(&word))
    };
    if has(&["agent", "useragent"]) {
        Sensitivity::Agent
    } else if has(&["ip", "addr", "address", "clientip", "remoteip", "sourceip", "forwarded"])
        && !has(&["server", "upstream", "target", "backend", "host"])
    {
        Sensitivity::Client
    } else if has(&["query", "querystring", "args", "body"]) {
        Sensitivity::Query
    } else if has(&[
        "user",
        "username",
        "userid",
        "login",
        "email",
        "mail",
        "phone",
        "name",
        "principal",
        "caller",
        "sub",
        "subject",
        "claims",
        "customer",
        "account",
    ]) && !has(&["host", "server", "function", "upstream"])
    {
        Sensitivity::User
    } else if has(&["url", "uri", "path", "referer", "referrer", "location"]) {
        Sensitivity::Url
    } else if has(&["headers"]) {
        Sensitivity::Headers
    } else {
        Sensitivity::Text
    }
}

/// What a header's value holds. What is not known to be harmless is a secret.
pub(crate) fn of_header(name: &str) -> Sensitivity {
    match name.to_ascii_lowercase().as_str() {
        "cookie" | "set-cookie" => Sensitivity::Cookie,
        "x-forwarded-for"
        | "x-real-ip"
        | "true-client-ip"
        | "forwarded"
        | "x-client-ip"
        | "cf-connecting-ip"
        | "cloudfront-viewer-address"
        | "from" => Sensitivity::Client,
        "user-agent" => Sensitivity::Agent,
        "host" | "x-forwarded-host" | ":authority" => Sensitivity::Host,
        "referer" | "origin" | "location" | ":path" => Sensitivity::Url,
        "x-amzn-trace-id" | "x-request-id" | "x-correlation-id" | "traceparent" | "x-amz-cf-id" => {
            Sensitivity::Trace
        }
        "accept"
        | "accept-encoding"
        | "accept-language"
        | "connection"
        | "content-length"
        | "content-type"
        | "cache-control"
        | "pragma"
        | "te"
        | "upgrade"
        | "via"
        | "dnt"
        | "range"
        | "priority"
        | "upgrade-insecure-requests"
        | "x-forwarded-proto"
        | "x-forwarded-port"
        | "sec-fetch-site"
        | "sec-fetch-mode"
        | "sec-fetch-dest"
        | "sec-fetch-user"
        | "sec-ch-ua"
        | "sec-ch-ua-mobile"
        | "sec-ch-ua-platform" => Sensitivity::Text,
        _ => Sensitivity::Secret,
    }
}
