//! A request without an answer, as an error that says what to do: credentials that are missing
//! or at their end, names that do not resolve, connections refused, TLS that fails, silence.
//!
//! The SDK keeps the types of these errors to itself: they are known by the words of their chain
//! of causes. The tests of the credentials hold the words against the SDK's real errors. None of
//! those words is shown where it could hold a secret (the command of a `credential_process`).

use std::error::Error;
use std::io;
use std::time::Duration;

use super::quoting::{for_shell, plain};
use super::refusal::Asked;
use crate::config::Patience;
use crate::error::{S3Error, S3ErrorKind};

/// The causes of an error, each in its words, outermost first.
struct Chain<'a> {
    error: &'a (dyn Error + 'static),
    words: String,
    /// A variable names a proxy, which may be at fault.
    has_proxy: bool,
}

impl<'a> Chain<'a> {
    fn new(error: &'a (dyn Error + 'static)) -> Self {
        let mut words = String::new();
        for cause in causes(error) {
            words += &cause.to_string();
            words.push('\n');
        }
        Self { error, words, has_proxy: names_proxy() }
    }

    fn says(&self, any: &[&str]) -> bool {
        any.iter().any(|part| self.words.contains(part))
    }

    fn io(&self) -> Option<io::ErrorKind> {
        causes(self.error)
            .filter_map(|cause| cause.downcast_ref::<io::Error>())
            .map(io::Error::kind)
            .last()
    }
}

fn names_proxy() -> bool {
    let names =
        ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"];
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    names.into_iter().any(is_set)
}

fn causes<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |&cause| match cause.downcast_ref::<io::Error>() {
        // The source of an I/O error leaves out the error it wraps.
        Some(io) => io.get_ref().map(|inner| inner as &(dyn Error + 'static)),
        None => cause.source(),
    })
}

/// The error of a request that came to nothing before an answer.
pub(super) fn unanswered(
    asked: &Asked<'_>,
    patience: &Patience,
    error: &(dyn Error + 'static),
) -> S3Error {
    let chain = Chain::new(error);
    let (kind, message) = credentials(asked, &chain)
        .or_else(|| connection(patience, &chain))
        .unwrap_or_else(|| unknown(&chain));
    asked.error(kind, message)
}

/// The error of credentials that were waited for in vain.
pub(super) fn late_credentials(asked: &Asked<'_>, has_process: bool, limit: Duration) -> S3Error {
    let of = asked.credentials();
    let seconds = limit.as_secs();
    let message = if has_process {
        format!(
            "credential_process of {of} did not answer within {seconds} s: does it wait for a code, or for the touch of a key?"
        )
    } else {
        format!(
            "what gives the credentials of {of} did not answer within {seconds} s: `aws sts get-caller-identity` shows whether it does"
        )
    };
    asked.error(S3ErrorKind::NoCredentials, message)
}

/// The error of a body that ended early.
pub(super) fn broken(asked: &Asked<'_>, error: &(dyn Error + 'static)) -> S3Error {
    let chain = Chain::new(error);
    if chain.says(&["checksum mismatch", "Checksum mismatch", "body checksum"]) {
        let message = "the bytes do not fit the checksum stored with the object".to_owned();
        return asked.error(S3ErrorKind::ChecksumMismatch, message);
    }
    let cause = causes(error).last().map(|cause| plain(&cause.to_string())).unwrap_or_default();
    asked.error(S3ErrorKind::BrokenBody, format!("the body broke off: {cause}"))
}

fn credentials(asked: &Asked<'_>, chain: &Chain<'_>) -> Option<(S3ErrorKind, String)> {
    let of = asked.credentials();
    let is_about = chain.says(&[
        "credential",
        "SSO",
        "sso-session",
        "was not defined",
        "identity resolver timed out",
        "no identity",
        "login session",
    ]);
    if !is_about {
        return None;
    }
    if chain.says(&["SSO token", "sso/cache", "sso\\cache", "UnauthorizedException"]) {
        let command = match asked.caller.profile {
            Some(profile) => format!("aws sso login --profile {}", for_shell(profile)),
            None => "aws sso login".to_owned(),
        };
        let message = format!(
            "the session of IAM Identity Center (SSO) of {of} has ended, or never began: run `{command}`"
        );
        return Some((S3ErrorKind::SsoExpired, message));
    }
    if chain.says(&["was not defined"]) {
        let message = match asked.caller.profile {
            Some(profile) => format!(
                "the AWS configuration files hold no profile {}: `aws configure list-profiles` names those there are",
                plain(profile)
            ),
            None => {
                "a profile that AWS_PROFILE or another profile names is missing from the AWS configuration files".to_owned()
            }
        };
        return Some((S3ErrorKind::Configuration, message));
    }
    Some(provider(of, chain))
}

fn provider(of: String, chain: &Chain<'_>) -> (S3ErrorKind, String) {
    if chain.says(&["ExpiredToken"]) {
        return (
            S3ErrorKind::ExpiredCredentials,
            format!(
                "the temporary credentials of {of} are past their end: get new ones and run again"
            ),
        );
    }
    if chain.says(&["not properly configured", "sso-session named", "invalid profile"]) {
        let message = format!(
            "the credentials of {of} are not set up properly in the AWS configuration files: `aws configure list` shows what is used"
        );
        return (S3ErrorKind::Configuration, message);
    }
    if chain.says(&["rror retrieving credentials from external process", "external process"]) {
        let message = format!("the credential_process of {of} failed");
        return (S3ErrorKind::NoCredentials, message);
    }
    if chain.says(&["identity resolver timed out"]) {
        let message = format!("what gives the credentials of {of} did not answer in time");
        return (S3ErrorKind::NoCredentials, message);
    }
    // The metadata service is asked last: nothing before it had any, and it may be blocked.
    let is_last = chain.says(&["IMDS"]);
    if !is_last && chain.says(&["an error occurred while loading credentials"]) {
        if chain.says(&["AccessDenied", "not authorized"]) {
            let message = format!("the role of {of} may not be assumed by the caller");
            return (S3ErrorKind::NoCredentials, message);
        }
        if chain.says(&["dispatch failure", "timed out", "timeout"]) {
            let message =
                format!("the service that issues the credentials of {of} does not answer");
            return (S3ErrorKind::Unreachable, message);
        }
        let message = format!(
            "the credentials of {of} could not be had: `aws sts get-caller-identity` says why"
        );
        return (S3ErrorKind::NoCredentials, message);
    }
    let message = "no credentials were found: run `aws configure`, name a profile with --profile, or read a public bucket with --no-sign-request";
    (S3ErrorKind::NoCredentials, message.to_owned())
}

fn connection(patience: &Patience, chain: &Chain<'_>) -> Option<(S3ErrorKind, String)> {
    if chain.says(&["proxy authorization required"]) {
        let message =
            "the proxy wants a user name and a password, which HTTPS_PROXY may hold".to_owned();
        return Some((S3ErrorKind::Configuration, message));
    }
    if chain.says(&["tunnel error"]) {
        let message =
            "the proxy that HTTPS_PROXY or ALL_PROXY names gives no way to the server".to_owned();
        return Some((S3ErrorKind::Unreachable, message));
    }
    if chain.says(&["dns error", "failed to lookup address", "Name or service not known"]) {
        let proxy = if chain.has_proxy { ", HTTPS_PROXY, HTTP_PROXY, NO_PROXY" } else { "" };
        let message = format!(
            "the server's name cannot be resolved: check --endpoint-url, --region{proxy} and the network"
        );
        return Some((S3ErrorKind::Unreachable, message));
    }
    if chain.says(&["certificate", "UnknownIssuer", "CertificateError"]) {
        let message = "the server's TLS certificate is not accepted: its issuer must be among the system's trusted ones (SSL_CERT_FILE), and its name must fit";
        return Some((S3ErrorKind::Configuration, message.to_owned()));
    }
    if chain.says(&["InvalidContentType", "corrupt message", "HandshakeFailure", "tls handshake"]) {
        let message = "the server does not speak TLS as https needs: check --endpoint-url (http or https, and the port)";
        return Some((S3ErrorKind::Configuration, message.to_owned()));
    }
    if chain.says(&["connect timeout", "HTTP connect timed out"]) {
        let seconds = patience.connect.as_secs_f64();
        return Some((S3ErrorKind::TimedOut, format!("no connection within {seconds} s")));
    }
    if chain.says(&["timeout", "timed out"]) {
        let seconds = patience.silence.as_secs_f64();
        return Some((S3ErrorKind::TimedOut, format!("no answer within {seconds} s")));
    }
    let message = match chain.io()? {
        io::ErrorKind::ConnectionRefused if chain.has_proxy => {
            "the connection was refused, by the server or by the proxy that HTTPS_PROXY, HTTP_PROXY or ALL_PROXY names"
        }
        io::ErrorKind::ConnectionRefused => {
            "the server refused the connection: is it running, and is its port right?"
        }
        io::ErrorKind::ConnectionReset
        | io::ErrorKind::BrokenPipe
        | io::ErrorKind::UnexpectedEof => "the connection was reset before an answer came",
        io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkUnreachable => {
            "there is no way to the server's network"
        }
        _ => return None,
    };
    Some((S3ErrorKind::Unreachable, message.to_owned()))
}

fn unknown(chain: &Chain<'_>) -> (S3ErrorKind, String) {
    let cause =
        causes(chain.error).last().map(|cause| plain(&cause.to_string())).unwrap_or_default();
    if chain.says(&[
        "Invalid Configuration",
        "Invalid region",
        "Missing Region",
        "failed to construct",
    ]) {
        return (S3ErrorKind::Configuration, format!("the request cannot be made: {cause}"));
    }
    (S3ErrorKind::Unreachable, format!("the connection failed before an answer came: {cause}"))
}

#[cfg(test)]
mod tests {
    use super::super::refusal::{Caller, Operation};
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("{words}")]
    struct Layer {
        words: &'static str,
        source: Option<Box<dyn Error + Send + Sync>>,
    }

    fn layers(words: &[&'static str]) -> Layer {
        let source = (words.len() > 1).then(|| Box::new(layers(&words[1..])) as _);
        Layer { words: words[0], source }
    }

    fn error(of: &(dyn Error + 'static)) -> S3Error {
        let caller = Caller { profile: Some("ops team"), ..Caller::default() };
        let asked = Asked { operation: Operation::List, bucket: "logs", key: "", caller };
        unanswered(&asked, &Patience::default(), of)
    }

    #[test]
    fn an_io_error_deep_inside_is_found() {
        let inner = io::Error::from(io::ErrorKind::ConnectionRefused);
        let outer = io::Error::other(io::Error::other(inner));
        let layer = Layer { words: "dispatch failure", source: Some(Box::new(outer)) };
        let found = error(&layer);
        assert_eq!(found.kind, S3ErrorKind::Unreachable);
        assert!(found.message.contains("refused"), "{found}");
    }

    #[test]
    fn trouble_on_the_way_is_told_apart() {
        for (words, kind, part) in [
            (["dispatch failure", "io error", "dns error"], S3ErrorKind::Unreachable, "resolved"),
            (
                ["x", "y", "invalid peer certificate: UnknownIssuer"],
                S3ErrorKind::Configuration,
                "certificate",
            ),
            (
                ["x", "y", "received corrupt message of type InvalidContentType"],
                S3ErrorKind::Configuration,
                "TLS",
            ),
            (
                ["x", "timeout", "HTTP connect timeout occurred after 4s"],
                S3ErrorKind::TimedOut,
                "4 s",
            ),
            (
                ["x", "timeout", "HTTP read timeout occurred after 10s"],
                S3ErrorKind::TimedOut,
                "10 s",
            ),
        ] {
            let found = error(&layers(&words));
            assert_eq!(found.kind, kind, "{words:?}");
            assert!(found.message.contains(part), "{words:?} {found}");
        }
    }

    #[test]
    fn a_blocked_metadata_service_means_that_there_are_no_credentials() {
        let found = error(&layers(&[
            "dispatch failure",
            "an error occurred while loading credentials",
            "failed to load IMDS session token",
            "request forbidden: IMDS is disabled or the caller has insufficient permissions.",
        ]));
        assert_eq!(found.kind, S3ErrorKind::NoCredentials);
        assert!(found.message.contains("aws configure"), "{found}");
    }

    #[test]
    fn what_a_credential_process_printed_is_not_repeated() {
        let found = error(&layers(&[
            "dispatch failure",
            "an error occurred while loading credentials",
            "Error retrieving credentials: external process exited with code 1. Stderr: SECRET",
        ]));
        assert_eq!(found.kind, S3ErrorKind::NoCredentials);
        assert!(!found.message.contains("SECRET"), "{found}");
    }
}
